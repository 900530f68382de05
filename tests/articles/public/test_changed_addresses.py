"""A story whose address changed: every older one leads on, in one hop and in its time."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from articles import publishing, revisions
from articles.models import Section, Story
from tests.stories import NOW, make_section, make_site, make_story, publish, save

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


def test_a_new_slug_is_a_new_address_and_every_older_one_leads_there(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    for number, slug in enumerate(["a", "b", "a", "c"]):
        save(story, administrator, slug=slug)
        publish(story, administrator, now=NOW + number * timedelta(microseconds=5))

    for old in ("harbour", "a", "b"):
        assert leads_to(f"/world/{old}/") == "/world/c/"
    assert leads_to("/world/c/") == ""


def test_going_back_to_an_address_makes_no_loop(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    for number, slug in enumerate(["b", "harbour"]):
        save(story, administrator, slug=slug)
        publish(story, administrator, now=NOW + number * timedelta(microseconds=5))

    assert leads_to("/world/harbour/") == ""
    assert leads_to("/world/b/") == "/world/harbour/"


def test_a_story_in_another_section_has_another_address(
    story: Story, world: Section, administrator: User, afterwards: None
) -> None:
    save(story, administrator, section=make_section("Sport").uuid)
    publish(story, administrator)

    assert leads_to("/world/harbour/") == "/sport/harbour/"


def test_a_scheduled_address_is_nothing_before_its_instant_and_all_after(
    story: Story, administrator: User, clock: time_machine.Traveller
) -> None:
    save(story, administrator, slug="later")
    publishing.schedule(
        story=story, revision=revisions.latest(story), at=LATER, by=administrator, now=NOW
    )

    assert leads_to("/world/harbour/") == ""
    assert Client().get("/world/later/").status_code == 404
    clock.move_to(LATER - timedelta(seconds=1))
    assert Client().get("/world/later/").status_code == 404
    clock.move_to(LATER)
    assert leads_to("/world/later/") == ""
    assert leads_to("/world/harbour/") == "/world/later/"


def test_the_address_of_a_cancelled_version_stays_unknown(
    story: Story, administrator: User, clock: time_machine.Traveller
) -> None:
    save(story, administrator, slug="later")
    publishing.schedule(
        story=story, revision=revisions.latest(story), at=LATER, by=administrator, now=NOW
    )
    publishing.cancel_scheduled(story=story, by=administrator, now=NOW)
    clock.move_to(LATER + HOUR)

    assert Client().get("/world/later/").status_code == 404
    assert leads_to("/world/harbour/") == ""
