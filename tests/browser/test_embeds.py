"""Embeds at the screen: looked up on the desk, loaded by readers and not before."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.document import DocumentPart, freeze
from articles.models import Section, Story
from tests.browser.complaints import Complaints
from tests.browser.form import open_form, saved, tab_to
from tests.fetching.outside import Outside, outside
from tests.stories import make_story, publish, text

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture
def server() -> Iterator[Outside]:
    with outside() as place:
        yield place


def test_embed_is_looked_up_by_its_address_and_saved(
    page: Page,
    administrator: User,
    section: Section,
    signed_in: Callable[..., None],
    server: Outside,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_stories: Any = admin.site._registry[Story]
    monkeypatch.setattr(of_stories, "outside", server.policy())
    server.says("/video", b"<meta property=og:title content='The gates close'><title>x</title>")
    story = make_story(administrator, section, standfirst="At last.", parts=(text(),))
    signed_in(administrator)
    open_form(page, story)

    page.locator(".add-parts").get_by_role("button", name="Embed").click()
    row = page.locator(".part-embed:not(.empty-form)")
    row.get_by_label("Address").fill(server.url("/video"))
    row.get_by_label("Who made it").fill("Ada Rossi")
    tab_to(page, "Look up", "Shift+Tab")
    page.keyboard.press("Enter")

    expect(row.locator(".look-up-said")).to_contain_text("Not found there: who made it, picture")
    expect(row.get_by_label("Title", exact=True)).to_have_value("The gates close")
    expect(row.get_by_label("Who made it")).to_have_value("Ada Rossi")
    page.keyboard.press("Control+s")
    saved(page)
    kept = freeze(story).parts[1].values
    assert (kept["url"], kept["title"], kept["author"]) == (
        server.url("/video"),
        "The gates close",
        "Ada Rossi",
    )


def test_readers_load_nothing_from_elsewhere_before_they_ask(
    page: Page, administrator: User, section: Section, complaints: Complaints
) -> None:
    names = ("author", "provider", "thumbnail", "caption", "ratio")
    values = {"url": VIDEO, "title": "The gates close", **dict.fromkeys(names, "")}
    part = DocumentPart(kind="embed", uid=uuid4(), values=values)
    story = make_story(administrator, section, standfirst="At last.", parts=(text(), part))
    page.goto(publish(story, administrator).path)

    button = page.get_by_role("button", name="Load from YouTube")
    expect(button).to_be_visible()
    assert complaints == []  # of which a request to another host would be one
    button.focus()
    with page.expect_request(lambda request: "youtube" in request.url) as asked:
        page.keyboard.press("Enter")

    player = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert asked.value.url.split("?")[0] == player
    complaints.expect(f"^request to another host: {player}")
    frame = page.locator(".embed iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "The gates close")
    assert "allow-top-navigation" not in str(frame.get_attribute("sandbox"))
    expect(page.get_by_role("link", name="The gates close")).to_be_visible()
