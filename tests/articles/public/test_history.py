"""The public history of a story: what readers were given, when, and what each version changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
import time_machine
from django.test import Client

from accounts.models import User
from articles.models import Edition
from articles.publishing import reinstate, undo
from tests.stories import make_section, make_site, publish, published, save, take_down, text

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
PATH = "/world/harbour-reopens/"
HISTORY = f"{PATH}history/"


@pytest.fixture
def edition(administrator: User, db: None, now: datetime, clock: time_machine.Traveller) -> Edition:
    """A story that was updated, corrected and slightly fixed after its first publication."""
    make_site()
    first = published(
        administrator, make_section("World", it="Mondo"), parts=(text("<p>Ten ships came.</p>"),)
    )
    story, part = first.story, UUID(first.document["parts"][0]["uid"])
    for hour, body, verb, told in (
        (1, "<p>Ten ships came today.</p>", "update", {}),
        (2, "<p>Nine ships came today.</p>", "correct", {"note": "There were nine."}),
        (3, "<p>Nine ships came, today.</p>", "minor", {}),
    ):
        save(story, administrator, parts=(replace(text(body), uid=part),))
        first = publish(story, administrator, now=now + hour * HOUR, verb=verb, **told)
    clock.shift(4 * HOUR)
    return first


def tree_of(client: Client, path: str) -> Element:
    response = client.get(path)
    assert response.status_code == 200, path
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def words(element: Element | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def entries(client: Client, path: str = HISTORY) -> list[Element]:
    return tree_of(client, path).findall(".//li[@class='history-entry']")


def kinds(client: Client, path: str = HISTORY) -> list[str]:
    return [words(entry.find(".//*[@class='history-kind']")) for entry in entries(client, path)]


def test_every_version_is_told_newest_first(client: Client, edition: Edition) -> None:
    told = entries(client)
    assert kinds(client) == ["Small fix", "Correction", "Update", "First publication"]
    assert [entry.find(".//time").get("datetime") for entry in told] == [
        f"2025-11-22T{hour}:05:00+00:00" for hour in (20, 19, 18, 17)
    ]
    assert "There were nine." in words(told[1])
    assert told[3].find(".//ins") is None


def test_each_is_compared_with_the_one_before_in_words_too(
    client: Client, edition: Edition
) -> None:
    correction = entries(client)[1]
    assert words(correction.find(".//del")) == "removed: Ten end"
    assert words(correction.find(".//ins")) == "added: Nine end"
    update = entries(client)[2]
    assert "today" in words(update.find(".//ins"))


def test_a_small_fix_that_nobody_sees_is_left_out(
    client: Client, administrator: User, edition: Edition, now: datetime
) -> None:
    save(edition.story, administrator, seo_title="For search engines")
    publish(edition.story, administrator, now=now + 4 * HOUR, verb="minor")
    assert kinds(client) == ["Small fix", "Correction", "Update", "First publication"]
    assert "For search engines" not in words(tree_of(client, HISTORY).find(".//main"))


def test_a_mistake_and_its_undoing_are_not_told(
    client: Client,
    administrator: User,
    edition: Edition,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    save(edition.story, administrator, headline="Wrong story altogether")
    publish(edition.story, administrator, now=now + 4 * HOUR)
    undo(story=edition.story, by=administrator, now=now + 4 * HOUR + MINUTE)
    clock.shift(HOUR)
    assert kinds(client) == ["Small fix", "Correction", "Update", "First publication"]
    assert "Wrong story" not in client.get(HISTORY).content.decode()


@pytest.mark.parametrize(
    ("keeps_date", "expected"),
    [(True, "Small fix"), (False, "Published again")],
)
def test_a_story_that_was_put_back_keeps_its_history(
    client: Client,
    administrator: User,
    edition: Edition,
    now: datetime,
    clock: time_machine.Traveller,
    keeps_date: bool,
    expected: str,
) -> None:
    take_down(edition.story, administrator, now=now + 4 * HOUR)
    reinstate(story=edition.story, keeps_date=keeps_date, by=administrator, now=now + 5 * HOUR)
    clock.shift(HOUR)
    assert kinds(client)[0] == expected
    assert kinds(client)[-1] == "First publication"


def test_what_is_scheduled_is_told_on_the_second(
    client: Client,
    administrator: User,
    edition: Edition,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    save(edition.story, administrator, headline="All ships have left")
    publish(edition.story, administrator, now=now + 4 * HOUR, verb="schedule", at=now + 5 * HOUR)
    clock.move_to(now + 5 * HOUR - SECOND)
    assert "All ships" not in client.get(HISTORY).content.decode()
    clock.shift(SECOND)
    assert kinds(client)[:2] == ["Update", "Small fix"]


def test_the_story_leads_to_its_history_once_it_has_one(
    client: Client, administrator: User, edition: Edition
) -> None:
    only = published(administrator, edition.section, headline="Only once")
    assert tree_of(client, only.path).find(f".//a[@href='{only.path}history/']") is None
    assert tree_of(client, PATH).find(f".//a[@href='{HISTORY}']") is not None
    assert kinds(client, f"{only.path}history/") == ["First publication"]


def test_the_history_is_not_for_search_engines(client: Client, edition: Edition) -> None:
    tree = tree_of(client, HISTORY)
    assert "noindex" in tree.find(".//meta[@name='robots']").get("content")
    assert tree.find(".//link[@rel='canonical']").get("href") == f"http://testserver{PATH}"
    assert words(tree.find(".//h1")) == "History of “Harbour reopens”"


def test_a_standing_page_has_a_history_too(
    client: Client, administrator: User, edition: Edition, now: datetime
) -> None:
    page = published(administrator, None, format="page", headline="Imprint", now=now)
    save(page.story, administrator, headline="Imprint and contact")
    publish(page.story, administrator, now=now + HOUR)
    assert kinds(client, "/imprint/history/") == ["Update", "First publication"]
    assert tree_of(client, "/imprint/").find(".//a[@href='/imprint/history/']") is not None


@pytest.mark.parametrize(
    "path", ["/world/history/", "/nowhere/history/", "/world/nothing/history/", "/history/"]
)
def test_what_has_no_story_has_no_history(client: Client, edition: Edition, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("key", ["nonsense", "20251122T170500.000000Z.x", ""])
def test_a_key_that_no_page_has_is_not_found(client: Client, edition: Edition, key: str) -> None:
    assert client.get(HISTORY, {"before": key}).status_code == 404


@pytest.fixture
def long(administrator: User, edition: Edition, now: datetime) -> Edition:
    """The story after fifty updates more."""
    for number in range(50):
        save(edition.story, administrator, standfirst=f"Update {number} of fifty.")
        at = now + 3 * HOUR + number * SECOND
        edition = publish(edition.story, administrator, now=at)
    return edition


def test_a_long_history_goes_on_by_key(client: Client, long: Edition) -> None:
    seen: list[str] = []
    lengths = []
    path: str | None = HISTORY
    while path:
        told = entries(client, path)
        lengths.append(len(told))
        seen += [entry.find(".//time").get("datetime") or "" for entry in told]
        older = tree_of(client, path).find(".//nav[@class='paging']/a[@rel='next']")
        path = f"{HISTORY}{older.get('href')}" if older is not None else None
    assert lengths == [20, 20, 14]
    assert seen == sorted(seen, reverse=True)


def test_the_last_version_of_a_page_is_compared_with_the_first_of_the_next(
    client: Client, long: Edition
) -> None:
    last = entries(client)[-1]
    assert words(last.find(".//del")) == "removed: 29 end"
    assert words(last.find(".//ins")) == "added: 30 end"


@pytest.mark.parametrize("fixture", ["edition", "long"])
def test_a_history_costs_the_same_however_long_it_is(
    client: Client,
    request: pytest.FixtureRequest,
    django_assert_num_queries: Callable,
    fixture: str,
) -> None:
    request.getfixturevalue(fixture)
    with django_assert_num_queries(6):
        client.get(HISTORY)


def test_the_history_of_the_past_is_what_readers_could_read_then(
    client: Client, administrator: User, edition: Edition
) -> None:
    client.force_login(administrator)
    for at, expected in (("18:30", 2), ("17:30", 1)):
        assert len(kinds(client, f"{HISTORY}?at=2025-11-22T{at}Z")) == expected
