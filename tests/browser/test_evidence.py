"""Evidence, in a browser."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from articles.models import Section, Story
from tests.stories import byline, make_story, publish, save, take_down, text

LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]


@pytest.fixture
def story(administrator: User, section: Section) -> Story:
    story = make_story(
        administrator,
        section,
        headline="The port and its money",
        standfirst="What two witnesses told the court.",
        bylines=(byline("Anna Bianchi", "text"),),
        parts=(text("<p>On Monday <em>the court</em> sat.</p>", "Court"),),
    )
    publish(story, administrator, now=timezone.now())
    save(story, administrator, kicker="Court", now=timezone.now())
    publish(story, administrator, now=timezone.now(), verb="correct", note="It was Monday.")
    take_down(story, administrator, now=timezone.now(), why="legal", notice="By order of a court.")
    return story


def download(page: Page, story: Story) -> ZipFile:
    page.goto(f"/admin/articles/story/{story.pk}/change/")
    page.locator(".menu > summary").click()
    page.get_by_role("link", name="Evidence").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the evidence").click()
    return ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_menu_leads_to_a_file_that_anybody_can_read(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    axe: Callable[..., list[str]],
    administrator: User,
    story: Story,
    tmp_path: Path,
    width: int,
    scheme: str,
) -> None:
    context = new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, accept_downloads=True
    )
    signed_in(administrator, context)
    page = context.new_page()
    with download(page, story) as archive:
        archive.extractall(tmp_path)
    assert axe(page) == []

    page.goto((tmp_path / "summary.html").as_uri())
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="The port and its money").first.click()
    page.get_by_role("heading", name="The port and its money").wait_for()
    assert axe(page) == []
