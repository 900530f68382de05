"""Stories that are each other's translations."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from articles import translations
from articles.models import Edition, Story
from articles.translations import UnableToPair
from tests.stories import make_section, make_story, published, take_down

HOUR = timedelta(hours=1)


def test_a_pair_finds_each_other(reporter: User, now: datetime) -> None:
    english, italian = make_story(reporter), make_story(reporter, language="it")

    translations.pair(story=italian, other=english, by=reporter, now=now)

    italian.refresh_from_db()
    assert list(translations.counterparts(english)) == [italian]
    assert list(translations.counterparts(italian)) == [english]


def test_what_is_live_is_paired_for_readers_too(administrator: User, now: datetime) -> None:
    world = make_section(it="Mondo")
    english = published(administrator, world)
    italian = published(administrator, world, language="it")

    translations.pair(story=italian.story, other=english.story, by=administrator, now=now)

    assert Edition.objects.get(pk=italian.pk).translation_group == english.translation_group


def test_a_past_edition_stays_as_it_was(administrator: User, now: datetime) -> None:
    world = make_section(it="Mondo")
    english = published(administrator, world)
    italian = published(administrator, world, language="it")
    take_down(italian.story, administrator, now=now + HOUR)

    translations.pair(
        story=italian.story, other=english.story, by=administrator, now=now + 2 * HOUR
    )

    past = Edition.objects.get(pk=italian.pk)
    assert past.translation_group == italian.translation_group


def test_a_pair_can_be_parted(reporter: User, now: datetime) -> None:
    english, italian = make_story(reporter), make_story(reporter, language="it")
    translations.pair(story=italian, other=english, by=reporter, now=now)

    translations.pair(story=italian, other=None, by=reporter, now=now)

    assert not translations.counterparts(english).exists()
    assert translations.pair(story=italian, other=None, by=reporter, now=now) is None


def test_one_language_has_one_translation(reporter: User, now: datetime) -> None:
    english = make_story(reporter)
    first, second = (make_story(reporter, language="it") for _ in range(2))
    translations.pair(story=first, other=english, by=reporter, now=now)

    with pytest.raises(UnableToPair, match="already"):
        translations.pair(story=second, other=english, by=reporter, now=now)
    with pytest.raises(UnableToPair, match="same language"):
        translations.pair(story=second, other=first, by=reporter, now=now)


def test_somebody_elses_story_is_not_paired(reporter: User, subeditor: User, now: datetime) -> None:
    english, italian = make_story(subeditor), make_story(subeditor, language="it")

    with pytest.raises(PermissionDenied):
        translations.pair(story=italian, other=english, by=reporter, now=now)


@pytest.mark.parametrize(
    "address",
    [
        "/world/harbour-reopens/",
        "https://news.example/world/harbour-reopens/?x=1#y",
        "world/harbour-reopens",
        "http://127.0.0.1/admin/articles/story/{pk}/change/",
        " /admin/articles/story/{pk}/ ",
    ],
)
def test_a_story_is_found_by_any_of_its_links(administrator: User, address: str) -> None:
    edition = published(administrator, make_section())

    found = translations.find(address.format(pk=edition.story_id), Story.objects.all())

    assert found == edition.story


@pytest.mark.parametrize(
    "address", ["", "/", "/admin/articles/story/x/", "https://", "/a/b/c/", "//["]
)
def test_no_story_is_found_by_anything_else(db: None, address: str) -> None:
    assert translations.find(address, Story.objects.all()) is None
