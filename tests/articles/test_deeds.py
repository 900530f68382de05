"""Audit lines read as sentences."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import audit
from accounts.models import AuditLine, User
from articles import (
    assignments,
    binning,
    copying,
    publishing,
    revisions,
    sharing,
    versions,
    workflow,
)
from articles.deeds import SENTENCES, deed_of, people_in
from articles.models import Revision, Story
from articles.permissions import VERBS
from tests.stories import make_section, make_site, make_story, publish, save, take_down

HOUR = timedelta(hours=1)
# Done to something else than a story, or leaving no line.
OF_NO_STORY = {
    "view",
    "delete_taxon",
    "change_taxonomy",
    "change_site",
    "redirect",
    "rename_section",
    "arrange_front",
    "publish_front",
    "cancel_front",
    "restore_front",
    "discard_front",
    "drop_redirect",
    "raise_alert",
    "end_alert",
    "see_health",
    "see_removed",
    "read_at_another_time",
}


@pytest.fixture(autouse=True)
def in_rome() -> Iterator[None]:
    with timezone.override("Europe/Rome"):
        yield


def deeds(story: Story) -> list[tuple[str, str]]:
    """What was done to the story, oldest first: sentence and quoted words."""
    lines = reversed(audit.lines_about(story).order_by("-at", "-pk"))
    return [(deed.what, deed.said) for deed in map(deed_of, lines)]


def newest(story: Story) -> Revision:
    found = revisions.latest(story)
    assert found is not None
    return found


def test_every_verb_done_to_a_story_has_its_sentence() -> None:
    of_pictures = {verb for verb in VERBS if verb.endswith(("_picture", "_pictures"))}
    assert set(VERBS) - OF_NO_STORY - of_pictures <= set(SENTENCES)


def test_writing_and_handing_on(administrator: User, reporter: User, now: datetime) -> None:
    story = make_story(reporter, now=now)
    revision = newest(story)
    workflow.submit(story=story, revision=revision, by=reporter, now=now)
    workflow.send_back(
        story=story, revision=revision, by=administrator, now=now, reason="Who says so?"
    )
    workflow.submit(story=story, revision=revision, by=reporter, now=now)
    workflow.approve(story=story, revision=revision, by=administrator, now=now)

    assert deeds(story) == [
        ("Started", ""),
        ("Saved version 1", ""),
        ("Sent version 1 to the desk", ""),
        ("Sent version 1 back", "Who says so?"),
        ("Sent version 1 to the desk", ""),
        ("Approved version 1", ""),
    ]


def test_assigning_names_who_has_it_now(administrator: User, reporter: User, now: datetime) -> None:
    story = make_story(administrator, now=now)
    for to in (reporter, None):
        assignments.assign(story=story, to=to, by=administrator, now=now)
    assignments.set_due(story=story, at=now + HOUR, by=administrator, now=now)

    lines = list(reversed(audit.lines_about(story).order_by("-at", "-pk")))[2:]
    assert people_in(lines) == {reporter.pk}
    assert [deed_of(line, {reporter.pk: "Rita Reporter"}).what for line in lines] == [
        "Assigned to Rita Reporter",
        "Assigned to nobody any more",
        "Due at 22 Nov 2025, 19:05 CET",
    ]


def test_publishing_with_its_instants_and_notes(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    publish(story, administrator, now=now)
    for step, (verb, more) in enumerate(
        {
            "minor": {},
            "update": {},
            "correct": {"note": "It was six o’clock."},
            "clarify": {"note": "Local time."},
        }.items(),
        start=1,
    ):
        save(story, administrator, now=now, headline=verb)
        publish(story, administrator, now=now + step * HOUR, verb=verb, **more)

    published = [deed for deed in deeds(story) if deed[0].startswith("Published")]
    assert published == [
        ("Published version 1", ""),
        ("Published version 2, a small fix", ""),
        ("Published version 3, with new information", ""),
        ("Published version 4, with a correction", "It was six o’clock."),
        ("Published version 5, with a clarification", "Local time."),
    ]


def test_time(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    arguments = {"story": story, "by": administrator, "now": now}
    publishing.embargo(**arguments, until=now + HOUR)
    publishing.embargo(**arguments, until=None)
    publish(story, administrator, now=now, verb="schedule", at=now + 2 * HOUR)
    publishing.move_scheduled(**arguments, at=now + 3 * HOUR)
    publishing.expire_at(**arguments, ends_at=now + 24 * HOUR)
    publishing.expire_at(**arguments, ends_at=None)
    publishing.cancel_scheduled(**arguments)

    assert [what for what, _said in deeds(story)][2:] == [
        "Held under embargo: not before 22 Nov 2025, 19:05 CET",
        "Lifted the embargo",
        "Scheduled version 1 for 22 Nov 2025, 20:05 CET",
        "Moved version 1, which now goes out at 22 Nov 2025, 21:05 CET",
        "Set to end at 23 Nov 2025, 18:05 CET",
        "Took the timed end away",
        "Cancelled version 1, which was to go out at 22 Nov 2025, 21:05 CET",
    ]


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("mistake", "Taken down: published by mistake"),
        ("withdrawn", "Taken down: withdrawn"),
        ("legal", "Taken down: legal order"),
    ],
)
def test_taking_down_and_putting_back(
    why: str, sentence: str, administrator: User, now: datetime
) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    publish(story, administrator, now=now)
    take_down(story, administrator, now=now + HOUR, why=why, reason="A source withdrew.")
    publishing.reinstate(story=story, keeps_date=True, by=administrator, now=now + 2 * HOUR)

    assert deeds(story)[3:] == [
        (sentence, "A source withdrew."),
        ("Put back: version 1", ""),
    ]


def test_undoing(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    publish(story, administrator, now=now)
    save(story, administrator, now=now, headline="A mistake")
    publish(story, administrator, now=now + HOUR)
    publishing.undo(story=story, by=administrator, now=now + HOUR)

    assert deeds(story)[-1] == ("Undid the last publication: version 1 is back", "")


def test_versions_copies_and_the_bin(reporter: User, now: datetime) -> None:
    story = make_story(reporter, now=now)
    first = newest(story)
    save(story, reporter, now=now, headline="Later")
    arguments = {"story": story, "by": reporter, "now": now}
    versions.name_revision(**arguments, revision=first, name="As sent")
    versions.name_revision(**arguments, revision=first, name="")
    versions.restore(**arguments, revision=first)
    copying.copy(**arguments)
    binning.put_in_bin(**arguments)
    binning.bring_back(**arguments)

    assert [what for what, _said in deeds(story)][3:] == [
        "Named version 1 “As sent”",
        "Took the name of version 1 away",
        "Restored version 1 as version 3",
        "Copied as new",
        "Put into the bin",
        "Brought back from the bin",
    ]


def test_sharing(reporter: User, now: datetime) -> None:
    story = make_story(reporter, now=now)
    arguments = {"story": story, "by": reporter, "now": now}
    link = sharing.share(**arguments, revision=newest(story), expires_at=now + HOUR)
    sharing.share(**arguments, revision=None, expires_at=now + HOUR)
    sharing.unshare(**arguments, link=link)

    assert [what for what, _said in deeds(story)][2:] == [
        "Shared a preview of version 1 until 22 Nov 2025, 19:05 CET",
        "Shared a preview of whatever is newest until 22 Nov 2025, 19:05 CET",
        "Closed a link that shared a preview",
    ]


@pytest.mark.parametrize("action", [*SENTENCES, "some_later_verb"])
def test_a_line_without_details_still_says_something(action: str) -> None:
    line = AuditLine(action=action, detail={}, at=datetime(2025, 1, 1, tzinfo=UTC))

    assert deed_of(line).what
