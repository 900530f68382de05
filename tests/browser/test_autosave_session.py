"""The session ends while somebody writes: they sign in over the form, and go on."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import User
from articles.document import freeze
from articles.models import Autosave, Section, Story
from tests.browser.complaints import Complaints
from tests.browser.form import open_form, saved, three_sections
from tests.browser.keeping import changes, kept, rest


@pytest.fixture
def story(page: Page, signed_in: Callable[..., None], reporter: User, section: Section) -> Story:
    """A story of the reporter's, open on the screen."""
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    return story


def asked(page: Page) -> Locator:
    dialog = page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible()
    return dialog


def sign_in(page: Page, password: str = "password", email: str = "") -> None:
    dialog = asked(page)
    if email:
        dialog.get_by_label("E-mail address").fill(email)
    expect(dialog.get_by_label("Password")).to_be_focused() if not email else None
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()


def end_session() -> None:
    Session.objects.all().delete()


def headline(story: Story) -> str:
    return freeze(Story.objects.get(pk=story.pk)).headline


def test_27_whoever_saves_after_the_session_has_ended_signs_in_and_it_is_saved(
    page: Page, context: BrowserContext, story: Story
) -> None:
    page.get_by_label("Headline", exact=True).fill("Still here")
    end_session()
    page.keyboard.press("Control+s")
    sign_in(page)
    saved(page)
    assert headline(story) == "Still here"
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and on")
    page.keyboard.press("Control+s")
    saved(page)
    assert headline(story) == "Still here and on"


def test_27_an_autosave_asks_too_and_goes_on_by_itself(
    page: Page, context: BrowserContext, story: Story
) -> None:
    end_session()
    page.get_by_label("Headline", exact=True).fill("Typed")
    kept(page)
    with rest(page) as answer:
        asked(page)
    assert answer.value.status == 302
    with rest(page):
        sign_in(page)
    assert changes(story) == {"fields": {"headline": "Typed"}}
    assert headline(story) == "Harbour reopens"


def test_27_a_wrong_password_is_said_in_the_dialog(
    page: Page, context: BrowserContext, story: Story
) -> None:
    page.get_by_label("Headline", exact=True).fill("Still here")
    end_session()
    page.keyboard.press("Control+s")
    sign_in(page, "wrong")
    alert = asked(page).get_by_role("alert")
    expect(alert).to_contain_text("Please enter the correct e-mail address and password")
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("Password")).to_have_value("")
    sign_in(page)
    saved(page)


def test_27_somebody_else_can_copy_the_text_and_never_saves_it(
    page: Page,
    context: BrowserContext,
    story: Story,
    administrator: User,
    complaints: Complaints,
) -> None:
    page.get_by_label("Headline", exact=True).fill("Rita's words")
    end_session()
    page.keyboard.press("Control+s")
    sign_in(page, email=administrator.email)
    dialog = asked(page)
    expect(dialog.get_by_role("alert")).to_contain_text("this text is Rita Reporter’s")
    expect(dialog.get_by_label("The text")).to_have_value(
        "Rita's words\n\nIn short.\n\nLow water\n\nAt six.\n\nThe pilots\n\nThey wait.\n\n"
        "What comes next\n\nA vote."
    )
    assert headline(story) == "Harbour reopens"
    dialog.get_by_role("button", name="Not now").click()
    expect(page.locator(".notice")).to_contain_text("save again to sign in")
    page.keyboard.press("Control+s")
    expect(asked(page).get_by_role("alert")).to_contain_text("this text is Rita Reporter’s")
    assert not Autosave.objects.exists()
    sign_in(page, email="rita.reporter@newsroom.example")
    saved(page)
    assert headline(story) == "Rita's words"
    complaints.expect("403")


def test_27_nothing_is_sent_with_an_old_token_while_somebody_signs_in(
    page: Page, context: BrowserContext, story: Story
) -> None:
    page.get_by_label("Headline", exact=True).fill("Still here")
    end_session()
    page.keyboard.press("Control+s")
    asked(page)
    posts: list[str] = []
    page.on("request", lambda sent: sent.method == "POST" and posts.append(sent.url))
    page.evaluate("document.dispatchEvent(new Event('desk:try-again'))")  # an autosave is due
    sign_in(page)
    saved(page)
    assert "/login/" in posts[0]
    assert len(posts) > 1


def test_27_signing_in_in_another_tab_is_enough(
    page: Page,
    context: BrowserContext,
    story: Story,
    signed_in: Callable[..., None],
    reporter: User,
) -> None:
    page.get_by_label("Headline", exact=True).fill("Still here")
    end_session()
    page.keyboard.press("Control+s")
    asked(page)
    signed_in(reporter)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from there
    saved(page)
    assert headline(story) == "Still here"


def test_27_the_dialog_can_be_closed_and_comes_back_with_the_next_save(
    page: Page, context: BrowserContext, story: Story
) -> None:
    end_session()
    page.get_by_label("Headline", exact=True).fill("Typed")
    asked(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    with rest(page):
        page.keyboard.type(" on")
    kept(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+s")
    sign_in(page)
    saved(page)
    assert headline(story) == "Typed on"


def test_the_dialog_is_reached_and_left_by_keyboard_and_axe_finds_nothing(
    page: Page, context: BrowserContext, story: Story, axe: Callable[..., list[str]]
) -> None:
    page.get_by_label("Headline", exact=True).fill("Still here")
    end_session()
    page.keyboard.press("Control+s")
    asked(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page, ignore=[".cke"]) == []
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(["correct e-mail address"])


def test_27_the_cursor_is_back_in_the_text_where_it_was(page: Page, story: Story) -> None:
    text = page.locator(".part:not(.empty-form) [contenteditable=true]").first
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Yes: ")
    end_session()
    page.keyboard.press("Control+s")
    sign_in(page)
    saved(page)
    page.keyboard.type("at ")
    expect(text).to_contain_text("Yes: at At six.")
