"""Who else is at a story: said in the bar, at the part, and in lists; nothing is locked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, LocatorAssertions, Page, expect

from accounts.models import User
from articles.models import LastLook, Section, Story
from tests.browser.form import open_form, parts, saved, three_sections
from tests.browser.keeping import eventually

SOON = 15_000  # ms of the pages' clocks in which one is told
A_MOMENT = 1_000  # ms for an answer of the server; where it is late, one is told the next time


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Contexts whose clock can be put forward: nobody waits for the next heartbeat."""

    def make(**options: object) -> BrowserContext:
        context = new_context(**options)
        context.clock.install()
        return context

    return make


def soon(found: Callable[[LocatorAssertions], object], place: Locator, *others: Page) -> None:
    """Whether `found` holds of `place` once the clocks of its page and of `others` go SOON on."""
    for _attempt in range(10):
        for page in (*others, place.page):
            page.clock.fast_forward(SOON)
        try:
            found(expect(place))
        except AssertionError:
            continue
        return
    found(expect(place))


def says(place: Locator, words: str, *others: Page) -> None:
    soon(lambda it: it.to_contain_text(words, timeout=A_MOMENT), place, *others)


def says_nothing(place: Locator, *others: Page) -> None:
    soon(lambda it: it.to_be_empty(timeout=A_MOMENT), place, *others)


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
    says(bar, "Ada Administrator is in Section 3 (typing", other)
    expect(parts(mine).nth(2).locator(".part-people")).to_have_text("Ada Administrator")
    expect(mine.locator(".part-people")).to_have_count(1)
    says(other.locator(".bar-people"), "Rita Reporter is here", mine)
    parts(other).nth(0).locator("[contenteditable=true]").click()
    says(bar, "is in Section 1", other)


def test_who_is_in_a_part_that_one_deleted_is_said_to_be_here(mine: Page, other: Page) -> None:
    parts(other).nth(2).locator("[contenteditable=true]").click()
    bar = mine.locator(".bar-people")
    says(bar, "is in Section 3", other)
    parts(mine).nth(2).get_by_role("button", name="Delete Section 3").click()
    says(bar, "Ada Administrator is here", other)


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
    says(mine.locator(".bar-people"), "Ada Administrator", other)
    for part in (1, 2):
        parts(other).nth(part).locator("[contenteditable=true]").click()
        says(mine.locator(".bar-people"), f"Section {part + 1}", other)
    assert [words for words in mine.evaluate("window.said") if "Ada" in words] == [
        "Ada Administrator is here"
    ]


def test_who_leaves_is_soon_gone(mine: Page, other: Page) -> None:
    says(mine.locator(".bar-people"), "Ada Administrator", other)
    other.goto("/admin/")
    says_nothing(mine.locator(".bar-people"))


def test_what_another_saved_is_said(mine: Page, other: Page, story: Story) -> None:
    other.get_by_label("Standfirst").fill("Theirs.")
    other.keyboard.press("Control+s")
    saved(other)
    words = "Ada Administrator saved version 2"
    says(mine.locator(".bar-people"), words, other)
    expect(other.locator(".bar-people")).not_to_contain_text("saved version")
    look = LastLook.objects.get(user__email="ada.administrator@newsroom.example")
    eventually(
        lambda: LastLook.objects.get(pk=look.pk).revision.number == 2,  # type: ignore[union-attr]
        mine,
    )


def test_a_second_window_of_ones_own_is_said(mine: Page, story: Story) -> None:
    second = mine.context.new_page()
    open_form(second, story)
    says(second.locator(".bar-people"), "You have this story open in another window", mine)


def test_lists_say_who_is_where_and_stay_fresh(
    other: Page, page: Page, signed_in: Callable[..., None], reporter: User, story: Story
) -> None:
    signed_in(reporter)
    page.goto("/admin/articles/story/")
    expect(page.locator(".people")).to_contain_text("Ada Administrator is here")
    parts(other).nth(1).locator("[contenteditable=true]").click()
    says(page.locator(".people"), "is in Section 2", other)
    page.goto("/admin/")
    expect(page.locator(".people")).to_contain_text("Ada Administrator is in Section 2")
    other.goto("/admin/")
    says_nothing(page.locator(".people").first)


def test_axe_finds_nothing_on_what_is_said(
    mine: Page, other: Page, axe: Callable[..., list[str]]
) -> None:
    parts(other).nth(1).locator("[contenteditable=true]").click()
    other.keyboard.type("Typing")
    says(mine.locator(".part-people"), "Ada", other)
    assert axe(mine, ignore=[".cke"]) == []
    mine.goto("/admin/articles/story/")
    expect(mine.locator(".people")).to_contain_text("Section 2")
    assert axe(mine) == []
