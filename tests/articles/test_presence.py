"""Who is at a story: within twenty seconds, one line a person, and what each has seen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from articles import presence, revisions
from articles.document import freeze
from articles.models import LastLook, Presence, Story
from articles.presence import Somebody
from tests.stories import NOW, make_story, quote, save, text

pytestmark = pytest.mark.django_db
ONE, TWO = uuid4(), uuid4()


def beat(story: Story, by: User, session: UUID = ONE, seconds: int = 0, **more: Any) -> None:
    arguments: dict[str, Any] = {"part": None, "has_typed": False, "seen": None} | more
    now = NOW + timedelta(seconds=seconds)
    presence.beat(session=session, story=story, by=by, now=now, **arguments)


def here(story: Story, seconds: int = 0, **more: Any) -> list[Somebody]:
    return presence.here([story.pk], NOW + timedelta(seconds=seconds), **more).get(story.pk, [])


def test_somebody_is_here_for_twenty_seconds_after_a_heartbeat(reporter: User) -> None:
    story, part = make_story(reporter), uuid4()
    beat(story, reporter, part=part, has_typed=True)
    somebody = Somebody(user=reporter.pk, name="Rita Reporter", part=part, typed=5)
    assert here(story, 5) == [somebody]
    assert here(story, 19) != []
    assert here(story, 20) == []
    beat(story, reporter, seconds=25, part=part)
    (again,) = here(story, 30)
    assert again.typed == 30


def test_who_has_not_typed_for_a_minute_is_only_here(reporter: User) -> None:
    story = make_story(reporter)
    beat(story, reporter, has_typed=True)
    beat(story, reporter, seconds=61)
    assert [who.typed for who in here(story, 61)] == [None]


def test_a_goodbye_counts_at_once(reporter: User, administrator: User) -> None:
    story = make_story(reporter)
    beat(story, reporter)
    presence.leave(session=ONE, by=administrator)
    assert len(here(story)) == 1
    presence.leave(session=ONE, by=reporter)
    assert here(story) == []


def test_a_person_in_two_windows_is_one_where_they_typed_last(reporter: User) -> None:
    story, part = make_story(reporter), uuid4()
    beat(story, reporter, ONE, 1, part=part, has_typed=True)
    beat(story, reporter, TWO, 2)
    assert [who.part for who in here(story, 3)] == [part]
    assert [who.part for who in here(story, 3, but=ONE)] == [None]


def test_a_session_belongs_to_one_person_and_one_story(reporter: User, administrator: User) -> None:
    story, other = make_story(reporter), make_story(reporter, headline="Another")
    beat(story, reporter)
    for where, who in ((story, administrator), (other, reporter)):
        with pytest.raises(PermissionDenied):
            beat(where, who)
    assert Presence.objects.get().user == reporter
    assert not LastLook.objects.filter(user=administrator).exists()


def test_12_nobody_is_at_a_story_that_they_may_not_see(reporter: User, editor: User) -> None:
    story = make_story(editor)
    with pytest.raises(PermissionDenied):
        beat(story, reporter)
    assert not Presence.objects.exists()


def test_rows_of_the_day_before_are_forgotten(reporter: User) -> None:
    story = make_story(reporter)
    beat(story, reporter)
    beat(story, reporter, TWO, 24 * 3600 + 1)
    assert list(Presence.objects.values_list("session", flat=True)) == [TWO]


def test_people_at_many_stories_cost_one_query(
    reporter: User, administrator: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    stories = [make_story(reporter, headline=f"Story {n}") for n in range(4)]
    for story in stories[:3]:
        beat(story, reporter, uuid4())
        beat(story, administrator, uuid4())
    with django_assert_num_queries(1):
        found = presence.here([story.pk for story in stories], NOW)
    assert {key: len(people) for key, people in found.items()} == {
        story.pk: 2 for story in stories[:3]
    }


def test_parts_are_called_as_on_the_form_in_one_query(
    reporter: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    parts = (text(), quote("Said"), text())
    story = make_story(reporter, parts=parts)
    with django_assert_num_queries(1):
        names = presence.names_of_parts([story.pk])
    assert names == {
        parts[0].uid: "Section 1",
        parts[1].uid: "Pull quote 2",
        parts[2].uid: "Section 3",
    }
    assert freeze(story).parts == parts


def test_a_session_that_begins_keeps_what_was_seen_before_it(reporter: User) -> None:
    story = make_story(reporter)
    first = revisions.latest(story)
    beat(story, reporter, ONE, seen=first)
    look = LastLook.objects.get()
    assert (look.revision, look.before) == (first, None)
    second = save(story, reporter, headline="Second")
    beat(story, reporter, ONE, 8, seen=second)
    look.refresh_from_db()
    assert (look.revision, look.before) == (second, None)
    third = save(story, reporter, headline="Third")
    beat(story, reporter, TWO, 60, seen=third)
    look.refresh_from_db()
    assert (look.revision, look.before, look.session) == (third, second, TWO)


def test_two_windows_side_by_side_do_not_forget_what_was_seen_before(reporter: User) -> None:
    story = make_story(reporter)
    first = revisions.latest(story)
    beat(story, reporter, uuid4(), seen=first)
    second = save(story, reporter, headline="Second")
    beat(story, reporter, ONE, 60, seen=second)
    third = save(story, reporter, headline="Third")
    beat(story, reporter, TWO, 61, seen=third)
    for seconds in (68, 76):
        beat(story, reporter, ONE, seconds, seen=second)
        beat(story, reporter, TWO, seconds, seen=third)
    look = LastLook.objects.get()
    assert (look.revision, look.before) == (third, second)


def test_a_heartbeat_is_three_queries_in_one_transaction(
    reporter: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    story = make_story(reporter)
    seen = revisions.latest(story)
    beat(story, reporter, seen=seen)
    with django_assert_num_queries(4):  # two of them begin and end the transaction
        beat(story, reporter, seconds=8, seen=seen)
