"""Corrections in the open, on the story's page."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from articles.models import Change, Section
from articles.publishing import Telling, undo
from tests.articles.public.pages import change, json_ld, tree_of, words
from tests.stories import make_section, make_site, publish, published, save

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> Section:
    make_site()
    return make_section("World", it="Mondo")


def test_a_correction_is_said_under_the_byline_and_in_full_after_the_text(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    change(
        edition, administrator, now + DAY, "The ferry has two decks,\n\nnot three. " + "More. " * 40
    )
    clock.shift(DAY)

    tree = tree_of(client, edition.path)

    line = words(tree.find(".//*[@class='corrected']"))
    assert line.startswith("Corrected 23 November 2025: The ferry has two decks, not three. More.")
    assert line.endswith("…")
    assert tree.find(".//*[@class='corrected']/a").get("href") == "#_corrections"
    assert tree.find(".//*[@class='corrected']/time").get("datetime") == "2025-11-23"
    full = tree.find(".//aside[@class='corrections']")
    assert full.find(".//*[@id='_corrections']").text == "Corrections"
    assert words(full).startswith("Corrections Correction 23 November 2025, 17:05 UTC The ferry")
    assert words(full.findall(".//li/p")[1]) == "The ferry has two decks,"
    page = words(tree.find(".//main"))
    assert page.index("The harbour is open.") < page.rindex("not three. More. More.")
    assert tree.find(".//aside[@class='correction-box']") is None


def test_a_clarification_is_called_one(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    change(edition, administrator, now + HOUR, "The port of Lissmouth, that is.", verb="clarify")
    clock.shift(HOUR)

    tree = tree_of(client, edition.path)

    assert words(tree.find(".//*[@class='corrected']")).startswith("Clarified 22 November 2025")
    assert "Clarification" in words(tree.find(".//aside[@class='corrections']"))


def test_a_serious_correction_stands_above_the_text(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    change(edition, administrator, now + HOUR, "It never happened.", is_serious=True)
    change(edition, administrator, now + 2 * HOUR, "A name was misspelt.")
    clock.shift(3 * HOUR)

    tree = tree_of(client, edition.path)

    box = tree.find(".//aside[@class='correction-box']")
    assert "It never happened." in words(box)
    assert "misspelt" not in words(box)
    text = words(tree.find(".//*[@class='story-parts']"))
    assert text.index("It never happened.") < text.index("The harbour is open.")


def test_every_correction_is_listed_newest_first_also_under_a_later_small_fix(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    for hour in (1, 2, 3):
        change(edition, administrator, now + hour * HOUR, f"Note {hour}.")
    change(edition, administrator, now + 4 * HOUR, verb="minor")
    clock.shift(5 * HOUR)

    tree = tree_of(client, edition.path)

    full = words(tree.find(".//aside[@class='corrections']"))
    assert re.findall(r"Note \d", full) == ["Note 3", "Note 2", "Note 1"]
    assert "Note 3." in words(tree.find(".//*[@class='corrected']"))
    article = json_ld(tree)[0]
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": f"Note {hour}.",
            "datePublished": f"2025-11-22T{17 + hour}:05:00+00:00",
        }
        for hour in (3, 2, 1)
    ]
    assert article["dateModified"] == "2025-11-22T20:05:00+00:00"
    assert article["datePublished"] == "2025-11-22T17:05:00+00:00"


def test_a_scheduled_correction_is_told_on_the_second(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    save(edition.story, administrator, standfirst="Set right.")
    telling = Telling(change=Change.CORRECTION, note="A secret note.")
    publish(edition.story, administrator, verb="schedule", at=now + HOUR, telling=telling)
    for path in (edition.path, "/corrections/"):
        clock.move_to(now + HOUR - SECOND)
        assert "A secret note." not in client.get(path).content.decode()
        clock.shift(SECOND)
        assert "A secret note." in client.get(path).content.decode()


def test_a_correction_that_was_a_mistake_is_told_nowhere(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    change(edition, administrator, now + HOUR, "A hasty note.")
    undo(story=edition.story, by=administrator, now=now + HOUR + 60 * SECOND)
    clock.shift(2 * HOUR)
    for path in (edition.path, "/corrections/", f"{edition.path}history/"):
        assert "A hasty note." not in client.get(path).content.decode()


def test_a_standing_page_is_corrected_in_the_open_too(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, None, format="page", headline="Imprint")
    change(edition, administrator, now + HOUR, "Our address was wrong.", is_serious=True)
    clock.shift(HOUR)

    tree = tree_of(client, "/imprint/")

    assert "Our address was wrong." in words(tree.find(".//*[@class='corrected']"))
    assert "Our address was wrong." in words(tree.find(".//aside[@class='correction-box']"))
    assert "Our address was wrong." in words(tree.find(".//aside[@class='corrections']"))
    assert json_ld(tree)["correction"][0]["text"] == "Our address was wrong."
    assert "Published" not in words(tree.find(".//main"))


def test_a_note_is_only_text(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world)
    note = "</script><script>alert(1)</script><b>bold</b>"
    change(edition, administrator, now + HOUR, note, is_serious=True)
    clock.shift(HOUR)
    for path in (edition.path, "/corrections/", "/corrections/2025/11/", f"{edition.path}history/"):
        markup = client.get(path).content.decode()
        assert "<script>alert" not in markup
        assert "<b>bold" not in markup
        assert "&lt;b&gt;bold" in markup


@pytest.mark.parametrize(("corrections", "queries"), [(0, 4), (1, 5), (40, 5)])
def test_corrections_cost_a_story_one_query_more(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
    django_assert_num_queries: Callable,
    corrections: int,
    queries: int,
) -> None:
    edition = published(administrator, world)
    for minute in range(1, corrections + 1):
        change(edition, administrator, now + minute * 60 * SECOND, f"Note {minute}.")
    clock.shift(HOUR)
    with django_assert_num_queries(queries):
        client.get(edition.path)
