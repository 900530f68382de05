"""Where a story goes on fronts: on top, off them, or wherever they fill themselves."""

from datetime import timedelta

import pytest

from accounts.models import User
from articles import publishing, revisions
from articles.fronts.document import from_json
from articles.fronts.placing import on_top
from articles.fronts.verbs import (
    Displaced,
    Place,
    UnableToChangeFront,
    arrange,
    displaced_by,
    draft_of,
    front_of,
    live_document,
    place,
    place_of,
    waiting_front,
)
from articles.models import Edition, FrontEdition, Section
from tests.articles.fronts.arranged import (
    block,
    front,
    headlines,
    home,
    make_front,
    show,
    slot,
    uuids,
)
from tests.stories import NOW, make_section, make_story, publish, published, save

HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    return make_section()


def stories(by: User, section: Section, names: str = "ABCD") -> list[Edition]:
    return [
        published(by, section, headline=name, now=NOW - number * HOUR)
        for number, name in enumerate(names, start=1)
    ]


def test_what_stood_on_top_moves_down_past_what_is_pinned(
    administrator: User, world: Section
) -> None:
    a, b, c, d = (edition.story for edition in stories(administrator, world))
    lead = block("lead", slot(a, is_pinned=True), slot(b), slot(c, is_pinned=True), slot(), size=4)
    document = front(block("note", text="Above"), lead, block("grid", slot(d)))

    placed = on_top(document, d.uuid)

    assert placed is not None
    assert uuids(placed, 1) == [a.uuid, d.uuid, c.uuid, b.uuid]
    assert uuids(placed, 2) == [], "it leaves its other place"
    assert on_top(placed, d.uuid) == placed
    full = front(block("lead", slot(a), slot(b)))
    assert uuids(on_top(full, c.uuid) or full) == [c.uuid, a.uuid], "the last falls off"
    assert on_top(front(block("lead", slot(a, is_pinned=True))), b.uuid) is None
    assert on_top(front(block("note", text="Nothing else")), b.uuid) is None


def test_a_story_on_top_is_so_for_readers_for_what_waits_and_on_the_desk(
    administrator: User, world: Section
) -> None:
    a, b, c, d = stories(administrator, world)
    make_front(front(block("lead", slot(a), size=2)), administrator, now=NOW - HOUR)
    make_front(front(block("lead", slot(b), size=2)), administrator, now=NOW, at=NOW + HOUR)
    draft = front(block("lead", slot(c), size=2))
    arrange(front=home(), document=draft, version=home().version, by=administrator, now=NOW)
    version = home().version
    assert displaced_by(d.story, Place.TOP_OF_HOME, NOW) == Displaced("A", "B")

    done = place(story=d.story, place=Place.TOP_OF_HOME, by=administrator, now=NOW)

    assert done is Place.TOP_OF_HOME
    assert place_of(d.story, NOW + HOUR / 2) is Place.TOP_OF_HOME
    top = d.story.uuid
    assert uuids(live_document(home(), NOW + HOUR / 2)) == [top, a.story.uuid]
    waiting = waiting_front(home(), NOW + HOUR / 2)
    assert waiting is not None
    assert uuids(from_json(waiting.document)) == [top, b.story.uuid]
    assert uuids(draft_of(home(), NOW)) == [top, c.story.uuid]
    assert home().version == version + 1, "whoever arranges it is told"
    again = place(story=d.story, place=Place.TOP_OF_HOME, by=administrator, now=NOW + HOUR / 2)
    assert again is None

    place(story=d.story, place=Place.AUTOMATIC, by=administrator, now=NOW + HOUR / 2)
    assert place_of(d.story, NOW + HOUR * 3 / 4) is Place.AUTOMATIC
    assert uuids(live_document(home(), NOW + HOUR * 3 / 4)) == [None, a.story.uuid]


def test_a_story_that_waits_takes_its_place_when_it_goes_out(
    administrator: User, world: Section
) -> None:
    stories(administrator, world)
    late = make_story(administrator, world, headline="Late")
    newest = revisions.latest(late)
    publishing.schedule(story=late, revision=newest, at=NOW + HOUR, by=administrator, now=NOW)
    place(story=late, place=Place.TOP_OF_SECTION, by=administrator, now=NOW)

    document = live_document(front_of("en", world), NOW + HOUR)
    shown = [headlines(show(document, section=world, at=NOW + n * HOUR / 2))[0] for n in (1, 2)]
    assert [found[0] for found in shown] == ["A", "Late"]
    assert FrontEdition.objects.count() == 1
    assert place_of(late, NOW + HOUR) is Place.TOP_OF_SECTION


def test_what_is_kept_off_fronts_stays_off_after_an_update(
    administrator: User, world: Section
) -> None:
    a, *_rest = stories(administrator, world)
    place(story=a.story, place=Place.OFF_FRONTS, by=administrator, now=NOW)
    save(a.story, administrator, standfirst="More")
    publish(a.story, administrator, now=NOW + HOUR)

    assert place_of(a.story, NOW + HOUR) is Place.OFF_FRONTS
    assert headlines(show(front(block("list", size=9)), at=NOW + HOUR)) == [["B", "C", "D"]]
    draft = make_story(administrator, world, headline="Draft")
    with pytest.raises(UnableToChangeFront, match="Publish or schedule"):
        place(story=draft, place=Place.OFF_FRONTS, by=administrator, now=NOW)


def test_a_top_that_is_all_pinned_takes_nothing(administrator: User, world: Section) -> None:
    a, b, *_rest = stories(administrator, world)
    make_front(front(block("lead", slot(a, is_pinned=True))), administrator)
    with pytest.raises(UnableToChangeFront, match="pinned"):
        place(story=b.story, place=Place.TOP_OF_HOME, by=administrator, now=NOW + HOUR)
    assert displaced_by(b.story, Place.TOP_OF_HOME, NOW + HOUR) is None
