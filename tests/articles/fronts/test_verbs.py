"""Arranging, publishing, scheduling, cancelling and restoring fronts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditLine, User
from articles.fronts.document import default_document, from_json, to_json
from articles.fronts.verbs import (
    StaleFront,
    UnableToChangeFront,
    arrange,
    cancel_front,
    discard_draft,
    draft_of,
    front_of,
    has_changes,
    live_document,
    live_front,
    publish_front,
    restore_front,
    waiting_front,
)
from articles.models import FrontEdition, FrontSlot, Section
from tests.articles.fronts.arranged import block, front, home, make_front, slot
from tests.stories import NOW, make_section, make_story, published

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Section:
    return make_section()


def test_a_front_that_nobody_arranged_has_the_default_arrangement(world: Section) -> None:
    assert draft_of(home(), NOW) == default_document(None, [world.uuid])
    assert draft_of(front_of("en", world), NOW) == default_document(world.uuid)
    assert not has_changes(home(), NOW)
    assert home() == home()


def test_what_is_arranged_is_the_desks_until_it_is_published(
    administrator: User, world: Section
) -> None:
    story = published(administrator, world)
    wanted = front(block("lead", slot(story), size=3))
    kept = arrange(front=home(), document=wanted, version=0, by=administrator, now=NOW)

    assert kept is not None
    assert (kept.version, kept.drafted_by, kept.drafted_at) == (1, administrator, NOW)
    assert draft_of(kept, NOW) == wanted
    assert live_document(kept, NOW) != wanted
    assert arrange(front=kept, document=wanted, version=1, by=administrator, now=NOW) is None

    edition = publish_front(front=home(), version=1, by=administrator, now=NOW)

    assert (edition.number, edition.live_from, edition.live_until) == (1, NOW, None)
    assert live_document(home(), NOW) == draft_of(home(), NOW) == wanted
    assert home().draft is None
    row = FrontSlot.objects.get()
    assert (row.edition, row.story, row.live_from) == (edition, story.story, NOW)
    lines = AuditLine.objects.filter(action__in=["arrange_front", "publish_front"]).order_by("pk")
    assert [line.action for line in lines] == ["arrange_front", "publish_front"]
    with pytest.raises(UnableToChangeFront, match="already see"):
        publish_front(front=home(), version=1, by=administrator, now=NOW)


def test_a_stale_save_writes_nothing_and_says_what_stands(
    administrator: User, world: Section
) -> None:
    hers, his = front(block("note", text="Hers")), front(block("note", text="His"))
    arrange(front=home(), document=hers, version=0, by=administrator, now=NOW)

    with pytest.raises(StaleFront) as stale:
        arrange(front=home(), document=his, version=0, by=administrator, now=NOW)
    assert (stale.value.document, stale.value.front.version) == (hers, 1)
    assert str(administrator) in stale.value.reasons[0]
    for verb in (publish_front, discard_draft):
        with pytest.raises(StaleFront):
            verb(front=home(), version=0, by=administrator, now=NOW)
    assert draft_of(home(), NOW) == hers
    assert not FrontEdition.objects.exists()


def test_a_scheduled_front_takes_over_at_its_instant_and_can_be_taken_back(
    administrator: User, world: Section
) -> None:
    now_, then = front(block("note", text="Now")), front(block("note", text="Then"))
    make_front(now_, administrator)
    waiting = make_front(then, administrator, at=NOW + HOUR, now=NOW + HOUR / 2)

    assert live_document(home(), NOW + HOUR - timedelta(microseconds=1)) == now_
    assert live_document(home(), NOW + HOUR) == then
    assert draft_of(home(), NOW + HOUR / 2) == then
    assert FrontEdition.objects.get(number=1).live_until == waiting.live_from
    another = front(block("note", text="Another"))
    version = home().version
    arrange(front=home(), document=another, version=version, by=administrator, now=NOW + HOUR / 2)
    with pytest.raises(UnableToChangeFront, match="scheduled for"):
        publish_front(
            front=home(), version=version + 1, by=administrator, now=NOW + HOUR / 2, at=NOW + HOUR
        )
    discard_draft(front=home(), version=version + 1, by=administrator, now=NOW + HOUR / 2)

    cancel_front(front=home(), by=administrator, now=NOW + HOUR / 2)

    assert waiting_front(home(), NOW) is None
    assert live_document(home(), NOW + 9 * HOUR) == now_
    assert draft_of(home(), NOW + HOUR / 2) == then, "nothing that was arranged is lost"
    with pytest.raises(UnableToChangeFront, match="Nothing is scheduled"):
        cancel_front(front=home(), by=administrator, now=NOW + HOUR / 2)
    with pytest.raises(UnableToChangeFront, match="time has passed"):
        publish_front(
            front=home(), version=home().version, by=administrator, now=NOW + HOUR, at=NOW
        )


def test_an_older_version_comes_back_with_one_call(administrator: User, world: Section) -> None:
    first = make_front(front(block("note", text="First")), administrator)
    make_front(front(block("note", text="Second")), administrator, now=NOW + HOUR)

    third = restore_front(front=home(), edition=first, by=administrator, now=NOW + 2 * HOUR)

    assert third.number == 3
    assert third.note.startswith("Back to the version of ")
    assert from_json(third.document) == from_json(first.document)
    assert draft_of(home(), NOW + 2 * HOUR) == from_json(first.document)
    assert [e.number for e in FrontEdition.objects.live(at=NOW + 3 * HOUR)] == [3]
    with pytest.raises(UnableToChangeFront, match="already see"):
        restore_front(front=home(), edition=first, by=administrator, now=NOW + 3 * HOUR)
    with pytest.raises(UnableToChangeFront, match="another front"):
        other = front_of("en", world)
        restore_front(front=other, edition=first, by=administrator, now=NOW + 3 * HOUR)


def test_what_only_the_desk_has_stays_when_readers_go_back(administrator: User) -> None:
    first = make_front(front(block("note", text="First")), administrator)
    make_front(front(block("note", text="Second")), administrator, now=NOW + HOUR)
    ahead = front(block("note", text="Ahead"))
    version = home().version
    arrange(front=home(), document=ahead, version=version, by=administrator, now=NOW + 2 * HOUR)

    restore_front(front=home(), edition=first, by=administrator, now=NOW + 3 * HOUR)

    assert live_document(home(), NOW + 4 * HOUR).blocks[0].text == "First"
    assert draft_of(home(), NOW + 4 * HOUR) == ahead
    assert home().version == version + 2


def test_verbs_within_one_microsecond_keep_their_order(administrator: User) -> None:
    for number in range(3):
        make_front(front(block("note", text=f"{number}")), administrator)

    begins = FrontEdition.objects.order_by("number").values_list("live_from", flat=True)
    assert list(begins) == sorted(set(begins))
    assert live_document(home(), NOW + HOUR).blocks[0].text == "2"


def test_what_is_not_there_is_refused(administrator: User, world: Section) -> None:
    story = make_story(administrator, world, language="it")
    gone = front(block("lead", slot(story)), block("latest", section=story.uuid))
    with pytest.raises(UnableToChangeFront) as refused:
        arrange(front=home(), document=gone, version=0, by=administrator, now=NOW)
    assert len(refused.value.reasons) == 2
    assert home().draft is None


def test_only_administrators_arrange_fronts(reporter: User, administrator: User) -> None:
    wanted = front(block("note", text="Mine"))
    with pytest.raises(PermissionDenied):
        arrange(front=home(), document=wanted, version=0, by=reporter, now=NOW)
    edition = make_front(wanted, administrator)
    with pytest.raises(PermissionDenied):
        restore_front(front=home(), edition=edition, by=reporter, now=NOW)
    assert live_front(home(), NOW) == edition


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such constraint")
def test_the_database_refuses_overlapping_editions_of_a_front(administrator: User) -> None:
    live = make_front(front(block("note", text="Now")), administrator)
    live.pk, live.number, live.live_from = None, 2, live.live_from + HOUR
    with pytest.raises(IntegrityError, match="never_overlaps"), transaction.atomic():
        live.save(force_insert=True)
    assert FrontEdition.objects.count() == 1


def test_an_arrangement_is_the_same_after_it_was_written_and_read() -> None:
    written = front(
        block("lead", slot(headline="Own", begins_at=NOW, ends_at=NOW + HOUR, is_pinned=True)),
        block("note", title="Note", text="Two\nlines", size=0),
    )
    assert from_json(to_json(written)) == written
