"""Footnotes in the editor: set, read, changed and taken out, by mouse and by keys alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.articles.hostile import violations
from tests.browser.test_editor import (
    PASTE,
    OpenStory,
    editor_id,
    open_story,
    parts,
    save,
    stored,
    to_the_end,
    writing,
)
from tests.stories import text

__all__ = ["open_story"]
pytestmark = pytest.mark.usefixtures("open_story")
NOTED = (
    "<p>One<foot-note>Said <em>twice</em>, "
    '<a href="https://x.example/a">here</a>.</foot-note> and two.</p>'
)


def test_a_note_is_set_changed_and_taken_out_with_the_keyboard(
    page: Page, open_story: OpenStory
) -> None:
    story = open_story(text("<p>The harbour is open</p>"))
    to_the_end(parts(page).first)
    page.keyboard.press("Control+Alt+f")
    dialog = page.get_by_role("dialog", name="Footnote")
    expect(dialog.get_by_role("textbox", name="Words of the note")).to_be_focused()
    page.keyboard.type("See https://port.example/a. ")
    page.keyboard.press("Control+i")
    page.keyboard.type("Soon")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    page.keyboard.type(", he said.")
    link = '<a href="https://port.example/a">https://port.example/a</a>'
    note = f"<foot-note>See {link}. <em>Soon</em></foot-note>"
    save(page)
    assert stored(story) == [f"<p>The harbour is open{note}, he said.</p>"]

    mark = writing(parts(page).first).get_by_role("img", name="Footnote: See https://port")
    expect(mark).to_have_count(1)
    to_the_end(parts(page).first)
    page.keyboard.press("Home")
    for _ in "The harbour is open":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.type(".")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type(", now")
    page.keyboard.press("Enter")
    save(page)
    assert stored(story)[0].count("<em>Soon, now</em></foot-note>, he") == 1
    mark.click()
    page.keyboard.press("Delete")
    save(page)
    assert stored(story) == ["<p>The harbour is open, he said.</p>"]


def test_a_note_is_read_and_removed_with_the_mouse(page: Page, open_story: OpenStory) -> None:
    story = open_story(text(NOTED))
    mark = writing(parts(page).first).get_by_role("img", name="Footnote: Said twice, here.")
    mark.dblclick()
    dialog = page.get_by_role("dialog", name="Footnote")
    assert "https://x.example/a" in dialog.get_by_role("textbox").inner_html()
    dialog.get_by_role("button", name="Cancel").click()
    mark.dblclick()
    dialog.get_by_role("button", name="Keep").click()
    to_the_end(parts(page).first)
    page.get_by_role("button", name="Footnote").click()
    dialog.get_by_role("textbox").fill("By button")
    dialog.get_by_role("button", name="Keep").click()
    save(page)
    noted = NOTED.replace("two.", "two.<foot-note>By button</foot-note>")
    assert stored(story) == [noted]
    mark.click()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Remove").click()
    save(page)
    assert stored(story) == ["<p>One and two.<foot-note>By button</foot-note></p>"]


def test_a_hostile_note_that_is_pasted_runs_nothing(page: Page, open_story: OpenStory) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    story = open_story(text(""))
    hostile = (
        "<p>a<foot-note onclick=alert(1)>words<img src=/x onerror=alert(2)>"
        "<a href='javascript:alert(3)'>b</a><svg onload=alert(4)></svg></foot-note> c</p>"
    )
    page.evaluate(PASTE, [editor_id(parts(page).first), hostile])
    mark = writing(parts(page).first).locator("img.cke_note")
    mark.dblclick()
    page.get_by_role("dialog", name="Footnote").get_by_role("button", name="Keep").click()
    save(page)
    assert stored(story) == ["<p>a<foot-note>wordsb</foot-note> c</p>"]
    assert not violations(stored(story)[0])
    assert dialogs == []
