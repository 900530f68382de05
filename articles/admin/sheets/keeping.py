"""Sheets for what is kept: an old version restored or named, a story copied or put into the bin."""

from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import binning, copying, presence, revisions, versions
from articles.admin.sheets.said import told
from articles.admin.sheets.sheet import Sheet, sheet_address
from articles.admin.version_words import comparison_of, in_words
from articles.comparison import Comparison
from articles.landmarks import NoSuchVersion, version_at
from articles.models import Story


class VersionSheet(Sheet):
    """A sheet about one version, which the address names by `revision`."""

    def prepare(self) -> None:
        self.reasons = []
        number = self.asked.get("revision", "")
        try:
            self.revision = version_at(self.story, number, by=self.user, now=self.now)
        except NoSuchVersion as error:
            self.absent = str(error)
        else:
            self.version = in_words(self.revision)

    @property
    def in_history(self) -> str:
        """Where the version stands in the history."""
        page = sheet_address(self.story, "history")
        return f"{page}#version-{self.revision.number}" if not self.absent else page


class RestoreSheet(VersionSheet):
    """Makes the story say again what an old version says; shows what that changes."""

    verb = "restore"
    template = "restore"

    def prepare(self) -> None:
        super().prepare()
        if not self.absent:
            self.reasons = versions.reasons_not_to_restore(
                story=self.story, revision=self.revision, now=self.now
            )

    @property
    def comparison(self) -> Comparison | None:
        """What is on the desk against the version."""
        newest = revisions.latest(self.story)
        return comparison_of(newest, self.revision, self.user) if newest else None

    def run(self, *, by: User, now: datetime) -> str:
        made = versions.restore(story=self.story, revision=self.revision, by=by, now=now)
        if made is None:
            return _("The story says this already.")
        numbers = {"old": self.revision.number, "number": made.number}
        return _("Version %(old)d is restored as version %(number)d.") % numbers


class NameSheet(VersionSheet):
    """Gives a version a name, or takes it away."""

    verb = "name_revision"
    template = "name"

    name = forms.CharField(
        required=False,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy(
            "To find it again, as in “Read by the lawyer”. The desk sees it, readers do not."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def prepare(self) -> None:
        super().prepare()
        if not self.absent:
            self.initial["name"] = self.version["name"]

    def run(self, *, by: User, now: datetime) -> str:
        name = "" if "_remove" in self.data else self.cleaned_data["name"]
        versions.name_revision(story=self.story, revision=self.revision, name=name, by=by, now=now)
        number = self.revision.number
        if not name:
            return _("Version %d has no name any more.") % number
        return _("Version %(number)d is called “%(name)s”.") % {"number": number, "name": name}

    @property
    def back(self) -> str:
        return self.in_history


class CopySheet(Sheet):
    """Starts a story with the content of this one, and opens it."""

    verb = "copy"
    template = "copy"

    made: Story | None = None

    def run(self, *, by: User, now: datetime) -> str:
        self.made = copying.copy(story=self.story, by=by, now=now)
        return _("This is the copy: a draft of yours. The original is as it was.")

    @property
    def back(self) -> str:
        return sheet_address(self.made or self.story, "change")


class BinSheet(Sheet):
    """Puts a story into the bin, and goes back to the list."""

    verb = "bin"
    template = "bin"

    is_done = False

    def prepare(self) -> None:
        self.reasons = binning.reasons_not_to_bin(story=self.story, now=self.now)
        here = presence.here([self.story.pk], self.now).get(self.story.pk, [])
        self.others = [somebody.name for somebody in here if somebody.user != self.user.pk]

    def run(self, *, by: User, now: datetime) -> str:
        binning.put_in_bin(story=self.story, by=by, now=now)
        self.is_done = True
        words = _("“%s” is in the bin.") % self.story
        return told(words, (reverse("admin:articles_story_bin_list"), _("Open the bin")))

    @property
    def back(self) -> str:
        if self.is_done:
            return reverse("admin:articles_story_changelist")
        return sheet_address(self.story, "change")
