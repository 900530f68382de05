"""A section renamed: its stories follow, the past stays, and every old address leads on."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import AuditLine, User
from articles import publishing, readdressing, revisions
from articles.models import Address, Edition, Origin, Section, Story
from articles.readdressing import UnableToReaddress
from tests.stories import NOW, make_section, make_site, make_story, publish, published, save

HOUR = timedelta(hours=1)
LATER = NOW + HOUR


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World")


@pytest.fixture
def story(administrator: User, world: Section) -> Story:
    story = make_story(administrator, world, slug="harbour")
    publish(story, administrator)
    return Story.objects.get(pk=story.pk)


def rename(world: Section, slug: str, by: User, now: datetime = LATER) -> None:
    readdressing.rename(section=world, language="en", slug=slug, by=by, now=now)
    follow(world, by, now=now)


def follow(world: Section, by: User, now: datetime = LATER) -> list[readdressing.Batch]:
    batches = []
    after: int | None = 0
    while after is not None:
        batch = readdressing.readdress_batch(
            section=world, language="en", by=by, now=now, after=after
        )
        batches.append(batch)
        after = batch.last
    return batches


@pytest.fixture
def afterwards(clock: time_machine.Traveller) -> None:
    """It is two hours later: whatever the test did by then, readers see."""
    clock.move_to(NOW + 2 * HOUR)


def leads_to(path: str) -> str:
    """Where one hop from `path` leads; "" where the page itself is there."""
    response = Client().get(path)
    if response.status_code == 200:
        return ""
    assert response.status_code == 301, (path, response.status_code)
    return str(response["Location"])


def test_a_live_story_goes_on_as_a_new_edition_of_the_same_text(
    story: Story, world: Section, administrator: User
) -> None:
    rename(world, "planet", administrator)

    before, after = Edition.objects.order_by("number")
    assert (before.path, after.path) == ("/world/harbour/", "/planet/harbour/")
    assert after.revision == before.revision
    assert (after.change, after.first_published_at, after.updated_at) == (
        "minor",
        before.first_published_at,
        before.updated_at,
    )
    assert before.live_until == after.live_from == LATER


def test_the_past_stays_as_it_was(story: Story, world: Section, administrator: User) -> None:
    rename(world, "planet", administrator)

    (then,) = Edition.objects.live(at=NOW + HOUR / 2)
    assert then.path == "/world/harbour/"


def test_every_old_address_leads_on_in_one_hop(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    for number, slug in enumerate(["planet", "globe", "earth"]):
        rename(world, slug, administrator, now=NOW + number * timedelta(microseconds=5))

    for old in ("world", "planet", "globe"):
        assert leads_to(f"/{old}/harbour/") == "/earth/harbour/"
        assert leads_to(f"/{old}/") == "/earth/"
    assert leads_to("/earth/harbour/") == leads_to("/earth/") == ""


def test_renaming_back_works(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    for number, slug in enumerate(["planet", "globe", "world", "planet", "world"]):
        rename(world, slug, administrator, now=NOW + number * timedelta(microseconds=5))

    assert leads_to("/world/harbour/") == leads_to("/world/") == ""
    for old in ("planet", "globe"):
        assert leads_to(f"/{old}/harbour/") == "/world/harbour/"
        assert leads_to(f"/{old}/") == "/world/"
    sections = Address.objects.filter(story=None)
    assert not set(sections.values_list("path", flat=True)) & set(
        sections.values_list("target", flat=True)
    )


def test_what_is_scheduled_goes_out_at_the_new_address(
    story: Story, world: Section, administrator: User
) -> None:
    save(story, administrator, headline="Harbour closes")
    waiting = publishing.schedule(
        story=story,
        revision=revisions.latest(story),
        at=NOW + 5 * HOUR,
        by=administrator,
        now=NOW,
    )

    rename(world, "planet", administrator)

    waiting.refresh_from_db()
    live = publishing.live_edition(story, LATER)
    assert live is not None
    assert waiting.path == live.path == "/planet/harbour/"
    assert live.live_until == waiting.live_from


def test_a_first_publication_that_waits_gets_the_new_address(
    world: Section, administrator: User
) -> None:
    story = make_story(administrator, world, slug="first")
    revision = revisions.latest(story)
    waiting = publishing.schedule(
        story=story, revision=revision, at=NOW + 5 * HOUR, by=administrator, now=NOW
    )

    rename(world, "planet", administrator)

    waiting.refresh_from_db()
    assert waiting.path == "/planet/first/"
    assert Edition.objects.count() == 1


def test_a_timed_end_stays(story: Story, world: Section, administrator: User) -> None:
    publishing.expire_at(story=story, ends_at=NOW + 9 * HOUR, by=administrator, now=NOW)

    rename(world, "planet", administrator)

    assert Edition.objects.get(number=2).live_until == NOW + 9 * HOUR


def test_drafts_ended_stories_other_sections_and_languages_stay(
    story: Story, world: Section, administrator: User
) -> None:
    other = make_section("Sport")
    published(administrator, other, headline="Match")
    make_story(administrator, world, headline="Draft")
    ended = published(administrator, world, headline="Ended")
    publishing.take_down(
        story=ended.story, why="withdrawn", notice="x", reason="x", by=administrator, now=NOW + HOUR
    )

    rename(world, "planet", administrator, now=NOW + 2 * HOUR)

    assert Edition.objects.count() == 4
    assert Edition.objects.filter(path__startswith="/planet/").count() == 1


def test_a_story_that_is_put_back_later_has_the_new_address(
    story: Story, world: Section, administrator: User
) -> None:
    publishing.take_down(
        story=story, why="withdrawn", notice="x", reason="x", by=administrator, now=LATER
    )
    rename(world, "planet", administrator, now=NOW + 2 * HOUR)

    edition = publishing.reinstate(
        story=story, keeps_date=True, by=administrator, now=NOW + 3 * HOUR
    )

    assert edition.path == "/planet/harbour/"


def test_retiring_a_section_leaves_its_stories(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    from articles import taxonomy

    taxonomy.retire(taxon=world, by=administrator, now=LATER)

    assert leads_to("/world/harbour/") == ""
    assert Edition.objects.count() == 1


@pytest.fixture
def many(administrator: User, world: Section, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Seven stories, three in a batch."""
    for number in range(7):
        published(administrator, world, headline=f"Story {number}")
    monkeypatch.setattr(readdressing, "BATCH", 3)
    return 7


def test_it_goes_in_batches(many: int, world: Section, administrator: User) -> None:
    readdressing.rename(section=world, language="en", slug="planet", by=administrator, now=LATER)

    batches = follow(world, administrator)

    assert [batch.moved for batch in batches] == [3, 3, 1]


def test_it_goes_on_after_an_interruption(many: int, world: Section, administrator: User) -> None:
    readdressing.rename(section=world, language="en", slug="planet", by=administrator, now=LATER)
    readdressing.readdress_batch(section=world, language="en", by=administrator, now=LATER)
    assert readdressing.left_behind(world, "en", "/planet/", LATER).count() == 4

    follow(world, administrator, now=LATER + HOUR)

    assert readdressing.left_behind(world, "en", "/planet/", LATER + HOUR).count() == 0
    assert Edition.objects.count() == 2 * many
    assert follow(world, administrator, now=LATER + HOUR)[0].moved == 0


def test_a_story_works_at_its_old_address_until_its_turn_comes(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    readdressing.rename(section=world, language="en", slug="planet", by=administrator, now=NOW)

    assert leads_to("/world/harbour/") == ""
    assert leads_to("/world/") == "/planet/"


def test_the_preview_says_what_changes(many: int, world: Section, administrator: User) -> None:
    waiting = make_story(administrator, world, headline="Waits")
    publishing.schedule(
        story=waiting,
        revision=revisions.latest(waiting),
        at=NOW + 5 * HOUR,
        by=administrator,
        now=NOW,
    )

    found = readdressing.preview(world, "en", "planet", LATER)

    assert (found.old_path, found.new_path) == ("/world/", "/planet/")
    assert (found.live, found.scheduled) == (7, 1)
    assert found.examples[0] == ("/world/story-6/", "/planet/story-6/")
    assert len(found.examples) == readdressing.EXAMPLES


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        ("world", "this address already"),
        ("sport", "Another section"),
        ("admin", "The site itself"),
        ("it", "The site itself"),
        ("about", "A standing page"),
        ("old", "leads elsewhere"),
        ("Two Words", "small letters"),
        ("taken", "The address that /world/harbour/ would get is taken"),
    ],
)
def test_there_are_reasons_not_to(
    story: Story, world: Section, administrator: User, slug: str, why: str
) -> None:
    make_section("Sport")
    published(administrator, headline="About", slug="about", format="page", section=None)
    for path in ("/old/", "/taken/harbour/"):
        Address.objects.create(
            path=path, language="en", target="/", origin=Origin.HAND_MADE, reserved_at=NOW
        )

    with pytest.raises(UnableToReaddress, match=why):
        readdressing.rename(section=world, language="en", slug=slug, by=administrator, now=LATER)


def test_another_section_cannot_take_the_old_address(
    story: Story, world: Section, administrator: User
) -> None:
    sport = make_section("Sport")
    rename(world, "planet", administrator)

    with pytest.raises(UnableToReaddress, match="leads elsewhere"):
        readdressing.rename(section=sport, language="en", slug="world", by=administrator, now=LATER)


def test_a_story_whose_new_address_is_taken_meanwhile_stays_and_is_named(
    story: Story, world: Section, administrator: User
) -> None:
    readdressing.rename(section=world, language="en", slug="planet", by=administrator, now=LATER)
    Address.objects.create(
        path="/planet/harbour/", language="en", target="/", origin="hand_made", reserved_at=NOW
    )

    (batch,) = follow(world, administrator)

    assert [refused for refused, _why in batch.refused] == [story]
    assert Edition.objects.get().path == "/world/harbour/"


def test_what_led_to_the_section_by_hand_follows_it(
    world: Section, administrator: User, afterwards: None
) -> None:
    Address.objects.create(
        path="/old/", language="en", target="/world/", origin="hand_made", reserved_at=NOW
    )

    rename(world, "planet", administrator)

    assert leads_to("/old/") == "/planet/"


def test_it_takes_a_right_and_leaves_lines(
    story: Story, world: Section, administrator: User, reporter: User
) -> None:
    with pytest.raises(PermissionDenied):
        readdressing.rename(section=world, language="en", slug="x", by=reporter, now=LATER)
    with pytest.raises(PermissionDenied):
        readdressing.readdress(story=story, by=reporter, now=LATER)

    rename(world, "planet", administrator)

    assert AuditLine.objects.get(action="rename_section").detail == {
        "language": "en",
        "slug": "planet",
    }
    assert AuditLine.objects.get(action="readdress").detail["path"] == "/planet/harbour/"


def test_undo_does_not_go_back_over_a_renaming(
    story: Story, world: Section, administrator: User
) -> None:
    rename(world, "planet", administrator, now=NOW + timedelta(minutes=1))

    assert publishing.edition_to_return_to(story, NOW + timedelta(minutes=2)) is None
