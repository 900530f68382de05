"""The main job, end to end: sign in, write a story of sections, publish it, read the page."""

import re

import html5lib
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.dumps import WIDTH, read_with
from tests.stories import make_section, make_site

HEADLINE = "The dredging of the inner harbour, begun in the spring, enters its last month"
RUNNING_HEAD = "The Dredging Of The Inner Harbour, Begun In The Spring, Enters Its Last Month"
SECTIONS = [
    (
        "The dredging of the inner harbour enters its last month. The harbour master, Ilse "
        "McAdam, meets the EPA's envoys on Friday to settle who pays for the silt",
        "Two barges work through the night between the customs quay and the old lock. Of the "
        "ninety thousand cubic metres that the plan allows for, eighty-one thousand have been "
        "lifted. On Friday the harbour master will sit down with the envoys of the EPA; what "
        "they decide will be put to the council of the town before the year is out.",
    ),
    (
        "Meanwhile the pilots keep the second channel open. Between the lighthouse and the "
        "shipyard the markers have been moved twice",
        "The second channel is narrow, and it moves. Pilots go out at low water with poles and "
        "a notebook, as their fathers did; in the evening the notebook is read into the chart. "
        "Nobody has run aground since August. The markers were moved for the second time on "
        "Tuesday, thirty metres to the north.",
    ),
]
BLOCKS = [
    "Skip to main content",
    HEADLINE,
    RUNNING_HEAD,
    *(block for section in SECTIONS for block in section),
    "Back to top",
]


@pytest.fixture
def address(page: Page, administrator: User) -> str:
    """The address of the story, typed and published through the desk."""
    make_site()
    make_section("World")
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(administrator.email)
    page.get_by_label("Password").fill("password")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="New story").first.click()
    page.wait_for_selector("html[data-desk=ready]")
    page.get_by_role("textbox", name="Headline").fill(HEADLINE)
    for number, (subheading, body) in enumerate(SECTIONS):
        if number:
            adding = page.get_by_role("group", name="Add at the end")
            adding.get_by_role("button", name="Section").click()
        page.get_by_role("textbox", name="Subheading").nth(number).fill(subheading)
        page.locator("[contenteditable=true]:visible").nth(number).click()
        page.keyboard.type(body)
    page.get_by_role("tab", name="Story").click()
    page.get_by_label("Section", exact=True).select_option(label="World")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    link = page.get_by_role("link", name="See the page").first.get_attribute("href")
    assert link is not None
    return link


def test_what_was_typed_is_read_in_order_and_as_often(page: Page, address: str) -> None:
    response = page.request.get(address)
    tree = html5lib.parse(response.text(), namespaceHTMLElements=False)
    assert_reads_as_typed("".join(tree.find("body").itertext()))


@pytest.mark.parametrize("program", WIDTH)
def test_a_text_browser_reads_what_was_typed(
    live_server: LiveServer, address: str, program: str
) -> None:
    assert_reads_as_typed(read_with(program, live_server.url + address))


def assert_reads_as_typed(words: str) -> None:
    """Every block stands in `words`, in order, and as often as it was typed."""
    words = re.sub(r"\s+", " ", words)
    place = 0
    for block in BLOCKS:
        found = words.find(block, place)
        assert found >= 0, f"{block!r} does not follow"
        assert words.count(block) == 1
        place = found + len(block)
