"""Series: their page, and where a story is in its own."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Edition, Section, Series, SeriesPart, SeriesText
from articles.publishing import schedule
from tests.articles.public.pages import json_ld, tree_of, words
from tests.articles.public.test_lists import headlines
from tests.stories import make_section, make_site, make_story, published, take_down

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def rivers() -> Series:
    series = Series.objects.create()
    SeriesText.objects.create(series=series, language="en", name="Rivers", slug="rivers")
    return series


@pytest.fixture
def parts(administrator: User, world: Section, rivers: Series) -> list[Edition]:
    """Three live parts; the last one was published first."""
    found = [
        published(administrator, world, headline=name) for name in ("Delta", "Mouth", "Source")
    ]
    for position, edition in zip((2, 3, 1), found, strict=True):
        SeriesPart.objects.create(series=rivers, story=edition.story, position=position)
    return found


def place(client: Client, path: str) -> tuple[str, dict[str, str]]:
    """What a story says of its place, and where it leads by relation."""
    nav = tree_of(client, path).find(".//nav[@class='in-series']")
    links = {a.get("rel") or "": a.get("href") or "" for a in nav.findall(".//a")}  # type: ignore[union-attr]
    return words(nav.find("h2")), links  # type: ignore[union-attr]


def test_a_series_is_read_in_the_order_of_the_desk(client: Client, parts: list[Edition]) -> None:
    tree = tree_of(client, "/series/rivers/")

    assert headlines(client, "/series/rivers/") == [
        "/world/source/",
        "/world/delta/",
        "/world/mouth/",
    ]
    assert "Part 3 of 3" in words(tree.find(".//main"))
    assert json_ld(tree)[0]["@type"] == "CollectionPage"
    assert place(client, "/world/delta/") == (
        "Part 2 of 3",
        {"": "/series/rivers/", "prev": "/world/source/", "next": "/world/mouth/"},
    )


def test_only_live_parts_are_counted(
    client: Client,
    administrator: User,
    world: Section,
    rivers: Series,
    parts: list[Edition],
    now: datetime,
    clock: Any,
) -> None:
    take_down(parts[2].story, administrator, now=now)
    later = make_story(administrator, world, headline="Later")
    SeriesPart.objects.create(series=rivers, story=later, position=3)
    schedule(
        story=later,
        revision=later.revisions.get(),
        at=now + timedelta(hours=1),
        by=administrator,
        now=now,
    )
    clock.shift(60)
    before = place(client, "/world/delta/")
    before_page = headlines(client, "/series/rivers/")
    clock.shift(3600)

    assert before == ("Part 1 of 2", {"": "/series/rivers/", "next": "/world/mouth/"})
    assert before_page == ["/world/delta/", "/world/mouth/"]
    assert place(client, "/world/mouth/")[0] == "Part 2 of 3"


def test_pages_of_a_series_carry_its_tag_and_cost_little(
    client: Client, rivers: Series, parts: list[Edition], django_assert_max_num_queries: Any
) -> None:
    for path in ("/series/rivers/", "/world/delta/"):
        with django_assert_max_num_queries(5):
            answer = client.get(path)
        assert f"series-{rivers.pk}" in answer.headers["Cache-Tag"].split(",")
    assert client.get("/it/series/rivers/").status_code == 404
    assert client.get("/series/nothing/").status_code == 404


def test_administrators_put_stories_into_a_series(
    client: Client, administrator: User, rivers: Series, parts: list[Edition]
) -> None:
    client.force_login(administrator)
    answer = client.get(f"/admin/articles/series/{rivers.pk}/change/")

    assert answer.status_code == 200
    assert 'name="parts-0-position"' in answer.content.decode()
