"""All corrections, by month."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from articles.models import Edition, Section
from tests.articles.public.pages import change, json_ld, tree_of, words
from tests.stories import make_section, make_site, publish, published, save, take_down

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def corrected(
    administrator: User, world: Section, clock: time_machine.Traveller
) -> dict[str, Edition]:
    """Stories corrected in September and, at its two ends, November 2025; it is December."""
    begin = datetime(2025, 9, 1, 12, tzinfo=UTC)
    instants = {
        "september": datetime(2025, 9, 30, 23, 59, 59, tzinfo=UTC),
        "first": datetime(2025, 11, 1, tzinfo=UTC),
        "last": datetime(2025, 11, 30, 23, 59, 59, tzinfo=UTC),
    }
    stories = {}
    for name, instant in instants.items():
        edition = published(administrator, world, headline=f"Story {name}", now=begin)
        stories[name] = change(edition, administrator, instant, f"Note {name}.")
    clock.move_to(datetime(2025, 12, 24, 12, tzinfo=UTC))
    return stories


def listed(client: Client, path: str) -> list[str]:
    return [words(li) for li in tree_of(client, path).findall(".//li[@class='corrected-story']")]


def links(client: Client, path: str) -> list[str | None]:
    navs = tree_of(client, path).findall(".//nav[@class='paging']")
    return [a.get("href") for nav in navs for a in nav.findall(".//a")]


def test_the_newest_month_with_corrections_comes_first(
    client: Client, corrected: dict[str, Edition]
) -> None:
    assert listed(client, "/corrections/") == [
        "Correction 30 November 2025, 23:59 UTC Story last Note last.",
        "Correction 1 November 2025, 00:00 UTC Story first Note first.",
    ]
    assert links(client, "/corrections/") == ["/corrections/2025/09/"]


def test_a_month_has_its_own_page_and_leads_to_its_neighbours(
    client: Client, corrected: dict[str, Edition]
) -> None:
    assert listed(client, "/corrections/2025/09/") == [
        "Correction 30 September 2025, 23:59 UTC Story september Note september."
    ]
    assert links(client, "/corrections/2025/09/") == ["/corrections/2025/11/"]
    assert len(listed(client, "/corrections/2025/11/")) == 2
    assert links(client, "/corrections/2025/11/") == ["/corrections/2025/09/"]


@pytest.mark.parametrize(
    "path",
    [
        "/corrections/2025/10/",  # between two that have some
        "/corrections/2025/12/",
        "/corrections/2026/01/",
        "/corrections/1000/01/",
        "/corrections/2999/12/",
        "/corrections/2025/13/",
        "/corrections/2025/00/",
        "/corrections/2025/9/",
        "/corrections/2025/",
        "/corrections/0001/01/",
        "/corrections/٢٠٢٥/٠٩/",
        "/corrections/2025/11/?before=nonsense",
        "/corrections/2025/11/?before=20200101T000000.000000Z.1",
        "/it/corrections/2025/11/",
    ],
)
def test_a_month_without_any_is_not_found(
    client: Client, corrected: dict[str, Edition], path: str
) -> None:
    assert client.get(path).status_code == 404


def test_months_are_those_of_the_newsrooms_clocks(
    client: Client, corrected: dict[str, Edition], settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Rome"  # an hour or two ahead of UTC
    assert "1 October 2025, 01:59 CEST" in listed(client, "/corrections/2025/10/")[0]
    assert client.get("/corrections/2025/09/").status_code == 404
    assert "1 December 2025, 00:59 CET" in listed(client, "/corrections/2025/12/")[0]


def test_each_leads_to_its_story_under_the_headline_of_now(
    client: Client,
    administrator: User,
    corrected: dict[str, Edition],
    clock: time_machine.Traveller,
) -> None:
    edition = corrected["last"]
    save(edition.story, administrator, headline="Renamed", slug="renamed")
    publish(edition.story, administrator, now=edition.live_from + DAY, verb="minor")
    link = tree_of(client, "/corrections/").find(".//li[@class='corrected-story']//a")
    assert (words(link), link.get("href")) == ("Renamed", "/world/renamed/")


@pytest.mark.parametrize("why", ["mistake", "withdrawn", "legal"])
def test_a_story_that_is_gone_is_not_listed(
    client: Client, administrator: User, corrected: dict[str, Edition], why: str
) -> None:
    edition = corrected["last"]
    take_down(edition.story, administrator, now=edition.live_from + DAY, why=why)
    assert len(listed(client, "/corrections/")) == 1
    for path in ("/corrections/", "/corrections/2025/11/"):
        assert "last" not in " ".join(listed(client, path))


def test_every_language_has_its_own(
    client: Client,
    administrator: User,
    world: Section,
    corrected: dict[str, Edition],
    now: datetime,
) -> None:
    edition = published(administrator, world, language="it", headline="Il porto", now=now)
    change(edition, administrator, now + HOUR, "Era un altro porto.")
    (only,) = listed(client, "/it/corrections/")
    assert only.endswith("22 novembre 2025, 18:05 UTC Il porto Era un altro porto.")
    assert "porto" not in " ".join(listed(client, "/corrections/"))
    assert {
        link.get("hreflang"): link.get("href")
        for link in tree_of(client, "/corrections/").findall(".//link[@hreflang]")
    } == {"en": "http://testserver/corrections/", "it": "http://testserver/it/corrections/"}


def test_a_site_without_corrections_says_so(client: Client, world: Section) -> None:
    assert "There have been no corrections yet." in words(
        tree_of(client, "/corrections/").find(".//main")
    )


def test_every_page_leads_to_the_corrections(client: Client, corrected: dict[str, Edition]) -> None:
    for path in ("/", "/it/", "/world/", corrected["last"].path, "/nowhere/"):
        prefix = "/it" if path.startswith("/it") else ""
        footer = client.get(path).content.decode().partition('<footer class="site-footer')[2]
        assert f'href="{prefix}/corrections/"' in footer


def test_machines_read_the_same(client: Client, corrected: dict[str, Edition]) -> None:
    tree = tree_of(client, "/corrections/2025/11/")
    assert words(tree.find(".//title")) == "Corrections, November 2025 – The Lantern"
    assert words(tree.find(".//h1")) == "Corrections, November 2025"
    assert tree.find(".//meta[@name='description']").get("content")
    canonical = tree.find(".//link[@rel='canonical']").get("href")
    assert canonical == "http://testserver/corrections/2025/11/"
    collection, crumbs = json_ld(tree)
    assert collection["@type"] == "CollectionPage"
    assert [item["url"] for item in collection["mainEntity"]["itemListElement"]] == [
        "http://testserver/world/story-last/",
        "http://testserver/world/story-first/",
    ]
    assert [crumb["name"] for crumb in crumbs["itemListElement"]] == [
        "Home",
        "Corrections",
        "November 2025",
    ]


@pytest.fixture
def many(
    administrator: User, world: Section, now: datetime, clock: time_machine.Traveller
) -> Edition:
    """A story that was corrected 45 times, three times a second."""
    edition = published(administrator, world, now=now - DAY)
    for number in range(45):
        at = now - HOUR + (number // 3) * SECOND + (number % 3) * timedelta(microseconds=1)
        change(edition, administrator, at, f"Note {number}.")
    return edition


@pytest.mark.usefixtures("many")
def test_a_long_month_goes_on_by_key(client: Client) -> None:
    seen: list[str] = []
    path = "/corrections/"
    while path:
        seen += re.findall(r"Note \d+", " ".join(listed(client, path)))
        tree = tree_of(client, path)
        robots = tree.find(".//meta[@name='robots']").get("content")
        assert ("noindex" in robots) == ("before=" in path)
        path = next((link for link in links(client, path) if link and "before=" in link), "")
    assert seen == [f"Note {number}" for number in reversed(range(45))]


@pytest.mark.parametrize(("path", "most"), [("/corrections/", 5), ("/corrections/2025/11/", 4)])
@pytest.mark.usefixtures("many")
def test_a_list_of_corrections_costs_at_most_five_queries(
    client: Client, django_assert_max_num_queries: Callable, path: str, most: int
) -> None:
    with django_assert_max_num_queries(most):
        client.get(path)
