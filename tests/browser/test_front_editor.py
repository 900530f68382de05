"""The editor of fronts in a real browser: by mouse, by keys alone, two people at once, by touch."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from accounts.models import User
from articles import clock, publishing, revisions
from articles.fronts.document import to_json
from articles.fronts.standing import draft_of, front_of
from articles.fronts.verbs import arrange
from articles.models import Front, Section, Story
from tests.articles.fronts.arranged import block, front, slot
from tests.browser.complaints import Complaints
from tests.stories import make_story, publish

HEADLINES = ["Harbour reopens", "Ferry strike ends", "Council votes", "Bridge closes"]
HOUR = timedelta(hours=1)


@pytest.fixture
def stories(administrator: User, section: Section) -> list[Story]:
    """Live stories, the newest first."""
    now, made = clock.now(), []
    for hours, headline in enumerate(HEADLINES, 1):
        story = make_story(administrator, section, headline=headline)
        publish(story, administrator, now=now - hours * HOUR)
        made.append(story)
    return made


@pytest.fixture
def home(administrator: User, stories: list[Story]) -> Front:
    """The English home page: four stories in a grid and a list that fills itself."""
    found = front_of("en", None)
    document = front(
        block("grid", *[slot(story) for story in stories[:2]], size=3), block("list", size=2)
    )
    arrange(front=found, document=document, version=0, by=administrator, now=clock.now())
    return front_of("en", None)


def open_editor(page: Page, front: Front) -> FrameLocator:
    page.goto(f"/admin/articles/front/{front.pk}/change/")
    page.wait_for_selector("html[data-front=ready]")
    return page.frame_locator("#front-picture")


def handle(picture: FrameLocator, block: int, place: int) -> Any:
    return picture.locator("[data-block]").nth(block).locator(".desk-place-handle").nth(place)


def kept(page: Page) -> None:
    expect(page.locator("#front_form:not([data-unsaved])")).to_be_attached()


def arranged(front: Front, index: int = 0) -> list[str]:
    """The headlines of what stands in a block of the draft; "" for what fills itself."""
    document = draft_of(Front.objects.get(pk=front.pk), clock.now())
    names = {story.uuid: story.headline for story in Story.objects.all()}
    return [names.get(one.story, "") if one.story else "" for one in document.blocks[index].slots]


def drag(page: Page, source: Any, target: Any) -> None:
    source.scroll_into_view_if_needed()
    box = source.bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    goal = target.bounding_box()
    page.mouse.move(goal["x"] + 12, goal["y"] + 12, steps=6)
    page.mouse.up()


def test_stories_are_arranged_with_the_mouse(
    page: Page,
    administrator: User,
    signed_in: Callable[..., None],
    home: Front,
    axe: Callable[..., list[str]],
) -> None:
    signed_in(administrator)
    picture = open_editor(page, home)
    expect(handle(picture, 0, 2)).to_contain_text("fills itself")

    drag(page, handle(picture, 0, 0), handle(picture, 0, 1))
    kept(page)
    assert arranged(home) == ["Ferry strike ends", "Harbour reopens"]
    expect(picture.locator(".card-headline").first).to_have_text("Ferry strike ends")

    page.get_by_role("searchbox", name="Search live").fill("bridge")
    row = page.locator(".front-results li")
    expect(row).to_have_count(1)
    drag(page, row.locator(".front-result-headline"), handle(picture, 0, 0))
    kept(page)
    assert arranged(home) == ["Bridge closes", "Ferry strike ends", "Harbour reopens"]

    page.get_by_label("Headline on this front").fill("The bridge")
    page.get_by_label("Headline on this front").blur()
    kept(page)
    expect(picture.locator(".card-headline").first).to_have_text("The bridge")
    page.get_by_role("button", name="Undo").click()
    expect(picture.locator(".card-headline").first).to_have_text("Bridge closes")
    kept(page)
    assert axe(page) == []

    page.get_by_role("link", name="Publish…").click()
    expect(page.get_by_text("“Bridge closes”: put at place 1 of Grid")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see it now")
    assert Front.objects.get().editions.count() == 1


def test_everything_is_done_by_keys_alone(
    page: Page, administrator: User, signed_in: Callable[..., None], home: Front
) -> None:
    signed_in(administrator)
    picture = open_editor(page, home)
    handle(picture, 0, 0).focus()
    page.keyboard.press("ArrowDown")
    kept(page)
    expect(page.locator("#announcements")).to_have_text(
        "“Harbour reopens” moved to place 2 of Grid"
    )
    expect(handle(picture, 0, 1)).to_be_focused()
    assert arranged(home) == ["Ferry strike ends", "Harbour reopens"]

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Harbour reopens")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    kept(page)
    expect(page.get_by_role("button", name="Move down")).to_be_focused()
    assert arranged(home) == ["Ferry strike ends", "", "Harbour reopens"]
    page.keyboard.press("Enter")
    kept(page)
    assert arranged(home, 1) == ["Harbour reopens"]

    page.get_by_role("button", name="Opinion").focus()
    page.keyboard.press("Enter")
    kept(page)
    expect(page.locator("#front-block-title")).to_be_focused()
    assert [one.kind for one in draft_of(Front.objects.get(), clock.now()).blocks] == [
        "grid",
        "list",
        "opinion",
    ]


def test_two_people_at_once_see_each_other_and_decide(
    page: Page,
    administrator: User,
    make_user: Callable[..., User],
    signed_in: Callable[..., None],
    home: Front,
    complaints: Complaints,
) -> None:
    other = make_user("Olga", is_staff=True, is_superuser=True)
    signed_in(administrator)
    picture = open_editor(page, home)
    expect(handle(picture, 0, 0)).to_be_visible()
    theirs = front(block("list", size=4))
    arrange(front=home, document=theirs, version=home.version, by=other, now=clock.now())

    handle(picture, 0, 0).focus()
    page.keyboard.press("ArrowDown")
    asked = page.get_by_role("dialog", name="Somebody else changed this front")
    expect(asked).to_contain_text("Olga changed this front")
    expect(asked).to_contain_text("Grid: removed")
    complaints.expect("409")
    asked.get_by_role("button", name="Take theirs").click()
    expect(picture.locator("[data-block]")).to_have_count(1)
    kept(page)
    assert to_json(draft_of(Front.objects.get(), clock.now())) == to_json(theirs)

    page.get_by_role("button", name="Undo").click()
    expect(picture.locator("[data-block]")).to_have_count(2)
    kept(page)
    assert arranged(home) == ["Ferry strike ends", "Harbour reopens"]


def test_a_finger_on_a_small_screen_moves_and_looks_ahead(
    new_context: Callable[..., BrowserContext],
    administrator: User,
    signed_in: Callable[..., None],
    section: Section,
    home: Front,
) -> None:
    later = make_story(administrator, section, headline="Budget speech")
    revision = revisions.latest(later)
    assert revision is not None
    at = clock.now() + HOUR / 2
    publishing.schedule(story=later, revision=revision, at=at, by=administrator, now=clock.now())
    context = new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    signed_in(administrator, context)
    page = context.new_page()
    picture = open_editor(page, home)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    handle(picture, 0, 0).tap()
    page.get_by_role("button", name="Put “Budget speech” here").tap()
    kept(page)
    assert arranged(home) == ["Budget speech", "Harbour reopens", "Ferry strike ends"]
    expect(picture.locator(".desk-place-note").first).to_contain_text("Budget speech: From")
    page.get_by_role("button", name="Tomorrow 07:00").tap()
    expect(picture.locator(".card-headline").first).to_have_text("Budget speech")
    page.get_by_role("button", name="Move down").first.tap()
    kept(page)
    assert arranged(home)[1] == "Budget speech"


def test_a_change_without_a_connection_is_there_after_the_page_was_closed(
    page: Page,
    administrator: User,
    signed_in: Callable[..., None],
    home: Front,
    complaints: Complaints,
) -> None:
    signed_in(administrator)
    picture = open_editor(page, home)
    expect(handle(picture, 0, 0)).to_be_visible()
    page.context.set_offline(True)
    handle(picture, 0, 0).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".front-trouble")).to_contain_text("Your change waits in this browser")
    assert arranged(home) == ["Harbour reopens", "Ferry strike ends"]
    complaints.expect("ERR_INTERNET_DISCONNECTED")

    page.once("dialog", lambda asked: asked.accept())
    page.context.set_offline(False)
    open_editor(page, home)
    kept(page)
    assert arranged(home) == ["Ferry strike ends", "Harbour reopens"]
