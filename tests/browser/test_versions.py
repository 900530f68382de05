"""The history by keyboard: two versions compared, an old one restored and named; what changed, over
the form."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from articles import binning
from articles.models import Kind, Milestone, Revision, Section, Story
from tests.browser.form import open_form, tab_to
from tests.stories import make_story, publish, save, text


@pytest.fixture
def story(administrator: User, section: Section) -> Story:
    """Three versions: the second is live, the third moves a part."""
    first, second = text("<p>At six.</p>", "Low water"), text("<p>They wait.</p>", "The pilots")
    story = make_story(administrator, section, standfirst="In short.", parts=(first, second))
    save(story, administrator, headline="Harbour reopens at noon")
    publish(story, administrator, now=timezone.now())
    save(story, administrator, parts=(second, first))
    return story


@pytest.fixture
def desk(page: Page, signed_in: Callable[..., None], administrator: User) -> Page:
    signed_in(administrator)
    return page


def history(story: Story) -> str:
    return f"/admin/articles/story/{story.pk}/history/"


def choose(page: Page, column: str, number: int) -> None:
    """Go to the radio buttons of a column and on by arrow keys to a version."""
    checked = page.locator(f"[name={column}]:checked")
    checked.focus()
    for _press in range(10):
        chosen = page.locator(f"[name={column}]:checked")
        if chosen.input_value() == str(number):
            return
        chosen.press("ArrowDown")
    pytest.fail(f"No arrow key leads to version {number}")


def test_two_versions_are_chosen_and_compared_by_keyboard(desk: Page, story: Story) -> None:
    desk.goto(history(story))
    choose(desk, "from", 1)
    choose(desk, "to", 2)

    tab_to(desk, "Compare", key="Shift+Tab")
    desk.keyboard.press("Enter")

    desk.wait_for_url("**/compare/?to=2&from=1")
    expect(desk.locator(".comparison ins")).to_contain_text("at noon")
    tab_to(desk, "The change after")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/compare/?from=2&to=3")
    expect(desk.locator(".comparison")).to_contain_text("Moved from place")
    expect(desk.locator(".comparison ins, .comparison del")).to_have_count(0)


def test_a_version_is_restored_by_keyboard(desk: Page, story: Story) -> None:
    desk.goto(history(story))

    tab_to(desk, "Restore… version 1")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Restore version 1?")).to_be_visible()
    expect(desk.locator(".comparison del")).to_contain_text("at noon")
    tab_to(desk, "Restore")
    desk.keyboard.press("Enter")

    expect(desk.locator(".messagelist")).to_contain_text("Version 1 is restored as version 4.")
    expect(desk.locator("#id_headline")).to_have_value("Harbour reopens")
    assert Revision.objects.get(number=4).kind == Kind.RESTORE


def test_a_version_is_named_by_keyboard(desk: Page, story: Story) -> None:
    desk.goto(history(story))

    tab_to(desk, "Name… version 2")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Name", exact=True)).to_be_focused()
    desk.keyboard.type("Read by the lawyer")
    desk.keyboard.press("Enter")

    row = desk.locator("#version-2")
    expect(row).to_contain_text("Read by the lawyer")
    expect(row).to_be_in_viewport()
    assert Milestone.objects.get().name == "Read by the lawyer"


def test_what_changed_is_shown_over_the_form_and_what_is_typed_stays(
    desk: Page, story: Story
) -> None:
    open_form(desk, story)
    desk.locator("#id_headline").fill("Typed and not saved")
    desk.get_by_role("tab", name="Story").click()

    desk.get_by_role("link", name="what readers see").press("Enter")

    sheet = desk.get_by_role("dialog")
    expect(sheet).to_contain_text("Moved from place")
    expect(sheet.get_by_role("link", name="Back to the story")).to_be_focused()
    sheet.get_by_role("link", name="The change before").press("Enter")
    expect(sheet.locator("ins")).to_contain_text("at noon")
    desk.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(desk.locator("#id_headline")).to_have_value("Typed and not saved")


def test_leaving_for_the_history_asks_where_text_is_not_saved(desk: Page, story: Story) -> None:
    open_form(desk, story)
    desk.locator("#id_headline").fill("Typed and not saved")
    desk.get_by_role("tab", name="Story").click()
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    desk.locator(".side-history a").click()

    expect(desk.locator("#id_headline")).to_have_value("Typed and not saved")
    assert asked == ["beforeunload"]


def test_an_old_version_leads_back(desk: Page, story: Story) -> None:
    desk.goto(history(story))
    desk.locator("#version-1").get_by_role("link", name="Look").click()

    expect(desk).to_have_title("Version 1 · Harbour reopens – The Lantern")
    bar = desk.get_by_role("complementary", name="An old version")
    bar.get_by_role("link", name="History").click()
    desk.wait_for_url("**/history/#version-1")


def test_a_story_is_brought_back_from_the_bin(
    desk: Page, administrator: User, section: Section
) -> None:
    story = make_story(administrator, section, headline="Never seen")
    binning.put_in_bin(story=story, by=administrator, now=timezone.now())
    desk.goto("/admin/articles/story/")
    expect(desk.get_by_text("Never seen")).to_have_count(0)
    desk.get_by_role("link", name="Bin", exact=True).click()

    desk.get_by_role("button", name="Bring back: Never seen").press("Enter")

    expect(desk.locator(".messagelist")).to_contain_text("It is back from the bin")
    expect(desk.locator("#id_headline")).to_have_value("Never seen")
