"""The desk's calendar: a week or a day of what goes live, changes and ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock, local_time
from articles.admin.requests import person
from articles.agenda import MOST, Entry, FrontEntry, entries, front_entries
from articles.permissions import may, visible_to

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

WEEK, DAY = "week", "day"
LENGTHS = {WEEK: timedelta(days=7), DAY: timedelta(days=1)}
# Days nearer to the ends of the calendar have no week before or after them.
FIRST_DAY, LAST_DAY = date(1, 2, 1), date(9999, 11, 30)


@dataclass(frozen=True, slots=True)
class Window:
    """A week or a day by the clocks of whoever looks."""

    view: str
    first: date

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.first + timedelta(days=n) for n in range(LENGTHS[self.view].days)]

    @property
    def before(self) -> date:
        """The first day of the window before it."""
        return self.first - LENGTHS[self.view]

    @property
    def after(self) -> date:
        """The first day of the window after it."""
        return self.first + LENGTHS[self.view]

    @property
    def words(self) -> str:
        """What it is called: a day, or from when to when."""
        if self.view == DAY:
            return in_full(self.first)
        return f"{day_in_words(self.first)} – {day_in_words(self.days[-1])}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar."""

    date: date
    words: str
    is_today: bool
    is_past: bool
    entries: list[tuple[Entry, str, bool]]  # with its time in words, and whether it can be moved
    fronts: list[tuple[FrontEntry, str]]  # with its time in words


@never_cache
@require_safe
def calendar(request: HttpRequest, model_admin: "StoryAdmin") -> HttpResponse:
    """What happens to the stories that `request.user` sees, in a week or on a day."""
    user, now = person(request), clock.now()
    today = timezone.localtime(now).date()
    window = window_of(request, today)
    start, end = midnight(window.first), midnight(window.after)
    found = entries(visible_to(user), start=start, end=end, now=now)
    sees_fronts = may(user, "arrange_front")
    of_fronts = front_entries(start=start, end=end, now=now) if sees_fronts else []
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Calendar"),
        "window": window,
        "today": today,
        "zone": local_time.zone_name(timezone.get_current_timezone()),
        "days": list(days_of(window, found, of_fronts, request, today)),
        "most": MOST if len(found) >= MOST else 0,
        "may_read_then": may(user, "read_at_another_time"),
    }
    return render(request, "admin/articles/story/calendar.html", context)


def calendar_url(at: datetime | None = None) -> str:
    """Where the calendar is; with the week of `at`, if that is given."""
    url = reverse("admin:articles_story_calendar")
    return f"{url}?day={timezone.localtime(at):%Y-%m-%d}" if at else url


def window_of(request: HttpRequest, today: date) -> Window:
    """The week or day that the address names; this week where it names none."""
    view = DAY if request.GET.get("view") == DAY else WEEK
    day = parse_day(request.GET.get("day", "")) or today
    return Window(view, day if view == DAY else day - timedelta(days=day.weekday()))


def parse_day(text: str) -> date | None:
    """The day that `text` says (2026-11-22), if it says one that has a calendar."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def midnight(day: date) -> datetime:
    """The instant at which `day` begins by the clocks of whoever looks."""
    begins = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    return begins.astimezone(UTC)


def days_of(
    window: Window,
    found: list[Entry],
    of_fronts: list[FrontEntry],
    request: HttpRequest,
    today: date,
) -> Iterator[Day]:
    """The days of `window` with their entries."""
    by_day: dict[date, list[tuple[Entry, str, bool]]] = {day: [] for day in window.days}
    fronts: dict[date, list[tuple[FrontEntry, str]]] = {day: [] for day in window.days}
    for entry in found:
        local = timezone.localtime(entry.at)
        may_move = entry.is_scheduled and may(request.user, "move_scheduled", entry.story)
        by_day[local.date()].append((entry, local_time.briefly(entry.at, now=entry.at), may_move))
    for change in of_fronts:
        when = local_time.briefly(change.at, now=change.at)
        fronts[timezone.localtime(change.at).date()].append((change, when))
    for day, of_day in by_day.items():
        words = in_full(day).removesuffix(f" {day.year}")
        yield Day(day, words, day == today, day < today, of_day, fronts[day])


def day_in_words(day: date) -> str:
    """`day` in the language of whoever looks: 22 November 2026."""
    return local_time.day_in_words(datetime.combine(day, time.min))


def in_full(day: date) -> str:
    """`day` with its weekday: Sunday 22 November 2026."""
    return local_time.weekday_in_words(datetime.combine(day, time.min))
