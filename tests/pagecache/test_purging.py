"""Purges: ordered with a change, sent when it commits, tried again until they are done."""

import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from pagecache import purging
from pagecache.models import Purge
from pagecache.outer import Varnish, outer_caches
from tests.conftest import NOW
from tests.pagecache.recording import Recorder, at_rest, couriers, outer_cache, recorder

__all__ = ["couriers", "recorder"]
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def varnish(recorder: Recorder, settings: Settings) -> Varnish:
    """A cache that the settings name."""
    settings.CACHE_PURGE_URLS = [recorder.url]
    (found,) = outer_caches()
    assert isinstance(found, Varnish)
    return found


def test_where_no_cache_is_configured_nothing_is_written_or_asked(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        purging.order({"story-12"}, now=NOW)
        purging.look_after()
        assert purging.troubles(NOW) == []


def test_an_order_costs_one_query(
    varnish: Varnish, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        purging.order({"story-12", "section-3"}, now=NOW)
    assert [row.tags for row in Purge.objects.all()] == [["section-3", "story-12"]]


def test_what_is_rolled_back_is_not_purged(
    varnish: Varnish, recorder: Recorder, django_capture_on_commit_callbacks: Callable
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        purging.order({"story-12"}, now=NOW)
        raise ZeroDivisionError
    assert not Purge.objects.exists()
    assert not recorder.calls


def test_a_cache_is_told_at_once_and_again_when_what_was_on_its_way_has_arrived(
    varnish: Varnish, recorder: Recorder
) -> None:
    purging.order({"story-12"}, now=NOW)
    purging.order({"story-12", "picture-7"}, now=NOW)
    assert purging.deliver(varnish, now=NOW)
    assert [call.tags for call in recorder.calls] == [{"story-12", "picture-7"}]

    purging.deliver(varnish, now=NOW + purging.AGAIN_AFTER - SECOND)
    assert len(recorder.calls) == 1
    purging.deliver(varnish, now=NOW + purging.AGAIN_AFTER)
    assert [call.tags for call in recorder.calls[1:]] == [{"story-12", "picture-7"}]
    assert not Purge.objects.exists()


def test_many_tags_are_sent_in_several_requests(varnish: Varnish, recorder: Recorder) -> None:
    many = {f"story-{number}" for number in range(250)}
    purging.order(many, now=NOW)
    purging.deliver(varnish, now=NOW)
    assert [len(call.tags) for call in recorder.calls] == [100, 100, 50]
    assert set().union(*(call.tags for call in recorder.calls)) == many


def test_what_fails_is_tried_again_later_and_later(varnish: Varnish, recorder: Recorder) -> None:
    recorder.status = 503
    purging.order({"story-12"}, now=NOW)
    pauses, at = [], NOW
    for _try in range(12):
        assert not purging.deliver(varnish, now=at)
        row = Purge.objects.get()
        assert row.next_try_at is not None
        pauses.append((row.next_try_at - at).total_seconds())
        purging.deliver(varnish, now=row.next_try_at - SECOND)
        at = row.next_try_at
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]
    assert len(recorder.calls) == 12

    recorder.status = 200
    assert purging.deliver(varnish, now=at)
    assert purging.troubles(at) == []


def test_what_a_process_took_and_left_is_sent_by_another(
    varnish: Varnish, recorder: Recorder
) -> None:
    purging.order({"story-12"}, now=NOW)
    assert purging._take(varnish, NOW, is_impatient=False)  # and the process ends here
    purging.deliver(varnish, now=NOW + purging.LEASE - SECOND)
    assert not recorder.calls
    purging.deliver(varnish, now=NOW + purging.LEASE)
    assert len(recorder.calls) == 1


def test_a_cache_that_fails_holds_up_no_other(recorder: Recorder, settings: Settings) -> None:
    with outer_cache() as broken:
        broken.status = 500
        settings.CACHE_PURGE_URLS = [broken.url, recorder.url]
        purging.order({"story-12"}, now=NOW)
        assert [purging.deliver(outer, now=NOW) for outer in outer_caches()] == [False, True]
        (trouble,) = purging.troubles(NOW)
        assert (trouble.cache, trouble.count, trouble.since) == (broken.url, 1, NOW)
        assert trouble.error == "HTTP 500"


def test_what_nobody_sends_is_a_trouble_after_a_minute(varnish: Varnish) -> None:
    purging.order({"story-12"}, now=NOW)
    assert purging.troubles(NOW + purging.LATE) == []
    (trouble,) = purging.troubles(NOW + purging.LATE + SECOND)
    assert (trouble.cache, trouble.error) == (varnish.name, "")


@pytest.mark.usefixtures("couriers")
def test_a_purge_is_out_within_a_second_of_the_commit(varnish: Varnish, recorder: Recorder) -> None:
    with transaction.atomic():
        purging.order({"story-12"}, now=NOW)
        assert not recorder.calls
    committed = time.monotonic()
    (call,) = recorder.told(1)
    assert time.monotonic() - committed < 1
    assert call.tags == {"story-12"}
    at_rest()
    assert Purge.objects.get().is_told


@pytest.mark.usefixtures("couriers")
def test_nobody_waits_for_a_cache_that_hangs(varnish: Varnish, recorder: Recorder) -> None:
    recorder.way = "hang"
    began = time.monotonic()
    with transaction.atomic():
        purging.order({"story-12"}, now=NOW)
    assert time.monotonic() - began < 1
    recorder.told(1)
    at_rest()
    assert Purge.objects.get().failures == 1


@pytest.mark.usefixtures("couriers")
def test_the_thread_that_failed_tries_again_by_itself(
    varnish: Varnish, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "LINGER", SECOND)
    recorder.status = 503
    purging.order({"story-12"}, now=NOW)
    recorder.told(3)
    recorder.status = 200
    at_rest()
    assert Purge.objects.get().is_told


def test_the_command_does_not_wait_for_the_next_try(varnish: Varnish, recorder: Recorder) -> None:
    recorder.status = 503
    purging.order({"story-12"}, now=NOW)
    Purge.objects.create(cache="http://former.example/", tags=["story-1"], ordered_at=NOW)
    with pytest.raises(CommandError, match=f"Not told: {recorder.url}"):
        call_command("purge", stdout=StringIO())

    recorder.status = 200
    said = StringIO()
    call_command("purge", stdout=said)
    assert said.getvalue() == "Every cache was told.\n"
    assert Purge.objects.get().is_told
    assert len(recorder.calls) == 2


def test_the_command_says_where_no_cache_is_configured() -> None:
    said = StringIO()
    call_command("purge", stdout=said)
    assert said.getvalue() == "No cache is configured.\n"
