"""Instants and what clocks show: an instant in somebody's words, and the instants of a wall time.

The zone is the active one unless it is given: the desk's middleware activates that of whoever is
signed in.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import timezone, translation
from django.utils.dateformat import format as format_date

# Languages that write months small, where Django's own words have capitals.
SMALL_MONTHS = frozenset({"it"})
# Instants nearer to the ends of what a datetime can hold have no wall time in some zone.
FIRST = datetime(1, 1, 3, tzinfo=UTC)
LAST = datetime(9999, 12, 29, tzinfo=UTC)
_WALL = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(Z|[ +-]\d\d:\d\d)?\Z", re.ASCII)


class BadTime(ValueError):
    """Raised for a text that is no date and time, or one too far away."""


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What clocks in a zone show just before they are changed, and just after."""

    before: datetime
    after: datetime


def parse(text: str, zone: tzinfo) -> tuple[datetime, list[datetime]]:
    """The wall time that `text` says (2026-11-22T18:00) and the instants at which it is shown.

    A text with an offset (…Z, …+01:00; a space for the plus sign, as addresses have it) is one
    instant, and its wall time is that in `zone`. Raises BadTime.
    """
    match = _WALL.match(text.strip())
    if match is None:
        raise BadTime(text)
    day, time, offset = match.groups()
    try:
        said = datetime.fromisoformat(f"{day}T{time}{(offset or '').replace(' ', '+')}")
        instants = [said.astimezone(UTC)] if offset else instants_of(said, zone)
        wall = said.astimezone(zone).replace(tzinfo=None, fold=0) if offset else said
    except (ValueError, OverflowError) as error:
        raise BadTime(text) from error
    if any(not FIRST <= instant <= LAST for instant in instants):
        raise BadTime(text)
    return wall, instants


def instants_of(wall: datetime, zone: tzinfo) -> list[datetime]:
    """The instants, in UTC and in order, at which clocks in `zone` show the naive `wall`.

    One as a rule; none where clocks go forward over it, two where they go back behind it. Raises
    OverflowError at the ends of the calendar.
    """
    readings = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = {at for at in readings if at.astimezone(zone).replace(tzinfo=None) == wall}
    return sorted(shown)


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The first instant, in UTC, of `day` in `zone`: later than midnight where clocks skip it."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def change_around(wall: datetime, zone: tzinfo) -> ClockChange:
    """The change of clocks that leaves `wall` out, or shows it twice."""
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    old = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        is_old = middle.astimezone(zone).utcoffset() == old
        early, late = (middle, late) if is_old else (early, middle)
    change = late.replace(microsecond=0)
    after = change.astimezone(zone)
    before = (change - timedelta(seconds=1)).astimezone(zone) + timedelta(seconds=1)
    return ClockChange(before.replace(tzinfo=None), after.replace(tzinfo=None))


def zone_name(zone: tzinfo) -> str:
    """The name of `zone` in the IANA database: Europe/Rome."""
    return str(getattr(zone, "key", zone))


def offset_name(local: datetime) -> str:
    """What the zone of the aware `local` is called then: CET, or UTC+10:30 where it has no name."""
    name = local.tzname() or ""
    if name[:1] in {"+", "-"}:
        hours, minutes = name[:3], name[3:]
        return f"UTC{hours}:{minutes}" if minutes else f"UTC{hours}"
    return name


def in_words(instant: datetime) -> str:
    """`instant` as the desk shows it everywhere: 22 Nov 2026, 18:05 CET."""
    local = timezone.localtime(instant)
    return f"{_short_day(local)}, {format_date(local, 'H:i')} {offset_name(local)}"


def to_the_second(instant: datetime) -> str:
    """`instant` in a record of what was done: 22 Nov 2026, 18:05:09 CET."""
    local = timezone.localtime(instant)
    return f"{_short_day(local)}, {format_date(local, 'H:i:s')} {offset_name(local)}"


def briefly(instant: datetime, *, now: datetime) -> str:
    """`instant` as a sentence has it: 20:00 CET while it is the same day, else with the day."""
    local = timezone.localtime(instant)
    is_today = local.date() == timezone.localtime(now).date()
    return f"{format_date(local, 'H:i')} {offset_name(local)}" if is_today else in_words(instant)


def in_full(instant: datetime) -> str:
    """`instant` with its weekday and its zone's name: Sunday 22 November 2026, 18:00 CET."""
    local = timezone.localtime(instant)
    time = format_date(local, "H:i")
    return f"{weekday_in_words(local)}, {time} {offset_name(local)}"


def weekday_in_words(local: datetime) -> str:
    """The day of `local` with its weekday: Sunday 22 November 2026."""
    return f"{format_date(local, 'l')} {day_in_words(local)}"


def in_address(instant: datetime) -> str:
    """`instant` as addresses of pages as of another instant have it: 2026-11-22T17:00:00Z.

    A fraction of a second is rounded up: what begins then is there.
    """
    whole = instant.astimezone(UTC).replace(tzinfo=None)
    if whole.microsecond:
        whole = whole.replace(microsecond=0) + timedelta(seconds=1)
    return f"{whole.isoformat()}Z"


def day_in_words(local: date) -> str:
    """The day of `local` in the active language: 22 November 2026, 22 novembre 2026."""
    return f"{local.day} {month_in_words(local)}"


def month_in_words(local: date) -> str:
    """The month of `local` in the active language: November 2026, novembre 2026."""
    return f"{_month(local, 'F')} {local.year}"


def _short_day(local: datetime) -> str:
    """The day of `local` where there is little room: 22 Nov 2026, 22 nov 2026."""
    return f"{local.day} {_month(local, 'M')} {local.year}"


def _month(local: date, letter: str) -> str:
    """The month as Django's format `letter` has it, small where the language writes it so."""
    month = format_date(local, letter)
    is_small = (translation.get_language() or "").split("-")[0] in SMALL_MONTHS
    return month.lower() if is_small else month
