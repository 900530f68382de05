"""Search in a real browser: headlines while somebody types, the form without a script, axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from accounts.models import User
from articles.models import Section
from tests.stories import make_section, make_site, published


@pytest.fixture
def site(administrator: User) -> Section:
    make_site()
    world = make_section("World", it="Mondo")
    for headline in ("Harbour reopens", "Harbour master resigns", "Trains are late"):
        published(administrator, world, headline=headline, standfirst="By the quay.")
    return world


def offered(page: Page) -> Locator:
    """The headlines under the field."""
    return page.get_by_role("listbox", name="Headlines").get_by_role("option")


def test_headlines_are_chosen_by_keys_and_escape_keeps_the_text(site: Section, page: Page) -> None:
    page.goto("/search/")
    field = page.get_by_role("combobox", name="Search for")
    expect(field).to_be_focused()
    field.press_sequentially("harb")
    options = offered(page)
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("2 stories")

    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(field).to_have_value("harb")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#_headlines")).to_be_hidden()

    field.press("ArrowDown")
    expect(options).to_have_count(2)
    chosen = options.last.inner_text()
    field.press("ArrowUp")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(chosen)


def test_an_answer_that_comes_late_is_not_shown(site: Section, page: Page) -> None:
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route("**/headlines.json?q=harb", wait)
    page.goto("/search/")
    field = page.get_by_role("combobox", name="Search for")
    with page.expect_request("**/headlines.json?q=harb"):
        field.press_sequentially("harb")
    field.fill("trai")
    expect(offered(page)).to_have_text(["Trains are late"])
    for route in waiting:
        route.abort()
    expect(offered(page)).to_have_text(["Trains are late"])
    offered(page).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Trains are late")


def test_the_form_needs_no_script(
    site: Section, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/world/")
    page.get_by_role("searchbox").fill("quay")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 results for")
    page.get_by_text("Filters").click()
    page.get_by_label("Until").fill("2001-01-01")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Search again without filters").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("3 results for")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    site: Section,
    new_context: Callable[..., BrowserContext],
    axe: Callable[..., list[str]],
    scheme: str,
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for asked in ("", "?q=quay&from=2000-01-01&author=nobody", "?q=zebra&section=world"):
            page.goto(f"/search/{asked}")
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("combobox", name="Search for").fill("harb")
        expect(offered(page)).to_have_count(2)
        page.keyboard.press("ArrowDown")
        assert axe(page) == []
