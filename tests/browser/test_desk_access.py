"""axe finds nothing on the desk, at any width, light or dark, outside the editor's markup."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from articles import clock, redirecting, versions
from articles.models import Redirect, Revision, Story
from tests.articles.fronts.arranged import block, front, make_front, slot
from tests.browser.complaints import Complaints
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    quote,
    save,
    text,
)

LOOKS = [(width, scheme) for width in (320, 768, 1280) for scheme in ("light", "dark")]
EDITOR = [".cke"]


@pytest.fixture
def story(administrator: User) -> Story:
    make_site()
    topics = [make_topic(name) for name in ("Ports", "Elections", "Energy")]
    author = make_author("Anna Bianchi", administrator)
    story = make_story(
        administrator,
        make_section(),
        standfirst="In short.",
        topics=(topics[0].uuid,),
        bylines=(byline("Anna Bianchi", author=author),),
        parts=(text("<p>Words</p>", "A subheading"), quote("Said", "Somebody"), text("", "")),
    )
    publish(story, administrator, now=timezone.now())
    save(story, administrator, headline="Harbour reopens today TK")
    first = Revision.objects.get(story=story, number=1)
    versions.name_revision(
        story=story, revision=first, name="As sent", by=administrator, now=timezone.now()
    )
    return story


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def desk(
    request: pytest.FixtureRequest,
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    administrator: User,
) -> Page:
    width, scheme = request.param
    context = new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",  # a menu that still fades in has no contrast yet
    )
    signed_in(administrator, context)
    return context.new_page()


def findings(page: Page, axe: Callable[..., list[str]], paths: list[str]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = axe(page, ignore=EDITOR)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    return {path: sentences for path, sentences in found.items() if sentences}


def test_axe_finds_nothing_on_the_pages_of_the_desk(
    desk: Page, axe: Callable[..., list[str]], story: Story, make_user: Callable[..., User]
) -> None:
    own = f"/admin/articles/story/{story.pk}"
    paths = ["/admin/", "/admin/articles/story/", "/admin/articles/story/add/"]
    paths += [f"{own}/publish/", f"{own}/take_down/", f"{own}/history/"]
    paths += [f"{own}/compare/?from=1", f"{own}/compare/?from=seen", f"{own}/version/?revision=1"]
    paths += [f"{own}/restore/?revision=1", f"{own}/name/?revision=1"]
    paths += [f"{own}/copy/", f"{own}/bin/", "/admin/articles/story/bin/"]
    paths += [f"/admin/articles/topic/{story.topics.get().pk}/delete/"]
    paths += [f"/admin/accounts/user/{make_user('Rita Reporter').pk}/delete/"]
    home = make_front(front(block("grid", slot(story), size=3)), story.created_by, now=clock.now())
    fronts = f"/admin/articles/front/{home.front_id}"
    paths += ["/admin/articles/front/", f"{fronts}/publish/", f"{fronts}/versions/"]
    assert findings(desk, axe, paths) == {}
    desk.goto(f"{fronts}/change/")
    desk.wait_for_selector("html[data-front=ready]")
    desk.frame_locator("#front-picture").locator(".desk-place-handle").first.click()
    assert axe(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.context.clear_cookies()
    assert findings(desk, axe, ["/admin/login/?next=/admin/"]) == {}


def test_axe_finds_nothing_on_the_story_form(
    desk: Page, axe: Callable[..., list[str]], story: Story
) -> None:
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector("html[data-desk=ready]")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = {"checks": axe(desk, ignore=EDITOR)}
    desk.locator(".credit > summary").click()
    desk.get_by_role("tab", name="Story").click()
    desk.get_by_text("Address and search").click()
    desk.get_by_role("button", name="Delete Section 3").click()
    desk.get_by_role("button", name="Insert above Section 1").click()
    found["story"] = axe(desk, ignore=EDITOR)
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Publish changes…").click()
    desk.get_by_role("dialog").wait_for()
    found["sheet"] = axe(desk, ignore=EDITOR)
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def test_axe_finds_nothing_where_addresses_and_words_are_changed(
    desk: Page,
    axe: Callable[..., list[str]],
    story: Story,
    administrator: User,
    complaints: Complaints,
) -> None:
    complaints.forgive("Applying inline style")  # the stock admin's jQuery tries what styles can do
    made = redirecting.redirect(
        address=Redirect(),
        path="/2019/03/старый-порт.html",
        to="/world/harbour-reopens/",
        by=administrator,
        now=timezone.now(),
    )
    rename = f"/admin/articles/section/{story.section_id}/rename/en/"
    paths = [f"/admin/articles/section/{story.section_id}/change/", rename]
    paths += [f"/admin/articles/redirect/{rest}" for rest in ("", "add/", f"{made.pk}/change/")]
    paths += [f"/admin/articles/story/{story.pk}/{name}/" for name in ("remove-words", "evidence")]
    assert findings(desk, axe, paths) == {}

    desk.goto(rename)
    desk.get_by_label("New address").fill("globe")
    desk.get_by_role("button", name="See what changes").click()
    desk.get_by_role("heading", name="What changes").wait_for()
    assert axe(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
