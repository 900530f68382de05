"""The preview beside the form in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles.models import PreviewLink, Section, Story
from tests.browser.form import open_form, three_sections


@pytest.fixture
def story(page: Page, signed_in: Callable[..., None], reporter: User, section: Section) -> Story:
    """A story whose form is open."""
    made = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, made)
    return made


def test_the_preview_follows_what_is_typed_and_saves_nothing(page: Page, story: Story) -> None:
    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("iframe[name=preview-frame]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Harbour reopens")

    page.get_by_label("Headline", exact=True).fill("Harbour, as typed")

    expect(frame.get_by_role("heading", level=1)).to_have_text("Harbour, as typed")
    assert Story.objects.get(pk=story.pk).headline == "Harbour reopens"


def test_the_preview_has_the_widths_of_readers_and_the_cards(page: Page, story: Story) -> None:
    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("iframe[name=preview-frame]")
    for name, width in (("Phone", 390), ("Tablet", 820), ("Desktop", 1280)):
        page.get_by_role("radio", name=name).check()
        expect(frame.locator("h1")).to_be_visible()
        seen = page.locator("iframe[name=preview-frame]").evaluate("it => it.clientWidth")
        assert abs(seen - width) <= 2
        box = page.locator("iframe[name=preview-frame]").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1280

    page.get_by_role("radio", name="Search and cards").check()

    expect(frame.get_by_text("In search results")).to_be_visible()
    expect(frame.locator(".card-title")).to_have_text("Harbour reopens")


def test_the_preview_opens_and_closes_by_keyboard(page: Page, story: Story) -> None:
    button = page.get_by_role("button", name="Preview")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Phone")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Tablet")).to_be_checked()

    page.keyboard.press("Escape")

    expect(page.locator("#preview")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_link_is_made_from_the_preview_and_read_by_a_stranger(
    page: Page, story: Story, new_context: Callable[..., BrowserContext]
) -> None:
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("link", name="Share…").click()
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Address to send").input_value()

    stranger = new_context().new_page()
    stranger.goto(address)

    expect(stranger.get_by_text("Not published.")).to_be_visible()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Harbour reopens")
    assert PreviewLink.objects.get().opened == 1


def test_the_preview_is_accessible(page: Page, story: Story, axe: Callable[..., list[str]]) -> None:
    page.get_by_role("button", name="Preview").click()
    expect(page.frame_locator("iframe[name=preview-frame]").locator("h1")).to_be_visible()
    assert axe(page, ignore=[".cke"]) == []

    page.get_by_role("radio", name="Search and cards").check()
    expect(page.frame_locator("iframe[name=preview-frame]").locator(".card")).to_be_visible()
    assert axe(page, ignore=[".cke"]) == []
