"""The publish sheet where an update is scheduled, and where what is live is fixed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from articles import publishing, revisions
from articles.document import freeze
from articles.models import Edition, Kind, Revision, Story
from tests.articles.desk import answer, publish_now, shown
from tests.articles.form import sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, save, text

HOUR = timedelta(hours=1)
EIGHT = datetime(2025, 11, 22, 19, 0, tzinfo=UTC)  # 20:00 in Rome

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


def scheduled(story: Story, by: User, at: datetime = EIGHT) -> Edition:
    return publish(story, by, now=NOW - HOUR, verb="schedule", at=at)


def live_now(story: Story) -> Edition | None:
    return publishing.live_edition(story, NOW + timedelta(seconds=1))


def with_body(story: Story, place: int, body: str) -> dict[str, object]:
    """The content of the story with another body in one part."""
    parts = list(freeze(story).parts)
    parts[place] = replace(parts[place], values={**parts[place].values, "body": body})
    return {"parts": tuple(parts)}


def test_an_update_that_waits_asks_what_becomes_of_it(
    desk: Client, live: Story, administrator: User
) -> None:
    save(live, administrator, **with_body(live, 1, "<p>The pilots have left.</p>"))
    scheduled(live, administrator)
    base = publishing.live_edition(live, NOW)
    assert base is not None
    fix = record_fix(live, base, administrator, headline="Harbour reopens at last")

    sheet = shown(desk, live, "publish", revision=fix.number)
    assert "An update is scheduled for 20:00 CET without this change." in sheet
    assert "Put this change into it" in sheet
    assert "The scheduled update with this change in it" in sheet

    answers = {"revision": fix.number, "when": "now", "change": "minor"}
    assert "Say what becomes of the scheduled update." in answer(desk, live, "publish", **answers)
    assert Edition.objects.count() == 2

    said = answer(desk, live, "publish", pending="merge", **answers)
    assert "The update scheduled for 20:00 CET has the change in it." in said
    waiting = publishing.scheduled_edition(live, NOW)
    assert waiting is not None
    assert (waiting.headline, waiting.live_from) == ("Harbour reopens at last", EIGHT)
    assert "The pilots have left." in str(waiting.document)


def record_fix(story: Story, base: Edition, by: User, **content: object) -> Revision:
    """A fix of what is live, beside the working copy."""
    document = replace(revisions.document_of(base.revision), **content)
    return revisions.record(
        story, document, by=by, now=NOW, kind=Kind.FIX, base=base.revision, is_aside=True
    )


@pytest.mark.parametrize("clashes", [False, True])
def test_a_fix_of_what_is_live_goes_out_alone_and_comes_to_the_desk(
    desk: Client, live: Story, administrator: User, clashes: bool
) -> None:
    on_the_desk = {"headline": "Not for readers yet"}
    save(live, administrator, **on_the_desk if clashes else {"kicker": "Not for readers yet"})
    base = publishing.live_edition(live, NOW)
    assert base is not None
    fix = record_fix(live, base, administrator, headline="Harbour reopens, at last")

    assert "added: Not for readers yet" not in shown(desk, live, "publish", revision=fix.number)
    said = answer(desk, live, "publish", revision=fix.number, when="now", change="minor")

    assert "Published. Readers see the fix now." in said
    assert ("On the desk the same words were changed otherwise." in said) == clashes
    edition = live_now(live)
    assert edition is not None
    assert edition.headline == "Harbour reopens, at last"
    headline = on_the_desk["headline"] if clashes else edition.headline
    assert Story.objects.get().headline == headline


def test_an_update_that_waits_is_cancelled_where_that_is_said(
    desk: Client, live: Story, administrator: User
) -> None:
    save(live, administrator, headline="For tonight")
    scheduled(live, administrator)
    save(live, administrator, headline="For now")

    said = publish_now(desk, live, change="update", pending="cancel")

    assert "What was scheduled for 20:00 CET is cancelled." in said
    assert publishing.scheduled_edition(live, NOW) is None


def test_where_the_same_words_are_changed_it_can_only_be_cancelled(
    desk: Client, live: Story, administrator: User
) -> None:
    save(live, administrator, headline="For tonight")
    scheduled(live, administrator)
    base = publishing.live_edition(live, NOW)
    assert base is not None
    fix = record_fix(live, base, administrator, headline="Something else entirely")

    sheet = shown(desk, live, "publish", revision=fix.number)
    assert "The same words are changed in the scheduled update." in sheet
    assert "Put this change into it" not in sheet
    answers = {"revision": fix.number, "when": "now", "change": "minor", "pending": "merge"}
    assert "Select a valid choice" in answer(desk, live, "publish", **answers)
    assert publishing.scheduled_edition(live, NOW) is not None


def test_what_is_scheduled_itself_can_go_out_at_once(
    desk: Client, story: Story, administrator: User
) -> None:
    scheduled(story, administrator)
    sheet = shown(desk, story, "publish")
    assert "This version is scheduled for 20:00 CET. Published now, that is cancelled." in sheet

    publish_now(desk, story, pending="cancel")

    assert live_now(story) is not None
    assert publishing.scheduled_edition(story, NOW) is None
