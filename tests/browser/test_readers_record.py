"""Corrections, histories and notices in a real browser: accessible at every width, in order."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.publishing import expire_at
from tests.browser.complaints import Complaints
from tests.browser.dumps import read_with
from tests.stories import make_section, make_site, publish, published, save, take_down, text

HOUR = timedelta(hours=1)
STORY = "/world/harbour-reopens/"
PAGES = {
    STORY: 200,
    f"{STORY}history/": 200,
    "/imprint/": 200,
    "/corrections/": 200,
    "/corrections/2025/11/": 200,
    "/it/corrections/": 200,
    "/world/withdrawn/": 410,
    "/world/ordered-down/": 451,
    "/world/ended/": 410,
}


@pytest.fixture(autouse=True)
def site(administrator: User, now: datetime) -> None:
    """A story and a page with corrections, and three stories that are gone."""
    make_site()
    world = make_section("World", it="Mondo")
    body = text("<p>Ten ships came. " + "The ferries sail again. " * 60 + "</p>", "At sea")
    for section, words in (
        (world, {"headline": "Harbour reopens", "parts": (body, text(subheading="On land"))}),
        (None, {"headline": "Imprint", "format": "page"}),
    ):
        story = published(administrator, section, now=now, **words).story
        for hour, verb, told in (
            (1, "correct", {"note": "It has three quays,\n\nnot four.", "is_serious": True}),
            (2, "clarify", {"note": "The port is that of Porto Chiaro. " * 5}),
            (3, "minor", {}),
        ):
            save(story, administrator, standfirst=f"Words of hour {hour}.")
            publish(story, administrator, now=now + hour * HOUR, verb=verb, **told)
    for headline, why in (("Withdrawn", "withdrawn"), ("Ordered down", "legal")):
        edition = published(administrator, world, now=now, headline=headline)
        take_down(edition.story, administrator, now=now + HOUR, why=why)
    ended = published(administrator, world, now=now, headline="Ended")
    expire_at(story=ended.story, ends_at=now + HOUR, by=administrator, now=now)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_width(
    new_context: Callable[..., BrowserContext],
    axe: Callable[..., list[str]],
    complaints: Complaints,
    path: str,
    scheme: str,
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        response = page.goto(path)
        assert response is not None
        assert response.status == PAGES[path]
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PAGES[path] != 200:
        complaints.expect(str(PAGES[path]))


def test_the_line_under_the_byline_leads_to_the_full_note(page: Page) -> None:
    page.goto(STORY)

    page.locator(".corrected a").click()

    heading = page.get_by_role("heading", name="Corrections")
    expect(heading).to_be_in_viewport()
    bar, place = page.locator(".running-head").bounding_box(), heading.bounding_box()
    assert bar is not None
    assert place is not None
    assert place["y"] >= bar["y"] + bar["height"] - 1


def test_a_story_leads_to_its_history_and_back_without_a_script(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(STORY)

    page.get_by_role("link", name="History of this story").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History of “Harbour reopens”")
    change = page.get_by_role("listitem").filter(has_text="Clarification")
    expect(change.get_by_role("insertion").first).to_contain_text("added: 2")
    expect(change.get_by_role("deletion").first).to_contain_text("removed: 1")

    page.get_by_role("link", name="Back to the story").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour reopens")


@pytest.mark.parametrize("program", ["lynx", "w3m"])
def test_a_text_browser_reads_corrections_in_order(live_server: LiveServer, program: str) -> None:
    words = read_with(program, f"{live_server.url}{STORY}")

    place = -1
    for piece in (
        "Published 22 November 2025, 17:05 UTC",
        "Clarified 22 November 2025: The port is that of Porto Chiaro.",
        "History of this story",
        "Correction 22 November 2025, 18:05 UTC",
        "It has three quays, not four.",
        "Ten ships came.",
        "Corrections",
        "Clarification 22 November 2025, 19:05 UTC",
        "It has three quays, not four.",
        "Back to top",
    ):
        place = words.find(piece, place + 1)
        assert place >= 0, piece
