"""Saving in the background in a real browser, and what is left on the screen when it fails."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from articles.document import freeze
from articles.models import Revision, Section, Story
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
    page.get_by_label("Headline").press("Control+s")
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


def test_a_save_over_somebody_elses_is_stopped_and_can_be_insisted_on(
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
    page.get_by_label("Headline").fill("Mine")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Ada Administrator saved version 2")
    assert page.get_by_label("Headline").input_value() == "Mine"
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Theirs"
    page.get_by_role("button", name="Save mine anyway").click()
    saved(page)
    headlines = [r.document["headline"] for r in Revision.objects.order_by("number")]
    assert headlines == ["Harbour reopens", "Theirs", "Mine"]
    complaints.expect("409")


def test_text_stays_when_the_server_is_away_or_the_session_has_ended(
    page: Page,
    context: BrowserContext,
    signed_in: Callable[..., None],
    reporter: User,
    section: Section,
    complaints: Complaints,
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_label("Headline").fill("Still here")

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/change/", fail)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("The server did not answer")
    page.unroute("**/change/")
    context.clear_cookies()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("You are no longer signed in")
    assert page.get_by_label("Headline").input_value() == "Still here"
    signed_in(reporter)
    page.keyboard.press("Control+s")
    saved(page)
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Still here"
    complaints.expect("Failed to load resource")


def test_whoever_leaves_with_unsaved_text_is_asked(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_label("Headline").press("End")
    page.keyboard.type(" again")
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_event("dialog") if not asked else None
    assert asked == ["beforeunload"]
