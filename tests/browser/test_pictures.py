"""Pictures in a real browser: nothing moves, keys reach everything, no script is needed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles.document import DocumentPart
from images.models import Image
from tests.browser.complaints import Complaints
from tests.images.library import make_file, make_image
from tests.stories import byline, make_section, make_site, published, text

pytestmark = pytest.mark.usefixtures("media", "busy")
LONG = "<p>" + "The harbour is open and the ferries sail again. " * 20 + "</p>"
STORY = "/world/the-harbour-in-pictures/"
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def made(size: tuple[int, int], **fields: Any) -> Image:
    image = make_image(**fields)
    make_file(image, size, colour="#4a7a9a")
    return image


def picture(image: Image, layout: str = "", caption: str = "") -> DocumentPart:
    values = {"image": str(image.uuid), "caption": caption, "layout": layout}
    unsaid = {"alt": "", "purpose": "", "crop": ""}
    return DocumentPart(uid=uuid4(), kind="picture", values=values | unsaid)


@pytest.fixture
def busy(complaints: Complaints) -> None:
    """A slow machine answers 503 where too many pictures are to be made at once. One opened by
    itself may not have the style that the browser puts around it: the file's policy allows none."""
    complaints.forgive(r"503|inline style .*/pictures/")


@pytest.fixture
def story(administrator: User) -> None:
    """A story with pictures of every layout."""
    make_site()
    world = make_section("World", it="Mondo")
    wide, high = made((1300, 900)), made((700, 1000))
    published(administrator, world, headline="An older story")
    published(
        administrator,
        world,
        headline="The harbour in pictures",
        standfirst="Three years on.",
        bylines=(byline("Anna Bianchi"),),
        lead_image=str(wide.uuid),
        lead_caption="Boats at the old quay, on the morning after the storm.",
        parts=(
            text(LONG),
            picture(wide, caption="The quay."),
            text(LONG),
            *(picture(high, "portrait", "A pilot.") for _ in range(2)),
            text(LONG),
            picture(wide, "wide", "All of the harbour."),
            *(picture(made((1200, 800)), "gallery", f"Picture {n}.") for n in range(1, 5)),
            text(LONG),
        ),
    )


def test_nothing_moves_while_pictures_come(
    story: None, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    page.add_init_script(WATCH)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(STORY)
        page.evaluate("document.querySelectorAll('img').forEach((img) => (img.loading = 'eager'))")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.moved") == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    story: None,
    new_context: Callable[..., BrowserContext],
    axe: Callable[..., list[str]],
    scheme: str,
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    for path in (STORY, "/"):
        page.goto(path)
        assert axe(page) == []


def test_a_gallery_is_walked_by_keys_and_opens_large(story: None, page: Page) -> None:
    page.goto(STORY)
    row = page.locator(".gallery-row")
    row.focus()
    expect(page.locator(".gallery-place")).to_have_text("1 of 4")
    row.press("ArrowRight")
    expect(page.locator(".gallery-place")).to_have_text("2 of 4")
    page.get_by_role("button", name="Next picture").press("Enter")
    expect(page.locator(".gallery-place")).to_have_text("3 of 4")
    link = row.locator("a").nth(2)
    link.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Picture 3.")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("Picture 4.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row.locator("a").nth(3)).to_be_focused()


def test_without_a_script_the_row_scrolls_and_links_open_files(
    story: None, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(STORY)
    expect(page.locator(".gallery-controls")).to_have_count(0)
    row = page.locator(".gallery-row")
    row.focus()
    expect(row).to_be_focused()
    address = row.locator("a").first.get_attribute("href")
    answer = page.goto(address or "")
    assert answer is not None
    assert answer.headers["content-type"] == "image/jpeg"
