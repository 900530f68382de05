"""Saving in the background in a real browser, and what is left on the screen when it fails."""

import re
from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from accounts.models import User
from articles.document import freeze
from articles.models import Section, Story
from tests.browser.complaints import Complaints
from tests.browser.form import open_form, parts, saved, three_sections
from tests.stories import save


def test_saving_keeps_the_cursor_the_scroll_and_folded_parts(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    fold = parts(page).nth(0).locator(".part-fold")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_contain_text("Low water")
    parts(page).nth(2).locator("[contenteditable=true]").click()
    page.keyboard.type("Typed ")
    where = page.evaluate("[scrollY, getSelection().focusOffset]")
    page.keyboard.press("Control+s")
    saved(page)
    page.keyboard.type("on")
    assert page.evaluate("scrollY") == where[0]
    assert page.evaluate("document.activeElement.isContentEditable")
    assert "Typed on" in parts(page).nth(2).locator("[contenteditable=true]").inner_text()
    expect(fold).to_have_attribute("aria-expanded", "false")


def test_what_is_wrong_is_said_at_its_field(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    section: Section,
    complaints: Complaints,
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_role("tab", name="Story").click()
    page.get_by_text("Address and search").click()
    page.get_by_label("In the address").fill("No Slug")
    page.get_by_role("tab", name="Checks").click()
    page.get_by_label("Headline", exact=True).press("Control+s")
    slug = page.get_by_label("In the address")
    expect(slug).to_be_focused()
    expect(slug).to_have_attribute("aria-invalid", "true")
    expect(slug).to_have_accessible_description(re.compile("Use small letters and digits"))
    expect(page.get_by_role("alert")).to_contain_text("Nothing is saved yet")
    slug.fill("a-slug")
    page.keyboard.press("Control+s")
    saved(page)
    expect(page.get_by_role("alert")).to_be_empty()
    complaints.expect("422")


def test_25_the_same_words_changed_twice_lead_to_a_decision(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    administrator: User,
    section: Section,
    complaints: Complaints,
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    save(story, administrator, headline="Theirs")
    page.get_by_label("Headline", exact=True).fill("Mine")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Ada Administrator changed the same words")
    assert page.get_by_label("Headline", exact=True).input_value() == "Mine"
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Theirs"
    page.get_by_role("link", name="Decide between them").click()
    page.get_by_role("radio", name="What you wrote").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as you decided")
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Mine"
    complaints.expect("409")


def test_25_what_another_saved_comes_into_the_fields_that_nobody_types_in(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    administrator: User,
    section: Section,
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    first, *others = freeze(story).parts
    changed = replace(first, values={**first.values, "body": "<p>At seven.</p>"})
    save(story, administrator, standfirst="Theirs.", parts=(changed, *others))
    page.get_by_label("Headline", exact=True).fill("Mine")
    page.keyboard.press("Control+s")
    expect(page.locator(".notice-merged")).to_contain_text("Ada Administrator’s changes are in it")
    expect(page.get_by_label("Standfirst")).to_have_value("Theirs.")
    expect(parts(page).nth(0).locator("[contenteditable=true]")).to_have_text("At seven.")
    expect(page.get_by_role("link", name="Show them")).to_be_hidden()
    page.get_by_label("Headline", exact=True).fill("Mine again")
    page.keyboard.press("Control+s")
    expect(page.locator(".notice-merged")).to_be_hidden()
    saved(page)
    document = freeze(Story.objects.get(pk=story.pk))
    assert (document.headline, document.standfirst) == ("Mine again", "Theirs.")
    assert document.parts[0].values["body"] == "<p>At seven.</p>"


def test_whoever_leaves_with_unsaved_text_is_asked(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_label("Headline", exact=True).press("End")
    page.keyboard.type(" again")
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_event("dialog") if not asked else None
    assert asked == ["beforeunload"]
