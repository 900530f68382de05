"""The other sheets without a browser: take down, undo, put back, end, move, cancel, hand on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import AuditLine, User
from articles import publishing, workflow
from articles.models import Edition, Stage, Story, Withdrawal
from tests.articles.desk import answer, shown, words_of
from tests.articles.form import JSON, address, form_of, sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, save, take_down

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EIGHT = datetime(2025, 11, 22, 19, 0, tzinfo=UTC)  # 20:00 in Rome
SHEETS = ("publish", "move", "cancel", "end", "take_down", "undo", "put_back", "send_back")

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(administrator: User) -> Client:
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    return sign_in(administrator)


@pytest.fixture
def draft(administrator: User) -> Story:
    make_site()
    return make_story(administrator, make_section(), now=NOW - 3 * HOUR)


@pytest.fixture
def live(draft: Story, administrator: User) -> Story:
    """A story that readers see since two hours."""
    publish(draft, administrator, now=NOW - 2 * HOUR)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def updated(live: Story, administrator: User) -> Story:
    """The same, updated a minute ago."""
    save(live, administrator, headline="Published too soon")
    publish(live, administrator, now=NOW - MINUTE, verb="update")
    live.refresh_from_db()
    return live


def seen(story: Story) -> str:
    """The headline that readers see; "" for none."""
    edition = publishing.live_edition(story, NOW + timedelta(seconds=1))
    return edition.headline if edition else ""


# --- take down ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"why": "mistake", "reason": "Not checked."}, 404),
        ({"why": "withdrawn", "reason": "A source.", "notice": "We withdrew it."}, 410),
        ({"why": "legal", "reason": "Order 12/25.", "notice": "A court forbade it."}, 451),
    ],
)
def test_a_story_is_taken_down_in_three_ways(
    desk: Client, live: Story, answers: dict[str, str], status: int
) -> None:
    assert "Taken down." in answer(desk, live, "take_down", **answers)

    down = publishing.open_withdrawal(live)
    assert down is not None
    assert (down.why, down.reason) == (answers["why"], answers["reason"])
    assert down.notice == answers.get("notice", "")
    assert seen(live) == ""


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"reason": "Because."}, "Say why"),
        ({"why": "boredom", "reason": "Because."}, "Select a valid choice"),
        ({"why": "mistake", "reason": "  "}, "Say for the desk what the reason is"),
        ({"why": "withdrawn", "reason": "A source."}, "Write the notice that readers get"),
        ({"why": "legal", "reason": "A court.", "notice": " "}, "Write the notice"),
    ],
)
def test_an_answer_that_is_missing_takes_nothing_down_and_keeps_what_was_typed(
    desk: Client, live: Story, answers: dict[str, str], why: str
) -> None:
    response = desk.post(address(live, "take_down"), answers)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert answers["reason"].strip() in response.content.decode()
    assert seen(live) == "Harbour reopens"


def test_read_instead_is_found_by_its_address(
    desk: Client, live: Story, administrator: User
) -> None:
    other = make_story(administrator, live.section, headline="The better one")
    publish(other, administrator)
    answers = {"why": "withdrawn", "notice": "Wrong.", "reason": "Wrong."}

    said = answer(desk, live, "take_down", read_instead="/world/nothing-here/", **answers)
    assert "None of the stories that you see has this address." in said
    said = answer(desk, live, "take_down", read_instead=address(live), **answers)
    assert "must lead to another story that readers see" in said

    answer(desk, live, "take_down", read_instead="/world/the-better-one/", **answers)
    assert Withdrawal.objects.get().read_instead == other


def test_24_taking_down_twice_is_taking_down_once(desk: Client, live: Story) -> None:
    for _time in range(2):
        said = answer(desk, live, "take_down", why="mistake", reason="Not checked.")
        assert "Taken down." in said
    assert Withdrawal.objects.count() == 1


def test_what_is_scheduled_is_said_to_go_and_goes(
    desk: Client, live: Story, administrator: User
) -> None:
    save(live, administrator, headline="Tonight")
    publish(live, administrator, now=NOW - HOUR, verb="schedule", at=EIGHT)

    assert "that is cancelled" in shown(desk, live, "take_down")
    said = answer(desk, live, "take_down", why="mistake", reason="Not checked.")

    assert "What was scheduled is cancelled." in said
    assert not Edition.objects.filter(headline="Tonight").exists()


def test_the_address_may_ask_for_an_answer_beforehand(desk: Client, live: Story) -> None:
    page = desk.get(address(live, "take_down"), {"why": "mistake"}).content.decode()
    assert 'value="mistake" checked' in " ".join(page.split())


# --- undo -----------------------------------------------------------------------------------------


def test_the_last_publication_is_undone_within_ten_minutes(desk: Client, updated: Story) -> None:
    assert "Undo publication…" in menu(desk, updated)
    assert "Was only the last publication a mistake?" in shown(desk, updated, "take_down")
    assert "What changes for readers" in shown(desk, updated, "undo")

    assert "Undone." in answer(desk, updated, "undo")

    assert seen(updated) == "Harbour reopens"
    assert Story.objects.get().headline == "Published too soon"


def test_an_update_made_from_what_is_undone_does_not_bring_it_back(
    desk: Client, updated: Story, administrator: User
) -> None:
    save(updated, administrator, headline="Tonight")
    publish(updated, administrator, now=NOW, verb="schedule", at=EIGHT)

    assert "because it was made from what you undo" in shown(desk, updated, "undo")
    assert "What was scheduled is cancelled." in answer(desk, updated, "undo")

    assert not Edition.objects.filter(headline="Tonight").exists()
    assert Story.objects.get().headline == "Tonight"


@pytest.mark.parametrize("notice", ["\u200b\u2060", "\u202e", "\x01", "x" * 2001])
def test_15_a_notice_that_nobody_can_read_is_refused(
    desk: Client, live: Story, notice: str
) -> None:
    answers = {"why": "withdrawn", "notice": notice, "reason": "Wrong."}
    assert desk.post(address(live, "take_down"), answers).status_code == 422
    assert not Withdrawal.objects.exists()


def test_a_notice_is_kept_as_plain_lines(desk: Client, live: Story) -> None:
    notice = "It was \u202ewrong.\x07\r\n\r\n\r\n\r\nSorry."
    answer(desk, live, "take_down", why="withdrawn", notice=notice, reason="Wrong.")
    assert Withdrawal.objects.get().notice == "It was wrong.\n\nSorry."


def test_24_undoing_twice_undoes_nothing_more(desk: Client, updated: Story) -> None:
    answer(desk, updated, "undo")
    assert "There is nothing to go back to" in answer(desk, updated, "undo")
    assert seen(updated) == "Harbour reopens"
    assert AuditLine.objects.filter(action="undo").count() == 1


def test_what_was_published_since_the_sheet_was_opened_is_not_undone(
    desk: Client, updated: Story, administrator: User
) -> None:
    save(updated, administrator, headline="Quite right")
    publish(updated, administrator, now=NOW, verb="update")
    said = answer(desk, updated, "undo", state="2.0")
    assert "Readers were given another version meanwhile." in said
    assert seen(updated) == "Quite right"


def test_after_ten_minutes_nothing_is_undone(
    desk: Client, updated: Story, clock: time_machine.Traveller
) -> None:
    clock.shift(10 * MINUTE)
    assert "Undo" not in menu(desk, updated)
    assert "more than 10 minutes ago" in answer(desk, updated, "undo")
    assert seen(updated) == "Published too soon"


# --- put back -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("date", "published"), [("keep", NOW - 2 * HOUR), ("new", NOW)])
def test_a_story_is_put_back_with_its_date_or_a_new_one(
    desk: Client, live: Story, administrator: User, date: str, published: datetime
) -> None:
    take_down(live, administrator, now=NOW - HOUR)
    assert "Put back…" in menu(desk, live)
    assert "It was taken down: Withdrawn. A source withdrew." in shown(desk, live, "put_back")

    assert "Put back. Readers see it again." in answer(desk, live, "put_back", date=date)

    edition = publishing.live_edition(live, NOW)
    assert edition is not None
    assert edition.first_published_at == published


def test_putting_back_asks_for_the_date_and_happens_once(
    desk: Client, live: Story, administrator: User
) -> None:
    take_down(live, administrator, now=NOW - HOUR)
    assert "Say which date it has." in answer(desk, live, "put_back")
    answer(desk, live, "put_back", date="keep")
    assert "Readers see it already." in answer(desk, live, "put_back", date="keep")
    assert Edition.objects.count() == 2


def test_what_was_not_taken_down_cannot_be_put_back(desk: Client, draft: Story) -> None:
    assert "This story was not taken down." in shown(desk, draft, "put_back")
    assert "Put it back" not in shown(desk, draft, "put_back")
    assert "This story was not taken down." in answer(desk, draft, "put_back", date="keep")


# --- end, move, cancel ----------------------------------------------------------------------------


def test_an_end_is_set_and_taken_away(desk: Client, live: Story) -> None:
    said = answer(desk, live, "end", ends_at="2025-11-22T20:00")
    assert "It ends at 20:00 CET." in said
    assert Edition.objects.get().live_until == EIGHT

    assert 'value="2025-11-22T20:00"' in desk.get(address(live, "end")).content.decode()
    assert "It has no end any more." in answer(desk, live, "end", ends_at="", no_end="1")
    assert Edition.objects.get().live_until is None


@pytest.mark.parametrize(
    ("ends_at", "why"),
    [
        ("", "Give a date and a time"),
        ("2025-11-22T17:00", "This time has passed."),
        ("2026-03-29T02:30", "02:30 does not exist"),
    ],
)
def test_an_end_without_a_time_to_come_changes_nothing(
    desk: Client, live: Story, ends_at: str, why: str
) -> None:
    assert why in answer(desk, live, "end", ends_at=ends_at)
    assert Edition.objects.get().live_until is None


def test_what_is_scheduled_is_moved_or_cancelled(
    desk: Client, draft: Story, administrator: User
) -> None:
    publish(draft, administrator, now=NOW - HOUR, verb="schedule", at=EIGHT)
    assert "Move or cancel…" in menu(desk, draft)

    said = answer(desk, draft, "move", at="2025-11-22T21:00")
    assert "It goes out on Saturday 22 November 2025, 21:00 CET." in said
    assert Edition.objects.get().live_from == EIGHT + HOUR

    assert "Cancelled. Nothing goes out at 21:00 CET" in answer(desk, draft, "cancel")
    assert not Edition.objects.exists()
    assert "Nothing is scheduled." in answer(desk, draft, "cancel")
    assert "Move or cancel…" not in menu(desk, draft)


# --- handed on ------------------------------------------------------------------------------------


def test_a_reporter_sends_a_story_and_an_editor_sends_it_back(reporter: User, desk: Client) -> None:
    story, writer = make_story(reporter, make_section()), sign_in(reporter)
    assert buttons(writer, story) == {"Preview", "Save", "Send to desk"}

    said = words_of(
        writer.post(address(story, "submit"), {"revision": "1"}, follow=True).content.decode()
    )
    assert "It is with the desk now." in said
    assert buttons(writer, story) == {"Preview", "Save"}
    assert buttons(desk, story) == {"Preview", "Save", "Send back…", "Approve"}

    assert "Sent back." in answer(desk, story, "send_back", revision="1", reason="Who says?")
    form = words_of(writer.get(address(story)).content.decode())
    assert "Ada Administrator sent it back Who says?" in form
    assert "Sent back" in form
    assert "Send to desk" in buttons(writer, story)


def test_approving_makes_way_for_publishing(reporter: User, desk: Client) -> None:
    story = make_story(reporter, make_section())
    revision = story.revisions.get()
    workflow.submit(story=story, revision=revision, by=reporter, now=NOW)

    desk.post(address(story, "approve"), {"revision": "1"})

    assert Story.objects.get().stage == Stage.APPROVED
    assert buttons(desk, story) == {"Preview", "Save", "Publish…"}
    assert "Ready" in words_of(desk.get(address(story)).content.decode())


def test_without_scripts_the_form_is_saved_and_handed_on_at_once(
    reporter: User, desk: Client
) -> None:
    story = make_story(reporter, make_section())
    post = form_of(story, headline="Saved and sent", _submit="1")
    sign_in(reporter).post(address(story), post)
    story.refresh_from_db()
    assert (story.headline, story.stage) == ("Saved and sent", Stage.SUBMITTED)

    desk.post(address(story), form_of(story, _approve="1"))
    story.refresh_from_db()
    assert story.stage == Stage.APPROVED


def test_nobody_approves_a_version_that_they_have_not_seen(reporter: User, desk: Client) -> None:
    story = make_story(reporter, make_section())
    workflow.submit(story=story, revision=story.revisions.get(), by=reporter, now=NOW)
    save(story, reporter, headline="Changed behind your back")

    page = desk.post(address(story, "approve"), {"revision": "1"}, follow=True)

    assert "Another version was saved meanwhile." in page.content.decode()
    assert Story.objects.get().stage == Stage.SUBMITTED


@pytest.mark.parametrize("verb", ["approve", "submit"])
def test_handing_on_needs_a_version_and_a_post(desk: Client, draft: Story, verb: str) -> None:
    assert desk.get(address(draft, verb)).status_code == 405
    page = desk.post(address(draft, verb), {"revision": "17"}, follow=True)
    assert "Save the story first." in page.content.decode()
    assert Story.objects.get().stage == Stage.DRAFT


# --- for all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [*SHEETS, "approve"])
def test_14_a_reporter_opens_and_posts_none_of_the_sheets(reporter: User, sheet: str) -> None:
    story = make_story(reporter, make_section())
    client = sign_in(reporter)
    before = (Story.objects.values().get(), list(Edition.objects.values()))
    answers = {"revision": "1", "when": "now", "why": "mistake", "reason": "x", "date": "keep"}

    assert client.get(address(story, sheet)).status_code in {403, 405}
    assert client.post(address(story, sheet), answers).status_code == 403
    assert client.post(address(story, sheet), answers, headers=JSON).status_code == 403
    assert (Story.objects.values().get(), list(Edition.objects.values())) == before


@pytest.mark.parametrize("sheet", [*SHEETS, "approve", "submit"])
def test_12_somebody_elses_story_has_no_sheets(
    reporter: User, administrator: User, sheet: str
) -> None:
    story = make_story(administrator, make_section())
    client = sign_in(reporter)
    assert client.get(address(story, sheet)).status_code in {404, 405}
    assert client.post(address(story, sheet), {"revision": "1"}).status_code == 404


def menu(client: Client, story: Story) -> str:
    """The words behind ⋯."""
    page = client.get(address(story)).content.decode()
    return words_of(page.split('<details class="menu">')[1].split("</details>")[0])


def buttons(client: Client, story: Story) -> set[str]:
    """The words of the bar's buttons that can be seen."""
    page = client.get(address(story)).content.decode()
    bar = page.split('<div class="bar-buttons">')[1].split("<details")[0]
    pieces = bar.replace("</a>", "</button>").split("</button>")[:-1]
    return {words_of(f"{piece}").strip() for piece in pieces if "hidden" not in piece}
