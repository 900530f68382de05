"""What the tests of the story form do at the screen, and what they read from it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Section, Story
from tests.stories import make_story, text

THREE = [("Low water", "At six."), ("The pilots", "They wait."), ("What comes next", "A vote.")]


def open_form(page: Page, story: Story) -> None:
    page.goto(f"/admin/articles/story/{story.pk}/change/")
    ready(page)


def ready(page: Page) -> None:
    """Wait until the scripts and every editor have started."""
    page.wait_for_selector("html[data-desk=ready]")


def saved(page: Page) -> None:
    expect(page.locator("#story_form:not([data-unsaved])")).to_be_attached()
    expect(page.locator(".bar-saved")).to_contain_text("Saved ")


def parts(page: Page) -> Locator:
    return page.locator(".part:not(.empty-form)")


def subheadings(page: Page) -> list[str]:
    """Those on the screen, in the order of the document."""
    fields = page.locator(".part:not(.empty-form) [name$=-subheading]")
    return [field.input_value() for field in fields.all()]


def focused(page: Page) -> str:
    """What the element that has the focus is called."""
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label')"
        " || document.activeElement.labels?.[0]?.textContent"
        " || document.activeElement.innerText || '').trim().replace(/\\s+/g, ' ')"
    )


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press `key` until what is called `name` has the focus."""
    for _press in range(120):
        if focused(page) == name:
            return
        page.keyboard.press(key)
    pytest.fail(f"No number of presses of {key} leads to {name!r}; the last was {focused(page)!r}")


def sheet(page: Page, name: str) -> Locator:
    """The open sheet of that name."""
    found = page.get_by_role("dialog", name=name)
    expect(found).to_be_visible()
    return found


def said(page: Page, words: str) -> None:
    """Wait for the message at the top of the form, and for the form."""
    expect(page.locator(".messagelist")).to_contain_text(words)
    ready(page)


def drag(page: Page, source: Locator, target: Locator) -> None:
    """Drag with the mouse to the upper edge of `target`."""
    source.hover()
    page.mouse.down()
    for above in (30, 4):  # the page may move when the drag begins, so it is measured again
        box = target.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 90, box["y"] + above, steps=8)
    expect(page.locator(".fs-dragover:not(.fs-dragover--after)")).to_have_count(1)
    page.mouse.up()


def three_sections(by: User, section: Section) -> Story:
    written = tuple(text(f"<p>{body}</p>", heading) for heading, body in THREE)
    return make_story(by, section, standfirst="In short.", parts=written)
