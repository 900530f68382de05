"""Instants and what clocks show, in three zones whose clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from articles import local_time

ROME, NEW_YORK = ZoneInfo("Europe/Rome"), ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks are changed by half an hour
EVENING = datetime(2025, 11, 22, 17, 5, 9, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "time", "before", "after"),
    [
        (ROME, "2026-03-29T02:30", "2026-03-29T02:00", "2026-03-29T03:00"),
        (NEW_YORK, "2026-03-08T02:00", "2026-03-08T02:00", "2026-03-08T03:00"),
        (LORD_HOWE, "2026-10-04T02:15", "2026-10-04T02:00", "2026-10-04T02:30"),
    ],
)
def test_22_a_time_that_clocks_leave_out_is_no_instant(
    zone: ZoneInfo, time: str, before: str, after: str
) -> None:
    assert local_time.instants_of(wall(time), zone) == []
    change = local_time.change_around(wall(time), zone)
    assert (change.before, change.after) == (wall(before), wall(after))


@pytest.mark.parametrize(
    ("zone", "time", "first", "apart", "before", "after"),
    [
        (ROME, "2026-10-25T02:30", "00:30", 60, "03:00", "02:00"),
        (NEW_YORK, "2026-11-01T01:30", "05:30", 60, "02:00", "01:00"),
        (LORD_HOWE, "2026-04-05T01:45", "14:45", 30, "02:00", "01:30"),
    ],
)
def test_22_a_time_that_comes_twice_is_two_instants(
    zone: ZoneInfo, time: str, first: str, apart: int, before: str, after: str
) -> None:
    one, other = local_time.instants_of(wall(time), zone)
    assert f"{one:%H:%M}" == first
    assert other - one == timedelta(minutes=apart)
    change = local_time.change_around(wall(time), zone)
    assert (f"{change.before:%H:%M}", f"{change.after:%H:%M}") == (before, after)


@pytest.mark.parametrize("zone", [ROME, NEW_YORK, LORD_HOWE])
def test_22_every_minute_of_a_year_is_found_again_by_its_wall_time(zone: ZoneInfo) -> None:
    for minute in range(0, 366 * 24 * 60, 15):
        instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
        shown = instant.astimezone(zone).replace(tzinfo=None, fold=0)
        assert instant in local_time.instants_of(shown, zone)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22T18:00", "2026-11-22T17:00"),
        ("2026-11-22 18:00", "2026-11-22T17:00"),
        ("2026-11-22T18:00:30", "2026-11-22T17:00:30"),
        ("2026-11-22T18:00Z", "2026-11-22T18:00"),
        ("2026-11-22T18:00+05:30", "2026-11-22T12:30"),
        ("2026-11-22T18:00 05:30", "2026-11-22T12:30"),  # an address turns "+" into a space
        ("2026-11-22T18:00-05:00", "2026-11-22T23:00"),
    ],
)
def test_a_text_is_a_wall_time_unless_it_says_its_offset(text: str, instant: str) -> None:
    _wall, instants = local_time.parse(text, ROME)
    assert instants == [wall(instant).replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-13-01T00:00",
        "2026-11-22",
        "2026-11-22T25:00",
        "٢٠٢٦-11-22T18:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "0001-01-01T00:00+14:00",
        "2026-11-22T18:00+99:00",
        "2026-11-22T18:00\x00",
        "1" * 9_999,
    ],
)
@pytest.mark.parametrize("zone", [ROME, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue")])
def test_what_is_no_time_or_too_far_away_is_refused(text: str, zone: ZoneInfo) -> None:
    with pytest.raises(local_time.BadTime):
        local_time.parse(text, zone)


def test_22_an_instant_is_said_with_its_zone() -> None:
    with timezone.override(ROME):
        assert local_time.in_words(EVENING) == "22 Nov 2025, 18:05 CET"
        assert local_time.to_the_second(EVENING) == "22 Nov 2025, 18:05:09 CET"
        assert local_time.in_full(EVENING) == "Saturday 22 November 2025, 18:05 CET"
    with timezone.override(LORD_HOWE):
        assert local_time.in_words(EVENING) == "23 Nov 2025, 04:05 UTC+11"
        half_a_year_on = EVENING + timedelta(days=182)
        assert local_time.in_words(half_a_year_on) == "24 May 2026, 03:35 UTC+10:30"


def test_a_time_of_today_is_said_without_its_day() -> None:
    with timezone.override(ROME):
        assert local_time.briefly(EVENING, now=EVENING - timedelta(hours=17)) == "18:05 CET"
        tomorrow = EVENING + timedelta(days=1)
        assert local_time.briefly(tomorrow, now=EVENING) == "23 Nov 2025, 18:05 CET"


def test_italian_writes_months_small() -> None:
    with translation.override("it"):
        assert local_time.day_in_words(EVENING) == "22 novembre 2025"
        assert local_time.in_words(EVENING).startswith("22 nov 2025, ")
        assert local_time.to_the_second(EVENING).startswith("22 nov 2025, ")
