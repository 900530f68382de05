"""No page reads through the archive, whichever way it goes to its stories."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from articles.models import Series, SeriesPart, SeriesText
from tests.articles.public.pages import change
from tests.cost import LIMITS, Cost
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
KEY = "?before=20251121T120000.000000Z.1"
PATHS = [
    *("/", f"/{KEY}", "/it/", "/world/", f"/world/{KEY}", "/world/old/", "/nothing/here/"),
    *("/topic/ports/", "/author/anna/", "/series/tides/", "/corrections/", "/corrections/2024/10/"),
    *("/archive/", "/archive/2025/", "/archive/2025/11/", "/archive/section/world/2025/11/22/"),
    *("/feed/atom.xml", "/feed/topic/ports/rss.xml", "/feed/corrections/feed.json"),
    *("/sitemap.xml", "/sitemap/pages.xml"),
]


def test_no_page_reads_through_the_archive(
    client: Client, administrator: User, now: datetime, clock: time_machine.Traveller
) -> None:
    make_site()
    world, topic, author = make_section("World", it="Mondo"), make_topic(), make_author("Anna")
    topic.texts.update(slug="ports")
    author.texts.update(slug="anna")
    old = now - timedelta(days=400)
    signed = {"topics": (topic.uuid,), "bylines": (byline("Anna", author=author),)}
    edition = published(administrator, world, headline="Old", now=old, **signed)
    change(edition, administrator, old + timedelta(days=1), note="It was two.")
    series = Series.objects.create()
    SeriesText.objects.create(series=series, language="en", name="Tides", slug="tides")
    SeriesPart.objects.create(series=series, story=edition.story)
    publish_many(administrator, world, 4_000, now=now)
    clock.move_to(now + timedelta(days=5))  # none of them is news that has a sitemap of its own
    if connection.vendor == "postgresql":  # which does so by itself; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    worst = {path: cost_of(client, path) for path in PATHS}

    heavy = {path: cost for path, cost in worst.items() if cost[0] > LIMITS[connection.vendor]}
    assert heavy == {}


def cost_of(client: Client, path: str) -> tuple[int, str]:
    cost = Cost()
    with connection.execute_wrapper(cost):
        assert client.get(path).status_code in {200, 404}, path
    return cost.worst()
