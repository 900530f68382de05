"""Sent to the desk, sent back, approved: the buttons of the bar, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles import clock, revisions, workflow
from articles.models import Section, Stage, Story
from tests.browser.form import open_form, ready, said, saved, sheet, three_sections


def test_a_story_goes_to_the_desk_and_back_and_is_approved(
    page: Page,
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    reporter: User,
    administrator: User,
    section: Section,
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_label("Headline", exact=True).fill("Ready, I think")
    page.get_by_role("button", name="Send to desk").click()
    said(page, "It is with the desk now.")
    expect(page.locator(".bar-stage")).to_have_text("With the desk")

    other = new_context()
    signed_in(administrator, other)
    theirs = other.new_page()
    open_form(theirs, story)
    theirs.get_by_role("link", name="Send back…").click()
    asked = sheet(theirs, "Send it back")
    asked.get_by_label("What should be changed?").fill("Who said so?")
    asked.get_by_role("button", name="Send back").click()
    said(theirs, "Sent back.")

    page.reload()
    ready(page)
    expect(page.locator(".sent-back")).to_contain_text("Who said so?")
    page.get_by_role("button", name="Send to desk").click()
    said(page, "It is with the desk now.")
    theirs.reload()
    ready(theirs)
    theirs.get_by_role("button", name="Approve").click()
    said(theirs, "Approved.")
    assert Story.objects.get().stage == Stage.APPROVED
    expect(theirs.get_by_role("button", name="Publish…")).to_be_visible()


def test_an_edit_after_the_approval_shows_the_button_again(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    administrator: User,
    section: Section,
) -> None:
    story = three_sections(reporter, section)
    revision = revisions.latest(story)
    assert revision is not None
    for verb, by in ((workflow.submit, reporter), (workflow.approve, administrator)):
        verb(story=story, revision=revision, by=by, now=clock.now())
    signed_in(reporter)
    open_form(page, story)
    expect(page.get_by_role("button", name="Send to desk")).to_be_hidden()
    page.get_by_label("Headline", exact=True).fill("Something new")
    page.keyboard.press("Control+s")
    saved(page)
    expect(page.get_by_role("button", name="Send to desk")).to_be_visible()
    expect(page.locator(".bar-stage")).to_have_text("Writing")
