"""A story of many parts: its editors start where they are needed, and no text is lost with them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Revision, Story, TextSection
from tests.browser.form import open_form, parts
from tests.stories import make_story, text

MANY = 40
FEW = 12  # editors for what is in the window and near it
BODIES = [f"<p>Paragraph {number}, first.</p>\n<p>Second.</p>" for number in range(MANY)]
WITH_A_THIRD = [*BODIES[:-1], BODIES[-1].replace("Second.", "Second. Third.")]
STARTED = "Object.keys(CKEDITOR.instances).length"

OpenMany = Callable[[], Story]


@pytest.fixture
def open_many(page: Page, administrator: User, signed_in: Callable[..., None]) -> OpenMany:
    """Opens the form of a story with many text sections."""

    def open_it() -> Story:
        sections = tuple(text(body, f"Part {number}") for number, body in enumerate(BODIES))
        story = make_story(administrator, parts=sections)
        signed_in(administrator)
        open_form(page, story)
        return story

    return open_it


def writing(part: Locator) -> Locator:
    """Where the text of a part is typed, once its editor has started."""
    return part.locator("[contenteditable=true]")


def save(page: Page) -> None:
    # Of the form itself: what is typed is kept by other posts meanwhile.
    with page.expect_response(
        lambda response: response.request.method == "POST" and response.url.endswith("/change/")
    ) as answer:
        page.keyboard.press("Control+s")
    assert answer.value.ok, answer.value.text()


def stored(story: Story) -> list[str]:
    return [part.body for part in TextSection.objects.filter(parent=story).order_by("ordering")]


def add_a_third(page: Page) -> None:
    """Type at the end of the last part, which has the focus or is about to get it, and save."""
    expect(writing(parts(page).last)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Third.")
    save(page)


def test_few_editors_start_at_once_and_every_text_survives_a_save(
    page: Page, open_many: OpenMany
) -> None:
    story = open_many()
    assert 1 <= page.evaluate(STARTED) <= FEW
    expect(writing(parts(page).first)).to_be_visible()
    save(page)
    assert stored(story) == BODIES
    assert Revision.objects.filter(story=story).count() == 1


def test_a_text_can_be_read_before_its_editor_starts(page: Page, open_many: OpenMany) -> None:
    open_many()
    last = parts(page).last
    expect(last.get_by_role("textbox", name="Text")).to_have_text(
        f"Paragraph {MANY - 1}, first.Second."
    )
    expect(last.locator("textarea[data-rich-text]")).to_be_hidden()
    expect(writing(last)).to_have_count(0)


def test_an_editor_starts_when_its_part_is_scrolled_to(page: Page, open_many: OpenMany) -> None:
    story = open_many()
    parts(page).last.scroll_into_view_if_needed()
    writing(parts(page).last).click()
    add_a_third(page)
    assert stored(story) == WITH_A_THIRD
    assert page.evaluate(STARTED) <= 2 * FEW


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_an_editor_starts_when_a_key_leads_to_it(page: Page, open_many: OpenMany, key: str) -> None:
    """The key comes in the same moment as the scroll, before anything could start."""
    story = open_many()
    parts(page).last.get_by_label("Subheading", exact=True).evaluate("field => field.focus()")
    page.keyboard.press(key)
    add_a_third(page)
    assert stored(story) == WITH_A_THIRD


def test_an_editor_starts_when_its_label_is_clicked(page: Page, open_many: OpenMany) -> None:
    story = open_many()
    parts(page).last.locator(".field-body label").evaluate("label => label.click()")
    add_a_third(page)
    assert stored(story) == WITH_A_THIRD


def test_an_editor_starts_when_its_part_is_unfolded(page: Page, open_many: OpenMany) -> None:
    story = open_many()
    fold = parts(page).last.locator(".part-fold")
    fold.evaluate("button => button.click()")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    writing(parts(page).last).click()
    add_a_third(page)
    assert stored(story) == WITH_A_THIRD


def test_what_stands_in_for_an_editor_is_accessible(
    page: Page, open_many: OpenMany, axe: Callable[..., list[str]]
) -> None:
    open_many()
    assert axe(page, ignore=[".cke"]) == []


def test_a_text_that_never_started_moves_with_its_part(page: Page, open_many: OpenMany) -> None:
    story = open_many()
    button = parts(page).last.locator("[data-do=up]")
    button.evaluate("button => button.click()")
    expect(page.locator("#announcements")).to_contain_text(f"moved to {MANY - 1} of {MANY}")
    save(page)
    assert stored(story) == [*BODIES[:-2], BODIES[-1], BODIES[-2]]


def test_markup_of_a_text_does_nothing_while_it_waits(
    page: Page, administrator: User, signed_in: Callable[..., None]
) -> None:
    sections = [text(body) for body in BODIES[:-1]]
    story = make_story(administrator, parts=(*sections, text("<p>1 &lt;b&gt; <em>2</em></p>")))
    signed_in(administrator)
    open_form(page, story)
    waiting = parts(page).last.get_by_role("textbox", name="Text")
    expect(waiting).to_have_text("1 <b> 2")
    expect(waiting.locator("b, em")).to_have_count(0)
