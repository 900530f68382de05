"""A story's page as readers get it."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import html5lib
import pytest
from django.test import Client

from accounts.models import User
from articles.models import Edition, Section
from tests.stories import (
    byline,
    make_section,
    make_site,
    make_topic,
    publish,
    publish_many,
    published,
    quote,
    save,
    take_down,
    text,
)

pytestmark = pytest.mark.usefixtures("clock")
HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World", it="Mondo")


def body_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def reading(markup: str) -> str:
    """The text of a page in the order of its source, with single spaces."""
    tree = html5lib.parse(markup, namespaceHTMLElements=False)
    body = tree.find("body")
    return re.sub(r"\s+", " ", "".join(body.itertext()))


READING_ORDER = [
    "Skip to main content",
    "The Lantern",
    "World",
    "Home",
    "Diplomacy",
    "McGurk flies to Raqqa, as the US looks on",
    "McGurk Flies To Raqqa, As The US Looks On",
    "An envoy travels.",
    "Anna Bianchi",
    "Ugo Neri",
    "RAQQA",
    "22 November 2025, 17:05 UTC",
    "Subheading 1",
    "Subheading 2",
    "Subheading 3",
    "Subheading 1",
    "Text 1.",
    "Subheading 2",
    "Text 2.",
    "On we go",
    "An envoy",
    "Subheading 3",
    "Text 3.",
    "Envoys",
    "Back to top",
]


def test_the_page_reads_in_order(client: Client, administrator: User, world: Section) -> None:
    parts = tuple(text(f"<p>Text {n}.</p>", f"Subheading {n}") for n in (1, 2, 3))
    published(
        administrator,
        world,
        headline="McGurk flies to Raqqa, as the US looks on",
        kicker="Diplomacy",
        standfirst="An envoy travels.",
        dateline="RAQQA",
        bylines=(byline("Anna Bianchi"), byline("Ugo Neri")),
        topics=(make_topic("Envoys").uuid,),
        parts=(*parts[:2], quote("On we go", "An envoy"), parts[2]),
    )

    words = reading(body_of(client, "/world/mcgurk-flies-to-raqqa-as-the-us-looks-on/"))

    place = 0
    for piece in READING_ORDER:
        found = words.find(piece, place)
        assert found >= 0, f"{piece!r} does not follow in {words[place:]!r}"
        place = found + len(piece)


def test_two_subheadings_need_no_contents_list(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, parts=(text(subheading="First"), text(subheading="Second")))

    words = reading(body_of(client, "/world/harbour-reopens/"))

    assert (words.count("First"), words.count("Second")) == (1, 1)


def test_a_subheading_is_a_focusable_heading_with_a_lasting_id(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(administrator, world, parts=(text(subheading="What comes next"),))
    first = body_of(client, edition.path)
    heading = html5lib.parse(first, namespaceHTMLElements=False).find(
        ".//h2[@id='what-comes-next']"
    )

    assert heading is not None
    assert heading.get("tabindex") == "-1"


@pytest.mark.parametrize(
    ("language", "path", "running_head"),
    [
        ("en", "/world/the-talks-in-rome/", "The Talks In Rome"),
        ("it", "/it/mondo/the-talks-in-rome/", "the talks in Rome"),
    ],
)
def test_the_running_head_is_in_title_case_where_the_language_has_it(
    client: Client,
    administrator: User,
    world: Section,
    language: str,
    path: str,
    running_head: str,
) -> None:
    published(administrator, world, headline="the talks in Rome", language=language)

    tree = html5lib.parse(body_of(client, path), namespaceHTMLElements=False)
    shown = tree.find(".//*[@class='running-head']")

    assert shown.get("aria-hidden") == "true"
    assert "".join(shown.itertext()).strip() == running_head


def test_times_are_said_in_words_with_their_zone(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    edition = published(administrator, world)
    save(edition.story, administrator, headline="Harbour reopens for good")
    publish(edition.story, administrator, now=now + HOUR)
    clock.shift(2 * HOUR)

    tree = html5lib.parse(body_of(client, edition.path), namespaceHTMLElements=False)
    times = [(t.get("datetime"), t.text) for t in tree.findall(".//article//time")]

    assert times[:2] == [
        ("2025-11-22T17:05:00+00:00", "22 November 2025, 17:05 UTC"),
        ("2025-11-22T18:05:00+00:00", "22 November 2025, 18:05 UTC"),
    ]


def test_a_small_fix_shows_one_time(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    edition = published(administrator, world)
    save(edition.story, administrator, headline="Harbour reopens for good")
    publish(edition.story, administrator, now=now + HOUR, verb="minor")
    clock.shift(2 * HOUR)

    assert body_of(client, edition.path).count("<time") == 1


def json_ld(markup: str) -> list[dict[str, Any]]:
    tree = html5lib.parse(markup, namespaceHTMLElements=False)
    scripts = [s for s in tree.findall(".//script") if s.get("type") == "application/ld+json"]
    return json.loads(scripts[0].text)


def test_the_structured_data_say_what_the_page_shows(
    client: Client, administrator: User, world: Section
) -> None:
    published(
        administrator,
        world,
        headline="Harbour reopens",
        standfirst="At last.",
        bylines=(byline("Anna Bianchi"), byline("Ugo Neri")),
    )

    article, crumbs = json_ld(body_of(client, "/world/harbour-reopens/"))

    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "Harbour reopens"
    assert article["datePublished"] == "2025-11-22T17:05:00+00:00"
    assert [author["name"] for author in article["author"]] == ["Anna Bianchi", "Ugo Neri"]
    assert article["publisher"]["name"] == "The Lantern"
    assert [crumb["name"] for crumb in crumbs["itemListElement"]] == [
        "Home",
        "World",
        "Harbour reopens",
    ]


def test_structured_data_cannot_leave_their_element(
    client: Client, administrator: User, world: Section
) -> None:
    headline = "</script><script>alert(1)</script>"
    edition = published(administrator, world, headline=headline)

    markup = body_of(client, edition.path)

    assert "<script>alert" not in markup
    assert json_ld(markup)[0]["headline"] == headline


def test_every_format_but_news_is_a_word_before_the_headline(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(administrator, world, format="opinion", headline="Enough of this")

    words = reading(body_of(client, edition.path))

    assert words.index("Opinion") < words.index("Enough of this")


def test_translations_name_each_other(client: Client, administrator: User, world: Section) -> None:
    english = published(administrator, world)
    published(
        administrator,
        world,
        language="it",
        headline="Riapre il porto",
        translation_group=english.story.translation_group,
    )
    expected = {
        ("en", "http://testserver/world/harbour-reopens/"),
        ("it", "http://testserver/it/mondo/riapre-il-porto/"),
    }

    for path in ("/world/harbour-reopens/", "/it/mondo/riapre-il-porto/"):
        tree = html5lib.parse(body_of(client, path), namespaceHTMLElements=False)
        links = {(a.get("hreflang"), a.get("href")) for a in tree.findall(".//link[@hreflang]")}
        assert expected <= links


def test_an_older_address_leads_to_the_newest_in_one_hop(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    edition = published(administrator, world)
    for hour, slug in enumerate(("second-name", "third-name"), start=1):
        save(edition.story, administrator, slug=slug)
        publish(edition.story, administrator, now=now + hour * HOUR)
    clock.shift(3 * HOUR)

    for old in ("/world/harbour-reopens/", "/world/second-name/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, "/world/third-name/")
    assert client.get("/world/third-name/").status_code == 200


def test_what_was_taken_down_is_gone(
    client: Client, administrator: User, world: Section, now: datetime, clock: Any
) -> None:
    edition = published(administrator, world, headline="A secret headline")
    take_down(edition.story, administrator, now=now + HOUR)
    clock.shift(HOUR)

    for path in (edition.path, "/", "/world/"):
        response = client.get(path)
        assert "A secret headline" not in response.content.decode()
    assert client.get(edition.path).status_code == 410


def test_an_address_in_another_script_works(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(administrator, world, headline="Гавань снова открыта")

    assert edition.path == "/world/гавань-снова-открыта/"
    assert "Гавань снова открыта" in body_of(client, edition.path)


def test_a_standing_page_has_no_date_and_no_byline(
    client: Client, administrator: User, world: Section
) -> None:
    published(
        administrator,
        world,
        format="page",
        headline="Imprint",
        bylines=(byline("Anna Bianchi"),),
    )

    markup = body_of(client, "/imprint/")

    assert "Imprint" in reading(markup)
    assert "Anna Bianchi" not in markup
    assert "<time" not in markup.partition("<main")[2].partition("</main>")[0]
    assert "Imprint" in reading(body_of(client, "/"))  # in the footer


def test_a_standing_page_is_in_no_list(client: Client, administrator: User, world: Section) -> None:
    published(administrator, None, format="page", headline="Imprint")

    main = body_of(client, "/").partition("<main")[2].partition("</main>")[0]

    assert "Imprint" not in main


@pytest.mark.parametrize("count", [30, 3_000])
def test_a_story_costs_four_queries(
    client: Client,
    administrator: User,
    world: Section,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    publish_many(administrator, world, count)
    path = "/world/the-first-of-many/"
    assert Edition.objects.count() == count

    with django_assert_num_queries(4):
        client.get(path)


def test_a_standing_page_costs_four_queries(
    client: Client, administrator: User, world: Section, django_assert_num_queries: Any
) -> None:
    published(administrator, None, format="page", headline="Imprint")

    with django_assert_num_queries(4):
        client.get("/imprint/")
