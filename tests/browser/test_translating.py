"""Translating on the form: the source beside each part, what changed in it, and “Still right”."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.models import Section, Story
from tests.browser.form import open_form, saved
from tests.stories import make_story, publish, save, text


@pytest.fixture
def source(administrator: User, section: Section) -> Story:
    parts = (text("<p>They sail at six.</p>", "Low water"),)
    story = make_story(administrator, section, standfirst="In short.", parts=parts)
    publish(story, administrator, now=timezone.now())
    return story


def test_a_story_is_translated_beside_its_source_and_told_when_that_changes(
    page: Page, signed_in: Callable[..., None], administrator: User, source: Story
) -> None:
    signed_in(administrator)
    open_form(page, source)
    page.locator("details.menu > summary").click()
    page.get_by_role("link", name="Translate…").click()
    page.get_by_role("button", name="Translate", exact=True).click()
    page.wait_for_url(lambda url: f"/{source.pk}/" not in url)

    beside = page.locator(".part:not(.empty-form) .source").first
    expect(beside.locator(".source-text")).to_contain_text("They sail at six.")
    expect(page.locator(".field-headline .source-text")).to_have_text("Harbour reopens")
    page.locator("#id_headline").fill("Riapre il porto")
    page.keyboard.press("Control+s")
    saved(page)

    source.refresh_from_db()
    save(source, administrator, headline="Harbour shut", now=timezone.now())
    publish(source, administrator, now=timezone.now(), verb="update")
    page.reload()
    mark = page.locator(".field-headline .source")
    expect(mark).to_contain_text("Source changed")
    expect(mark.locator("ins")).to_contain_text("shut")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mark.get_by_role("link", name="Still right…").click()
    page.get_by_role("dialog").get_by_role("button", name="Still right").click()

    expect(page.locator(".messagelist")).to_contain_text("Marked as still right.")
    expect(page.locator(".field-headline .source")).not_to_contain_text("Source changed")
    assert page.locator("#id_headline").input_value() == "Riapre il porto"
