"""The sheets over the story form, in a real browser: by mouse, keyboard and touch."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles import clock, publishing
from articles.models import Edition, Section, Story, Withdrawal
from tests.browser.complaints import Complaints
from tests.browser.form import focused, open_form, said, sheet, tab_to, three_sections
from tests.stories import make_story, publish, save, take_down

ROME = ZoneInfo("Europe/Rome")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    """The clock of the live server goes on: everything here is told from the present."""
    return clock.now()


@pytest.fixture
def desk(administrator: User, signed_in: Callable[..., None]) -> User:
    """Somebody signed in, who may publish, in Rome."""
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    signed_in(administrator)
    return administrator


@pytest.fixture
def live(desk: User, section: Section, now: datetime) -> Story:
    """A story that readers see since an hour."""
    story = three_sections(desk, section)
    publish(story, desk, now=now - HOUR)
    return story


def tomorrow_at_eight(now: datetime) -> str:
    """As the field takes it."""
    return f"{now.astimezone(ROME) + timedelta(days=1):%Y-%m-%d}T20:00"


def choose(page: Page, entry: str) -> None:
    """Choose an entry behind ⋯."""
    page.locator("details.menu summary").click()
    page.get_by_role("link", name=entry).click()


def live_now(story: Story) -> Edition | None:
    return publishing.live_edition(story, clock.now())


def test_a_story_is_scheduled_and_the_page_is_there_at_its_time(
    page: Page, desk: User, section: Section, now: datetime, complaints: Complaints
) -> None:
    story = three_sections(desk, section)
    open_form(page, story)
    page.get_by_role("button", name="Publish…").click()
    asked = sheet(page, "Publish")
    expect(asked.get_by_label("Goes out at")).to_be_hidden()
    asked.get_by_label("At…").check()
    asked.get_by_label("Goes out at").fill(tomorrow_at_eight(now))
    expect(asked.locator("button.primary")).to_contain_text("20:00")
    asked.locator("button.primary").click()
    said(page, "Readers see nothing of it until then.")
    expect(page.locator(".bar-status")).to_contain_text("Goes out at")

    waiting = publishing.scheduled_edition(story, clock.now())
    assert waiting is not None
    assert f"{waiting.live_from.astimezone(ROME):%Y-%m-%dT%H:%M}" == tomorrow_at_eight(now)
    page.get_by_role("link", name="See the page as it will be").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour reopens")
    page.goto(waiting.path)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Harbour reopens")
    complaints.expect("404")


def test_a_correction_is_published_with_its_note_by_keyboard_alone(
    page: Page, desk: User, live: Story
) -> None:
    open_form(page, live)
    page.get_by_label("Headline", exact=True).fill("Harbour reopens on Sunday")
    tab_to(page, "Publish changes…", "Shift+Tab")
    page.keyboard.press("Enter")
    sheet(page, "Publish changes")
    for _press in range(30):
        if page.evaluate("document.activeElement.name") == "change":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # round to the last of three
    expect(page.get_by_label("A correction")).to_be_checked()
    tab_to(page, "Note for readers")
    page.keyboard.type("We gave the wrong day.")
    tab_to(page, "Serious: the note stands above the text")
    page.keyboard.press("Space")
    tab_to(page, "Publish the correction")
    page.keyboard.press("Enter")
    said(page, "Readers see the correction and its note now.")

    edition = live_now(live)
    assert edition is not None
    assert (edition.headline, edition.change) == ("Harbour reopens on Sunday", "correction")
    assert (edition.note, edition.is_serious) == ("We gave the wrong day.", True)


def test_what_is_missing_is_said_on_the_sheet_and_what_was_chosen_stays(
    page: Page, desk: User, live: Story, complaints: Complaints
) -> None:
    open_form(page, live)
    page.get_by_label("Headline", exact=True).fill("Harbour reopens on Sunday")
    page.get_by_role("button", name="Publish changes…").click()
    asked = sheet(page, "Publish changes")
    asked.get_by_label("A correction").check()
    asked.get_by_role("button", name="Publish the correction").click()
    expect(asked.get_by_role("alert")).to_contain_text("Say in the note what was wrong")
    expect(asked.get_by_role("alert")).to_be_focused()
    expect(asked.get_by_label("A correction")).to_be_checked()
    assert Edition.objects.count() == 1
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.get_by_label("Headline", exact=True).input_value() == "Harbour reopens on Sunday"
    complaints.expect("422")


def test_24_a_double_click_publishes_once(page: Page, desk: User, section: Section) -> None:
    story = three_sections(desk, section)
    open_form(page, story)
    page.get_by_role("button", name="Publish…").click()
    sheet(page, "Publish").get_by_role("button", name="Publish now").dblclick()
    said(page, "Published. Readers see it now.")
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("answer", ["Put this change into it", "Cancel it"])
def test_a_change_before_a_scheduled_update_asks_what_becomes_of_it(
    page: Page, desk: User, live: Story, now: datetime, answer: str
) -> None:
    save(live, desk, standfirst="Tonight more.")
    publish(live, desk, now=now, verb="schedule", at=now + 5 * HOUR)
    save(live, desk, standfirst="In short.")
    open_form(page, live)
    page.get_by_label("Headline", exact=True).fill("Harbour reopens on Sunday")
    page.get_by_role("button", name="Publish changes…").click()
    asked = sheet(page, "Publish changes")
    expect(asked).to_contain_text("without this change")
    asked.get_by_label("New information").check()
    asked.get_by_label(answer).check()
    is_kept = answer != "Cancel it"
    merged = asked.get_by_role("heading", name="The scheduled update with this change in it")
    expect(merged).to_be_visible(visible=is_kept)
    asked.get_by_role("button", name="Publish changes now").click()
    said(page, "has the change in it." if is_kept else "is cancelled.")
    waiting = publishing.scheduled_edition(live, clock.now())
    assert (waiting.headline if waiting else "") == ("Harbour reopens on Sunday" if is_kept else "")


@pytest.mark.parametrize(
    ("why", "notice"),
    [("Published by mistake", ""), ("Withdrawn", "We withdrew it."), ("Legal order", "A court.")],
)
def test_a_story_is_taken_down_in_three_ways(
    page: Page, desk: User, live: Story, why: str, notice: str
) -> None:
    open_form(page, live)
    choose(page, "Take down…")
    asked = sheet(page, "Take this story down?")
    asked.get_by_label(why).check()
    field = asked.get_by_label("Notice for readers")
    expect(field).to_be_visible(visible=bool(notice))
    expect(asked.get_by_label("Read instead")).to_be_visible(visible=why == "Withdrawn")
    if notice:
        field.fill(notice)
    asked.get_by_label("Reason, for the desk alone").fill("Because.")
    asked.get_by_role("button", name="Take it down").click()
    said(page, "Taken down.")
    expect(page.locator(".bar-status")).to_contain_text("Taken down")
    down = Withdrawal.objects.get()
    assert (down.get_why_display(), down.notice) == (why, notice)


def test_a_publication_is_undone_from_its_message(page: Page, desk: User, live: Story) -> None:
    open_form(page, live)
    page.get_by_label("Headline", exact=True).fill("Too soon")
    page.get_by_role("button", name="Publish changes…").click()
    asked = sheet(page, "Publish changes")
    asked.get_by_label("A small fix").check()
    asked.get_by_role("button", name="Publish changes now").click()
    said(page, "Readers see the fix now.")
    page.get_by_role("link", name="Undo", exact=True).click()
    page.get_by_role("button", name="Undo the publication").click()
    said(page, "Undone.")
    edition = live_now(live)
    assert edition is not None
    assert edition.headline == "Harbour reopens"
    assert page.get_by_label("Headline", exact=True).input_value() == "Too soon"


def test_a_story_is_put_back_with_its_date(
    page: Page, desk: User, live: Story, now: datetime
) -> None:
    take_down(live, desk, now=now - MINUTE)
    open_form(page, live)
    choose(page, "Put back…")
    asked = sheet(page, "Put this story back?")
    asked.get_by_label("The one that it had").check()
    asked.get_by_role("button", name="Put it back").click()
    said(page, "Put back. Readers see it again.")
    edition = live_now(live)
    assert edition is not None
    assert edition.first_published_at == now - HOUR


def test_an_end_is_set_and_taken_away(page: Page, desk: User, live: Story, now: datetime) -> None:
    open_form(page, live)
    choose(page, "End at…")
    asked = sheet(page, "Until when do readers see it?")
    asked.get_by_label("Readers see it until").fill(tomorrow_at_eight(now))
    asked.get_by_role("button", name="Set the end").click()
    said(page, "It ends at")
    expect(page.locator(".bar-status")).to_contain_text("ends at")
    choose(page, "End at…")
    sheet(page, "Until when").get_by_role("button", name="No end").click()
    said(page, "It has no end any more.")
    assert Story.objects.get().ends_at is None


def test_what_is_scheduled_is_moved_and_cancelled_on_a_phone(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    administrator: User,
    section: Section,
    now: datetime,
) -> None:
    phone = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    signed_in(administrator, phone)
    page = phone.new_page()
    story = three_sections(administrator, section)
    publish(story, administrator, now=now, verb="schedule", at=now + HOUR)
    open_form(page, story)
    page.locator("details.menu summary").tap()
    page.get_by_role("link", name="Move or cancel…").tap()
    asked = sheet(page, "Move to another time")
    asked.get_by_label("Goes out at").fill(tomorrow_at_eight(now))
    asked.get_by_role("button", name="Move").tap()
    said(page, "It goes out on")
    page.locator("details.menu summary").tap()
    page.get_by_role("link", name="Move or cancel…").tap()
    sheet(page, "Move to another time").get_by_role("link", name="Cancel it…").tap()
    asked = sheet(page, "Cancel what is scheduled?")
    for control in asked.locator("button, a").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    asked.get_by_role("button", name="Cancel it").tap()
    said(page, "Cancelled.")
    assert not Edition.objects.exists()


def test_text_that_is_not_saved_is_saved_before_the_form_opens_anew(
    page: Page, desk: User, live: Story
) -> None:
    open_form(page, live)
    page.get_by_label("Headline", exact=True).fill("Typed and not saved")
    choose(page, "Take down…")
    asked = sheet(page, "Take this story down?")
    asked.get_by_label("Published by mistake").check()
    asked.get_by_label("Reason, for the desk alone").fill("Not checked.")
    asked.get_by_role("button", name="Take it down").click()
    said(page, "Taken down.")
    assert page.get_by_label("Headline", exact=True).input_value() == "Typed and not saved"
    assert Story.objects.get().headline == "Typed and not saved"


def test_a_finding_leads_from_the_sheet_to_its_place(
    page: Page, desk: User, section: Section
) -> None:
    story = make_story(desk, section)
    open_form(page, story)
    page.get_by_role("button", name="Publish…").click()
    sheet(page, "Publish").get_by_role("link", name="There is no standfirst.").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("Standfirst")).to_be_focused()


def test_the_focus_goes_back_to_where_a_sheet_was_opened(
    page: Page, desk: User, live: Story
) -> None:
    save(live, desk, headline="Changed")
    open_form(page, live)
    page.get_by_role("button", name="Publish changes…").focus()
    page.keyboard.press("Enter")
    sheet(page, "Publish changes")
    page.keyboard.press("Escape")
    assert focused(page) == "Publish changes…"


def test_the_focus_goes_back_to_the_menu_that_a_sheet_was_opened_from(
    page: Page, desk: User, live: Story
) -> None:
    open_form(page, live)
    choose(page, "Take down…")
    sheet(page, "Take this story down?")
    page.keyboard.press("Escape")
    expect(page.locator(".bar details.menu summary")).to_be_focused()


SHEETS = ("publish", "move", "cancel", "end", "take_down", "undo", "put_back", "send_back")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_any_sheet_nor_on_the_first_page(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    axe: Callable[..., list[str]],
    administrator: User,
    section: Section,
    now: datetime,
    width: int,
    scheme: str,
) -> None:
    context = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    signed_in(administrator, context)
    page = context.new_page()
    story = three_sections(administrator, section)
    publish(story, administrator, now=now - HOUR)
    save(story, administrator, headline="Now")
    publish(story, administrator, now=now - MINUTE, verb="update")
    save(story, administrator, headline="Tonight")
    publish(story, administrator, now=now, verb="schedule", at=now + HOUR)
    save(story, administrator, standfirst="And more")
    down = make_story(administrator, section, headline="Gone")
    publish(down, administrator, now=now - HOUR)
    take_down(down, administrator, now=now - MINUTE)
    found = {}
    for name in (*SHEETS, ""):
        of = down if name == "put_back" else story
        page.goto(f"/admin/articles/story/{of.pk}/{name}/" if name else "/admin/")
        for radio in ("correction", "merge", "withdrawn"):
            if page.locator(f"[value={radio}]").count():
                page.locator(f"[value={radio}]").check()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        found[name] = axe(page)
    assert {name: sentences for name, sentences in found.items() if sentences} == {}
