"""The desk's calendar, moving from it, and the health page."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditLine, User
from articles import publishing, revisions
from articles.admin.calendar import midnight
from articles.models import Edition, Story
from tests.articles.form import address, sign_in
from tests.articles.fronts.arranged import block, front, make_front
from tests.stories import NOW, make_section, make_site, make_story, publish, save

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("clock")  # Saturday 22 November 2025, 18:05 in Rome
CALENDAR = "/admin/articles/story/calendar/"


@pytest.fixture
def desk(administrator: User) -> Client:
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    return sign_in(administrator)


@pytest.fixture
def waiting(administrator: User) -> Edition:
    """A story that goes out on Sunday at 20:05 in Rome."""
    make_site()
    story = make_story(administrator, make_section())
    return schedule(story, administrator, NOW + 26 * HOUR)


def schedule(story: Story, by: User, at: datetime) -> Edition:
    newest = revisions.latest(story)
    return publishing.schedule(story=story, revision=newest, at=at, by=by, now=NOW)


def days(client: Client, **query: str) -> dict[str, str]:
    """The days of the calendar with their markup, by date."""
    response = client.get(CALENDAR, query)
    assert response.status_code == 200
    pieces = re.split(r'data-day="([\d-]+)"', unescape(response.content.decode()))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_the_calendar_shows_the_week_from_monday(desk: Client, waiting: Edition) -> None:
    week = days(desk)
    assert list(week) == [f"2025-11-{day}" for day in range(17, 24)]
    sunday = week["2025-11-23"]
    assert "Harbour reopens" in sunday
    assert "20:05 CET" in sunday
    assert "Goes live" in sunday
    assert "Goes out at 23 Nov 2025, 20:05 CET" in sunday
    assert address(waiting.story, "move") in sunday
    assert "Today" in week["2025-11-22"]
    assert not [day for day, markup in week.items() if "<h3" in markup and day != "2025-11-23"]


def test_a_day_can_be_looked_at_alone(desk: Client, waiting: Edition) -> None:
    assert list(days(desk, view="day", day="2025-11-23")) == ["2025-11-23"]
    assert "Harbour reopens" in days(desk, view="day", day="2025-11-23")["2025-11-23"]


def test_one_goes_on_to_the_weeks_beside_it(desk: Client, waiting: Edition) -> None:
    page = desk.get(CALENDAR).content.decode()
    assert "?view=week&amp;day=2025-11-10" in page
    assert "?view=week&amp;day=2025-11-24" in page
    assert next(iter(days(desk, day="2025-11-30"))) == "2025-11-24"


@pytest.mark.parametrize("day", ["", "x", "2025-02-30", "0001-01-01", "9999-12-31", "1" * 5_000])
def test_a_day_that_has_no_week_is_today(desk: Client, db: None, day: str) -> None:
    assert "2025-11-22" in days(desk, day=day)


@pytest.mark.parametrize("day", ["0001-02-01", "9999-11-30", "2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("view", ["week", "day"])
def test_every_other_day_has_one(desk: Client, day: str, view: str) -> None:
    assert day in days(desk, day=day, view=view)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Rome", date(2026, 3, 29), 23),
        ("Europe/Rome", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),  # its clocks go forward at midnight
        ("Pacific/Apia", date(2011, 12, 30), 0),  # a day that was left out
    ],
)
def test_22_a_day_of_a_clock_change_is_longer_or_shorter(
    zone: str, day: date, hours: float
) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert midnight(day + timedelta(days=1)) - midnight(day) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "words", "day"),
    [
        ("Europe/Rome", "20:05 CET", "2025-11-23"),
        ("America/New_York", "14:05 EST", "2025-11-23"),
        ("Australia/Lord_Howe", "06:05 UTC+11", "2025-11-24"),
    ],
)
def test_22_form_list_calendar_sheet_and_history_say_the_same_time_with_its_zone(
    waiting: Edition, administrator: User, zone: str, words: str, day: str
) -> None:
    administrator.time_zone = zone
    administrator.save()
    client = sign_in(administrator)
    said = f"Goes out at {int(day[-2:])} Nov 2025, {words}"
    assert said in client.get(address(waiting.story)).content.decode()
    assert said in client.get(reverse("admin:articles_story_changelist")).content.decode()
    assert said in client.get(reverse("admin:index")).content.decode()
    assert said in days(client, day=day)[day]
    assert words in days(client, day=day)[day]
    sheet = client.get(address(waiting.story, "move")).content.decode()
    assert f"{day}T{words[:5]}" in sheet
    assert f"{zone}, {words[6:]}" in sheet
    history = client.get(address(waiting.story, "history")).content.decode()
    assert f":05:00 {words[6:]}" in history


def test_what_is_scheduled_is_moved(
    desk: Client, waiting: Edition, clock: time_machine.Traveller
) -> None:
    post = {"at": "2025-11-24T09:30", "day": "2025-11-23"}
    response = desk.post(address(waiting.story, "move"), post)
    assert response.headers["Location"] == f"{CALENDAR}?day=2025-11-24"
    moved = Edition.objects.get()
    assert moved.live_from == datetime(2025, 11, 24, 8, 30, tzinfo=UTC)
    assert AuditLine.objects.filter(action="move_scheduled").count() == 1
    assert (
        "It goes out on Monday 24 November 2025, 09:30 CET." in desk.get(CALENDAR).content.decode()
    )


def test_why_it_cannot_be_moved_is_said_and_what_was_typed_stays(
    desk: Client, waiting: Edition
) -> None:
    response = desk.post(address(waiting.story, "move"), {"at": "2025-11-22T09:30"})
    markup = response.content.decode()
    assert "This time has passed." in markup
    assert 'value="2025-11-22T09:30"' in markup
    assert Edition.objects.get().live_from == waiting.live_from


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-03-29T02:30", "02:30 does not exist"), ("2026-10-25T02:30", "comes twice")],
)
def test_22_the_sheet_knows_the_nights_of_the_clock_changes(
    desk: Client, waiting: Edition, at: str, words: str
) -> None:
    assert words in desk.post(address(waiting.story, "move"), {"at": at}).content.decode()
    assert Edition.objects.get().live_from == waiting.live_from


def test_22_the_second_of_a_time_that_comes_twice_can_be_chosen(
    desk: Client, waiting: Edition
) -> None:
    post = {"at": "2026-10-25T02:30", "at_which": "second"}
    desk.post(address(waiting.story, "move"), post)
    assert Edition.objects.get().live_from == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_day_that_was_dropped_on_is_proposed_at_the_same_time(
    desk: Client, waiting: Edition
) -> None:
    sheet = desk.get(address(waiting.story, "move"), {"day": "2025-11-27"}).content.decode()
    assert 'value="2025-11-27T20:05"' in sheet


def test_what_went_out_meanwhile_cannot_be_moved(
    desk: Client, waiting: Edition, clock: time_machine.Traveller
) -> None:
    clock.shift(27 * HOUR)
    assert "Nothing is scheduled" in desk.get(address(waiting.story, "move")).content.decode()
    desk.post(address(waiting.story, "move"), {"at": "2025-12-24T09:30"})
    assert Edition.objects.get().live_from == waiting.live_from


def test_12_who_may_not_publish_may_not_move(
    waiting: Edition, administrator: User, reporter: User, outsider: User
) -> None:
    own = make_story(reporter, waiting.section, headline="Own")
    schedule(own, administrator, NOW + HOUR)
    client = sign_in(reporter)
    assert client.post(address(own, "move"), {"at": "2025-12-24T09:30"}).status_code == 403
    assert client.get(address(waiting.story, "move")).status_code == 404
    assert "Own" in days(client)["2025-11-22"]
    assert "Move…" not in client.get(CALENDAR).content.decode()
    assert "The page then" not in client.get(CALENDAR).content.decode()
    assert sign_in(outsider).get(CALENDAR).status_code == 302
    assert Client().get(CALENDAR).status_code == 302


def test_the_calendar_leads_to_the_page_as_it_will_be(desk: Client, waiting: Edition) -> None:
    link = re.search(r'href="([^"]+)"[^>]*>The page then', desk.get(CALENDAR).content.decode())
    assert link is not None
    assert link[1] == f"{waiting.path}?at=2025-11-23T19:05:00Z"
    assert "Harbour reopens" in desk.get(unescape(link[1])).content.decode()


def test_the_calendar_asks_the_same_few_questions_however_full_it_is(
    desk: Client, waiting: Edition, administrator: User
) -> None:
    counts = []
    for most in (2, 9):
        for number in range(Story.objects.count(), most):
            story = make_story(administrator, waiting.section, headline=f"Story {number}")
            publish(story, administrator, now=NOW - number * HOUR)
            save(story, administrator, standfirst="More")
            schedule(story, administrator, NOW + HOUR)
        with CaptureQueriesContext(connection) as queries:
            desk.get(CALENDAR)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_the_place_where_one_is_is_marked_in_the_navigation(desk: Client, db: None) -> None:
    page = desk.get(CALENDAR).content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', page) == [(CALENDAR, "page")]


def test_the_health_page_shows_the_next_ten_changes(
    desk: Client, waiting: Edition, administrator: User
) -> None:
    for hour in range(1, 12):
        story = make_story(administrator, waiting.section, headline=f"Story {hour}")
        schedule(story, administrator, NOW + hour * HOUR)
    page = desk.get("/admin/health/").content.decode()
    assert re.findall(r">Story (\d+)<", page) == [str(hour) for hour in range(1, 11)]
    assert "19:05 CET" in page
    assert "Harbour reopens" not in page
    assert connection.display_name in page
    assert "All are applied." in page


def test_the_health_page_is_for_administrators(reporter: User, db: None) -> None:
    assert sign_in(reporter).get("/admin/health/").status_code == 403
    assert Client().get("/admin/health/").status_code == 302
    assert "/admin/health/" not in sign_in(reporter).get("/admin/").content.decode()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
def test_the_health_page_says_how_far_the_clock_is_off(desk: Client, settings: Any) -> None:
    settings.CLOCK_FROM_DATABASE = True
    page = desk.get("/admin/health/").content.decode()
    assert "Not well:" in page  # the test's clock stands still, years behind
    assert re.search(r"this machine’s is off by \d{9,} ms", page)


def test_the_health_page_costs_the_same_few_queries(
    desk: Client, waiting: Edition, administrator: User
) -> None:
    with CaptureQueriesContext(connection) as few:
        desk.get("/admin/health/")
    for hour in range(1, 9):
        story = make_story(administrator, waiting.section, headline=f"Story {hour}")
        schedule(story, administrator, NOW + hour * HOUR)
    with CaptureQueriesContext(connection) as more:
        desk.get("/admin/health/")
    assert len(few) == len(more) <= 16


def test_the_calendar_says_when_a_front_changes_to_those_who_arrange_them(
    desk: Client, waiting: Edition, administrator: User, reporter: User
) -> None:
    note = front(block("note", text="Sunday"))
    made = make_front(note, administrator, now=NOW, at=NOW + 26 * HOUR)
    sunday = days(desk)["2025-11-23"]
    assert f'href="/admin/articles/front/{made.front_id}/change/"' in sunday
    assert "Front of Home page (en)" in sunday
    assert "Front of" not in days(sign_in(reporter))["2025-11-23"]
    assert "Home page (en)" in desk.get("/admin/health/").content.decode()
