"""The story form in a real browser: writing, arranging and publishing by keyboard, touch, mouse."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles import revisions
from articles.document import freeze
from articles.models import Section, Story
from articles.models.public import Edition
from tests.browser.form import (
    THREE,
    drag,
    focused,
    open_form,
    parts,
    ready,
    saved,
    subheadings,
    tab_to,
    three_sections,
)
from tests.stories import make_story, make_topic


def live_subheadings() -> list[str]:
    edition = Edition.objects.select_related("revision").latest("live_from")
    return [part["values"]["subheading"] for part in edition.revision.document["parts"]]


def start_a_story_by_keyboard(page: Page) -> None:
    page.goto("/admin/")
    tab_to(page, "New story")
    page.keyboard.press("Enter")
    ready(page)


def write_by_keyboard(page: Page) -> None:
    """Headline, standfirst and the three sections."""
    assert focused(page) == "Headline"
    page.keyboard.type("Harbour reopens")
    page.keyboard.press("Enter")
    page.keyboard.type("After forty years.")
    tab_to(page, "Subheading")
    for number, (heading, body) in enumerate(THREE):
        if number:
            tab_to(page, "+ Section")
            page.keyboard.press("Enter")
        page.keyboard.type(heading)
        page.keyboard.press("Enter")
        expect(page.locator("[contenteditable=true]:focus")).to_be_visible()
        page.keyboard.type(body)


def move_the_last_section_to_the_top_by_keyboard(page: Page) -> None:
    tab_to(page, "Move Section 3 up", "Shift+Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "Move Section 2 up"
    expect(page.locator("#announcements")).to_have_text("Section 3 moved to 2 of 3")
    page.keyboard.press("Enter")
    expect(page.locator("#announcements")).to_have_text("Section 2 moved to 1 of 3")


def mend_what_the_checks_found_by_keyboard(page: Page) -> None:
    """The one finding leads to its field; then the story is saved."""
    expect(page.get_by_role("tab", name="Checks")).to_have_text("Checks (1)")
    tab_to(page, "Checks (1)")
    page.keyboard.press("Tab")
    tab_to(page, "Must be mended: No section is chosen.")
    page.keyboard.press("Enter")
    assert focused(page) == "Section"
    page.keyboard.type("World")
    page.keyboard.press("Control+s")
    saved(page)


def publish_by_keyboard(page: Page) -> None:
    tab_to(page, "Publish…", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Publish")).to_be_visible()
    tab_to(page, "Publish now")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Published. Readers see it now.")


def test_a_story_is_written_arranged_and_published_by_keyboard_alone(
    page: Page, signed_in: Callable[..., None], administrator: User, section: Section
) -> None:
    signed_in(administrator)
    start_a_story_by_keyboard(page)
    write_by_keyboard(page)
    move_the_last_section_to_the_top_by_keyboard(page)
    assert subheadings(page) == ["What comes next", "Low water", "The pilots"]
    mend_what_the_checks_found_by_keyboard(page)
    publish_by_keyboard(page)
    assert live_subheadings() == ["What comes next", "Low water", "The pilots"]
    page.get_by_role("link", name="See the page").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour reopens")


def test_a_story_is_written_arranged_and_published_on_a_phone(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    administrator: User,
    section: Section,
) -> None:
    phone = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    signed_in(administrator, phone)
    page = phone.new_page()
    page.goto("/admin/")
    page.get_by_role("button", name="New story").tap()
    ready(page)
    page.get_by_label("Headline", exact=True).fill("Harbour reopens")
    for number, (heading, body) in enumerate(THREE):
        if number:
            page.get_by_role("button", name="Section", exact=True).tap()
        part = parts(page).nth(number)
        part.get_by_label("Subheading", exact=True).fill(heading)
        part.locator("[contenteditable=true]").tap()
        page.keyboard.type(body)
    page.get_by_role("button", name="Move Section 3 up").tap()
    page.get_by_role("button", name="Move Section 2 up").tap()
    assert subheadings(page) == ["What comes next", "Low water", "The pilots"]
    page.get_by_role("tab", name="Story").tap()
    page.get_by_label("Section", exact=True).select_option(label="World")
    for button in page.locator(".part-tools button:visible, .bar-buttons button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Publish…").tap()
    page.get_by_role("button", name="Publish now").tap()
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    assert live_subheadings() == ["What comes next", "Low water", "The pilots"]


def test_editors_keep_their_text_when_parts_move_and_can_be_written_in_after(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_role("button", name="Move Section 1 down").click()
    page.get_by_role("button", name="Move Section 2 down").click()
    assert subheadings(page) == ["The pilots", "What comes next", "Low water"]
    last = parts(page).nth(2).locator("[contenteditable=true]")
    expect(last).to_have_text("At six.")
    last.click()
    page.keyboard.press("End")
    page.keyboard.type(" Sharp.")
    page.keyboard.press("Control+s")
    saved(page)
    found = [(p.values["subheading"], p.values["body"]) for p in freeze(story).parts]
    assert found == [
        ("The pilots", "<p>They wait.</p>"),
        ("What comes next", "<p>A vote.</p>"),
        ("Low water", "<p>At six. Sharp.</p>"),
    ]


def test_a_part_that_is_dragged_is_in_its_place_in_the_document_too(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.set_viewport_size({"width": 1280, "height": 1600})  # near an edge the page would scroll
    for fold in page.locator(".part:not(.empty-form) .part-fold").all():
        fold.click()
        expect(fold).to_have_attribute("aria-expanded", "false")
    drag(page, parts(page).nth(2).locator(".part-grip"), parts(page).nth(0).locator("h3"))
    assert subheadings(page) == ["What comes next", "Low water", "The pilots"]
    page.get_by_role("button", name="Save", exact=True).click()
    saved(page)
    headings = [part.values["subheading"] for part in freeze(story).parts]
    assert headings == ["What comes next", "Low water", "The pilots"]


def test_a_part_is_inserted_above_another_before_the_first_save(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = revisions.start(
        story=Story(language="en"), by=reporter, now=make_story(reporter).created_at
    )
    signed_in(reporter)
    open_form(page, story)
    page.get_by_role("textbox", name="Subheading").fill("Second")
    page.get_by_role("button", name="Insert above Section 1").click()
    page.get_by_role("menuitem", name="Pull quote").click()
    assert focused(page) == "Quote"
    page.keyboard.type("Nobody said where to.")
    expect(page.locator("#announcements")).to_have_text("Pull quote added at 1 of 2")
    page.keyboard.press("Control+s")
    saved(page)
    assert [part.kind for part in freeze(story).parts] == ["quote", "text"]


def test_a_deleted_part_comes_back_until_and_even_after_it_is_saved(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    before = freeze(story)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_role("button", name="Delete Section 2").click()
    expect(page.locator("#announcements")).to_have_text("Section 2 deleted")
    assert focused(page) == "Undo"
    page.keyboard.press("Control+s")
    saved(page)
    assert [p.values["subheading"] for p in freeze(story).parts] == ["Low water", "What comes next"]
    page.locator(".part-deleted button:visible").click()
    page.keyboard.press("Control+s")
    saved(page)
    assert freeze(story).parts == before.parts


def test_a_new_part_can_be_deleted_before_it_was_ever_saved(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_role("button", name="Fact box", exact=True).click()
    page.keyboard.type("Never mind")
    page.get_by_role("button", name="Delete Fact box 4").click()
    page.keyboard.press("Control+s")
    saved(page)
    assert len(freeze(story).parts) == 3


def test_bylines_are_added_ordered_and_removed(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.locator(".credit > summary").click()
    for name in ("Anna Bianchi", "Ugo Neri"):
        page.get_by_role("button", name="Byline", exact=True).click()
        page.get_by_label("Name as printed").last.fill(name)
    page.get_by_label("Place", exact=True).fill("HALMYRA")
    page.get_by_role("button", name="Move Byline 2 up").click()
    expect(page.locator(".credit-words")).to_have_text("By Ugo Neri and Anna Bianchi · HALMYRA")
    page.keyboard.press("Control+s")
    saved(page)
    assert [line.name for line in freeze(story).bylines] == ["Ugo Neri", "Anna Bianchi"]
    page.get_by_role("button", name="Delete Byline 1").click()
    page.keyboard.press("Control+s")
    saved(page)
    assert [line.name for line in freeze(story).bylines] == ["Anna Bianchi"]


def test_topics_are_found_and_the_sponsor_is_asked_for_where_there_is_one(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    for name in ("Ports", "Elections", "Energy", "Courts", "Sea", "Schools", "Health", "Trade"):
        make_topic(name)
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_role("tab", name="Story").click()
    page.get_by_label("Find a topic").fill("ele")
    expect(page.locator("#id_topics label:visible")).to_have_text(["Elections"])
    page.get_by_label("Elections").check()
    expect(page.get_by_label("Sponsor", exact=True)).to_be_hidden()
    page.get_by_role("combobox", name="Format", exact=True).select_option(label="Sponsored")
    page.get_by_label("Sponsor", exact=True).fill("Cold Chain Ltd")
    page.keyboard.press("Control+s")
    saved(page)
    document = freeze(Story.objects.get(pk=story.pk))
    assert (document.sponsor, len(document.topics)) == ("Cold Chain Ltd", 1)


def test_the_preview_shows_what_is_on_the_screen_and_saves_nothing(
    page: Page, signed_in: Callable[..., None], reporter: User, section: Section
) -> None:
    story = three_sections(reporter, section)
    signed_in(reporter)
    open_form(page, story)
    page.get_by_label("Headline", exact=True).fill("Not saved at all")
    page.get_by_role("button", name="Preview").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="In a tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Not saved at all")
    assert freeze(Story.objects.get(pk=story.pk)).headline == "Harbour reopens"


def test_a_story_is_saved_and_published_without_scripts(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    administrator: User,
    section: Section,
) -> None:
    plain = new_context(java_script_enabled=False)
    signed_in(administrator, plain)
    page = plain.new_page()
    page.goto("/admin/articles/story/add/")
    page.get_by_role("button", name="New story").click()
    page.get_by_label("Headline", exact=True).fill("Plain words")
    page.get_by_role("textbox", name="Text", exact=True).fill("<p>Written by hand.</p>")
    page.get_by_label("Section", exact=True).select_option(label="World")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    assert Edition.objects.get().headline == "Plain words"
