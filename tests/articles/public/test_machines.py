"""Sitemaps, robots.txt, security.txt and the web app manifest."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser
from uuid import uuid4
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from accounts.models import User
from articles.models import Section, SiteSettings
from articles.public import sitemaps
from articles.public.views import machines
from tests.articles.public.test_pictures import made
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
    take_down,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HOST = "http://testserver"
DAY = timedelta(days=1)


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def sitemap(client: Client, path: str) -> Element:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root: Element = fromstring(response.content)
    return root


def locations(client: Client, path: str) -> list[str]:
    found = sitemap(client, path).iter(f"{SITEMAP}loc")
    return [(location.text or "").removeprefix(HOST) for location in found]


def test_the_index_leads_to_every_month_that_has_stories(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    published(administrator, world, headline="Old", now=now - 70 * DAY)
    published(administrator, world, headline="New", now=now - DAY)
    published(administrator, world, headline="Nuovo", language="it", now=now - DAY)
    gone = published(administrator, world, headline="Gone", now=now - 40 * DAY)
    take_down(gone.story, administrator, now=now)

    assert locations(client, "/sitemap.xml") == [
        "/sitemap/pages.xml",
        "/sitemap/news-1.xml",
        "/sitemap/en-2025-11.xml",
        "/sitemap/en-2025-09.xml",
        "/sitemap/it-2025-11.xml",
    ]
    assert locations(client, "/sitemap/en-2025-09.xml") == ["/world/old/"]
    for path in ("en-2025-10", "it-2025-09", "fr-2025-11", "en-1000-01"):
        assert client.get(f"/sitemap/{path}.xml").status_code == 404


def test_months_are_found_over_many_years(
    client: Client, administrator: User, world: Section, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(machines, "PROBES", 7)
    for years in (0, 1, 3):
        published(administrator, world, headline=f"Of {years}", now=now - years * 365 * DAY)

    months = [path for path in locations(client, "/sitemap.xml") if "en-" in path]

    assert months == [f"/sitemap/en-{year}-11.xml" for year in (2025, 2024, 2022)]


def test_a_month_of_too_many_stories_is_given_by_its_days(
    client: Client, administrator: User, world: Section, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(machines, "MOST_URLS", 2)
    for days in (0, 0, 3, 40):
        published(administrator, world, headline=f"Of {days}", now=now - days * DAY)

    months = [path for path in locations(client, "/sitemap.xml") if "en-" in path]

    assert months == [
        "/sitemap/en-2025-11-22.xml",
        "/sitemap/en-2025-11-19.xml",
        "/sitemap/en-2025-10.xml",
    ]
    assert [len(locations(client, path)) for path in months] == [2, 1, 1]
    for path in ("en-2025-11-20", "en-2025-11-31", "languages-2025-11-22"):
        assert client.get(f"/sitemap/{path}.xml").status_code == 404


def test_a_story_has_its_change_and_its_picture_and_elsewhere_its_languages(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    group = uuid4()
    lead = {"lead_image": str(made().uuid)}
    published(administrator, world, headline="Harbour", translation_group=group, **lead)
    published(administrator, world, headline="Porto", language="it", translation_group=group)
    published(administrator, world, headline="Alone", now=now - DAY)

    harbour, alone = sitemap(client, "/sitemap/en-2025-11.xml").findall(f"{SITEMAP}url")

    assert [child.tag for child in harbour] == [
        f"{SITEMAP}loc",
        f"{SITEMAP}lastmod",
        f"{IMAGE}image",
    ]
    assert harbour.findtext(f"{SITEMAP}lastmod") == "2025-11-22T17:05:00+00:00"
    assert (harbour.findtext(f".//{IMAGE}loc") or "").startswith(f"{HOST}/pictures/")
    assert alone.find(f"{IMAGE}image") is None

    (both,) = sitemap(client, "/sitemap/languages-2025-11.xml").findall(f"{SITEMAP}url")
    assert {link.get("hreflang"): link.get("href") for link in both.findall(f"{XHTML}link")} == {
        "en": f"{HOST}/world/harbour/",
        "it": f"{HOST}/it/mondo/porto/",
    }
    assert locations(client, "/sitemap/languages.xml") == ["/sitemap/languages-2025-11.xml"]
    assert client.get("/sitemap/languages-2025-10.xml").status_code == 404


def test_pages_are_those_that_readers_can_go_on_from(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    topic, unused, author = make_topic(), make_topic("Unused"), make_author()
    topic.texts.update(slug="ports")
    unused.texts.update(slug="unused")
    author.texts.update(slug="anna")
    published(administrator, None, headline="About", format="page")
    signed = (byline("A.", author=author),)
    edition = published(administrator, world, topics=(topic.uuid,), bylines=signed, now=now - DAY)

    found = locations(client, "/sitemap/pages.xml")

    assert found == [
        *("/", "/world/", "/about/", "/corrections/", "/archive/"),
        *("/it/", "/it/mondo/", "/it/corrections/", "/it/archive/"),
        *("/topic/ports/", "/author/anna/"),
    ]
    assert all(client.get(path).status_code == 200 for path in found)

    take_down(edition.story, administrator, now=now)

    assert not {"/topic/ports/", "/author/anna/"} & {*locations(client, "/sitemap/pages.xml")}


def test_the_news_are_those_of_two_days_that_nobody_paid_for(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    paid = {"format": "sponsored", "sponsor": "Almara Shipping"}
    published(administrator, world, headline="New & <i>fresh</i>", slug="new", now=now)
    published(administrator, world, headline="Almost old", now=now - 2 * DAY)
    published(administrator, world, headline="Old", now=now - 2 * DAY - timedelta(seconds=1))
    published(administrator, world, headline="Paid", **paid)
    published(administrator, world, headline="Nuovo", language="it")

    urls = sitemap(client, "/sitemap/news.xml").findall(f"{SITEMAP}url")
    told = [
        (news.findtext(f".//{NEWS}name"), news.findtext(f".//{NEWS}language"), title)
        for url in urls
        if (news := url.find(f"{NEWS}news")) is not None
        and (title := news.findtext(f"{NEWS}title"))
    ]

    assert sorted(told) == [
        ("La Lanterna", "it", "Nuovo"),
        ("The Lantern", "en", "Almost old"),
        ("The Lantern", "en", "New & <i>fresh</i>"),
    ]
    clock.move_to(now + 5 * DAY)
    assert locations(client, "/sitemap/news.xml") == ["/"]
    assert "/sitemap/news-1.xml" not in locations(client, "/sitemap.xml")


def test_news_go_on_in_a_further_file(
    client: Client, administrator: User, world: Section, monkeypatch: Any
) -> None:
    monkeypatch.setattr(machines, "MOST_NEWS", 20)
    publish_many(administrator, world, 45)

    parts = [path for path in locations(client, "/sitemap.xml") if "news" in path]
    found = [locations(client, part) for part in parts]

    assert [len(part) for part in found] == [20, 20, 5]
    assert len({path for part in found for path in part}) == 45
    assert client.get("/sitemap/news-4.xml").status_code == 404
    assert client.get("/sitemap/news-0.xml").status_code == 404


@pytest.mark.parametrize(
    ("code", "told"),
    [("en", "en"), ("pt-br", "pt"), ("en-gb", "en"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw")],
)
def test_languages_are_said_as_google_news_knows_them(code: str, told: str) -> None:
    assert sitemaps.news_language(code) == told


@pytest.mark.parametrize("count", [30, 3_000])
def test_a_sitemap_costs_few_queries(
    client: Client,
    administrator: User,
    world: Section,
    django_assert_max_num_queries: Any,
    count: int,
) -> None:
    publish_many(administrator, world, count)

    with django_assert_max_num_queries(3):
        assert client.get("/sitemap/en-2025-11.xml").status_code == 200
    with django_assert_max_num_queries(11):
        assert client.get("/sitemap.xml").status_code == 200


@pytest.mark.parametrize(
    ("stance", "trains", "looks_up"),
    [("allowed", True, True), ("no-training", False, True), ("refused", False, False)],
)
def test_robots_are_told_what_they_may(
    client: Client, world: Section, stance: str, trains: bool, looks_up: bool
) -> None:
    SiteSettings.objects.update(ai_crawlers=stance)
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert rules.can_fetch("GPTBot", "/world/") is trains
    assert rules.can_fetch("PerplexityBot", "/world/") is looks_up
    assert rules.can_fetch("Googlebot", "/world/") is True
    assert rules.can_fetch("Googlebot", "/admin/") is False
    assert rules.can_fetch("Googlebot", "/it/search/?q=a") is True  # to read its noindex
    assert rules.site_maps() == [f"{HOST}/sitemap.xml", f"{HOST}/sitemap/languages.xml"]


def test_security_txt_says_whom_to_tell(client: Client, world: Section) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    SiteSettings.objects.update(security_contact="mailto:security@lantern.example")

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[0] == "Contact: mailto:security@lantern.example"
    assert lines[1] == "Expires: 2026-11-01T00:00:00Z"


def test_each_language_has_its_manifest(client: Client, world: Section) -> None:
    told = json.loads(client.get("/it/manifest.webmanifest").content)

    assert told["name"] == "La Lanterna"
    assert told["start_url"] == "/it/"
    assert b'href="/it/manifest.webmanifest"' in client.get("/it/").content
