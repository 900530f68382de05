"""What stands where a story was: 404, 410 or 451, by why it went, at every address it ever had."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import html5lib
import pytest
import time_machine
from django.test import Client

from accounts.models import User
from articles.models import Address, Edition, Origin, Section, SiteSettings
from articles.publishing import cancel_scheduled, expire_at, reinstate
from tests.stories import make_section, make_site, make_story, publish, published, save, take_down

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
HEADLINE = "Minister resigns over ferry"


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def moved(
    administrator: User, world: Section, now: datetime, clock: time_machine.Traveller
) -> Edition:
    """A story at its third address, two hours after its first publication."""
    edition = published(administrator, world, headline=HEADLINE, standfirst="Ferry standfirst.")
    for hour, slug in enumerate(("second-name", "third-name"), start=1):
        save(edition.story, administrator, slug=slug)
        edition = publish(edition.story, administrator, now=now + hour * HOUR)
    clock.shift(3 * HOUR)
    return edition


ADDRESSES = [
    "/world/minister-resigns-over-ferry/",
    "/world/second-name/",
    "/world/third-name/",
]
EVERYWHERE = ADDRESSES + [f"{address}history/" for address in ADDRESSES]


def page_of(client: Client, path: str, status: int) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return str(response.content.decode())


def text_of(markup: str) -> str:
    tree = html5lib.parse(markup, namespaceHTMLElements=False)
    return re.sub(r"\s+", " ", "".join(tree.find("body").itertext()))


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize(
    ("why", "status", "heading"),
    [
        ("withdrawn", 410, "This story was withdrawn"),
        ("legal", 451, "This story was removed for legal reasons"),
    ],
)
def test_a_story_taken_down_says_so_at_every_address(
    client: Client,
    administrator: User,
    moved: Edition,
    path: str,
    why: str,
    status: int,
    heading: str,
) -> None:
    take_down(
        moved.story, administrator, now=moved.live_from + HOUR, why=why, notice="A source\n\nlied."
    )

    markup = page_of(client, path, status)

    tree = html5lib.parse(markup, namespaceHTMLElements=False)
    assert ["".join(h.itertext()).strip() for h in tree.findall(".//h1")] == [heading]
    assert "<p>A source</p>" in markup
    assert "<p>lied.</p>" in markup
    assert "22 November 2025, 20:05 UTC" in markup
    assert "noindex" in markup
    assert 'rel="canonical"' not in markup
    assert 'href="/corrections/"' in markup
    assert "ferry" not in markup.lower()


@pytest.mark.parametrize("path", EVERYWHERE)
def test_after_a_mistake_its_addresses_are_those_of_nothing(
    client: Client, administrator: User, moved: Edition, path: str
) -> None:
    take_down(moved.story, administrator, now=moved.live_from + HOUR, why="mistake")

    there, nowhere = client.get(path), client.get("/world/never-was/")

    assert there.status_code == 404
    assert there.content == nowhere.content
    assert dict(there.headers) == dict(nowhere.headers)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_story_past_its_end_says_until_when_it_was_there(
    client: Client,
    administrator: User,
    moved: Edition,
    path: str,
    clock: time_machine.Traveller,
    now: datetime,
) -> None:
    expire_at(story=moved.story, ends_at=now + 4 * HOUR, by=administrator, now=now + 3 * HOUR)
    clock.move_to(now + 4 * HOUR - SECOND)
    assert client.get(path).status_code in {200, 301}

    clock.shift(SECOND)

    markup = page_of(client, path, 410)
    assert "This story is no longer here" in markup
    assert "It was published until" in markup
    assert "22 November 2025, 21:05 UTC" in markup
    assert "ferry" not in markup.lower()


def test_a_451_names_who_blocks_the_page(
    client: Client, administrator: User, moved: Edition
) -> None:
    take_down(moved.story, administrator, now=moved.live_from + HOUR, why="legal")

    assert client.get(moved.path).headers["Link"] == '<http://testserver/>; rel="blocked-by"'


@pytest.mark.parametrize("why", ["withdrawn", "legal"])
def test_nobody_keeps_a_notice_without_asking_again(
    client: Client, administrator: User, moved: Edition, why: str
) -> None:
    take_down(moved.story, administrator, now=moved.live_from + HOUR, why=why)
    response = client.get(moved.path)
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    again = client.get(moved.path, headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == response.status_code


def test_nobody_keeps_a_404_that_time_alone_changes(client: Client, world: Section) -> None:
    response = client.get("/world/nothing/")
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_read_instead_leads_on_while_it_is_live(
    client: Client,
    administrator: User,
    world: Section,
    moved: Edition,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    culture = make_section("Culture", position=2)
    other = published(administrator, culture, headline="What really happened")
    take_down(moved.story, administrator, now=now + 3 * HOUR, read_instead=other.story)
    main = page_of(client, moved.path, 410).partition("<main")[2]
    assert "Read instead:" in main
    assert f'href="{other.path}"' in main

    take_down(other.story, administrator, now=now + 3 * HOUR)
    clock.shift(SECOND)

    markup = page_of(client, moved.path, 410)
    assert "Read instead" not in markup
    assert other.path not in markup


def test_a_lost_reader_is_shown_the_newest_of_the_section(
    client: Client, administrator: User, world: Section, moved: Edition, now: datetime
) -> None:
    published(administrator, world, headline="More of the world")
    published(administrator, make_section("Culture", position=2), headline="A play", now=now + HOUR)
    take_down(moved.story, administrator, now=now + 3 * HOUR)

    words = text_of(page_of(client, moved.path, 410))

    assert "More from World More of the world" in words
    assert "A play" not in words


def test_where_the_section_has_nothing_else_the_newest_of_all_are_shown(
    client: Client, administrator: User, moved: Edition, now: datetime
) -> None:
    published(administrator, make_section("Culture", position=2), headline="A play", now=now + HOUR)
    take_down(moved.story, administrator, now=now + 3 * HOUR)

    assert "Latest stories Culture" not in text_of(page_of(client, moved.path, 410))
    assert "Latest stories A play" in text_of(page_of(client, moved.path, 410))


def test_a_standing_page_is_called_a_page(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, None, format="page", headline="Imprint")
    take_down(edition.story, administrator, now=now)
    clock.shift(SECOND)
    for path in ("/imprint/", "/imprint/history/"):
        assert "This page was withdrawn" in page_of(client, path, 410)


def test_the_notice_is_in_the_language_of_the_address(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    edition = published(
        administrator, world, language="it", headline="Il porto", now=now - 2 * HOUR
    )
    take_down(edition.story, administrator, now=now - HOUR, notice="Una fonte ha mentito.")
    markup = page_of(client, "/it/mondo/il-porto/", 410)
    assert '<html lang="it"' in markup
    assert "Una fonte ha mentito." in markup
    assert 'href="/it/corrections/"' in markup


def test_a_language_that_is_switched_off_has_no_notices(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    edition = published(
        administrator, world, language="it", headline="Il porto", now=now - 2 * HOUR
    )
    take_down(edition.story, administrator, now=now - HOUR, notice="Una fonte ha mentito.")
    SiteSettings.objects.update(languages=["en"])
    assert client.get("/it/mondo/il-porto/").status_code == 404


def test_15_what_waits_for_its_first_instant_is_not_there_at_all(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    story = make_story(administrator, world, headline=HEADLINE)
    edition = publish(story, administrator, verb="schedule", at=now + HOUR)
    for path in (edition.path, f"{edition.path}history/"):
        there, nowhere = client.get(path), client.get("/world/never-was/")
        assert there.status_code == 404
        assert there.content == nowhere.content
        assert dict(there.headers) == dict(nowhere.headers)


def test_15_the_new_address_of_a_scheduled_update_is_not_there_before_its_instant(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world, headline="Talks go on")
    save(edition.story, administrator, slug="minister-resigns")
    publish(edition.story, administrator, now=now, verb="schedule", at=now + HOUR)
    clock.move_to(now + HOUR - SECOND)
    for path in ("/world/minister-resigns/", "/world/minister-resigns/history/"):
        there, nowhere = client.get(path), client.get("/world/never-was/")
        assert (there.status_code, there.content) == (404, nowhere.content)
    assert client.get(edition.path).status_code == 200

    clock.shift(SECOND)

    assert client.get("/world/minister-resigns/").status_code == 200
    assert client.get(edition.path).headers["Location"] == "/world/minister-resigns/"


def test_a_cancelled_schedule_leaves_no_trace(
    client: Client,
    administrator: User,
    world: Section,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    edition = published(administrator, world, headline="Talks go on")
    save(edition.story, administrator, slug="minister-resigns")
    publish(edition.story, administrator, now=now, verb="schedule", at=now + HOUR)
    cancel_scheduled(story=edition.story, by=administrator, now=now)
    for _hour in range(3):
        assert client.get("/world/minister-resigns/").status_code == 404
        clock.shift(HOUR)
    take_down(edition.story, administrator, now=now + 3 * HOUR)
    assert client.get("/world/minister-resigns/").status_code == 404
    assert client.get(edition.path).status_code == 410


def test_what_was_put_back_is_there_again(
    client: Client,
    administrator: User,
    moved: Edition,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    take_down(moved.story, administrator, now=now + 3 * HOUR)
    reinstate(story=moved.story, keeps_date=True, by=administrator, now=now + 4 * HOUR)
    assert client.get(moved.path).status_code == 410

    clock.move_to(now + 4 * HOUR)

    assert client.get(moved.path).status_code == 200
    assert client.get("/world/second-name/").headers["Location"] == moved.path


def test_a_second_withdrawal_has_its_own_answer(
    client: Client,
    administrator: User,
    moved: Edition,
    now: datetime,
    clock: time_machine.Traveller,
) -> None:
    take_down(moved.story, administrator, now=now + 3 * HOUR)
    reinstate(story=moved.story, keeps_date=True, by=administrator, now=now + 4 * HOUR)
    take_down(moved.story, administrator, now=now + 5 * HOUR, why="legal")
    for hour, status in ((3, 410), (4, 200), (5, 451), (50, 451)):
        clock.move_to(now + hour * HOUR)
        assert client.get(moved.path).status_code == status


@pytest.mark.parametrize("old", ADDRESSES[:2])
def test_an_older_address_leads_to_the_history_in_one_hop(
    client: Client, moved: Edition, old: str
) -> None:
    response = client.get(f"{old}history/")
    assert (response.status_code, response.headers["Location"]) == (301, f"{moved.path}history/")
    assert client.get(f"{moved.path}history/").status_code == 200


def test_an_address_made_by_hand_leads_to_its_story(
    client: Client, administrator: User, moved: Edition, now: datetime
) -> None:
    Address.objects.create(
        path="/ferry/", language="en", story=moved.story, origin=Origin.HAND_MADE, reserved_at=now
    )
    assert client.get("/ferry/").headers["Location"] == moved.path
    take_down(moved.story, administrator, now=now + 3 * HOUR)
    assert client.get("/ferry/").status_code == 410


def test_an_address_made_by_hand_tells_nothing_of_a_story_that_never_was_public(
    client: Client, administrator: User, world: Section, now: datetime
) -> None:
    story = make_story(administrator, world, headline=HEADLINE)
    Address.objects.create(
        path="/ferry/", language="en", story=story, origin=Origin.HAND_MADE, reserved_at=now
    )
    assert client.get("/ferry/").content == client.get("/nowhere/").content


@pytest.mark.parametrize("path", ["/world/third-name/", "/world/second-name/"])
def test_a_notice_costs_a_handful_of_queries(
    client: Client,
    administrator: User,
    moved: Edition,
    now: datetime,
    django_assert_max_num_queries: Callable,
    path: str,
) -> None:
    take_down(moved.story, administrator, now=now + 3 * HOUR)
    with django_assert_max_num_queries(9):
        assert client.get(path).status_code == 410
