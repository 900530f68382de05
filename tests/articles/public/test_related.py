"""What stands beside a story: parts of its series, then its topics, then its section."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles.models import Edition, EditionTopic, Section, Series, SeriesPart, SeriesText, Topic
from tests.articles.form import address, sign_in
from tests.articles.public.pages import tree_of, words
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
    take_down,
    text,
)

MINUTE = timedelta(minutes=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


class Archive:
    """Publishes stories a minute apart, the newest first."""

    def __init__(self, by: User, section: Section) -> None:
        self.by, self.section, self.made = by, section, 0

    def add(self, headline: str, *topics: Topic, **content: Any) -> Edition:
        self.made += 1
        content = {"topics": tuple(topic.uuid for topic in topics), **content}
        section = content.pop("section", self.section)
        before = NOW - self.made * MINUTE
        return published(self.by, section, now=before, headline=headline, **content)

    def series(self, *editions: Edition, language: str = "en") -> Series:
        series = Series.objects.create()
        SeriesText.objects.create(series=series, language=language, name="Rivers", slug="rivers")
        for place, edition in enumerate(editions, start=1):
            SeriesPart.objects.create(series=series, story=edition.story, position=place)
        return series


@pytest.fixture
def archive(administrator: User, world: Section) -> Archive:
    return Archive(administrator, world)


def beside(client: Client, path: str) -> tuple[str, list[str]]:
    """The title of the block beside a story, and the headlines in it; nothing for none."""
    nav = tree_of(client, path).find(".//main/aside[@class='newer related']")
    if nav is None:
        return "", []
    assert nav.get("aria-labelledby") == nav.find("h2").get("id")  # type: ignore[union-attr]
    return words(nav.find("h2")), [words(found) for found in nav.findall(".//h3")]


def test_series_come_before_topics_and_topics_before_the_section(
    client: Client, archive: Archive, world: Section
) -> None:
    ports, ferries = make_topic("Ports"), make_topic("Ferries")
    sport = make_section("Sport")
    newest = archive.add("Newest here")
    one = archive.add("One topic", ports, section=sport)
    parts = [archive.add(f"Part {n}", section=sport) for n in range(1, 6)]
    story = archive.add("Story", ports, ferries)
    both = archive.add("Both topics, older", ports, ferries)
    archive.series(*parts[:2], story, *parts[2:], archive.add("Part 6", ports, ferries))
    # Parts 2 and 3 stand in the story's own links to its series.
    found = ["Part 4", "Part 5", "Part 6", "Part 1", "Both topics, older"]
    assert beside(client, story.path) == ("Related stories", found)
    SeriesPart.objects.filter(story__in=[part.story for part in parts[3:]]).delete()
    take_down(both.story, archive.by, now=NOW - MINUTE / 2)
    found = ["Part 6", "Part 1", "One topic", "Newest here"]
    assert beside(client, story.path) == ("Related stories", found)
    tags = set(client.get(story.path).headers["Cache-Tag"].split(","))
    assert {f"topic-{ports.pk}", f"topic-{ferries.pk}", f"story-{one.story_id}"} <= tags
    assert f"story-{newest.story_id}" in tags


def test_the_title_says_what_all_of_them_share(
    client: Client, archive: Archive, world: Section
) -> None:
    ports, ferries = make_topic("Ports"), make_topic("Ferries")
    story = archive.add("Story", ports, ferries)
    assert beside(client, story.path) == ("", [])
    here = archive.add("Here")
    assert beside(client, story.path) == ("More from World", ["Here"])
    about = [archive.add(f"About {n}", ports) for n in range(5)]
    assert beside(client, story.path) == ("More on Ports", [f"About {n}" for n in range(5)])
    assert beside(client, here.path)[0] == "More from World"
    others = archive.series(story, *about, archive.add("Last"))
    later = ["About 1", "About 2", "About 3", "About 4", "Last"]
    assert beside(client, story.path) == ("More from this series", later)
    others.texts.all().delete()  # readers of this language know of no series
    assert beside(client, story.path)[0] == "More on Ports"


def test_nothing_stands_there_that_the_text_leads_to(client: Client, archive: Archive) -> None:
    first, second = archive.add("First"), archive.add("Second")
    for n in range(4):
        archive.add(f"Older {n}")
    links = f'<p><a href="{first.path}">one</a>, <a href="https://x.org{second.path}">x</a></p>'
    story = archive.add("Story", parts=(text(links),))
    found = ["Second", "Older 0", "Older 1", "Older 2", "Older 3"]
    assert beside(client, story.path) == ("More from World", found)


def test_a_preview_and_another_time_show_the_same(
    client: Client, archive: Archive, administrator: User
) -> None:
    ports = make_topic("Ports")
    story = archive.add("Story", ports)
    parts = [archive.add(f"Part {n}") for n in range(3)]
    archive.series(story, *parts)
    archive.add("About", ports)
    shown = beside(client, story.path)
    assert shown == ("More from World", ["Part 1", "Part 2", "About"])
    desk = sign_in(administrator)
    preview = desk.get(address(story.story, "preview")).content.decode()
    assert [preview.count(f">{name}</a></h3>") for name in shown[1]] == [1, 1, 1]
    take_down(parts[2].story, administrator, now=NOW - MINUTE / 2)
    assert beside(client, story.path)[1] == ["Part 1", "About"]
    assert beside(desk, f"{story.path}?at=2025-11-22T17:04:20Z") == shown


@pytest.mark.parametrize("count", [30, 3_000])
def test_it_costs_no_query_and_reads_a_few_rows_of_a_large_archive(
    archive: Archive, world: Section, count: int
) -> None:
    topics = [make_topic(name) for name in ("Ports", "Ferries", "Fish")]
    publish_many(archive.by, world, count)
    story = archive.add("Story", *topics)
    EditionTopic.objects.bulk_create(
        EditionTopic(
            edition=edition, topic=topics[edition.pk % 3], story_id=edition.story_id,
            first_published_at=edition.first_published_at, live_from=edition.live_from,
        )
        for edition in Edition.objects.exclude(pk=story.pk)
    )  # fmt: skip
    archive.series(story, archive.add("Next"))
    with CaptureQueriesContext(connection) as asked:
        title, found = beside(Client(), story.path)
    assert len(asked) == 5  # with the one for the series
    assert (title, len(found)) == ("More from World", 5)
