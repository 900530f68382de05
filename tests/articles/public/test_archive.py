"""The archive: by year, by month, by day, of a language and of a section."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Edition, Section
from tests.articles.public.pages import json_ld, tree_of, words
from tests.articles.public.test_lists import headlines
from tests.stories import make_section, make_site, publish_many, published, take_down

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def first_published(by: User, section: Section, headline: str, when: datetime) -> Edition:
    """A live story that was first published at `when`."""
    edition = published(by, section, headline=headline, now=when)
    assert edition.first_published_at == when
    return edition


def links(client: Client, path: str) -> list[str]:
    """Where the calendar of a page leads."""
    found = tree_of(client, path).findall(".//nav[@class='calendar']//a")
    return [link.get("href") or "" for link in found]


def test_the_calendar_leads_only_to_periods_with_stories(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    sport = make_section("Sport", position=2)
    first_published(administrator, world, "Old", datetime(2023, 3, 9, 12, tzinfo=UTC))
    first_published(administrator, sport, "Match", datetime(2025, 3, 1, 12, tzinfo=UTC))
    first_published(administrator, world, "New", datetime(2025, 3, 31, 12, tzinfo=UTC))
    gone = first_published(administrator, world, "Gone", datetime(2024, 5, 5, tzinfo=UTC))
    take_down(gone.story, administrator, now=now)

    assert links(client, "/archive/")[:2] == ["/archive/2025/", "/archive/2023/"]
    assert links(client, "/archive/2025/") == ["/archive/2025/03/", "/archive/2023/"]
    month = [f"/archive/2025/03/{day}/" for day in ("01", "31")]
    assert links(client, "/archive/2025/03/") == [*month, "/archive/2023/03/"]
    assert links(client, "/archive/2025/03/01/") == [
        "/archive/2023/03/09/",
        "/archive/2025/03/31/",
    ]
    assert links(client, "/archive/section/world/2025/03/31/") == [
        "/archive/section/world/2023/03/09/"
    ]
    assert headlines(client, "/archive/2025/03/") == ["/world/new/", "/sport/match/"]
    assert headlines(client, "/archive/section/sport/2025/") == ["/sport/match/"]


def test_a_day_is_one_of_the_newsrooms_clocks_also_when_they_change(
    client: Client, administrator: User, world: Section, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Rome"
    # 30 March 2025 has 23 hours: from 23:00 to 22:00 UTC.
    for headline, instant in (
        ("Eve", datetime(2025, 3, 29, 22, 59, 59, tzinfo=UTC)),
        ("First", datetime(2025, 3, 29, 23, tzinfo=UTC)),
        ("Last", datetime(2025, 3, 30, 21, 59, 59, tzinfo=UTC)),
        ("Morrow", datetime(2025, 3, 30, 22, tzinfo=UTC)),
    ):
        first_published(administrator, world, headline, instant)

    assert headlines(client, "/archive/2025/03/30/") == ["/world/last/", "/world/first/"]
    assert headlines(client, "/archive/2025/03/31/") == ["/world/morrow/"]


@pytest.mark.parametrize(
    "path",
    [
        "/archive/2026/02/30/", "/archive/2026/13/", "/archive/2026/3/", "/archive/1066/",
        "/archive/9999/12/31/", "/archive/section/nothing/", "/archive/2999/12/31/",
        "/archive/?before=nonsense",
        "/archive/?before=20200101T000000.000000Z.1", "/it/archive/2025/",
    ],
)  # fmt: skip
def test_what_has_no_stories_is_not_there(
    client: Client, administrator: User, world: Section, path: str
) -> None:
    published(administrator, world, headline="Here")

    assert client.get(path).status_code == 404


def test_an_archive_without_stories_says_so(client: Client, world: Section) -> None:
    for path in ("/archive/", "/archive/section/world/"):
        assert "There are no stories here yet." in words(tree_of(client, path).find(".//main"))


def test_machines_read_where_they_are(client: Client, administrator: User, world: Section) -> None:
    when = datetime(2025, 3, 31, 12, tzinfo=UTC)
    first_published(administrator, world, "New", when)

    tree = tree_of(client, "/archive/section/world/2025/03/")
    collection, crumbs = json_ld(tree)
    index = tree_of(client, "/archive/section/world/")

    assert words(tree.find(".//h1")) == "World: March 2025"
    assert collection["@type"] == "CollectionPage"
    assert collection["mainEntity"]["itemListElement"][0]["url"].endswith("/world/new/")
    assert [crumb["name"] for crumb in crumbs["itemListElement"]] == [
        "Home", "World", "Archive", "2025", "March 2025",
    ]  # fmt: skip
    assert {
        link.get("hreflang"): link.get("href")
        for link in index.findall(".//link[@rel='alternate'][@hreflang]")
    }["it"] == "http://testserver/it/archive/section/mondo/"


@pytest.mark.parametrize("count", [30, 3_000])
def test_the_archive_costs_five_queries_and_goes_on_by_key(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    django_assert_max_num_queries: Any,
    count: int,
) -> None:
    publish_many(administrator, world, count, now=now)
    when = now + timedelta(hours=1)  # the newsroom's clocks are ahead
    for path in ("/archive/", f"/archive/section/world/{when:%Y}/", f"/archive/{when:%Y/%m}/"):
        with django_assert_max_num_queries(5):
            first = client.get(path)
        older = tree_of(client, path).find(".//nav[@class='paging']/a[@rel='next']")
        assert older is not None
        second = headlines(client, f"{path}{older.get('href')}")

        tag = f"section-{world.pk}" if "section" in path else "home-en"
        assert tag in first.headers["Cache-Tag"].split(",")
        assert second
        assert not set(second) & set(headlines(client, path))
