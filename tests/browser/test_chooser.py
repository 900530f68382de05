"""The chooser of pictures over the story form, in a browser."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from articles.admin.pictures.finding import PAGE
from articles.models import Section
from images.models import Image
from images.renditions import make_common
from tests.browser.complaints import Complaints
from tests.browser.form import focused, open_form, three_sections
from tests.images import files
from tests.images.library import NOW, make_file, make_image

pytestmark = pytest.mark.usefixtures("media")
NAMES = ["Harbour", "Market", "Parliament", "Storm", "Vineyard"]


@pytest.fixture
def pictures(reporter: User) -> list[Image]:
    """Five of them, the last the newest."""
    return make_pictures(NAMES, reporter)


@pytest.fixture
def form(
    page: Page,
    signed_in: Callable[..., None],
    reporter: User,
    section: Section,
    pictures: list[Image],
) -> Page:
    signed_in(reporter)
    open_form(page, three_sections(reporter, section))
    return page


def make_pictures(names: list[str], by: User) -> list[Image]:
    found = []
    for number, name in enumerate(names):
        at = NOW + timedelta(seconds=number)
        found.append(make_image(headline=name, uploaded_by=by, uploaded_at=at))
        make_file(found[-1], (480, 320))
        make_common(found[-1])
    return found


def choose(page: Page, **options: Any) -> Locator:
    """Open the chooser; what it answers is found by `chosen`."""
    page.evaluate(
        """async (options) => {
            const { choose } = await import("desk/chooser")
            window.answer = choose(options)
        }""",
        options,
    )
    dialog = page.get_by_role("dialog", name="Choose")
    expect(dialog.get_by_role("listbox")).not_to_have_attribute("aria-busy", "true")
    return dialog


def chosen(page: Page) -> list[str]:
    """The titles of what was chosen, once the dialog has answered."""
    return page.evaluate("window.answer.then((cards) => cards.map(({ title }) => title))")


def titles(dialog: Locator) -> Locator:
    return dialog.locator(".picture-title")


def options(dialog: Locator, **asked: Any) -> Locator:
    return dialog.get_by_role("listbox", name="Pictures").get_by_role("option", **asked)


def test_a_picture_is_found_and_chosen_by_keyboard_alone(form: Page) -> None:
    dialog = choose(form)
    expect(titles(dialog)).to_have_text(NAMES[::-1])
    assert focused(form) == "Search pictures"

    form.keyboard.press("ArrowDown")
    expect(options(dialog, name="Vineyard")).to_be_focused()
    form.keyboard.press("ArrowRight")
    expect(options(dialog, name="Storm")).to_be_focused()
    form.keyboard.press("End")
    expect(options(dialog, name="Harbour")).to_be_focused()
    form.keyboard.press("Home")
    form.keyboard.press("ArrowDown")  # there may be no row below: it stays, or goes to one
    form.keyboard.press("Shift+Tab")
    form.keyboard.press("Shift+Tab")
    form.keyboard.press("Shift+Tab")
    form.keyboard.press("Shift+Tab")
    assert focused(form) == "Search pictures"
    form.keyboard.type("parl")
    expect(titles(dialog)).to_have_text(["Parliament"])
    expect(dialog.get_by_role("status").first).to_have_text("Pictures found: 1.")
    form.keyboard.press("Enter")
    expect(options(dialog, name="Parliament")).to_be_focused()
    form.keyboard.press("Enter")

    assert chosen(form) == ["Parliament"]
    expect(dialog).to_be_hidden()


def test_several_are_chosen_across_searches_and_no_more_than_may_be(form: Page) -> None:
    dialog = choose(form, many=True, most=2)

    options(dialog, name="Market").click()
    dialog.get_by_label("Search pictures").fill("storm")
    expect(titles(dialog)).to_have_text(["Storm"])
    options(dialog, name="Storm").focus()
    form.keyboard.press("Space")
    expect(dialog.locator(".chooser-count")).to_have_text("Chosen: 2 of at most 2")
    dialog.get_by_label("Search pictures").fill("")
    expect(titles(dialog)).to_have_count(5)
    expect(options(dialog, selected=True)).to_have_count(2)
    options(dialog, name="Harbour").click()

    expect(options(dialog, selected=True)).to_have_count(2)
    expect(dialog.locator(".chooser-said")).to_have_text("No more than 2 pictures can be chosen.")
    dialog.get_by_role("button", name="Use these 2 pictures").click()
    assert chosen(form) == ["Market", "Storm"]


def test_escape_chooses_nothing_and_gives_the_focus_back(form: Page) -> None:
    form.get_by_label("Headline", exact=True).focus()
    dialog = choose(form, many=True)
    options(dialog, name="Market").click()

    form.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    assert chosen(form) == []
    expect(form.get_by_label("Headline", exact=True)).to_be_focused()
    expect(form.locator("#story_form[data-unsaved]")).to_have_count(0)


def test_more_pictures_come_at_the_end(form: Page, reporter: User) -> None:
    make_pictures([f"Older {number}" for number in range(PAGE)], reporter)
    dialog = choose(form)
    expect(titles(dialog)).to_have_count(PAGE)

    dialog.get_by_role("button", name="More pictures").press("Enter")

    expect(titles(dialog)).to_have_count(PAGE + 5)
    expect(options(dialog).nth(PAGE)).to_be_focused()


def test_a_picture_is_uploaded_described_and_used(form: Page, tmp_path: Path) -> None:
    dialog = choose(form)
    path = tmp_path / "quay.jpg"
    path.write_bytes(files.saved(files.scene(size=(640, 480)), "JPEG"))

    with form.expect_file_chooser() as asked:
        dialog.get_by_role("button", name="Upload…").click()
    asked.value.set_files(path)

    upload = dialog.get_by_role("listitem").filter(has_text="quay.jpg")
    expect(upload).to_contain_text("It is in the library.")
    expect(options(dialog, selected=True)).to_have_count(1)
    upload.get_by_label("Title").fill("The quay")
    upload.get_by_label("Credit").fill("Anna Bianchi")
    dialog.get_by_role("button", name="Use this picture").click()

    assert chosen(form) == ["The quay"]
    image = Image.objects.get(headline="The quay")
    assert image.credit == "Anna Bianchi"


def test_a_file_that_is_no_picture_is_refused_in_words(
    form: Page, tmp_path: Path, complaints: Complaints
) -> None:
    dialog = choose(form)
    path = tmp_path / "page.jpg"
    path.write_text("<html>")

    dialog.locator("input[type=file]").set_input_files(path)

    upload = dialog.get_by_role("listitem").filter(has_text="page.jpg")
    expect(upload).to_have_class("chooser-upload is-refused")
    expect(upload).to_contain_text("This is a web page, not a picture.")
    form.keyboard.press("Escape")
    assert chosen(form) == []
    complaints.expect("400")


def test_a_session_that_ended_is_said_and_the_search_goes_on(
    form: Page, context: BrowserContext
) -> None:
    dialog = choose(form)
    context.clear_cookies()

    dialog.get_by_label("Search pictures").fill("storm")
    form.get_by_role("dialog", name="Sign in to go on").get_by_text("Not now").click()
    expect(dialog.get_by_role("alert")).to_contain_text("You are no longer signed in")
    dialog.get_by_role("button", name="Try again").click()
    sign_in = form.get_by_role("dialog", name="Sign in to go on")
    sign_in.get_by_label("Password").fill("password")
    sign_in.get_by_role("button", name="Sign in").click()

    expect(titles(dialog)).to_have_text(["Storm"])
    expect(dialog.locator(".chooser-trouble")).to_be_empty()


@pytest.fixture
def phone(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    reporter: User,
    section: Section,
    pictures: list[Image],
    live_server: LiveServer,
) -> Iterator[Page]:
    context = new_context(has_touch=True, viewport={"width": 390, "height": 844})
    signed_in(reporter, context)
    page = context.new_page()
    open_form(page, three_sections(reporter, section))
    yield page


def test_it_fills_the_screen_of_a_phone_and_passes_axe(
    phone: Page, axe: Callable[..., list[str]]
) -> None:
    dialog = choose(phone, many=True)
    options(dialog, name="Market").tap()

    box = dialog.bounding_box()

    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert axe(phone, ignore=[".cke"]) == []
