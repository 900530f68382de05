"""What happens when, for the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import publishing, revisions
from articles.agenda import entries, front_entries
from articles.models import Edition, Story
from articles.permissions import visible_to
from tests.articles.fronts.arranged import block, front, make_front, slot
from tests.stories import NOW, make_section, make_story, publish, save, take_down

HOUR = timedelta(hours=1)


@pytest.fixture
def story(administrator: User) -> Story:
    return make_story(administrator, make_section())


def schedule(story: Story, by: User, hours: float) -> Edition:
    newest = revisions.latest(story)
    return publishing.schedule(story=story, revision=newest, at=NOW + hours * HOUR, by=by, now=NOW)


def told(by: User, *, hours: tuple[float, float] = (-24, 24)) -> list[tuple[float, str, str]]:
    """What `by` finds between so many hours from now: hours, words, status."""
    start, end = (NOW + n * HOUR for n in hours)
    found = entries(visible_to(by), start=start, end=end, now=NOW)
    return [((entry.at - NOW) / HOUR, entry.words, entry.status.words) for entry in found]


def test_what_goes_live_changes_and_ends_is_told_in_order(
    story: Story, administrator: User
) -> None:
    publish(story, administrator, now=NOW - 2 * HOUR)
    save(story, administrator, standfirst="More")
    schedule(story, administrator, 3)
    publishing.expire_at(story=story, ends_at=NOW + 5 * HOUR, by=administrator, now=NOW)
    draft = make_story(administrator, story.section, headline="New")
    schedule(draft, administrator, 4)

    status = (
        "Live, changes not published (1) · since 15:05 UTC · update at 20:05 UTC · "
        "ends at 22:05 UTC"
    )
    assert told(administrator) == [
        (-2, "Went live", status),
        (3, "Update", status),
        (4, "Goes live", "Goes out at 21:05 UTC"),
        (5, "Ends", status),
    ]


def test_an_embargo_and_a_draft_that_is_due_are_told(story: Story, administrator: User) -> None:
    publishing.embargo(story=story, until=NOW + 2 * HOUR, by=administrator, now=NOW)
    Story.objects.filter(pk=story.pk).update(due_at=NOW + HOUR)
    status = "Not published · not before 19:05 UTC"
    assert told(administrator) == [
        (1, "Draft due", status),
        (2, "Embargo ends", status),
    ]


def test_what_is_out_is_not_due_any_more(story: Story, administrator: User) -> None:
    publish(story, administrator, now=NOW - 100 * HOUR)
    Story.objects.filter(pk=story.pk).update(due_at=NOW + HOUR)
    assert told(administrator) == []


def test_what_is_in_the_bin_is_not_due(story: Story, administrator: User) -> None:
    Story.objects.filter(pk=story.pk).update(due_at=NOW, embargo=NOW, binned_at=NOW)
    assert told(administrator) == []


def test_what_was_taken_down_is_told_as_that(story: Story, administrator: User) -> None:
    publish(story, administrator, now=NOW - 2 * HOUR)
    schedule_that_is_cancelled = NOW + 9 * HOUR
    publishing.expire_at(
        story=story, ends_at=schedule_that_is_cancelled, by=administrator, now=NOW - HOUR
    )
    take_down(story, administrator, now=NOW)
    assert told(administrator) == [
        (-2, "Went live", "Taken down"),
        (0, "Taken down", "Taken down"),
    ]


def test_12_a_reporter_finds_only_the_stories_that_are_theirs(
    story: Story, administrator: User, reporter: User
) -> None:
    schedule(story, administrator, 1)
    Story.objects.filter(pk=story.pk).update(due_at=NOW, embargo=NOW)
    own = make_story(reporter, story.section, headline="Own")
    schedule(own, administrator, 2)
    assert told(reporter) == [(2, "Goes live", "Goes out at 19:05 UTC")]


def test_a_window_holds_its_first_instant_and_not_its_last(
    story: Story, administrator: User
) -> None:
    schedule(story, administrator, 1)
    assert len(told(administrator, hours=(1, 2))) == 1
    assert told(administrator, hours=(0, 1)) == []


def test_only_what_waits_can_be_moved(story: Story, administrator: User) -> None:
    publish(story, administrator, now=NOW - HOUR)
    save(story, administrator, standfirst="More")
    schedule(story, administrator, 1)
    publishing.expire_at(story=story, ends_at=NOW + 2 * HOUR, by=administrator, now=NOW)
    found = entries(Story.objects.all(), start=NOW - 9 * HOUR, end=NOW + 9 * HOUR, now=NOW)
    assert [entry.is_scheduled for entry in found] == [False, True, False]


def test_many_entries_cost_as_many_queries_as_one(story: Story, administrator: User) -> None:
    counts = []
    for most in (1, 12):
        for number in range(Story.objects.count(), most + 1):
            draft = make_story(administrator, story.section, headline=f"Story {number}")
            schedule(draft, administrator, number)
            Story.objects.filter(pk=draft.pk).update(due_at=NOW, embargo=NOW)
        with CaptureQueriesContext(connection) as queries:
            found = entries(Story.objects.all(), start=NOW, end=NOW + 99 * HOUR, now=NOW)
        assert len(found) == 3 * most
        counts.append(len(queries))
    assert counts == [7, 7]


def test_a_front_is_told_of_where_its_arrangement_or_a_place_of_it_changes(
    story: Story, administrator: User
) -> None:
    edition = publish(story, administrator, now=NOW - HOUR)
    place = slot(edition, begins_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
    make_front(front(block("lead", place)), administrator, section=story.section)
    later = make_front(
        front(block("note", text="Later")), administrator, now=NOW, at=NOW + 3 * HOUR
    )

    found = front_entries(start=NOW - 9 * HOUR, end=NOW + 9 * HOUR, now=NOW)

    assert [((entry.at - NOW) / HOUR, entry.words, entry.path) for entry in found] == [
        (0, "Changed", "/world/"),
        (1, "Changes", "/world/"),
        (2, "Changes", "/world/"),
        (3, "Changes", "/"),
    ]
    assert found[-1].front == later.front
