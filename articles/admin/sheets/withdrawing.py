"""Sheets that take a story down, undo a publication, and put a story back."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import publishing, translations
from articles.admin.sheets.elsewhere import ask_to_take_down, take_down_also
from articles.admin.sheets.publish import as_readers_see, compared
from articles.admin.sheets.said import TAKEN_DOWN, told
from articles.admin.sheets.sheet import Sheet
from articles.comparison import Comparison
from articles.local_time import in_words
from articles.models import Story, Why
from articles.permissions import may, visible_to

KEEP, NEW = "keep", "new"


class TakeDownSheet(Sheet):
    """Asks why, and takes the story off the site."""

    verb = "take_down"
    template = "take_down"

    why = forms.ChoiceField(
        choices=Why.choices,
        error_messages={
            "required": gettext_lazy("Say why: published by mistake, withdrawn, or a legal order.")
        },
    )
    notice = forms.CharField(
        required=False,
        label=gettext_lazy("Notice for readers"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    read_instead = forms.CharField(
        required=False,
        label=gettext_lazy("Read instead"),
        help_text=gettext_lazy("The address of another story; it may be left empty."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the desk alone"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say for the desk what the reason is; readers do not see it.")
        },
    )

    def initial_values(self) -> dict[str, Any]:
        return {"why": self.asked.get("why", "")}

    def prepare(self) -> None:
        self.reasons = publishing.reasons_not_to_take_down(
            story=self.story, now=self.now, why=Why.MISTAKE, reason="—"
        )
        self.before = (
            publishing.edition_to_return_to(self.story, self.now)
            if may(self.user, "undo", self.story)
            else None
        )
        self.elsewhere = ask_to_take_down(self, self.story, self.user, self.now)

    def clean_read_instead(self) -> Story | None:
        """The story whose address was given."""
        address: str = self.cleaned_data["read_instead"]
        if not address.strip() or self.data.get("why") != Why.WITHDRAWN:
            return None
        other = translations.find(address, visible_to(self.user))
        if other is None:
            raise forms.ValidationError(_("None of the stories that you see has this address."))
        return other

    def done_before(self) -> str:
        down = publishing.open_withdrawal(self.story)
        return TAKEN_DOWN[down.why]() if down else ""

    def run(self, *, by: User, now: datetime) -> str:
        how = {"by": by, "now": now, **self._answers()}
        with transaction.atomic():  # all that was ticked, or nothing
            withdrawal = publishing.take_down(story=self.story, **how)
            take_down_also(self, self.elsewhere, how)
        said = TAKEN_DOWN[withdrawal.why]()
        if self.waiting:
            cancelled = _("What was scheduled is cancelled.")
            said = f"{said} {cancelled}"
        return told(said, (withdrawal.edition.path, _("See what readers get")))

    def _answers(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("why", "notice", "reason", "read_instead")
        }


class UndoSheet(Sheet):
    """Gives readers back what they saw before the last publication."""

    verb = "undo"
    template = "undo"

    def prepare(self) -> None:
        self.reasons = publishing.reasons_not_to_undo(story=self.story, now=self.now)
        self.before = publishing.edition_to_return_to(self.story, self.now)

    @property
    def comparison(self) -> Comparison | None:
        """What readers see now against what they will see again."""
        if self.before is None or self.live is None:
            return None
        now, again = (as_readers_see(self.story, e.revision) for e in (self.live, self.before))
        return compared(now, again)

    def run(self, *, by: User, now: datetime) -> str:
        edition = publishing.undo(story=self.story, by=by, now=now)
        said = _("Undone. Readers see again what they saw before; your text stays on the desk.")
        if self.waiting:
            cancelled = _("What was scheduled is cancelled.")
            said = f"{said} {cancelled}"
        return told(said, (edition.path, _("See the page")))


class PutBackSheet(Sheet):
    """Gives readers a story back that was taken down."""

    verb = "reinstate"
    template = "put_back"

    date = forms.ChoiceField(
        choices=[(KEEP, KEEP), (NEW, NEW)],
        error_messages={"required": gettext_lazy("Say which date it has.")},
    )

    def prepare(self) -> None:
        self.withdrawal = publishing.open_withdrawal(self.story)
        self.reasons = publishing.reasons_not_to_put_back(story=self.story, now=self.now)

    @property
    def had(self) -> str:
        """The date that it had."""
        return in_words(self.withdrawal.edition.first_published_at) if self.withdrawal else ""

    def done_before(self) -> str:
        return _("Readers see it already.") if self.live else ""

    def run(self, *, by: User, now: datetime) -> str:
        keeps_date = self.cleaned_data["date"] == KEEP
        edition = publishing.reinstate(story=self.story, keeps_date=keeps_date, by=by, now=now)
        return told(_("Put back. Readers see it again."), (edition.path, _("See the page")))
