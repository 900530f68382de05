"""The connection is gone: text stays, goes out when it is back, and survives a reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from articles.document import freeze
from articles.models import Autosave, Section, Story
from tests.browser.complaints import Complaints
from tests.browser.form import open_form, parts, ready, saved, three_sections
from tests.browser.keeping import changes, copies, eventually, kept
from tests.stories import make_story

GONE = "No connection. Your text is kept in this browser and goes out when it is back."


@pytest.fixture
def story(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    section: Section,
    complaints: Complaints,
) -> Story:
    """A story of the reporter's, open on the screen."""
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    return story


@pytest.fixture(autouse=True)
def expect_failures(complaints: Complaints, new_context: object) -> None:
    """Requests fail in every one of these tests."""
    complaints.forgive("ERR_INTERNET_DISCONNECTED|ERR_FAILED|503")


def with_worker(page: Page) -> None:
    """Wait until the page that is served without a connection is there."""
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.has('newsroom-kept-en')")


def test_what_is_typed_without_a_connection_goes_out_when_it_is_back(
    page: Page, context: BrowserContext, story: Story
) -> None:
    context.set_offline(True)
    parts(page).nth(0).locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Offline")
    expect(page.locator(".connection")).to_have_text(GONE)
    page.keyboard.type(" and on")
    kept(page)
    context.set_offline(False)
    expect(page.locator(".connection")).to_be_hidden()
    eventually(lambda: "<p>At six. Offline and on</p>" in str(changes(story)), page)


def test_a_save_that_was_asked_for_is_made_when_the_connection_is_back(
    page: Page, context: BrowserContext, story: Story
) -> None:
    context.set_offline(True)
    page.get_by_label("Headline", exact=True).fill("Saved later")
    page.keyboard.press("Control+s")
    expect(page.locator(".connection")).to_have_text(GONE)
    expect(page.locator(".bar-saved")).to_have_text("Kept, not saved yet")
    context.set_offline(False)
    saved(page)
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Saved later"
    eventually(lambda: copies(page) == [], page)


def test_a_server_that_fails_is_tried_again(page: Page, story: Story) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=503, body="Busy")

    page.route("**/change/", fail)
    page.get_by_label("Headline", exact=True).fill("Still here")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on the server")
    page.unroute("**/change/")
    page.keyboard.press("Control+s")
    saved(page)
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Still here"


def test_a_page_that_is_reloaded_without_a_connection_shows_the_kept_texts_as_text(
    page: Page, context: BrowserContext, story: Story, axe: Callable[..., list[str]]
) -> None:
    with_worker(page)
    context.set_offline(True)
    page.get_by_label("Standfirst").fill("<img src=x onerror=alert(1)> kept")
    parts(page).nth(1).locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And wait.")
    kept(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Texts kept in this browser")
    expect(page.locator(".away")).to_have_text("The desk cannot be reached just now.")
    copy = page.locator("article")
    expect(copy.get_by_role("heading")).to_have_text("Harbour reopens")
    expect(copy.locator("dd")).to_have_text(
        ["<img src=x onerror=alert(1)> kept", "They wait. And wait."]
    )
    expect(copy.locator("dt")).to_have_text(["Standfirst", "Section: Text"])
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.set_offline(False)
    ready(page)  # the page goes back by itself
    expect(page.locator(".offer")).to_contain_text("You typed this at")


def test_the_kept_texts_can_be_read_with_a_connection_too(
    page: Page, context: BrowserContext, story: Story
) -> None:
    page.route("**/autosave/", lambda route: route.abort())
    page.get_by_label("Headline", exact=True).fill("Only here")
    kept(page)
    other = context.new_page()
    other.goto("/admin/kept/")
    expect(other.locator("dd")).to_have_text(["Only here"])
    expect(other.locator(".away")).to_be_hidden()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    other.get_by_role("button", name="Copy the text").click()
    expect(other.get_by_text("Copied.")).to_be_visible()
    assert other.evaluate("navigator.clipboard.readText()") == "Only here"
    expect(other.get_by_role("link", name="Open the story")).to_have_attribute(
        "href", f"/admin/articles/story/{story.pk}/change/"
    )


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page.goto("/admin/kept/")
    expect(page.get_by_text("This browser keeps no text.")).to_be_visible()


def test_nothing_of_the_desk_is_ever_cached(page: Page, story: Story) -> None:
    with_worker(page)
    page.goto("/admin/")
    page.goto("/admin/articles/story/")
    kept_urls = page.evaluate(
        """async () => {
            const urls = []
            for (const name of await caches.keys()) {
                const cache = await caches.open(name)
                urls.push(...(await cache.keys()).map(({ url }) => new URL(url).pathname))
            }
            return urls.sort()
        }"""
    )
    assert kept_urls == [
        "/admin/kept/",
        "/static/css/kept.css",
        "/static/js/desk/browser-copies.js",
        "/static/js/desk/kept.js",
        "/static/js/desk/plain.js",
    ]


def test_a_copy_of_somebody_else_in_the_same_browser_is_not_sent(
    page: Page,
    context: BrowserContext,
    signed_in: Callable[..., None],
    story: Story,
    administrator: User,
) -> None:
    page.route("**/autosave/", lambda route: route.abort())
    page.get_by_label("Headline", exact=True).fill("Rita's words")
    kept(page)
    page.close()
    signed_in(administrator)
    other = context.new_page()
    open_form(other, story)
    other.get_by_label("Standfirst").fill("Ada's words")
    eventually(lambda: Autosave.objects.filter(user=administrator).exists(), other)
    hers = Autosave.objects.get(user=administrator)
    assert hers.changes == {"fields": {"standfirst": "Ada's words"}}
    assert sorted(copy["author"] for copy in copies(other)) == [
        "Ada Administrator",
        "Rita Reporter",
    ]


def test_text_without_any_storage_is_said_to_be_only_in_the_window(
    page: Page, context: BrowserContext, reporter: User, section: Section, story: Story
) -> None:
    other = make_story(reporter, section, headline="Another")
    page.add_init_script("indexedDB.open = () => { throw new Error('closed') }")
    open_form(page, other)
    context.set_offline(True)
    page.get_by_label("Headline", exact=True).fill("Typed")
    expect(page.locator(".connection")).to_contain_text("Your text is only in this window")
    expect(page.locator(".bar-saved")).to_have_text("Not saved")
