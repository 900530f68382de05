"""A story becomes a part of a series, at its place, from its own form."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import User
from articles import sequels
from articles.models import Edition, Section, Series, SeriesPart, SeriesText
from articles.sequels import UnableToFile, put_in_series
from tests.articles.desk import answer, shown
from tests.articles.form import sign_in
from tests.stories import NOW, make_section, make_site, make_story, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def rivers(administrator: User, world: Section) -> Series:
    """A series of two parts, and one in another language between them."""
    return make_series("Rivers", *(
        published(administrator, world, headline=name, language=language)
        for name, language in (("Source", "en"), ("Sorgente", "it"), ("Mouth", "en"))
    ))  # fmt: skip


def make_series(name: str, *parts: Edition) -> Series:
    series = Series.objects.create()
    SeriesText.objects.create(series=series, language="en", name=name, slug=name.lower())
    for part in parts:  # as somebody may have left them: all at one place
        SeriesPart.objects.create(series=series, story=part.story, position=7)
    return series


def order(series: Series) -> list[str]:
    parts = SeriesPart.objects.filter(series=series).order_by("position")
    return [part.story.headline for part in parts.select_related("story")]


def test_a_story_gets_the_place_that_the_desk_says_among_those_of_its_language(
    administrator: User, world: Section, rivers: Series
) -> None:
    story = published(administrator, world, headline="Delta").story
    do = {"story": story, "by": administrator, "now": NOW}
    for place, expected, told in (
        (None, ["Source", "Sorgente", "Mouth", "Delta"], 3),
        (2, ["Source", "Sorgente", "Delta", "Mouth"], 2),
        (1, ["Delta", "Source", "Sorgente", "Mouth"], 1),
        (99, ["Source", "Sorgente", "Mouth", "Delta"], 3),
    ):
        filed = put_in_series(series=rivers, place=place, **do)
        assert (order(rivers), filed and filed.place) == (expected, told)
    assert put_in_series(series=rivers, **do) is None
    other = make_series("Lakes")
    moved = put_in_series(series=other, **do)
    assert moved == sequels.Filed("Lakes", 1, frozenset({rivers.pk, other.pk}))
    assert order(rivers) == ["Source", "Sorgente", "Mouth"]
    put_in_series(series=None, **do)
    assert order(other) == []
    assert put_in_series(series=None, **do) is None


def test_it_is_not_for_everybody_nor_for_standing_pages(
    reporter: User, administrator: User, rivers: Series
) -> None:
    own = make_story(reporter)
    with pytest.raises(PermissionDenied):
        put_in_series(story=own, series=rivers, by=reporter, now=NOW)
    page = make_story(administrator, format="page")
    with pytest.raises(UnableToFile):
        put_in_series(story=page, series=rivers, by=administrator, now=NOW)


def test_the_sheet_asks_for_series_and_place_and_the_history_says_so(
    administrator: User, world: Section, rivers: Series
) -> None:
    story = published(administrator, world, headline="Delta").story
    desk = sign_in(administrator)
    said = answer(desk, story, "series", series=rivers.pk, place=2)
    assert "The story is part 2 of “Rivers”." in said
    assert "Part 2 of 3" in Client().get("/world/delta/").content.decode()
    assert "Its parts now Source Delta Mouth" in shown(desk, story, "series")
    assert "Nothing changed." in answer(desk, story, "series", series=rivers.pk)
    assert "The story is in no series" in answer(desk, story, "series", series="")
    history = shown(desk, story, "history")
    assert "Made part 2 of the series “Rivers”" in history
    assert "Taken out of its series" in history
    answer(desk, story, "series", series="999")
    assert order(rivers) == ["Source", "Sorgente", "Mouth"]
