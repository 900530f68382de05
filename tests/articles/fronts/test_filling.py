"""What fronts show: placed stories first, the newest elsewhere, nothing twice."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles import publishing, revisions
from articles.fronts.document import WITH_SLOTS, default_document
from articles.fronts.filling import Absent, filled
from articles.fronts.verbs import Place, place
from articles.models import Edition, Section
from images.models import Image
from tests.articles.fronts.arranged import block, front, headlines, show, slot
from tests.articles.public.pages import change
from tests.stories import NOW, make_section, make_story, published, take_down

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    return make_section()


def five(by: User, section: Section) -> list[Edition]:
    """Five stories, the newest first: A to E."""
    return [
        published(by, section, headline=name, now=NOW - number * HOUR)
        for number, name in enumerate("ABCDE", start=1)
    ]


def test_placed_stories_keep_their_place_and_the_newest_fill_the_rest(
    administrator: User, world: Section
) -> None:
    _a, _b, _c, d, e = five(administrator, world)
    arranged = front(
        block("grid", size=2), block("lead", slot(e, headline="Own"), slot(), slot(d), size=3)
    )
    assert headlines(show(arranged)) == [["A", "B"], ["Own", "C", "D"]]
    assert show(arranged).onward is None
    assert show(front(block("list", slot(d), size=2))).onward[1] == _b.story_id  # type: ignore[index]


def test_a_story_stands_once(administrator: User, world: Section) -> None:
    a, b, *_rest = five(administrator, world)
    shown = show(front(block("lead", slot(b)), block("grid", slot(b), slot(a))))
    assert headlines(shown) == [["B"], ["C", "A"]]
    assert shown.blocks[1].slots[0].absent is Absent.TWICE


def test_what_is_not_live_yet_waits_and_the_next_one_stands_there(
    administrator: User, world: Section
) -> None:
    five(administrator, world)
    late = make_story(administrator, world, headline="Late")
    newest = revisions.latest(late)
    publishing.schedule(story=late, revision=newest, at=NOW + HOUR, by=administrator, now=NOW)
    arranged = front(block("lead", slot(late), size=2))

    now = show(arranged)
    assert headlines(now) == [["A", "B"]]
    assert [(w.headline, w.begins_at) for w in now.waiting] == [("Late", NOW + HOUR)]
    assert headlines(show(arranged, at=NOW + HOUR)) == [["Late", "A"]]
    assert not show(arranged, at=NOW + HOUR).waiting


def test_a_place_has_its_own_times(administrator: User, world: Section) -> None:
    *_newer, e = five(administrator, world)
    arranged = front(
        block("lead", slot(e, begins_at=NOW + HOUR, ends_at=NOW + 2 * HOUR), size=1),
    )
    shown = [headlines(show(arranged, at=NOW + hours * HOUR / 2)) for hours in range(5)]
    assert shown == [[["A"]], [["A"]], [["E"]], [["E"]], [["A"]]]
    assert show(arranged).waiting[0].begins_at == NOW + HOUR
    assert show(arranged, at=NOW + 2 * HOUR).blocks[0].slots[0].absent is Absent.OVER


def test_what_was_taken_down_or_kept_off_leaves_by_itself(
    administrator: User, world: Section
) -> None:
    a, b, *_rest = five(administrator, world)
    arranged = front(block("lead", slot(b), slot(a)), block("grid", size=2))
    take_down(b.story, administrator, now=NOW)
    place(story=a.story, place=Place.OFF_FRONTS, by=administrator, now=NOW)

    shown = show(arranged)
    assert headlines(shown) == [["C", "D"], ["E"]]
    absent = [found.absent for found in shown.blocks[0].slots]
    assert absent == [Absent.NOT_LIVE, Absent.OFF_FRONTS]
    assert shown.onward == (a.first_published_at, a.story_id), "the list still has it"
    place(story=a.story, place=Place.AUTOMATIC, by=administrator, now=NOW)
    assert headlines(show(arranged)) == [["C", "A"], ["D", "E"]]


def test_opinion_has_its_strip_and_never_leads_by_itself(
    administrator: User, world: Section
) -> None:
    five(administrator, world)
    for name, kind in (("X", "opinion"), ("Y", "opinion"), ("Z", "sponsored")):
        sponsor = {"sponsor": "Quay & Co"} if kind == "sponsored" else {}
        published(administrator, world, headline=name, format=kind, now=NOW - MINUTE, **sponsor)
    shown = show(front(block("lead", size=1), block("opinion", size=1), block("list", size=3)))
    assert headlines(shown) == [["A"], ["Y"], ["Z", "X", "B"]]


def test_the_latest_of_a_section_and_the_newest_corrections(
    administrator: User, world: Section
) -> None:
    *_rest, e = five(administrator, world)
    culture = make_section("Culture", position=2)
    published(administrator, culture, headline="Opera", now=NOW - 9 * HOUR)
    change(e, administrator, NOW - MINUTE, note="It was the other quay.")
    arranged = front(
        block("latest", section=culture.uuid, size=2),
        block("latest", size=1),
        block("corrections", size=3),
    )
    shown = show(arranged)
    assert headlines(shown)[:2] == [["Opera"], ["A"]]
    [told] = shown.blocks[2].corrections
    assert (told.note, told.live_path) == ("It was the other quay.", e.path)
    assert show(arranged, section=culture).blocks[2].corrections == ()


def test_a_picture_of_the_fronts_own(administrator: User, world: Section) -> None:
    a, *_rest = five(administrator, world)
    image = Image.objects.create(alt="A quay", uploaded_at=NOW)
    shown = show(front(block("lead", slot(a, picture=image.uuid))))
    assert shown.blocks[0].slots[0].picture == image
    assert shown.pictures == {image.pk}


kinds = st.sampled_from(sorted(WITH_SLOTS))
a_block = st.tuples(kinds, st.integers(0, 4), st.lists(st.integers(0, 9), max_size=3))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=st.lists(a_block, max_size=5), minutes=st.integers(-12, 3))
def test_any_arrangement_is_filled_by_the_rules(
    stories: list[Edition], wanted: list[tuple[str, int, list[int]]], minutes: int
) -> None:
    blocks = [
        block(kind, *(slot(stories[n]) for n in named), size=max(size, len(named)))
        for kind, size, named in wanted
    ]
    document, at = front(*blocks), NOW + minutes * MINUTE
    shown = filled(document, language="en", section=None, at=at)

    ours = [one.edition for part in shown.blocks for one in part.slots if one.edition]
    assert len({edition.story_id for edition in ours}) == len(ours), "nothing stands twice"
    assert all(edition.is_live(at) for edition in ours)
    for part in shown.blocks:
        assert len(part.shown) <= part.block.size
        free = [one.edition for one in part.slots if one.edition and one.is_automatic]
        instants = [edition.first_published_at for edition in free]
        assert part.block.kind == "lead" or instants == sorted(instants, reverse=True)
    placed = {e.story_id for part in shown.blocks for e in [
        one.edition for one in part.slots if one.edition and not one.is_automatic
    ]}  # fmt: skip
    named = {stories[n].story_id for _kind, _size, numbers in wanted for n in numbers}
    live = {e.story_id for e in stories if e.is_live(at)}
    assert placed == named & live, "what somebody placed has its place"
    missing = {e.story_id for e in stories if e.is_live(at)} - {e.story_id for e in ours}
    assert (shown.onward is None) == (not missing)
    assert shown.onward is None or shown.onward.story_id in missing
    assert shown == filled(document, language="en", section=None, at=at)


@pytest.fixture
def stories(administrator: User, world: Section) -> list[Edition]:
    formats = ["news", "opinion", "news", "sponsored", "analysis"]
    return [
        published(
            administrator,
            world,
            headline=f"Story {n}",
            format=formats[n % 5],
            sponsor="Quay & Co" if formats[n % 5] == "sponsored" else "",
            now=NOW - n * MINUTE,
        )
        for n in range(10)
    ]


def test_the_default_front_of_a_small_newsroom_shows_all_it_has(
    administrator: User, world: Section
) -> None:
    five(administrator, world)
    for document in (default_document(None, [world.uuid]), default_document(world.uuid)):
        shown = show(document)
        assert headlines(shown)[0] == list("ABCDE")
        assert shown.onward is None
    assert headlines(show(default_document(None), at=timezone.now() - 99 * HOUR))[0] == []
