"""The history of a story: versions and deeds in one order, page by page, at a constant price."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import User
from articles import history, publishing, revisions, versions
from articles.history import LENGTH, MILESTONES, PUBLISHED, START, Entry, Wanted, page_of, place_of
from articles.models import Conflict, Kind, Revision, Story
from tests.stories import make_section, make_site, make_story, publish, save

ALL = Wanted()
MINUTE = timedelta(minutes=1)


def said(entry: Entry) -> str:
    """An entry in a word: the number of a version, or the verb of a line."""
    return str(entry.revision.number) if entry.revision else str(entry.line and entry.line.action)


def version(story: Story, number: int) -> Revision:
    return Revision.objects.get(story=story, number=number)


def add_versions(story: Story, count: int) -> None:
    """Further versions of the story with a line each, in bulk, a second apart."""
    like = revisions.latest(story)
    assert like is not None
    Revision.objects.bulk_create(
        Revision(
            story=story,
            number=like.number + step,
            document=like.document,
            digest=like.digest,
            created_by=like.created_by,
            created_at=like.created_at + timedelta(seconds=step),
        )
        for step in range(1, count + 1)
    )
    for step in range(1, count + 1):
        at = like.created_at + timedelta(seconds=step)
        audit.record(actor=like.created_by, action="name_revision", target=story, now=at)


def all_pages(story: Story, wanted: Wanted = ALL) -> list[list[str]]:
    pages, place = [], START
    while True:
        page = page_of(story, wanted, place)
        pages.append([said(entry) for entry in page.entries])
        if page.older is None:
            return pages
        place = place_of(str(page.older))


def test_versions_and_what_was_done_come_newest_first(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    publish(story, administrator, now=now + MINUTE)
    save(story, administrator, now=now + 2 * MINUTE, headline="Later")

    page = page_of(story, ALL)

    assert [said(entry) for entry in page.entries] == ["2", "publish", "1", "start"]
    assert page.older is None


def test_at_one_instant_what_was_published_was_saved_before(
    administrator: User, now: datetime
) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    publish(story, administrator, now=now)

    assert [said(entry) for entry in page_of(story, ALL).entries] == ["publish", "1", "start"]


def test_a_version_knows_when_readers_saw_it(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    first = publish(story, administrator, now=now + MINUTE)
    save(story, administrator, now=now + 2 * MINUTE, headline="Later")
    second = publish(story, administrator, now=now + 3 * MINUTE)
    third = publishing.undo(story=story, by=administrator, now=now + 4 * MINUTE)

    shown = {e.revision.number: e.editions for e in page_of(story, ALL).entries if e.revision}

    assert shown == {1: [third, first], 2: [second]}


def test_the_history_goes_on_without_a_gap_or_a_repeat(reporter: User) -> None:
    story = make_story(reporter)
    add_versions(story, 80)

    pages = all_pages(story)

    assert [len(page) for page in pages] == [LENGTH, LENGTH, LENGTH, 12]
    seen = [entry for page in pages for entry in page]
    numbers = [int(entry) for entry in seen if entry.isdigit()]
    assert numbers == list(range(81, 0, -1))
    assert seen.count("name_revision") == 80
    assert seen[-1] == "start"


def test_versions_whose_clock_was_behind_are_not_lost(reporter: User, now: datetime) -> None:
    story = make_story(reporter, now=now)
    for step, headline in enumerate("abcde"):
        save(story, reporter, now=now - step * MINUTE, headline=headline)

    seen = [entry for page in all_pages(story) for entry in page]

    assert [entry for entry in seen if entry.isdigit()] == ["6", "5", "4", "3", "2", "1"]


@pytest.mark.parametrize("text", ["", "x", "1.2", "-1.2.3", "9" * 40, "1.2.3.4", "１.２.３"])
def test_a_place_that_makes_no_sense_is_the_start(text: str) -> None:
    assert place_of(text) == START


def test_a_place_far_in_the_future_is_no_error(reporter: User) -> None:
    story = make_story(reporter)

    page = page_of(story, ALL, place_of("999999999.999999999999999999.999999999999999999"))

    assert [said(entry) for entry in page.entries] == ["1", "start"]


def test_only_named_versions(reporter: User, now: datetime) -> None:
    story = make_story(reporter)
    save(story, reporter, headline="Later")
    versions.name_revision(
        story=story, revision=version(story, 1), name="First", by=reporter, now=now
    )

    entries = page_of(story, Wanted(show=MILESTONES)).entries

    assert [said(entry) for entry in entries] == ["1"]
    assert entries[0].revision.milestone.name == "First"


def test_only_what_went_to_readers(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section(), now=now)
    publish(story, administrator, now=now + MINUTE)
    save(story, administrator, now=now + 2 * MINUTE, headline="Later")
    versions.name_revision(
        story=story, revision=version(story, 2), name="Second", by=administrator, now=now
    )

    entries = page_of(story, Wanted(show=PUBLISHED)).entries

    assert [said(entry) for entry in entries] == ["publish", "1"]


def test_by_one_person(administrator: User, reporter: User, now: datetime) -> None:
    make_site()
    story = make_story(reporter, make_section(), now=now)
    save(story, administrator, now=now + MINUTE, headline="Later")
    publish(story, administrator, now=now + 2 * MINUTE)

    assert history.people_of(story) == [administrator, reporter]
    assert all_pages(story, Wanted(person=administrator.pk)) == [["publish", "2"]]
    assert all_pages(story, Wanted(person=reporter.pk)) == [["1", "start"]]


def test_what_was_kept_beside_is_there_too(reporter: User, now: datetime) -> None:
    story = make_story(reporter, now=now)
    revisions.record(
        story,
        revisions.document_of(version(story, 1)),
        by=reporter,
        now=now,
        kind=Kind.TYPED,
        base=version(story, 1),
        is_aside=True,
    )

    assert all_pages(story) == [["2", "1", "start"]]


def test_the_price_is_the_same_with_a_thousand_versions(reporter: User) -> None:
    story = make_story(reporter)
    counts = []
    for count in (2, 997):
        add_versions(story, count)
        with CaptureQueriesContext(connection) as queries:
            page = page_of(story, ALL)
            history.people_of(story)
            history.open_conflicts(story)
            _words = [str(e.revision.created_by) if e.revision else e.at for e in page.entries]
        counts.append(len(queries))
        assert not [q for q in queries if '"document"' in q["sql"]]
        assert not [q for q in queries if "OFFSET" in q["sql"] or "COUNT(" in q["sql"]]

    assert counts == [5, 5]


def test_an_open_conflict_waits_until_it_is_decided(
    reporter: User, subeditor: User, now: datetime
) -> None:
    story = make_story(reporter)
    Story.objects.filter(pk=story.pk).update(assigned_to=subeditor)
    base = version(story, 1)
    save(story, reporter, headline="Mine")
    conflict = Conflict.objects.create(
        story=story, base=base, theirs=version(story, 2), mine=base, met_by=subeditor, met_at=now
    )

    assert history.open_conflicts(story) == [conflict]

    conflict.resolved_at = now
    conflict.save()
    assert history.open_conflicts(story) == []
