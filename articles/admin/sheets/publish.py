"""The publish sheet: when, what changed, and word by word what readers will see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import publishing, revisions
from articles.admin.desk_state import ShownFinding, shown_findings
from articles.admin.instants import InstantField
from articles.admin.sheets.elsewhere import to_open_next
from articles.admin.sheets.placing import Where, wheres
from articles.admin.sheets.said import PUBLISHED, became_of, scheduled, told
from articles.admin.sheets.sheet import Sheet, sheet_address, shown_revision
from articles.checks import texts
from articles.comparison import Comparison, compare, names_in
from articles.document import Document
from articles.fronts.places import Place, place, place_of
from articles.local_time import briefly, in_address
from articles.models import Change, Conflict, Edition, Revision, Story
from articles.permissions import may
from articles.publishing import Pending, Telling

NOW, AT = "now", "at"
SOON = timedelta(minutes=1)
OPENING = 60  # words of a story that readers see for the first time
DETAILS = ("change", "note", "is_clarification", "is_serious")


class PublishSheet(Sheet):
    """Publishes or schedules exactly the revision that it shows."""

    verb = "publish"
    template = "publish"

    when = forms.ChoiceField(error_messages={"required": gettext_lazy("Say when.")})
    at = InstantField(required=False, label=gettext_lazy("Goes out at"))
    change = forms.ChoiceField(
        choices=[(Change.MINOR, ""), (Change.UPDATE, ""), (Change.CORRECTION, "")],
        error_messages={"required": gettext_lazy("Say what changed.")},
    )
    note = forms.CharField(
        required=False,
        label=gettext_lazy("Note for readers"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_clarification = forms.BooleanField(required=False)
    is_serious = forms.BooleanField(required=False)
    ends_at = InstantField(required=False, label=gettext_lazy("It ends at"))
    where = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("It cannot have this place.")},
    )
    open_next = forms.ChoiceField(
        required=False, label=gettext_lazy("Then open the story in another language")
    )
    pending = forms.ChoiceField(
        error_messages={"required": gettext_lazy("Say what becomes of the scheduled update.")}
    )

    def initial_values(self) -> dict[str, Any]:
        embargo = self.story.embargo
        is_held = embargo is not None and embargo > self.now
        return {"when": NOW, "at": embargo if is_held else None, "ends_at": self.story.ends_at}

    def prepare(self) -> None:
        number = self.asked.get("revision", "")
        newest = revisions.latest(self.story) if not (self.is_bound or number) else None
        self.revision = newest or shown_revision(self.story, number)
        self.reasons = []
        if self.revision is None:
            self.absent = _("Save the story before you publish it.")
            return
        self._find_out_when(self.revision)
        self.last = publishing.last_edition(self.story, self.now)
        if self.last is None:
            self._drop(*DETAILS)
        if self.story.ends_at is None or self.story.ends_at <= self.now:
            self._drop("ends_at")
        self._ask_about_waiting(self.revision)
        self._ask_where()
        others = to_open_next(self.story, self.user) if self.last else []
        self.fields["open_next"].choices = [("", _("No")), *others]  # type: ignore[attr-defined]
        if not others:
            self._drop("open_next")

    @property
    def back(self) -> str:
        """The form, or that of the language that is to be corrected next."""
        chosen = getattr(self, "cleaned_data", {}).get("open_next")
        if chosen and not self.errors and not self.unable:
            return reverse("admin:articles_story_change", args=[chosen])
        return super().back

    def _ask_where(self) -> None:
        """Where it can stand on fronts; asked of whoever may say so."""
        self.wheres: list[Where] = []
        if self.story.is_page or not may(self.user, "place", self.story):
            self._drop("where")
            return
        now_at = place_of(self.story, self.now)
        at = self.story.embargo if self.waiting is None else self.waiting.live_from
        self.wheres = wheres(self.story, now_at, now=self.now, at=at)
        field = self.fields["where"]
        field.choices = [(one.key, one.key) for one in self.wheres]  # type: ignore[attr-defined]
        field.initial = self.initial["where"] = now_at.value

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def _find_out_when(self, revision: Revision) -> None:
        """What can be chosen: now, later, or why neither."""
        what: dict[str, Any] = {"story": self.story, "revision": revision, "now": self.now}
        self.reasons_now = publishing.reasons_not_to_publish(pending=Pending.CANCEL, **what)
        soon = max(self.now, self.story.embargo or self.now) + SOON
        reasons_later = publishing.reasons_not_to_schedule(at=soon, **what)
        self.choices = [
            key for key, why in ((NOW, self.reasons_now), (AT, reasons_later)) if not why
        ]
        self.fields["when"].choices = [(key, key) for key in self.choices]  # type: ignore[attr-defined]
        self.reasons = [] if self.choices else self.reasons_now

    def _ask_about_waiting(self, revision: Revision) -> None:
        """What can become of the update that is scheduled without this change."""
        self.reasons_not_to_merge: list[str] = []
        if self.waiting is None:
            self._drop("pending")
            return
        self.is_waiting_itself = self.waiting.revision_id == revision.pk
        self.reasons_not_to_merge = publishing.reasons_not_to_merge(self.waiting, revision)
        answers = [Pending.CANCEL] if self.reasons_not_to_merge else [Pending.MERGE, Pending.CANCEL]
        choices = [(answer.value, answer.value) for answer in answers]
        self.fields["pending"].choices = choices  # type: ignore[attr-defined]

    # --- what it shows ----------------------------------------------------------------------------

    @cached_property
    def document(self) -> Document:
        """What readers will see."""
        assert self.revision is not None  # noqa: S101  `absent` otherwise
        return as_readers_see(self.story, self.revision)

    @property
    def path(self) -> str:
        """The address that it will have."""
        return publishing.path_of(self.document)

    @property
    def findings(self) -> list[ShownFinding]:
        """What the checks find."""
        return shown_findings(self.document, at=self.now)

    @cached_property
    def comparison(self) -> Comparison | None:
        """What readers see now against what they will see; None while they see nothing."""
        if self.live is None:
            return None
        return compared(as_readers_see(self.story, self.live.revision), self.document)

    @property
    def pending_words(self) -> str:
        """What is scheduled, and what that has to do with this version."""
        if self.waiting is None:
            return ""
        when = briefly(self.waiting.live_from, now=self.now)
        if self.is_waiting_itself:
            return _("This version is scheduled for %s. Published now, that is cancelled.") % when
        return _("An update is scheduled for %s without this change. What becomes of it?") % when

    @cached_property
    def merge(self) -> Comparison | None:
        """The scheduled update as it is against itself with this change in it."""
        if self.waiting is None or self.reasons_not_to_merge or self.revision is None:
            return None
        merged, _in_conflict = publishing.merged_into(self.waiting, self.revision)
        merged = revisions.to_reuse(merged, self.story)
        return compared(as_readers_see(self.story, self.waiting.revision), merged)

    @property
    def opening(self) -> str:
        """The first words of the text."""
        written = (text for _uid, name, text in texts(self.document) if name == "body")
        return Truncator(next(filter(None, written), "")).words(OPENING)

    # --- what it does -----------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("when") == AT and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Give a date and a time, such as 2026-11-22 18:00."))
        return cleaned

    def done_before(self) -> str:
        shown, when = self.revision, self.data.get("when")
        if when == NOW and self.live and self.live.revision == shown:
            return _("Readers already see this version.")
        waiting = self.waiting
        if when != AT or waiting is None or waiting.revision != shown:
            return ""
        is_moved = self.fields["at"].has_changed(waiting.live_from, self["at"].data)
        return "" if is_moved else scheduled(waiting, now=self.now)

    def run(self, *, by: User, now: datetime) -> str:
        how: dict[str, Any] = {"story": self.story, "revision": self.revision, "by": by, "now": now}
        if "ends_at" in self.data and "ends_at" in self.changed_data:
            how["ends_at"] = self.cleaned_data["ends_at"]
        with transaction.atomic():  # its place is there with it, or neither is
            if self.cleaned_data["when"] == AT:
                telling = self._telling()
                edition = publishing.schedule(at=self.cleaned_data["at"], telling=telling, **how)
                said = told(scheduled(edition, now=now), *self._links_ahead(edition))
            else:
                verb, more = self._verb()
                pending = Pending(self.cleaned_data.get("pending", ""))
                said = self._published(verb(pending=pending, **more, **how))
            self._place(by, now)
        return said

    def _place(self, by: User, now: datetime) -> None:
        """Give it the place that was chosen, if that is another than it had."""
        chosen = self.cleaned_data.get("where")
        if chosen and chosen != self.initial.get("where"):
            place(story=self.story, place=Place(chosen), by=by, now=now)

    def _telling(self) -> Telling:
        if self.last is None:
            return Telling()
        change = self.cleaned_data["change"]
        if change != Change.CORRECTION:
            return Telling(change=change)
        if self.cleaned_data["is_clarification"]:
            change = Change.CLARIFICATION
        note, is_serious = self.cleaned_data["note"], self.cleaned_data["is_serious"]
        return Telling(
            change=change, note=note, is_serious=is_serious and change == Change.CORRECTION
        )

    def _verb(self) -> tuple[Callable[..., Edition], dict[str, Any]]:
        telling = self._telling()
        if self.last is None:
            return publishing.publish, {}
        if telling.change == Change.CORRECTION:
            return publishing.correct, {"note": telling.note, "is_serious": telling.is_serious}
        if telling.change == Change.CLARIFICATION:
            return publishing.clarify, {"note": telling.note}
        return (publishing.minor if telling.change == Change.MINOR else publishing.update), {}

    def _published(self, edition: Edition) -> SafeString:
        said = [PUBLISHED[edition.change]()]
        if self.waiting:
            is_kept = publishing.scheduled_edition(self.story, self.now) is not None
            said.append(became_of(self.waiting, is_kept=is_kept, now=self.now))
        back = (sheet_address(self.story, "undo"), _("Undo"))
        down = (f"{sheet_address(self.story, 'take_down')}?why=mistake", _("Take it down"))
        links = [(edition.path, _("See the page")), back if self.live else down]
        met = Conflict.objects.filter(
            story=self.story, mine=self.revision, resolved_at=None
        ).first()
        if met:
            said.append(_("On the desk the same words were changed otherwise."))
            page = reverse("admin:articles_story_conflict", args=[self.story.pk, met.pk])
            links.append((page, _("Decide between them")))
        return told(" ".join(said), *links)

    def _links_ahead(self, edition: Edition) -> list[tuple[str, str]]:
        """A link to the page as it will be, for whoever may read the site at another time."""
        if not may(self.user, "read_at_another_time"):
            return []
        then = in_address(edition.live_from)
        return [(f"{edition.path}?at={then}", _("See the page as it will be"))]


def as_readers_see(story: Story, revision: Revision) -> Document:
    """The document of `revision` without words that were removed for legal reasons."""
    return revisions.to_reuse(revisions.document_of(revision), story)


def compared(before: Document, after: Document) -> Comparison:
    """`before` against `after`, with the names of what they mention."""
    return compare(before, after, names=names_in(before, after))
