"""Text that was typed and not saved is offered when the story is opened again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from accounts.models import User
from articles.document import freeze
from articles.models import Autosave, Kind, Revision, Section, Story
from tests.browser.closing import close_pages
from tests.browser.form import open_form, parts, ready, saved, three_sections
from tests.browser.keeping import changes, copies, eventually, kept, rest
from tests.stories import save

TYPED = re.compile(r"You typed this at .* in another window and did not save it\.")


@pytest.fixture
def story(page: Page, signed_in: Callable[..., None], reporter: User, section: Section) -> Story:
    """A story of the reporter's, open on the screen."""
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    return story


def crash(page: Page) -> None:
    """The tab is gone at once: nothing of the page runs any more."""
    with pytest.raises(Error):
        page.goto("chrome://crash")
    assert page.context.browser
    close_pages(page.context.browser)


def headline(story: Story) -> str:
    return freeze(Story.objects.get(pk=story.pk)).headline


def left(page: Page) -> list[str]:
    """The subheadings of the parts that are not marked for deletion."""
    fields = page.locator(".part:not(.empty-form, .for-deletion) [name$=-subheading]")
    return [field.input_value() for field in fields.all()]


def take(page: Page) -> None:
    page.get_by_role("link", name="Take it").click()
    page.wait_for_url("**/change/?autosave=*")
    ready(page)


def test_what_a_crashed_tab_had_is_offered_with_its_changes_and_taken(
    page: Page, context: BrowserContext, story: Story
) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Harbour reopens today")
    crash(page)
    page = context.new_page()
    open_form(page, story)
    offer = page.locator(".offer")
    expect(offer).to_contain_text(TYPED)
    offer.get_by_text("What you typed").click()
    expect(offer.locator("ins")).to_contain_text("today")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Harbour reopens")
    take(page)
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Harbour reopens today")
    assert headline(story) == "Harbour reopens"
    page.keyboard.press("Control+s")
    saved(page)
    assert headline(story) == "Harbour reopens today"
    assert "autosave" not in page.url
    open_form(page, story)
    expect(page.locator(".offer")).to_have_count(0)
    assert copies(page) == []


def test_what_only_the_browser_had_is_sent_first_and_then_offered(
    page: Page, context: BrowserContext, story: Story
) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("On the server")
    page.route("**/autosave/", lambda _route: None)  # nothing gets there any more
    page.get_by_label("Headline", exact=True).fill("In the browser alone")
    kept(page)
    crash(page)
    page = context.new_page()
    open_form(page, story)
    page.locator(".offer").get_by_text("What you typed").click()
    expect(page.locator(".offer ins")).to_contain_text("In the browser alone")
    assert changes(story) == {"fields": {"headline": "In the browser alone"}}
    take(page)
    page.keyboard.press("Control+s")
    saved(page)
    assert headline(story) == "In the browser alone"
    eventually(lambda: copies(page) == [], page)


def test_taking_it_can_be_undone_and_done_again(page: Page, story: Story) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    page.reload()
    ready(page)
    take(page)
    expect(page.locator(".bar-saved")).to_have_text("Kept, not saved yet")
    page.get_by_role("link", name="Back to the saved text").click()
    ready(page)
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Harbour reopens")
    take(page)
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed")


def test_what_is_put_aside_is_offered_no_more_and_stays_in_the_history(
    page: Page, story: Story
) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    page.reload()
    ready(page)
    page.get_by_role("button", name="Put it aside").click()
    expect(page.locator(".offer")).to_have_count(0)
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    assert Revision.objects.get(kind=Kind.TYPED).document["headline"] == "Typed"
    eventually(lambda: copies(page) == [], page)
    open_form(page, story)
    expect(page.locator(".offer")).to_have_count(0)


def test_typing_on_in_what_was_taken_keeps_all_of_it(page: Page, story: Story) -> None:
    page.get_by_label("Headline", exact=True).fill("Typed")
    page.get_by_role("button", name="Delete Section 3").click()
    with rest(page):
        page.get_by_role("button", name="Move Section 2 up").click()
    page.reload()
    ready(page)
    take(page)
    assert left(page) == ["The pilots", "Low water"]
    page.get_by_label("Standfirst").fill("Typed later")
    typed = {"headline": "Typed", "standfirst": "Typed later"}
    eventually(lambda: changes(story).get("fields") == typed, page)
    assert len(changes(story)["deleted"]) == 1
    page.keyboard.press("Control+s")
    saved(page)
    document = freeze(Story.objects.get(pk=story.pk))
    assert (document.headline, document.standfirst) == ("Typed", "Typed later")
    assert [part.values["subheading"] for part in document.parts] == ["The pilots", "Low water"]
    open_form(page, story)
    expect(page.locator(".offer")).to_have_count(0)


def test_text_that_is_taken_is_merged_with_what_others_saved_since(
    page: Page, story: Story, administrator: User
) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    save(story, administrator, standfirst="Theirs.")
    page.reload()
    ready(page)
    take(page)
    expect(page.get_by_label("Standfirst")).to_have_value("In short.")
    page.keyboard.press("Control+s")
    saved(page)
    document = freeze(Story.objects.get(pk=story.pk))
    assert (document.headline, document.standfirst) == ("Typed", "Theirs.")


def test_two_tabs_of_one_person_keep_both_texts(
    page: Page, context: BrowserContext, story: Story
) -> None:
    other = context.new_page()
    open_form(other, story)
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("From the first tab")
    with rest(other):
        parts(other).nth(2).get_by_label("Subheading", exact=True).fill("From the second tab")
    assert Autosave.objects.count() == 2
    page.keyboard.press("Control+s")
    saved(page)
    other.keyboard.press("Control+s")
    saved(other)
    document = freeze(Story.objects.get(pk=story.pk))
    assert document.headline == "From the first tab"
    assert document.parts[2].values["subheading"] == "From the second tab"


def test_the_back_button_loses_nothing(page: Page, story: Story) -> None:
    page.goto("/admin/articles/story/")
    page.get_by_role("link", name="Harbour reopens").click()
    ready(page)
    parts(page).nth(0).locator("[contenteditable=true]").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Before going back. ")
    kept(page)
    page.go_back()
    page.go_forward()
    ready(page)
    expect(page.locator(".offer")).to_contain_text(TYPED)
    take(page)
    expect(parts(page).nth(0)).to_contain_text("Before going back. At six.")


def test_26_an_autosave_that_arrives_after_the_save_changes_nothing(
    page: Page, story: Story
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/autosave/", hold, times=1)
    page.get_by_label("Headline", exact=True).fill("Typed first")
    eventually(lambda: len(held) == 1, page)
    page.get_by_label("Headline", exact=True).fill("Saved later")
    page.keyboard.press("Control+s")
    saved(page)
    with rest(page):
        held[0].continue_()
    assert headline(story) == "Saved later"
    assert changes(story) == {}
    open_form(page, story)
    expect(page.locator(".offer")).to_have_count(0)


def test_a_text_that_its_field_refuses_is_offered_to_be_copied(page: Page, story: Story) -> None:
    with rest(page):
        page.evaluate(
            """() => {
                const [editor] = Object.values(CKEDITOR.instances)
                editor.setData(`<p>${"Too much. ".repeat(60_000)}</p>`)
            }"""
        )
    page.reload()
    ready(page)
    page.locator(".offer").get_by_text("A text that does not fit into its field").click()
    expect(page.locator(".offer pre")).to_contain_text("Too much. Too much.")


def test_axe_finds_nothing_on_offers_at_any_width(
    page: Page, story: Story, axe: Callable[..., list[str]]
) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Harbour reopens today")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.reload()
            ready(page)
            page.locator(".offer").get_by_text("What you typed").click()
            assert axe(page, ignore=[".cke"]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    take(page)
    assert axe(page, ignore=[".cke"]) == []
