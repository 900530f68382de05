"""Pictures on the story form: chosen, described, added and published by keyboard."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.document import freeze
from articles.models import Section, Story
from images.models import Image
from tests.browser.form import focused, open_form, parts, saved, sheet, tab_to
from tests.browser.keeping import changes, rest
from tests.images.library import NOW, make_file, make_image
from tests.stories import make_story, save, text


@pytest.fixture
def cranes(media: Path, db: None) -> Image:
    image = make_image(headline="Cranes", alt="Cranes at low water.")
    make_file(image)
    return image


@pytest.fixture
def quay(media: Path, db: None) -> Image:
    image = make_image(headline="The quay", alt="", creators="Ugo Neri")
    make_file(image, (900, 1200))
    return image


@pytest.fixture
def story(administrator: User, section: Section, signed_in: Callable[..., None]) -> Story:
    signed_in(administrator)
    return make_story(administrator, section, standfirst="At last.", parts=(text(),))


def choose(page: Page, words: str) -> None:
    """Find a picture in the chooser that has just opened, and take it."""
    chooser = page.get_by_role("dialog")
    expect(chooser).to_be_visible()
    page.keyboard.type(words)
    expect(chooser.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chooser).to_be_hidden()


def make_narrower(page: Page) -> None:
    """Crop the picture whose buttons come next."""
    tab_to(page, "Crop…")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="The part that is shown")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    tab_to(page, "Use this crop")
    page.keyboard.press("Enter")
    assert focused(page) == "Crop…"


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish…").click()
    with page.expect_navigation():
        sheet(page, "Publish").get_by_role("button", name=re.compile("Publish")).click()


def lead(page: Page) -> Locator:
    return page.get_by_role("group", name="Lead picture")


def test_pictures_are_chosen_by_keyboard_and_readers_see_them(
    page: Page, story: Story, cranes: Image, quay: Image, axe: Callable[..., list[str]]
) -> None:
    open_form(page, story)
    tab_to(page, "Lead picture")
    page.keyboard.press("Enter")
    choose(page, "Cranes")
    expect(lead(page).get_by_role("link", name="Cranes")).to_be_visible()
    assert focused(page) == "Choose…"
    make_narrower(page)
    tab_to(page, "Caption")
    page.keyboard.type("The cranes at six.")
    assert page.get_by_label("Alternative text").first.get_attribute("placeholder") == cranes.alt

    tab_to(page, "+ Picture")
    page.keyboard.press("Enter")
    choose(page, "quay")
    assert focused(page) == "Caption"
    added = parts(page).last
    expect(added).to_contain_text("It has no alternative text.")
    page.keyboard.type("The quay by night.")
    tab_to(page, "Alternative text")
    page.keyboard.type("A quay.")
    expect(added).not_to_contain_text("It has no alternative text.")
    expect(
        added.get_by_role("button", name="Delete Picture 2 “The quay by night.”")
    ).to_be_visible()
    expect(page.locator(".findings")).not_to_contain_text("alternative text")
    assert axe(page, ignore=[".cke"]) == []

    page.keyboard.press("Control+s")
    saved(page)
    publish(page)

    story.refresh_from_db()
    assert re.fullmatch(r"\d+,\d+,9\d\d,1000", story.lead_crop)
    page.goto("/world/harbour-reopens/")
    expect(page.locator("figure")).to_have_count(2)
    expect(page.locator("figure").first).to_contain_text("The cranes at six.")
    expect(page.get_by_role("img", name="A quay.")).to_be_visible()


def test_a_gallery_is_added_in_the_order_of_choosing_and_kept_before_any_save(
    page: Page, story: Story, cranes: Image, quay: Image
) -> None:
    third = make_image(headline="The tide")
    make_file(third)
    open_form(page, story)
    tab_to(page, "Insert above Section 1")
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Gallery").press("Enter")
    chooser = page.get_by_role("dialog")
    for name in ("Cranes", "The tide", "The quay"):
        chooser.locator("[role=option]", has_text=name).click()
    with rest(page):
        chooser.locator("[data-use]").click()
    expect(page.locator("#announcements")).to_have_text("Pictures added as a gallery: 3")
    chosen = [str(image.uuid) for image in (cranes, third, quay)]
    sent = [part["values"] for part in changes(story)["parts"]]
    assert [(one["image"], one["layout"]) for one in sent] == [(uuid, "gallery") for uuid in chosen]

    tab_to(page, "+ Picture")
    page.keyboard.press("Enter")
    expect(chooser).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page) == "Choose a picture…"
    page.get_by_role("button", name="Delete Picture 5").click()
    page.keyboard.press("Control+s")
    saved(page)
    story.refresh_from_db()
    kinds = [part.kind for part in freeze(story).parts]
    assert kinds == ["picture", "picture", "picture", "text"]
    assert [part.values["image"] for part in freeze(story).parts[:3]] == chosen


def test_a_picture_chosen_in_another_window_is_shown_after_a_save(
    page: Page, story: Story, cranes: Image, administrator: User
) -> None:
    open_form(page, story)
    save(story, administrator, lead_image=str(cranes.uuid), lead_caption="Theirs.")
    page.get_by_label("Headline", exact=True).fill("Mine")
    page.keyboard.press("Control+s")
    saved(page)
    expect(lead(page).get_by_role("link", name="Cranes")).to_be_visible()
    expect(page.locator("#id_lead_caption")).to_have_value("Theirs.")
    lead(page).get_by_role("button", name="Remove").click()
    assert focused(page) == "Lead picture"
    page.keyboard.press("Control+s")
    expect(page.locator("#story_form[data-unsaved]")).to_have_count(0)
    story.refresh_from_db()
    assert (story.headline, story.lead_image, story.lead_caption) == ("Mine", "", "Theirs.")


def test_what_readers_do_not_see_is_said_beside_it(
    page: Page, story: Story, cranes: Image, administrator: User
) -> None:
    save(story, administrator, lead_image=str(cranes.uuid))
    Image.objects.filter(pk=cranes.pk).update(taken_down_at=NOW)
    open_form(page, story)
    expect(lead(page)).to_contain_text("Taken down. Readers do not see it.")
    Image.objects.filter(pk=cranes.pk).update(taken_down_at=None, retired_at=NOW)
    open_form(page, story)
    expect(lead(page)).to_contain_text("Retired.")
