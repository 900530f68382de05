"""What readers' pages cost in an archive of thirty thousand stories: queries, time, rows looked at.

Run with an empty database of its own: python benchmarks/reading.py [stories]
It works in the test database that Django makes for it and removes, so nothing else is touched.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import (  # noqa: E402
    Address,
    AuthorText,
    Edition,
    EditionAuthor,
    EditionTopic,
    Revision,
    Section,
    Series,
    SeriesPart,
    SeriesText,
    Story,
    TopicText,
)
from tests.cost import LIMITS, Cost  # noqa: E402
from tests.stories import make_author, make_section, make_site, make_topic, published  # noqa: E402

STORIES = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
ROUNDS = 5
END = datetime.now(tz=UTC).replace(microsecond=0) - timedelta(hours=1)
APART = timedelta(hours=2, minutes=55)  # thirty thousand are ten years


def taxonomy() -> dict[str, Any]:
    """Sections, topics and authors: a busy one of each, and one whose few stories are old."""
    make_site()
    names = {"World": "Mondo", "Economy": "Economia", "Science": "Scienza", "Old": "Antico"}
    sections = [
        make_section(name, position=place, it=italian)
        for place, (name, italian) in enumerate(names.items())
    ]
    topics = [make_topic("Busy", it="Tanto"), make_topic("Rare", it="Raro")]
    authors = [make_author("Busy Writer"), make_author("Rare Writer")]
    TopicText.objects.filter(name="Busy").update(slug="busy")
    TopicText.objects.filter(name="Rare").update(slug="rare")
    AuthorText.objects.filter(name="Busy Writer").update(slug="busy")
    AuthorText.objects.filter(name="Rare Writer").update(slug="rare")
    series = Series.objects.create()
    SeriesText.objects.create(series=series, language="en", name="Series", slug="series")
    return {"sections": sections, "topics": topics, "authors": authors, "series": series}


def fill(by: User, filed: dict[str, Any]) -> None:
    """The stories, two of ten in Italian too, three of ten updated once, one of fifty corrected."""
    like = published(by, filed["sections"][0], now=END, headline="The first of many")
    chance = random.Random(7)
    for start in range(0, STORIES, 3_000):
        numbers = range(start, min(start + 3_000, STORIES))
        rows = list(in_languages(numbers, chance, filed["sections"]))
        stories = Story.objects.bulk_create(story for _number, story in rows)
        revisions = Revision.objects.bulk_create(
            Revision(story=s, number=1, document=like.document, digest=f"{s.pk}", created_at=END)
            for s in stories
        )
        pairs = zip(rows, revisions, strict=True)
        editions = Edition.objects.bulk_create(
            one for (number, _), revision in pairs for one in versions(number, revision)
        )
        facts(editions, filed)
        addresses(editions)
    old = Edition.objects.filter(language="en", live_until=None).order_by("first_published_at")[:5]
    SeriesPart.objects.bulk_create(
        SeriesPart(series=filed["series"], story_id=one.story_id, position=place)
        for place, one in enumerate(old)
    )


def in_languages(
    numbers: range, chance: random.Random, sections: list[Section]
) -> Iterator[tuple[int, Story]]:
    """The stories of these numbers, the newest first; the section of the last one has old ones."""
    for number in numbers:
        section = sections[-1] if number >= STORIES - 40 else chance.choice(sections[:-1])
        group = uuid4()
        for language in ("en", "it") if number % 5 == 0 else ("en",):
            yield (
                number,
                Story(
                    language=language, section=section, headline=f"Story {number}",
                    slug=f"story-{number}", translation_group=group,
                ),
            )  # fmt: skip


def versions(number: int, revision: Revision) -> list[Edition]:
    """The editions of a story: one, or one that another took the place of."""
    story, began = revision.story, END - number * APART
    prefix = "" if story.language == "en" else "/it"
    same: dict[str, Any] = {
        "story": story, "revision": revision, "language": story.language,
        "section_id": story.section_id, "path": f"{prefix}/{story.section_id}/{story.slug}/",
        "headline": story.headline, "standfirst": "In short, and not at length.", "format": "news",
        "translation_group": story.translation_group, "first_published_at": began, "made_at": began,
    }  # fmt: skip
    if number % 10 < 7:
        return [Edition(number=1, change="first", live_from=began, updated_at=began, **same)]
    later = began + timedelta(minutes=20)
    change = "correction" if number % 50 == 9 else "update"
    return [
        Edition(
            number=1, change="first", live_from=began, live_until=later, updated_at=began,
            is_superseded=True, **same,
        ),
        Edition(
            number=2, change=change, note="It was two.", live_from=later, updated_at=later, **same
        ),
    ]  # fmt: skip


def facts(editions: list[Edition], filed: dict[str, Any]) -> None:
    """Topics and bylines: every other story is busy's, five old ones are rare's."""
    topics, authors = [], []
    for one in editions:
        number = int(one.headline.split()[-1])
        which = 1 if number >= STORIES - 5 else 0
        if number % 2 and not which:
            continue
        same = {
            "edition": one, "story_id": one.story_id, "first_published_at": one.first_published_at,
            "live_from": one.live_from, "live_until": one.live_until,
            "is_superseded": one.is_superseded,
        }  # fmt: skip
        author = filed["authors"][which]
        topics.append(EditionTopic(topic=filed["topics"][which], **same))
        authors.append(EditionAuthor(author=author, name="A. Writer", position=0, **same))
    EditionTopic.objects.bulk_create(topics)
    EditionAuthor.objects.bulk_create(authors)


def addresses(editions: list[Edition]) -> None:
    """Where the stories are, for ever."""
    Address.objects.bulk_create(
        Address(path=one.path, language=one.language, story_id=one.story_id, reserved_at=END)
        for one in editions
        if one.number == 1
    )


def pages() -> dict[str, str]:
    """What is asked for, by name."""
    middle, day = END - STORIES // 2 * APART, END - 30 * APART
    key = f"?before={middle:%Y%m%dT%H%M%S}.000000Z.1"
    last = f"?before={END - (STORIES - 10) * APART:%Y%m%dT%H%M%S}.000000Z.1"
    corrected = Edition.objects.filter(change="correction", language="en").latest("live_from")
    part = Edition.objects.filter(story__series_part__position=2, live_until=None).latest("pk")
    newest = Edition.objects.filter(language="en", live_until=None).latest("live_from")
    return {
        "home": "/", "home (it)": "/it/", "home, middle": f"/{key}", "home, last": f"/{last}",
        "section": "/world/", "section, middle": f"/world/{key}", "section, last": f"/world/{last}",
        "section of old ones": "/old/",
        "story": newest.path, "story, corrected": corrected.path, "story in a series": part.path,
        "history": f"{corrected.path}history/",
        "topic": "/topic/busy/", "topic, middle": f"/topic/busy/{key}",
        "rare topic": "/topic/rare/",
        "author": "/author/busy/", "author, middle": f"/author/busy/{key}",
        "rare author": "/author/rare/", "series": "/series/series/",
        "archive": "/archive/", "year": f"/archive/{middle:%Y}/",
        "month": f"/archive/{middle:%Y/%m}/",
        "day": f"/archive/{day:%Y/%m/%d}/", "archive of section": "/archive/section/world/",
        "month of section": f"/archive/section/old/{END - (STORIES - 10) * APART:%Y/%m}/",
        "corrections": "/corrections/", "corrections of a month": f"/corrections/{middle:%Y/%m}/",
        "not found": "/no/such-story/", "nothing here": "/nothing/",
        "feed": "/feed/atom.xml", "feed of section": "/feed/section/world/rss.xml",
        "feed of topic": "/feed/topic/busy/feed.json",
        "feed of rare topic": "/feed/topic/rare/atom.xml",
        "feed of author": "/feed/author/busy/atom.xml",
        "feed of corrections": "/feed/corrections/atom.xml",
        "sitemap": "/sitemap.xml", "sitemap of pages": "/sitemap/pages.xml",
        "sitemap of a month": f"/sitemap/en-{middle:%Y-%m}.xml",
        "sitemap of news": "/sitemap/news.xml",
        "languages": "/sitemap/languages.xml",
        "languages of a month": f"/sitemap/languages-{middle:%Y-%m}.xml",
        "security.txt": "/.well-known/security.txt", "robots.txt": "/robots.txt",
    }  # fmt: skip


def measure() -> int:
    """Print a line a page, and the queries that are over the limit; returns how many there are."""
    client, heavy = Client(), []
    limit = LIMITS[connection.vendor]
    print(f"{connection.vendor}, {STORIES} stories\n| page | queries | median ms | most work |")
    for name, path in pages().items():
        cost = Cost()
        with connection.execute_wrapper(cost):
            response = client.get(path)
        if response.status_code not in {200, 404}:
            raise SystemExit(f"{name}: {response.status_code} at {path}")
        times = [once(client, path) for _ in range(ROUNDS)]
        most, sql = cost.worst()
        if most > limit and not name.startswith(("sitemap", "languages")):
            heavy.append(f"{name}: {most}: {sql}")
        told = "" if response.status_code == 200 else f" ({response.status_code})"
        median = statistics.median(times)
        print(f"| {name}{told} | {len(cost.asked)} | {median:.0f} | {most} |", flush=True)
    print(*heavy, sep="\n\n")
    return len(heavy)


def once(client: Client, path: str) -> float:
    """Milliseconds that one request takes."""
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill(User.objects.create_superuser("b@newsroom.example", "password"), taxonomy())
        if connection.vendor == "postgresql":  # which does so by itself; SQLite never does
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        found = measure()
    finally:
        connection.creation.destroy_test_db("newsroom", verbosity=0)
    sys.exit(1 if found else 0)
