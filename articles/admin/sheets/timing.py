"""Sheets about time: move or cancel what is scheduled, and until when readers see a story."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import publishing
from articles.admin.calendar import calendar_url, parse_day
from articles.admin.instants import InstantField
from articles.admin.sheets.said import told
from articles.admin.sheets.sheet import Sheet
from articles.local_time import briefly, in_full


class MoveSheet(Sheet):
    """Lets what is scheduled go out at another time."""

    verb = "move_scheduled"
    template = "move"

    at = InstantField(label=gettext_lazy("Goes out at"))

    def initial_values(self) -> dict[str, Any]:
        """The time that is set, on the day that was dropped on where the calendar asks."""
        if self.waiting is None:
            return {}
        day = parse_day(self.asked.get("day", ""))
        at = timezone.localtime(self.waiting.live_from)
        return {"at": (f"{day:%Y-%m-%d}T{at:%H:%M}", "") if day else self.waiting.live_from}

    @property
    def is_from_calendar(self) -> bool:
        """Whether one came from the calendar, and goes back to it."""
        return "day" in self.asked

    @property
    def back(self) -> str:
        if not self.is_from_calendar:
            return super().back
        waiting = publishing.scheduled_edition(self.story, self.now)
        return calendar_url(waiting.live_from if waiting else self.now)

    def prepare(self) -> None:
        self.reasons = publishing.reasons_not_to_cancel(story=self.story, now=self.now)

    def run(self, *, by: User, now: datetime) -> str:
        at = self.cleaned_data["at"]
        edition = publishing.move_scheduled(story=self.story, at=at, by=by, now=now)
        return _("It goes out on %s.") % in_full(edition.live_from)


class CancelSheet(Sheet):
    """Takes back what is scheduled."""

    verb = "cancel_scheduled"
    template = "cancel"

    def prepare(self) -> None:
        self.reasons = publishing.reasons_not_to_cancel(story=self.story, now=self.now)

    def run(self, *, by: User, now: datetime) -> str:
        was = publishing.cancel_scheduled(story=self.story, by=by, now=now)
        when = briefly(was.live_from, now=now)
        return _("Cancelled. Nothing goes out at %s; the text stays on the desk.") % when


class EndSheet(Sheet):
    """Sets until when readers see the story, or that there is no end."""

    verb = "expire_at"
    template = "end"

    ends_at = InstantField(required=False, label=gettext_lazy("Readers see it until"))

    @property
    def is_clearing(self) -> bool:
        """Whether the button was pressed that takes the end away."""
        return "no_end" in self.data

    def initial_values(self) -> dict[str, Any]:
        return {"ends_at": self.ahead}

    @property
    def ahead(self) -> datetime | None:
        """The end that is set, while it lies ahead."""
        ends_at = self.story.ends_at
        return ends_at if ends_at and ends_at > self.now else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (self.is_clearing or cleaned.get("ends_at") or self.errors):
            self.add_error("ends_at", _("Give a date and a time, such as 2026-11-22 18:00."))
        return cleaned

    def run(self, *, by: User, now: datetime) -> str:
        ends_at = None if self.is_clearing else self.cleaned_data["ends_at"]
        publishing.expire_at(story=self.story, ends_at=ends_at, by=by, now=now)
        if ends_at is None:
            return _("It has no end any more.")
        said = _("It ends at %s. Its address then says so.") % briefly(ends_at, now=now)
        links = [(self.live.path, _("See the page"))] if self.live else []
        return told(said, *links)
