"""The publish sheet without a browser: when, what changed, what is scheduled, what it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import AuditLine, User
from articles import publishing, revisions
from articles.document import freeze
from articles.models import Edition, Kind, Story
from tests.articles.desk import answer, publish_now, shown
from tests.articles.form import JSON, address, form_of, sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, save, text

HOUR = timedelta(hours=1)
EIGHT = datetime(2025, 11, 22, 19, 0, tzinfo=UTC)  # 20:00 in Rome
TODAY_AT_EIGHT = "2025-11-22T20:00"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(administrator: User) -> Client:
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    return sign_in(administrator)


@pytest.fixture
def story(administrator: User) -> Story:
    make_site()
    parts = (text("<p>The harbour is open.</p>"), text("<p>The pilots wait.</p>", "Pilots"))
    return make_story(administrator, make_section(), parts=parts, now=NOW - 3 * HOUR)


@pytest.fixture
def live(story: Story, administrator: User) -> Story:
    """A story that readers see since two hours."""
    publish(story, administrator, now=NOW - 2 * HOUR)
    return story


def live_now(story: Story) -> Edition | None:
    return publishing.live_edition(story, NOW + timedelta(seconds=1))


def with_body(story: Story, place: int, body: str) -> dict[str, object]:
    """The content of the story with another body in one part."""
    parts = list(freeze(story).parts)
    parts[place] = replace(parts[place], values={**parts[place].values, "body": body})
    return {"parts": tuple(parts)}


def test_a_first_publication_shows_what_readers_get(desk: Client, story: Story) -> None:
    sheet = shown(desk, story, "publish")

    assert "Readers see it for the first time" in sheet
    assert "The harbour is open." in sheet
    assert "/world/harbour-reopens/" in sheet
    assert "There is no standfirst." in sheet
    assert "What changed?" not in sheet


def test_publishing_says_so_with_a_link_and_a_way_back(desk: Client, story: Story) -> None:
    said = publish_now(desk, story)

    assert "Published. Readers see it now. See the page Take it down" in said
    assert live_now(story) is not None


def test_changes_are_shown_word_by_word(desk: Client, live: Story, administrator: User) -> None:
    save(live, administrator, **with_body(live, 0, "<p>The harbour is closed.</p>"))

    sheet = shown(desk, live, "publish")

    assert "removed: open end" in sheet
    assert "added: closed end" in sheet
    assert "Publish changes now" in sheet


@pytest.mark.parametrize(
    ("answers", "change", "said"),
    [
        ({"change": "minor"}, "minor", "Readers see the fix now. See the page Undo"),
        ({"change": "update"}, "update", "Readers see the update now."),
        ({"change": "correction", "note": "Wrong name."}, "correction", "the correction and its"),
        (
            {"change": "correction", "note": "Clearer.", "is_clarification": "on"},
            "clarification",
            "the clarification and its note",
        ),
    ],
)
def test_what_changed_is_answered_in_one_of_four_ways(
    desk: Client,
    live: Story,
    administrator: User,
    answers: dict[str, str],
    change: str,
    said: str,
) -> None:
    save(live, administrator, headline="Harbour reopened")

    assert said in publish_now(desk, live, **answers)

    edition = live_now(live)
    assert edition is not None
    assert (edition.change, edition.note) == (change, answers.get("note", ""))


def test_a_serious_correction_stands_above_the_text(
    desk: Client, live: Story, administrator: User
) -> None:
    save(live, administrator, headline="Harbour reopened")
    publish_now(desk, live, change="correction", note="Wrong day.", is_serious="on")
    edition = live_now(live)
    assert edition is not None
    assert edition.is_serious


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({}, "Say what changed."),
        ({"change": "first"}, "Select a valid choice"),
        ({"change": "correction", "note": " "}, "Say in the note what was wrong"),
        ({"change": "update", "when": ""}, "Say when."),
        ({"change": "update", "when": "yesterday"}, "Select a valid choice"),
        ({"change": "update", "state": "7.0"}, "Readers were given another version meanwhile."),
    ],
)
def test_an_answer_that_is_missing_publishes_nothing(
    desk: Client, live: Story, administrator: User, answers: dict[str, str], why: str
) -> None:
    save(live, administrator, headline="Harbour reopened")
    newest = revisions.latest(live)
    assert newest is not None

    response = desk.post(
        address(live, "publish"), {"revision": newest.number, "when": "now", **answers}
    )

    assert response.status_code == 422
    assert why in response.content.decode()
    assert Edition.objects.count() == 1


def test_24_a_publication_that_comes_twice_makes_one_edition(desk: Client, story: Story) -> None:
    publish_now(desk, story)
    assert "Readers already see this version." in publish_now(desk, story)
    assert Edition.objects.count() == 1
    assert AuditLine.objects.filter(action="publish").count() == 1


def test_24_a_schedule_that_comes_twice_makes_one_edition(desk: Client, story: Story) -> None:
    for _time in range(2):
        said = publish_now(desk, story, when="at", at=TODAY_AT_EIGHT)
        assert "Scheduled for 20:00 CET. Readers see nothing of it until then." in said
    assert Edition.objects.get().live_from == EIGHT


def test_24_a_schedule_at_another_time_is_refused_not_passed_over(
    desk: Client, story: Story
) -> None:
    publish_now(desk, story, when="at", at=TODAY_AT_EIGHT)
    answers = {"revision": "1", "when": "at", "at": "2025-11-22T21:00"}
    assert desk.post(address(story, "publish"), answers).status_code == 422
    assert Edition.objects.get().live_from == EIGHT


def test_a_story_is_scheduled_and_goes_out_by_itself(
    desk: Client, story: Story, client: Client, clock: time_machine.Traveller
) -> None:
    publish_now(desk, story, when="at", at=TODAY_AT_EIGHT)

    assert client.get("/world/harbour-reopens/").status_code == 404
    clock.move_to(EIGHT)
    assert client.get("/world/harbour-reopens/").status_code == 200


def test_the_message_leads_to_the_page_as_it_will_be(desk: Client, story: Story) -> None:
    answers = {"revision": "1", "when": "at", "at": TODAY_AT_EIGHT}
    page = desk.post(address(story, "publish"), answers, follow=True).content.decode()
    assert "/world/harbour-reopens/?at=2025-11-22T19:00:00Z" in page


def test_a_scheduled_correction_keeps_its_note(
    desk: Client, live: Story, administrator: User
) -> None:
    save(live, administrator, headline="Harbour reopened")
    publish_now(desk, live, when="at", at=TODAY_AT_EIGHT, change="correction", note="Wrong.")
    waiting = publishing.scheduled_edition(live, NOW)
    assert waiting is not None
    assert (waiting.change, waiting.note) == ("correction", "Wrong.")


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("", "Give a date and a time"),
        ("tomorrow", "Give a date and a time"),
        ("2025-11-22T17:00", "This time has passed."),
        ("2026-03-29T02:30", "02:30 does not exist"),
        ("2026-10-25T02:30", "02:30 comes twice"),
    ],
)
def test_23_a_cleared_or_past_or_impossible_time_leaves_a_draft_unpublished(
    desk: Client, story: Story, at: str, why: str
) -> None:
    assert why in publish_now(desk, story, when="at", at=at)
    assert not Edition.objects.exists()


def test_22_of_a_time_that_comes_twice_the_one_that_is_chosen_is_taken(
    desk: Client, story: Story
) -> None:
    publish_now(desk, story, when="at", at="2026-10-25T02:30", at_which="second")
    assert Edition.objects.get().live_from == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_under_an_embargo_only_a_later_time_is_offered(
    desk: Client, story: Story, administrator: User
) -> None:
    publishing.embargo(story=story, until=EIGHT, by=administrator, now=NOW - HOUR)

    sheet = desk.get(address(story, "publish")).content.decode()
    assert "nobody can publish it before 22 Nov 2025, 20:00 CET" in sheet
    assert '<input type="hidden" name="when" value="at">' in sheet

    assert "under embargo" in publish_now(desk, story)
    assert "under embargo" in publish_now(desk, story, when="at", at="2025-11-22T19:59")
    assert not Edition.objects.exists()
    publish_now(desk, story, when="at", at=TODAY_AT_EIGHT)
    assert Edition.objects.get().live_from == EIGHT


def test_an_update_keeps_the_timed_end_unless_the_sheet_changes_it(
    desk: Client, live: Story, administrator: User
) -> None:
    publishing.expire_at(story=live, ends_at=EIGHT, by=administrator, now=NOW - HOUR)
    live.refresh_from_db()
    save(live, administrator, headline="One")
    sheet = desk.get(address(live, "publish")).content.decode()
    assert 'value="2025-11-22T20:00"' in sheet

    publish_now(desk, live, change="minor")
    assert Story.objects.get().ends_at == EIGHT
    save(live, administrator, headline="Two")
    publish_now(desk, live, change="minor", ends_at=TODAY_AT_EIGHT)
    assert Story.objects.get().ends_at == EIGHT

    save(live, administrator, headline="Three")
    publish_now(desk, live, change="minor", ends_at="2025-11-22T21:00")
    assert Story.objects.get().ends_at == EIGHT + HOUR
    save(live, administrator, headline="Four")
    publish_now(desk, live, change="minor", ends_at="")
    assert Story.objects.get().ends_at is None
    edition = live_now(live)
    assert edition is not None
    assert (edition.headline, edition.live_until) == ("Four", None)


def test_only_versions_of_the_working_copy_and_fixes_go_out(
    desk: Client, live: Story, administrator: User
) -> None:
    document = replace(freeze(live), headline="Typed and never saved")
    newest = revisions.latest(live)
    typed = revisions.record(
        live, document, by=administrator, now=NOW, kind=Kind.TYPED, base=newest, is_aside=True
    )

    said = answer(desk, live, "publish", revision=typed.number, when="now", change="minor")

    assert "Save the story before you publish it." in said
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("number", ["", "0", "99", "-1", "1.5", "٣", "9" * 40, "x"])
def test_a_version_that_is_none_publishes_nothing(desk: Client, story: Story, number: str) -> None:
    said = answer(desk, story, "publish", revision=number, when="now")
    assert "Save the story before you publish it." in said
    assert not Edition.objects.exists()


def test_a_version_of_another_story_is_not_found(
    desk: Client, story: Story, administrator: User
) -> None:
    save(story, administrator, headline="Second version")
    other = make_story(administrator, story.section, headline="Other")
    assert "Save the story" in answer(desk, other, "publish", revision="2", when="now")
    assert not Edition.objects.exists()


@pytest.mark.parametrize("how", ["form", "sheet", "schedule"])
def test_14_who_may_not_publish_cannot_by_any_post(
    reporter: User, administrator: User, how: str
) -> None:
    story = make_story(reporter, make_section())
    client = sign_in(reporter)
    posts = {
        "form": (address(story), form_of(story, _publish="1", stage="approved")),
        "sheet": (address(story, "publish"), {"revision": "1", "when": "now"}),
        "schedule": (
            address(story, "publish"),
            {"revision": "1", "when": "at", "at": TODAY_AT_EIGHT},
        ),
    }
    where, post = posts[how]

    response = client.post(where, post, follow=True)

    assert response.status_code == 403
    assert not Edition.objects.exists()


def test_a_script_is_told_where_to_go_on(desk: Client, story: Story) -> None:
    answers = {"revision": "1", "when": "now"}
    response = desk.post(address(story, "publish"), answers, headers=JSON)
    assert response.json() == {"to": address(story)}
    assert "Published." in desk.get(address(story)).content.decode()


def test_the_sheet_says_what_stops_it_and_has_no_button(desk: Client, administrator: User) -> None:
    story = make_story(administrator, None)
    sheet = shown(desk, story, "publish")
    assert "It cannot be published yet" in sheet
    assert "No section is chosen." in sheet
    assert "Publish now" not in sheet
