"""Deciding between two versions, and fixing what is live, in a real browser."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles import revisions
from articles.document import freeze
from articles.models import Conflict, Section, Story
from articles.models.public import Edition
from tests.browser.complaints import Complaints
from tests.browser.form import open_form, parts, saved, tab_to, three_sections
from tests.stories import NOW, publish, save

WIDTHS = (390, 820, 1440)


@pytest.fixture
def conflict(administrator: User, reporter: User, section: Section) -> Conflict:
    """A headline and a text that two people changed."""
    story = three_sections(reporter, section)
    base, before = revisions.latest(story), freeze(story)
    assert base is not None
    first, *others = before.parts
    theirs = replace(first, values={**first.values, "body": "<p>At seven, sharp.</p>"})
    save(story, administrator, headline="Harbour opens again", parts=(theirs, *others))
    mine = replace(first, values={**first.values, "body": "<p>At eight.</p>"})
    document = replace(before, headline="The harbour is open", parts=(mine, *others))
    revisions.write(story=story, document=document, base=base, by=reporter, now=NOW)
    return Conflict.objects.get()


def decided(conflict: Conflict) -> tuple[str, str]:
    document = freeze(Story.objects.get(pk=conflict.story_id))
    return document.headline, document.parts[0].values["body"]


def open_conflict(page: Page, conflict: Conflict) -> None:
    """Open the page, and wait for its editors: one that is left while it starts complains."""
    address = f"/admin/articles/story/{conflict.story_id}/conflict/{conflict.pk}/"
    page.goto(address, wait_until="networkidle")


def test_25_a_decision_is_made_by_keyboard_alone(
    page: Page, signed_in: Callable[..., None], reporter: User, conflict: Conflict
) -> None:
    signed_in(reporter)
    open_conflict(page, conflict)
    headline = page.get_by_role("group", name="Headline")
    headline.get_by_role("radio", name="What Ada Administrator wrote").focus()
    page.keyboard.press("ArrowDown")
    expect(headline.get_by_role("radio", name="What you wrote")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "Save the decision")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Saved as you decided")
    assert decided(conflict) == ("The harbour is open", "<p>At seven, sharp.</p>")


def test_25_a_text_of_ones_own_is_written_in_the_editor(
    page: Page, signed_in: Callable[..., None], reporter: User, conflict: Conflict
) -> None:
    signed_in(reporter)
    open_conflict(page, conflict)
    headline, text = page.get_by_role("group").all()
    headline.get_by_role("radio", name="What you wrote").check()
    text.get_by_role("radio", name="Write it anew").check()
    text.locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Or so.")
    page.get_by_role("button", name="Save the decision").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as you decided")
    assert decided(conflict) == ("The harbour is open", "<p>At eight. Or so.</p>")


def test_25_without_scripts_the_markup_is_written_by_hand(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    reporter: User,
    conflict: Conflict,
) -> None:
    plain = new_context(java_script_enabled=False)
    signed_in(reporter, plain)
    page = plain.new_page()
    open_conflict(page, conflict)
    headline, text = page.get_by_role("group").all()
    headline.get_by_role("radio", name="What Ada Administrator wrote").check()
    text.get_by_role("radio", name="Write it anew").check()
    text.get_by_label("Your text").fill("<p>By hand.</p>")
    page.get_by_role("button", name="Save the decision").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as you decided")
    assert decided(conflict) == ("Harbour opens again", "<p>By hand.</p>")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_conflict_page_is_accessible(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    conflict: Conflict,
    axe: Callable[..., list[str]],
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    signed_in(reporter)
    open_conflict(page, conflict)
    assert axe(page, ignore=[".cke"]) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_fix_is_written_and_published_from_its_sheet(
    page: Page,
    signed_in: Callable[..., None],
    administrator: User,
    section: Section,
    axe: Callable[..., list[str]],
) -> None:
    story = three_sections(administrator, section)
    publish(story, administrator)
    save(story, administrator, kicker="Ahead of readers")
    signed_in(administrator)
    open_form(page, story)
    page.locator(".bar .menu > summary").click()
    page.get_by_role("link", name="Fix what is live").click()
    page.wait_for_selector("html[data-desk=ready]")
    expect(page.get_by_role("heading", name="You are fixing what readers see now")).to_be_visible()
    assert axe(page, ignore=[".cke"]) == []
    parts(page).nth(0).locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Sharp.")
    page.keyboard.press("Control+s")
    expect(page.locator(".bar-saved")).to_contain_text("not published")
    page.get_by_role("button", name="Publish fix…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sharp.")
    dialog.get_by_role("radio", name="A small fix").check()
    dialog.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    live = Edition.objects.latest("live_from")
    assert live.revision.document["parts"][0]["values"]["body"] == "<p>At six. Sharp.</p>"
    assert live.kicker == ""
    document = freeze(Story.objects.get(pk=story.pk))
    assert (document.kicker, document.parts[0].values["body"]) == (
        "Ahead of readers",
        "<p>At six. Sharp.</p>",
    )


def test_25_the_part_that_one_types_in_while_another_deletes_it_is_not_lost(
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
    parts(page).nth(0).locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Sharp.")
    save(story, administrator, parts=freeze(story).parts[1:])
    with page.expect_navigation():
        page.keyboard.press("Control+s")
        page.get_by_role("link", name="Decide between them").click()
    page.get_by_role("radio", name="Keep the part").check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as you decided")
    bodies = [part.values["body"] for part in freeze(story).parts]
    assert bodies == ["<p>At six. Sharp.</p>", "<p>They wait.</p>", "<p>A vote.</p>"]
    complaints.expect("409")


def test_25_a_part_that_another_added_is_shown_when_asked_for(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    administrator: User,
    section: Section,
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    save(story, administrator, parts=tuple(reversed(freeze(story).parts)))
    page.get_by_label("Headline", exact=True).fill("Mine")
    page.keyboard.press("Control+s")
    saved(page)
    page.get_by_role("link", name="Show them").click()
    page.wait_for_selector("html[data-desk=ready]")
    first = parts(page).nth(0).get_by_label("Subheading", exact=True)
    expect(first).to_have_value("What comes next")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Mine")
