"""All publishing verbs in any order, by two people whose clocks differ, against a simple model.

The model keeps what readers should see now and what is planned, in four variables. After every step
it is compared with `Edition.objects.live(at=…)`; and what readers saw at any instant before, they
must be said to have seen for ever.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from articles import publishing
from articles.models import Edition, Revision, Story
from articles.models.interval import MICROSECOND
from articles.publishing import Pending
from articles.verbs import Unable
from tests.stories import NOW, make_section, make_story, save

AHEAD = timedelta(seconds=0.2)  # of one publisher's clock
people = st.sampled_from([timedelta(0), AHEAD])
pauses = st.sampled_from([MICROSECOND, AHEAD / 2, timedelta(seconds=30), timedelta(hours=2)])
delays = st.sampled_from([timedelta(seconds=1), timedelta(minutes=9), timedelta(hours=3)])
Seen = tuple[int | None, int | None]  # an edition and its revision


class Desk(RuleBasedStateMachine):
    """One story, its publishers and its readers."""

    by: User
    tried: set[str]

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.story = make_story(self.by, make_section())
        self.at = NOW
        self.shown: int | None = None  # the revision that readers see
        self.waiting: tuple[datetime, int] | None = None
        self.ends_at: datetime | None = None
        self.is_down = False
        self.embargo: datetime | None = None
        self.seen: dict[datetime, Seen] = {}
        self.cancelled: set[int] = set()
        self.saves = 0

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # --- what happens -----------------------------------------------------------------------

    @rule(pause=pauses)
    def time_passes(self, pause: timedelta) -> None:
        self.at += pause
        self.catch_up(self.at)

    @rule()
    def somebody_saves(self) -> None:
        self.saves += 1
        save(self.story, self.by, now=self.at, headline=f"Harbour, take {self.saves}")

    @rule(
        ahead=people,
        verb=st.sampled_from(["publish", "update", "minor", "correct", "clarify"]),
        pending=st.sampled_from(Pending),
    )
    def somebody_publishes(self, ahead: timedelta, verb: str, pending: Pending) -> None:
        note = {"note": "We got it wrong."} if verb in {"correct", "clarify"} else {}
        newest = self.newest()
        done = self.run(verb, ahead, revision=newest, pending=pending, **note)
        if done is None:
            return
        assert done.live_from <= self.now_of(ahead)
        if self.ends_at and self.ends_at <= done.live_from:
            self.ends_at = None
        self.shown = newest.pk
        if self.waiting and pending is Pending.MERGE:
            again = publishing.scheduled_edition(self.fresh(), done.live_from)
            assert again is not None
            assert again.live_from == self.waiting[0]
            self.waiting = (again.live_from, again.revision_id)
        else:
            self.forget_waiting()

    @rule(ahead=people, delay=delays)
    def somebody_schedules(self, ahead: timedelta, delay: timedelta) -> None:
        newest = self.newest()
        done = self.run("schedule", ahead, revision=newest, at=self.at + AHEAD + delay)
        if done is None:
            return
        self.waiting = (done.live_from, newest.pk)
        if self.ends_at and self.ends_at <= done.live_from:
            self.ends_at = None

    @rule(ahead=people, delay=delays)
    def somebody_moves_it(self, ahead: timedelta, delay: timedelta) -> None:
        done = self.run("move_scheduled", ahead, at=self.at + AHEAD + delay)
        if done is not None and self.waiting:
            self.waiting = (done.live_from, self.waiting[1])

    @rule(ahead=people)
    def somebody_cancels_it(self, ahead: timedelta) -> None:
        if self.run("cancel_scheduled", ahead) is not None:
            self.forget_waiting()

    @rule(ahead=people, delay=delays | st.none())
    def somebody_sets_the_end(self, ahead: timedelta, delay: timedelta | None) -> None:
        ends_at = self.at + AHEAD + delay if delay else None
        if self.run("expire_at", ahead, ends_at=ends_at) is not None:
            self.ends_at = ends_at

    @rule(ahead=people, delay=delays | st.none())
    def somebody_sets_an_embargo(self, ahead: timedelta, delay: timedelta | None) -> None:
        until = self.at + AHEAD + delay if delay else None
        if self.run("embargo", ahead, until=until) is not None:
            self.embargo = until

    @rule(ahead=people, why=st.sampled_from(["mistake", "withdrawn", "legal"]))
    def somebody_takes_it_down(self, ahead: timedelta, why: str) -> None:
        words = {"notice": "Withdrawn.", "reason": "Ordered."}
        if self.run("take_down", ahead, why=why, **words) is not None:
            self.shown, self.is_down = None, True
            self.forget_waiting()

    @rule(ahead=people)
    def somebody_undoes(self, ahead: timedelta) -> None:
        done = self.run("undo", ahead)
        if done is not None:
            self.shown = done.revision_id
            self.forget_waiting()

    @rule(ahead=people, keeps_date=st.booleans())
    def somebody_puts_it_back(self, ahead: timedelta, keeps_date: bool) -> None:
        done = self.run("reinstate", ahead, keeps_date=keeps_date)
        if done is not None:
            self.shown, self.is_down = done.revision_id, False
            if self.ends_at and self.ends_at <= done.live_from:
                self.ends_at = None

    # --- what must hold ---------------------------------------------------------------------

    @invariant()
    def readers_see_what_they_should(self) -> None:
        self.at += 2 * AHEAD  # past the clock that is ahead, and past the verb
        self.catch_up(self.at)
        found = list(Edition.objects.filter(story=self.story).live(at=self.at))
        assert len(found) <= 1
        assert [edition.revision_id for edition in found] == ([self.shown] if self.shown else [])
        self.seen[self.at] = self.live(self.at)

    @invariant()
    def nothing_ever_overlaps(self) -> None:
        editions = Edition.objects.filter(story=self.story).order_by("live_from")
        for one, other in zip(editions, list(editions)[1:], strict=False):
            assert one.live_until is not None
            assert one.live_until <= other.live_from

    @invariant()
    def the_past_stays_as_it_was(self) -> None:
        for at, seen in self.seen.items():
            assert self.live(at) == seen

    @invariant()
    def what_was_cancelled_left_no_trace(self) -> None:
        assert not Edition.objects.filter(pk__in=self.cancelled).exists()

    # --- how --------------------------------------------------------------------------------

    def run(self, verb: str, ahead: timedelta, **arguments: Any) -> Any:
        """The result of the verb; None where it could not be done, and had said so before."""
        self.at += MICROSECOND  # after whatever readers have seen
        now = self.now_of(ahead)
        self.catch_up(now)
        story = self.fresh()
        listed = getattr(publishing, REASONS[verb])(story=story, now=now, **arguments)
        act: Callable[..., Any] = getattr(publishing, verb)
        Desk.tried.add(verb)
        try:
            done = act(story=story, by=self.by, now=now, **arguments)
        except Unable as error:
            assert error.reasons == listed
            return None
        assert listed == []
        if isinstance(done, Edition) and verb not in {"cancel_scheduled"}:
            assert self.embargo is None or done.live_from >= self.embargo
        return done

    def now_of(self, ahead: timedelta) -> datetime:
        return self.at + ahead

    def catch_up(self, at: datetime) -> None:
        """Let happen in the model what time alone brings until `at`."""
        if self.waiting and self.waiting[0] <= at:
            self.shown, self.waiting = self.waiting[1], None
        if self.ends_at and self.ends_at <= at and self.shown and not self.is_down:
            last = Edition.objects.filter(story=self.story, live_from__lte=at).latest("live_from")
            if last.live_until == self.ends_at:
                self.shown = None

    def forget_waiting(self) -> None:
        self.waiting = None

    def live(self, at: datetime) -> Seen:
        found = Edition.objects.filter(story=self.story).live(at=at).first()
        return (found.pk, found.revision_id) if found else (None, None)

    def fresh(self) -> Story:
        return Story.objects.get(pk=self.story.pk)

    def newest(self) -> Revision:
        return Revision.objects.filter(story=self.story).of_working_copy().latest("number")


REASONS = {
    "publish": "reasons_not_to_publish",
    "update": "reasons_not_to_publish",
    "minor": "reasons_not_to_publish",
    "correct": "reasons_not_to_tell",
    "clarify": "reasons_not_to_tell",
    "schedule": "reasons_not_to_schedule",
    "move_scheduled": "reasons_not_to_move",
    "cancel_scheduled": "reasons_not_to_cancel",
    "expire_at": "reasons_not_to_expire",
    "embargo": "reasons_not_to_embargo",
    "take_down": "reasons_not_to_take_down",
    "undo": "reasons_not_to_undo",
    "reinstate": "reasons_not_to_put_back",
}


@pytest.mark.django_db
def test_every_order_of_verbs_keeps_its_promises(administrator: User) -> None:
    Desk.by, Desk.tried = administrator, set()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Each promise is asserted by the machine, step by step; here, that it went far: chance decides
    # which verbs it tries, and may leave one out.
    assert len(Desk.tried) > len(REASONS) / 2
