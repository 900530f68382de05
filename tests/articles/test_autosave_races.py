"""Autosaves, saves and heartbeats of one session at once: on PostgreSQL, as in production."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from accounts.models import User
from articles import autosaves, presence, revisions
from articles.document import freeze, thaw
from articles.models import Autosave, Kind, LastLook, Presence, Revision, Story
from articles.verbs import lock
from tests.articles.test_autosaves import LATER, headline, keep
from tests.articles.test_concurrency import at_once
from tests.stories import NOW, make_story

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one transaction write at a time; there is nothing to race",
    ),
]
MANY = 12


def in_any_order(work: Callable[[int], Any]) -> list[Any]:
    """What `work` returned for 1 to MANY, all at once and in no order."""
    numbers = random.Random(26).sample(range(1, MANY + 1), MANY)
    results = at_once(MANY, lambda place: work(numbers[place]))
    assert not [result for result in results if isinstance(result, Exception)]
    return results


def test_26_of_autosaves_that_arrive_at_once_the_newest_stays(reporter: User) -> None:
    story = make_story(reporter)
    in_any_order(lambda n: keep(story, reporter, headline(f"Typed {n}"), n))
    row = Autosave.objects.get()
    assert (row.sequence, row.changes) == (MANY, headline(f"Typed {MANY}"))


def test_26_a_save_among_autosaves_takes_in_what_came_before_it_and_nothing_after(
    reporter: User,
) -> None:
    story, middle = make_story(reporter), MANY // 2

    def work(number: int) -> None:
        if number != middle:
            keep(story, reporter, headline(f"Typed {number}"), number)
            return
        with transaction.atomic():
            lock(story)
            autosaves.taken_in(
                session=UUID("11111111-2222-4333-8444-555555555555"),
                sequence=number,
                story=story,
                by=reporter,
                now=NOW,
            )

    in_any_order(work)
    assert Autosave.objects.get().changes == headline(f"Typed {MANY}")


def test_26_a_save_after_all_autosaves_were_sent_leaves_nothing_of_them(reporter: User) -> None:
    story = make_story(reporter)

    def work(number: int) -> None:
        if number < MANY:
            keep(story, reporter, headline(f"Typed {number}"), number)
            return
        with transaction.atomic():
            mine = Story.objects.get(pk=story.pk)
            lock(mine)
            mine.headline = "Saved"
            thaw(freeze(mine), mine)
            revisions.save(story=mine, by=reporter, now=NOW)
            autosaves.taken_in(
                session=UUID("11111111-2222-4333-8444-555555555555"),
                sequence=number,
                story=mine,
                by=reporter,
                now=NOW,
            )

    in_any_order(work)
    row = Autosave.objects.get()
    assert (row.sequence, row.changes) == (MANY, {})


def test_many_sweeps_at_once_make_one_revision(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Abandoned"))
    in_any_order(lambda _n: autosaves.sweep(story, LATER))
    assert Revision.objects.filter(kind=Kind.TYPED).count() == 1


def test_typing_on_during_a_sweep_is_kept(reporter: User) -> None:
    story = make_story(reporter)
    base = revisions.latest(story)
    keep(story, reporter, headline("Abandoned"), base=base)

    def work(number: int) -> None:
        if number % 2:
            autosaves.sweep(story, LATER)
        else:
            keep(story, reporter, headline("Typed on"), number, base=base, typed_at=LATER)

    in_any_order(work)
    assert Autosave.objects.get().changes == headline("Typed on")


def test_first_heartbeats_at_once_make_one_row_each(reporter: User) -> None:
    story, session = make_story(reporter), uuid4()
    seen = revisions.latest(story)

    def work(number: int) -> None:
        presence.beat(
            session=session if number % 2 else uuid4(),
            story=story,
            by=reporter,
            part=None,
            has_typed=False,
            seen=seen,
            now=NOW,
        )

    in_any_order(work)
    assert Presence.objects.count() == MANY // 2 + 1
    assert LastLook.objects.get().revision == seen
