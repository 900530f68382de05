"""Sheets for translations: one is started, or a piece of one is still right."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import translating
from articles.admin.sheets.sheet import Sheet, sheet_address
from articles.models import Story


class TranslateSheet(Sheet):
    """Starts the story in another language, and opens it."""

    verb = "translate"
    template = "translate"

    language = forms.ChoiceField(label=gettext_lazy("Into"))

    made: Story | None = None

    def prepare(self) -> None:
        self.reasons = translating.reasons_not_to_translate(story=self.story)
        missing = translating.languages_missing(self.story)
        self.fields["language"].choices = missing  # type: ignore[attr-defined]

    def run(self, *, by: User, now: datetime) -> str:
        language = self.cleaned_data["language"]
        self.made = translating.translate(story=self.story, language=language, by=by, now=now)
        return _("This is the translation: a draft of yours, with the source beside each part.")

    @property
    def back(self) -> str:
        return sheet_address(self.made or self.story, "change")


class StillRightSheet(Sheet):
    """Shows what changed in a piece of the source, and takes the mark away."""

    verb = "still_right"
    template = "still_right"

    revision = forms.IntegerField(widget=forms.HiddenInput)
    piece = forms.CharField(max_length=36, widget=forms.HiddenInput)

    def initial_values(self) -> dict[str, Any]:
        return {"piece": self.asked.get("piece", "")}

    def prepare(self) -> None:
        self.reasons = []
        self.source = translating.source_of(self.story, self.user, self.now)
        if self.source is None:
            self.absent = _("This story is no translation.")
            return
        self.initial["revision"] = self.source.revision.pk
        self.shown = self.source.pieces.get(self.asked.get("piece", ""))
        if self.shown is None or self.shown.state == "same":
            self.absent = _("Nothing has changed there.")

    def clean(self) -> dict[str, Any]:
        """Refuse to pass what changed again since it was shown."""
        given = super().clean()
        if self.source and given.get("revision") != self.source.revision.pk:
            message = _("The source was changed again meanwhile. Look at it once more.")
            raise forms.ValidationError(message, code="stale")
        return given

    def run(self, *, by: User, now: datetime) -> str:
        assert self.source  # noqa: S101 - absent otherwise
        translating.still_right(
            story=self.story,
            source=self.source,
            pieces=[self.cleaned_data["piece"]],
            by=by,
            now=now,
        )
        return _("Marked as still right.")
