"""Intervals: what is live when, and how ends are laid out."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from articles.models import Edition
from articles.models.interval import MICROSECOND, instant_for_next, lay_out
from tests.stories import NOW, make_section, published

HOUR = timedelta(hours=1)


def edition(live_from: datetime, live_until: datetime | None = None) -> Edition:
    return Edition(live_from=live_from, live_until=live_until)


def test_an_interval_holds_its_beginning_and_not_its_end() -> None:
    hour = edition(NOW, NOW + HOUR)

    assert not hour.is_live(NOW - MICROSECOND)
    assert hour.is_live(NOW)
    assert hour.is_live(NOW + HOUR - MICROSECOND)
    assert not hour.is_live(NOW + HOUR)


def test_each_ends_where_the_next_begins() -> None:
    first, second = edition(NOW), edition(NOW + HOUR)

    changed = lay_out([second, first], now=NOW, ends_at=None)

    assert changed == [first]
    assert (first.live_until, second.live_until) == (NOW + HOUR, None)


def test_the_last_ends_at_the_timed_end() -> None:
    only = edition(NOW)

    lay_out([only], now=NOW, ends_at=NOW + HOUR)

    assert only.live_until == NOW + HOUR


def test_an_end_that_has_passed_is_never_touched() -> None:
    past, current = edition(NOW - 3 * HOUR, NOW - 2 * HOUR), edition(NOW - HOUR)

    lay_out([past, current], now=NOW, ends_at=None)

    assert past.live_until == NOW - 2 * HOUR


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="end before"):
        lay_out([edition(NOW)], now=NOW - HOUR, ends_at=NOW)


@given(
    st.lists(st.integers(min_value=-50, max_value=50), min_size=1, max_size=8, unique=True),
)
def test_laid_out_intervals_never_overlap(hours: list[int]) -> None:
    intervals = [edition(NOW + h * HOUR) for h in hours]

    lay_out(list(intervals), now=NOW - 100 * HOUR, ends_at=None)

    for at in (NOW + h * HOUR + timedelta(minutes=m) for h in range(-51, 52) for m in (0, 30)):
        assert sum(interval.is_live(at) for interval in intervals) <= 1


def test_the_next_instant_is_never_before_the_last() -> None:
    assert instant_for_next(None, NOW) == NOW
    assert instant_for_next(NOW - HOUR, NOW) == NOW
    assert instant_for_next(NOW + HOUR, NOW) == NOW + HOUR + MICROSECOND


def test_the_database_refuses_an_interval_that_ends_before_it_begins(administrator: User) -> None:
    live = published(administrator, make_section())

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=live.pk).update(live_until=live.live_from)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no exclusion constraints; verbs check"
)
def test_the_database_refuses_overlapping_editions(administrator: User) -> None:
    live = published(administrator, make_section())
    live.pk, live.number, live.live_from = None, 2, live.live_from + HOUR

    with pytest.raises(IntegrityError, match="never_overlaps"), transaction.atomic():
        live.save(force_insert=True)
