"""Readers' pages in a real browser: accessible at every width, readable without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.models import Section
from tests.articles.public.hostile import HOSTILE
from tests.browser.complaints import Complaints
from tests.browser.dumps import read_with
from tests.stories import byline, make_section, make_site, make_topic, published, quote, text

LONG = "<p>" + "The harbour is open and the ferries sail again. " * 40 + "</p>"
TABLE = (
    "<table><caption>Ferries</caption><thead><tr><th scope='col'>Line</th>"
    "<th scope='col'>Ships</th></tr></thead><tbody><tr><th scope='row'>North</th><td>3</td></tr>"
    "</tbody></table>"
)


@pytest.fixture
def site(administrator: User) -> Section:
    """A site with every kind of page."""
    make_site()
    world = make_section("World", it="Mondo")
    published(administrator, None, format="page", headline="Imprint")
    published(administrator, world, headline="An older story", standfirst="It was.")
    published(administrator, world, format="opinion", headline="Enough of this")
    published(
        administrator,
        world,
        headline="The long read about the harbour",
        kicker="Ports",
        standfirst="Three years on.",
        dateline="PORTO CHIARO",
        bylines=(byline("Anna Bianchi"), byline("Ugo Neri", "photographs")),
        topics=(make_topic("Ports").uuid,),
        parts=(
            text(LONG, "How it began"),
            text(LONG + TABLE, "What was lost"),
            quote("We never left", "A pilot"),
            text(LONG, "What comes next"),
        ),
    )
    return world


STORY = "/world/the-long-read-about-the-harbour/"
PAGES = ["/", "/world/", STORY, "/imprint/", "/it/", "/nowhere/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_width(
    site: Section,
    new_context: Callable[..., BrowserContext],
    axe: Callable[..., list[str]],
    complaints: Complaints,
    path: str,
    scheme: str,
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if path == "/nowhere/":
        complaints.expect("404")


def test_the_skip_link_is_first_and_moves_the_focus(site: Section, page: Page) -> None:
    page.goto(STORY)

    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Skip to main content")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_the_running_head_shows_once_the_headline_has_gone(site: Section, page: Page) -> None:
    page.goto(STORY)
    shown = "getComputedStyle(document.querySelector('.running-head')).visibility === 'visible'"

    assert not page.evaluate(shown)
    page.mouse.wheel(0, 2_000)
    page.wait_for_function(shown)

    bar = page.locator(".running-head")
    expect(bar).to_have_text("The Long Read About The Harbour")
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] <= 0.5
    assert box["height"] < 80


@pytest.mark.parametrize("width", [390, 1280])
def test_the_running_head_never_covers_where_a_link_leads(
    site: Section, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for anchor in ("how-it-began", "what-was-lost", "what-comes-next"):
        page.goto(f"{STORY}#{anchor}")
        page.wait_for_function("window.scrollY > 0")
        heading = page.locator(f"#{anchor}").bounding_box()
        bar = page.locator(".running-head").bounding_box()
        assert heading is not None
        assert bar is not None
        assert heading["y"] >= bar["y"] + bar["height"] - 1


def test_07_no_page_violates_its_own_policy(site: Section, page: Page) -> None:
    for path in ("/", "/world/", STORY, "/imprint/"):
        response = page.goto(path)
        assert response is not None
        assert "unsafe" not in response.headers["content-security-policy"]


def test_pages_need_no_script(site: Section, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(STORY)

    expect(page.get_by_role("heading", level=1)).to_have_text("The long read about the harbour")
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()


def test_08_hostile_words_open_no_dialog(
    administrator: User, new_context: Callable[..., BrowserContext]
) -> None:
    make_site()
    world = make_section("World")
    page = new_context().new_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    for start in range(0, len(HOSTILE), 100):
        words = HOSTILE[start : start + 100]
        edition = published(
            administrator,
            world,
            headline=words[0],
            kicker=words[1],
            standfirst=words[2],
            bylines=tuple(byline(each, each) for each in words[:10]),
            parts=tuple(text(f"<p>On.</p>{each}", each) for each in words),
        )
        page.goto(edition.path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert opened == []


@pytest.mark.parametrize("program", ["lynx", "w3m"])
def test_a_text_browser_reads_the_story_in_order(
    site: Section, live_server: LiveServer, program: str
) -> None:
    words = read_with(program, f"{live_server.url}{STORY}")

    place = -1
    for piece in (
        "Skip to main content",
        "The long read about the harbour",
        "The Long Read About The Harbour",
        "Three years on.",
        "Anna Bianchi",
        "PORTO CHIARO",
        "What was lost",
        "Ferries",
        "We never left",
        "What comes next",
        "Back to top",
    ):
        assert words.find(piece, place + 1) > place, piece
        place = words.find(piece, place + 1)
