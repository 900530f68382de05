"""Who else is at a story: said in the bar, at the part, and in lists; nothing is locked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles.models import LastLook, Section, Story
from tests.browser.form import open_form, parts, saved, three_sections
from tests.browser.keeping import eventually

SOON = 15_000  # ms in which one is told


@pytest.fixture
def story(reporter: User, section: Section) -> Story:
    return three_sections(reporter, section)


@pytest.fixture
def other(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    administrator: User,
    story: Story,
) -> Page:
    """The administrator's window, with the same story."""
    context = new_context()
    signed_in(administrator, context)
    page = context.new_page()
    open_form(page, story)
    return page


@pytest.fixture
def mine(page: Page, signed_in: Callable[..., None], reporter: User, story: Story) -> Page:
    signed_in(reporter)
    open_form(page, story)
    return page


def test_who_types_in_which_part_is_said_within_fifteen_seconds(mine: Page, other: Page) -> None:
    parts(other).nth(2).locator("[contenteditable=true]").click()
    other.keyboard.type("Typing")
    bar = mine.locator(".bar-people")
    expect(bar).to_contain_text("Ada Administrator is in Section 3 (typing", timeout=SOON)
    expect(parts(mine).nth(2).locator(".part-people")).to_have_text("Ada Administrator")
    expect(mine.locator(".part-people")).to_have_count(1)
    expect(other.locator(".bar-people")).to_contain_text("Rita Reporter is here", timeout=SOON)
    parts(other).nth(0).locator("[contenteditable=true]").click()
    expect(bar).to_contain_text("is in Section 1", timeout=SOON)


def test_who_is_in_a_part_that_one_deleted_is_said_to_be_here(mine: Page, other: Page) -> None:
    parts(other).nth(2).locator("[contenteditable=true]").click()
    bar = mine.locator(".bar-people")
    expect(bar).to_contain_text("is in Section 3", timeout=SOON)
    parts(mine).nth(2).get_by_role("button", name="Delete Section 3").click()
    expect(bar).to_contain_text("Ada Administrator is here", timeout=SOON)


def test_who_comes_is_announced_once(mine: Page, story: Story, other: Page) -> None:
    mine.evaluate(
        """() => {
            window.said = []
            new MutationObserver(() => {
                const { textContent } = document.getElementById("announcements")
                if (textContent) window.said.push(textContent)
            }).observe(document.getElementById("announcements"), { childList: true })
        }"""
    )
    expect(mine.locator(".bar-people")).to_contain_text("Ada Administrator", timeout=SOON)
    for part in (1, 2):
        parts(other).nth(part).locator("[contenteditable=true]").click()
        expect(mine.locator(".bar-people")).to_contain_text(f"Section {part + 1}", timeout=SOON)
    assert [words for words in mine.evaluate("window.said") if "Ada" in words] == [
        "Ada Administrator is here"
    ]


def test_who_leaves_is_soon_gone(mine: Page, other: Page) -> None:
    expect(mine.locator(".bar-people")).to_contain_text("Ada Administrator", timeout=SOON)
    other.goto("/admin/")
    expect(mine.locator(".bar-people")).to_be_empty(timeout=2 * SOON)


def test_what_another_saved_is_said(mine: Page, other: Page, story: Story) -> None:
    other.get_by_label("Standfirst").fill("Theirs.")
    other.keyboard.press("Control+s")
    saved(other)
    words = "Ada Administrator saved version 2"
    expect(mine.locator(".bar-people")).to_contain_text(words, timeout=SOON)
    expect(other.locator(".bar-people")).not_to_contain_text("saved version")
    look = LastLook.objects.get(user__email="ada.administrator@newsroom.example")
    eventually(
        lambda: LastLook.objects.get(pk=look.pk).revision.number == 2,  # type: ignore[union-attr]
        mine,
    )


def test_a_second_window_of_ones_own_is_said(mine: Page, story: Story) -> None:
    second = mine.context.new_page()
    open_form(second, story)
    expect(second.locator(".bar-people")).to_contain_text(
        "You have this story open in another window", timeout=SOON
    )


def test_lists_say_who_is_where_and_stay_fresh(
    other: Page, page: Page, signed_in: Callable[..., None], reporter: User, story: Story
) -> None:
    signed_in(reporter)
    page.goto("/admin/articles/story/")
    expect(page.locator(".people")).to_contain_text("Ada Administrator is here")
    parts(other).nth(1).locator("[contenteditable=true]").click()
    expect(page.locator(".people")).to_contain_text("is in Section 2", timeout=25_000)
    page.goto("/admin/")
    expect(page.locator(".people")).to_contain_text("Ada Administrator is in Section 2")
    other.goto("/admin/")
    expect(page.locator(".people").first).to_be_empty(timeout=25_000)


def test_axe_finds_nothing_on_what_is_said(
    mine: Page, other: Page, axe: Callable[..., list[str]]
) -> None:
    parts(other).nth(1).locator("[contenteditable=true]").click()
    other.keyboard.type("Typing")
    expect(mine.locator(".part-people")).to_be_visible(timeout=SOON)
    assert axe(mine, ignore=[".cke"]) == []
    mine.goto("/admin/articles/story/")
    expect(mine.locator(".people")).to_contain_text("Section 2")
    assert axe(mine) == []
