"""What is typed is kept at every pause and when the page goes, without a save."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.autosaves import document_with
from articles.document import freeze
from articles.models import Autosave, Revision, Section, Story
from tests.browser.form import open_form, parts, saved, three_sections
from tests.browser.keeping import changes, copies, eventually, kept, leave_anyway, rest
from tests.stories import make_story, text


@pytest.fixture
def story(page: Page, signed_in: Callable[..., None], reporter: User, section: Section) -> Story:
    """A story of the reporter's, open on the screen."""
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    return story


def write(page: Page, part: int, words: str) -> None:
    """Type at the end of a section's text."""
    parts(page).nth(part).locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_a_pause_keeps_only_what_changed(page: Page, story: Story) -> None:
    before = freeze(story)
    with rest(page):
        write(page, 1, " And wait.")
    kept(page)
    assert changes(story) == {
        "parts": [
            {
                "uid": str(before.parts[1].uid),
                "kind": "text",
                "values": {"body": "<p>They wait. And wait.</p>\n"},
            }
        ]
    }
    assert freeze(Story.objects.get(pk=story.pk)) == before
    assert Revision.objects.count() == 1


def test_the_next_pause_has_everything_once_more(page: Page, story: Story) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    with rest(page):
        write(page, 0, " Sharp.")
    document = document_with(Autosave.objects.get())
    assert document.headline == "Typed"
    assert document.parts[0].values["body"] == "<p>At six. Sharp.</p>"
    assert Autosave.objects.get().sequence > 1


def test_parts_that_are_added_moved_and_deleted_are_kept(page: Page, story: Story) -> None:
    one, two, three = (str(part.uid) for part in freeze(story).parts)
    page.get_by_role("button", name="Move Section 1 down").click()
    page.get_by_role("button", name="Delete Section 3").click()
    with rest(page):
        page.locator(".add-parts").get_by_role("button", name="Pull quote").click()
        page.keyboard.type("Said")
    found = document_with(Autosave.objects.get())
    assert [str(part.uid) for part in found.parts[:2]] == [two, one]
    assert [part.kind for part in found.parts] == ["text", "text", "quote"]
    assert found.parts[2].values["quote"] == "Said"
    assert changes(story)["deleted"] == [three]


def test_topics_section_and_bylines_are_kept(page: Page, story: Story) -> None:
    page.locator(".credit > summary").click()
    page.get_by_role("button", name="Byline").click()
    page.get_by_label("Name as printed").fill("Anna Bianchi")
    page.get_by_role("tab", name="Story").click()
    with rest(page):
        page.locator("select[name=section]").select_option("")
    found = document_with(Autosave.objects.get())
    assert (found.section, [line.name for line in found.bylines]) == (None, ["Anna Bianchi"])


def test_editors_that_start_change_nothing(page: Page, story: Story) -> None:
    for row in parts(page).all():
        row.scroll_into_view_if_needed()
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    assert changes(story) == {"fields": {"headline": "Typed"}}


def test_the_browser_keeps_it_first(page: Page, story: Story) -> None:
    page.route("**/autosave/", lambda _route: None)  # the server never answers
    write(page, 2, " Soon.")
    kept(page)
    (copy,) = copies(page)
    assert copy["changes"]["parts"][0]["values"] == {"body": "<p>A vote. Soon.</p>\n"}
    assert (copy["headline"], copy["story"]) == ("Harbour reopens", str(story.pk))
    page.unroute_all(behavior="ignoreErrors")


def test_a_save_takes_it_in_and_nothing_is_left(page: Page, story: Story) -> None:
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    page.keyboard.press("Control+s")
    saved(page)
    assert changes(story) == {}
    eventually(lambda: copies(page) == [], page)
    open_form(page, story)
    expect(page.locator(".offer")).to_have_count(0)


def test_a_page_that_goes_sends_the_last_words(page: Page, story: Story) -> None:
    leave_anyway(page)
    write(page, 1, " Last words")
    page.goto("/admin/")  # within a second of the last key
    body = "<p>They wait. Last words</p>"
    eventually(lambda: body in str(changes(story)), page)
    assert body in str(changes(story))


def test_a_page_that_is_hidden_sends_what_it_has(page: Page, story: Story) -> None:
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.resource_type) if "autosave" in r.url else None)
    page.get_by_label("Headline", exact=True).press_sequentially("Today: ")
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true })
            document.dispatchEvent(new Event("visibilitychange"))
        }"""
    )
    eventually(lambda: "Today: " in str(changes(story)), page)
    assert sent[0] == "ping"  # a beacon: it goes out although the page is gone


def test_what_is_too_large_for_a_beacon_stays_in_the_browser(page: Page, story: Story) -> None:
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.resource_type) if "autosave" in r.url else None)
    leave_anyway(page)
    page.get_by_label("Standfirst").fill("word " * 13_000)
    kept(page)
    page.goto("/admin/")
    assert "ping" not in sent
    open_form(page, story)
    expect(page.locator(".offer")).to_contain_text("You typed this at")


def test_whoever_leaves_is_asked_only_while_nothing_has_the_text(page: Page, story: Story) -> None:
    asked = leave_anyway(page)
    page.get_by_label("Headline", exact=True).fill("Typed")
    kept(page)
    page.goto("/admin/")
    assert asked == []
    open_form(page, story)
    page.get_by_label("Headline", exact=True).fill("Typed at the last moment")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_setting_is_only_kept_by_a_save_and_the_browser_asks(page: Page, story: Story) -> None:
    asked = leave_anyway(page)
    page.get_by_role("tab", name="Story").click()
    page.get_by_label("Translation of").fill("/an-address/")
    with rest(page):
        page.get_by_label("Headline", exact=True).fill("Typed")
    assert changes(story) == {"fields": {"headline": "Typed"}}
    expect(page.locator(".bar-saved")).to_have_text("Not saved")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_story_of_300_parts_autosaves_small_pieces(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    many = tuple(text(f"<p>{'Words of a long text. ' * 20}</p>", f"Part {n}") for n in range(300))
    story = make_story(reporter, section, parts=many)
    signed_in(reporter)
    open_form(page, story)
    with rest(page) as answer:
        write(page, 0, "More.")
    assert len(answer.value.request.post_data or "") < 3000
    took = page.evaluate(
        """async () => {
            const { changesIn, read } = await import("desk/typed")
            const began = performance.now()
            changesIn(read())
            return performance.now() - began
        }"""
    )
    assert took < 200
    assert re.search("More", str(changes(story)))
