"""The calendar, the field of instants and the site as of another time, in a real browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles import clock, publishing, revisions
from articles.models import Edition, Section, Story
from tests.browser.complaints import Complaints
from tests.stories import make_story, publish

ROME = ZoneInfo("Europe/Rome")
HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    """The clock of the live server goes on: everything here is told from the present."""
    return clock.now()


@pytest.fixture
def desk(administrator: User, signed_in: Callable[..., None]) -> User:
    """Somebody signed in, who may publish, in Rome."""
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    signed_in(administrator)
    return administrator


@pytest.fixture
def waiting(desk: User, section: Section, now: datetime) -> Edition:
    """A story that goes out next Monday at ten, so that Tuesday is there to drop it on."""
    today = now.astimezone(ROME)
    monday = (today + timedelta(days=7 - today.weekday())).replace(hour=10, minute=0, second=0)
    live = make_story(desk, section, headline="On the site already", now=now - 2 * HOUR)
    publish(live, desk, now=now - HOUR)
    story = make_story(desk, section, headline="Harbour reopens", now=now)
    newest = revisions.latest(story)
    at = monday.replace(microsecond=0)
    return publishing.schedule(story=story, revision=newest, at=at, by=desk, now=now)


def week_of(edition: Edition) -> str:
    day = edition.live_from.astimezone(ROME)
    return f"{reverse('admin:articles_story_calendar')}?day={day:%Y-%m-%d}"


def move_sheet(story: Story) -> str:
    return reverse("admin:articles_story_move", args=[story.pk])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_width(
    waiting: Edition,
    desk: User,
    signed_in: Callable[..., None],
    new_context: Callable[..., BrowserContext],
    axe: Callable[..., list[str]],
    scheme: str,
) -> None:
    context = new_context(color_scheme=scheme)
    signed_in(desk, context)
    page = context.new_page()
    pages = [
        reverse("admin:articles_story_calendar"),
        week_of(waiting),
        f"{week_of(waiting)}&view=day",
        move_sheet(waiting.story),
        reverse("admin:health"),
        f"{waiting.path}?at=2099-01-01T12:00",
        "/?at=2099-01-01T12:00",
    ]
    for path in pages:
        page.goto(path)
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_scheduled_is_dragged_to_another_day_and_confirmed(
    waiting: Edition, page: Page
) -> None:
    tuesday = waiting.live_from + timedelta(days=1)
    day = f"{tuesday.astimezone(ROME):%Y-%m-%d}"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(week_of(waiting))
    page.locator("[data-move]").drag_to(page.locator(f"[data-day='{day}']"))
    expect(page.get_by_label("Goes out at")).to_have_value(f"{day}T10:00")
    assert Edition.objects.get(pk=waiting.pk).live_from == waiting.live_from
    page.get_by_role("button", name="Move").click()
    expect(page.locator(f"[data-day='{day}']")).to_contain_text("Harbour reopens")
    assert Edition.objects.get(story=waiting.story).live_from.astimezone(ROME).hour == 10


def test_the_calendar_is_worked_by_keyboard(waiting: Edition, page: Page) -> None:
    page.goto(week_of(waiting))
    link = page.get_by_role("link", name="Move “Harbour reopens”")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Move to another time")
    page.get_by_role("link", name="Back to the calendar").press("Enter")
    expect(page.locator(".entry-begins h3", has_text="Harbour reopens")).to_be_visible()


def test_22_the_field_asks_at_once_which_of_two_hours_is_meant(
    waiting: Edition, page: Page
) -> None:
    page.goto(move_sheet(waiting.story))
    field, choice = page.get_by_label("Goes out at"), page.locator(".instant-which")
    expect(choice).to_be_hidden()
    field.fill("2050-10-30T02:30")  # the last Sunday of October
    expect(choice).to_be_visible()
    field.fill("2050-10-30T03:30")
    expect(choice).to_be_hidden()
    field.fill("2050-03-27T02:30")  # left out, not doubled: the server says so
    expect(choice).to_be_hidden()
    field.fill("2050-10-30T02:30")
    choice.get_by_label("The one after the change").check()
    page.get_by_role("button", name="Move").click()
    expect(page.locator(".messagelist")).to_contain_text("02:30 CET")
    moved = Edition.objects.get(story=waiting.story).live_from
    assert f"{moved:%Y-%m-%dT%H:%M}" == "2050-10-30T01:30"


def test_22_without_scripts_the_server_asks(
    waiting: Edition,
    desk: User,
    signed_in: Callable[..., None],
    new_context: Callable[..., BrowserContext],
    complaints: Complaints,
) -> None:
    context = new_context(java_script_enabled=False)
    signed_in(desk, context)
    page = context.new_page()
    page.goto(move_sheet(waiting.story))
    page.get_by_label("Goes out at").fill("2050-10-30T02:30")
    page.get_by_role("button", name="Move").click()
    expect(page.locator(".errorlist")).to_contain_text("comes twice")
    page.get_by_label("02:30 CET, an hour later").check()
    page.get_by_role("button", name="Move").click()
    expect(page.locator(".messagelist")).to_contain_text("02:30 CET")
    complaints.expect("422")


def test_one_walks_through_the_site_as_of_another_time(
    waiting: Edition, page: Page, complaints: Complaints
) -> None:
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("Harbour reopens")
    page.goto(f"/?at={waiting.live_from.astimezone(ROME):%Y-%m-%dT%H:%M}")
    bar = page.get_by_role("complementary", name="Another time")
    page.get_by_role("link", name="Harbour reopens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour reopens")
    before = waiting.live_from.astimezone(ROME) - timedelta(minutes=1)
    bar.get_by_label("The site as of").fill(f"{before:%Y-%m-%dT%H:%M}")
    with page.expect_response(lambda response: "at=" in response.url) as answer:
        bar.get_by_role("button", name="Show").click()
    assert answer.value.status == 404
    bar.get_by_role("link", name="Next change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour reopens")
    complaints.expect("404")
    bar.get_by_role("link", name="Back to now").click()
    expect(bar).to_have_count(0)
    complaints.expect("404")  # now, it is not there either
