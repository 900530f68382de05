"""What readers see of search: its page, headlines while they type, its feeds."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import AuthorText, Section, SectionText, SiteSettings, TopicText
from articles.search.rebuilding import rebuild
from tests.articles.form import sign_in
from tests.articles.public.hostile import HOSTILE
from tests.articles.public.pages import json_ld, tree_of, words
from tests.conftest import NOW
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_topic,
    publish_many,
    published,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def many_stories(by: User, section: Section, count: int) -> None:
    """`count` stories that can be found, by “many”."""
    publish_many(by, section, count)
    list(rebuild(now=NOW))


def path(language: str = "", **asked: str) -> str:
    """The address of a search; `since` stands for `from`."""
    named = {"from" if name == "since" else name: value for name, value in asked.items()}
    return f"{language}/search/?{urlencode(named)}"


def heading(client: Client, **asked: str) -> str:
    return words(tree_of(client, path(**asked)).find(".//h1"))


def found(client: Client, **asked: str) -> list[str]:
    """The headlines that a search lists."""
    hits = tree_of(client, path(**asked)).findall(".//main//article")
    return [words(hit.find("h2")) for hit in hits]


def links(client: Client, css_class: str, **asked: str) -> dict[str, dict[str, str]]:
    """What the links of a list of this class ask for, by what they say."""
    lists = tree_of(client, path(**asked)).findall(f".//ul[@class='{css_class}']")
    return {
        words(link): dict(parse_qsl(urlsplit(link.get("href") or "").query))
        for one in lists
        for link in one.findall(".//a")
    }


def test_a_page_says_how_many_and_marks_what_was_looked_for(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Lighthouse reopens", standfirst="At last.")
    published(administrator, world, headline="Trains are late")

    tree = tree_of(client, path(q="lighthouse"))

    assert words(tree.find(".//h1")) == "1 result for lighthouse"
    assert words(tree.find(".//title")) == "Search: lighthouse – The Lantern"
    assert [words(mark) for mark in tree.findall(".//article//mark")] == ["Lighthouse"]
    assert found(client, q="lighthouse") == ["Lighthouse reopens"]
    assert tree.find(".//input[@id='_q']").get("value") == "lighthouse"  # type: ignore[union-attr]


def test_no_search_engine_lists_it_and_caches_know_what_changes_it(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(administrator, world, headline="Harbour reopens")

    for address in (path(q="harbour"), "/search/headlines.json?q=harb"):
        response = client.get(address)
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        told = response.headers["Cache-Tag"].split(",")
        assert {"home-en", "home-it", f"story-{edition.story_id}"} <= {*told}
        again = client.get(address, headers={"if-none-match": response.headers["ETag"]})
        assert again.status_code == 304
    tree = tree_of(client, path(q="harbour"))
    assert (tree.find(".//meta[@name='robots']").get("content") or "").startswith("noindex")  # type: ignore[union-attr]
    assert tree.findall(".//link[@rel='alternate'][@hreflang]") == []
    assert "Disallow: /search" not in client.get("/robots.txt").content.decode()


def test_filters_narrow_down_and_are_taken_off_one_by_one(
    client: Client, administrator: User, world: Section
) -> None:
    sport, anna = make_section("Sport", position=2), make_author("Anna Bianchi")
    AuthorText.objects.filter(author=anna).update(slug="anna-bianchi")
    hers = (byline("Anna Bianchi", author=anna),)
    published(administrator, world, headline="Harbour of hers", bylines=hers)
    published(administrator, sport, headline="Harbour of sport")

    assert len(found(client, q="harbour")) == 2
    assert found(client, q="harbour", section="sport") == ["Harbour of sport"]
    assert found(client, q="harbour", author="anna bianchi") == ["Harbour of hers"]
    assert found(client, q="harbour", since="2025-11-23") == []
    assert len(found(client, q="harbour", since="2025-11-22", until="2025-11-22")) == 2
    asked = {"q": "harbour", "author": "Anna Bianchi", "until": "2025-11-30", "order": "newest"}
    kept = {"q": "harbour", "order": "newest"}
    assert links(client, "search-chips", **asked) == {
        "Search without: Anna Bianchi ×": kept | {"until": "2025-11-30"},
        "Search without: until 30 November 2025 ×": kept | {"author": "anna-bianchi"},
        "Without filters": kept,
    }


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"section": "nothing"}, "There is no such section."),
        ({"author": "nobody at all"}, "Nobody of this name writes here."),
        ({"since": "31/03/2025"}, "This is no day. Write it like 2025-03-31."),
        ({"until": "2025-02-30"}, "This is no day. Write it like 2025-03-31."),
    ],
)
def test_a_filter_that_is_wrong_is_said_and_left_out(
    client: Client, administrator: User, world: Section, asked: dict[str, str], says: str
) -> None:
    published(administrator, world, headline="Harbour reopens")
    tree = tree_of(client, path(q="harbour", **asked))

    assert [words(one) for one in tree.findall(".//p[@class='search-mistake']")] == [says]
    assert tree.find(".//details").get("open") is not None  # type: ignore[union-attr]
    assert words(tree.find(".//h1")) == "1 result for harbour"


def test_pages_go_on_by_key_and_lead_back_to_the_first(
    client: Client, administrator: User, world: Section
) -> None:
    many_stories(administrator, world, 25)
    tree = tree_of(client, path(q="many"))
    further = tree.find(".//a[@rel='next nofollow']")
    assert further is not None
    following = tree_of(client, further.get("href") or "")

    assert len(tree.findall(".//main//article")) == 20
    assert len(following.findall(".//main//article")) == 5
    back = following.find(".//nav[@class='paging']/a")
    assert back is not None
    assert back.get("href") == "/search/?q=many"
    assert client.get(path(q="many", after="nonsense")).status_code == 404


def test_nothing_found_offers_ways_on(client: Client, administrator: User, world: Section) -> None:
    topic = make_topic("Ports")
    TopicText.objects.update(slug="ports")
    published(administrator, world, headline="Harbour reopens", topics=(topic.uuid,))
    tree = tree_of(client, path(q="zebra", section="world"))
    blank = tree_of(client, "/search/?q=")
    offered = {words(link): link.get("href") for link in tree.findall(".//main//a")}

    assert words(tree.find(".//h1")) == "No results for zebra"
    assert "Check the spelling, or use fewer words." in words(tree.find(".//main"))
    assert offered["Search again without filters"] == "/search/?q=zebra"
    assert offered["Ports"] == "/topic/ports/"
    assert words(blank.find(".//h1")) == "Search"
    assert blank.find(".//main//a[@href='/topic/ports/']") is not None


def test_other_languages_are_one_link_with_a_count(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Ferry")
    for number in range(2):
        published(administrator, world, headline=f"Ferry {number}", language="it")
    asked = {"q": "ferry", "section": "world"}
    switch = tree_of(client, path(**asked)).findall(".//nav[@class='languages']//a")

    elsewhere = links(client, "search-elsewhere", **asked)

    assert elsewhere == {"2 results in Italian": {"q": "ferry", "section": "mondo"}}
    assert [link.get("href") for link in switch] == ["/", "/it/search/?q=ferry&section=mondo"]


def test_words_that_were_corrected_are_said(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Harbour reopens")

    tree = tree_of(client, path(q="harbuor"))

    assert words(tree.find(".//h1")) == "1 result for harbour"
    note = "Nothing has harbuor. These are the results for harbour."
    assert words(tree.find(".//p[@class='search-note']")) == note


def test_many_are_said_with_a_plus(client: Client, administrator: User, world: Section) -> None:
    many_stories(administrator, world, 1003)

    assert heading(client, q="many") == "1,000+ results for many"


@pytest.mark.parametrize("many", [3, 40])
def test_a_page_costs_nine_queries_at_most(
    client: Client,
    administrator: User,
    world: Section,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    many_stories(administrator, world, many)
    anna = make_author()
    with django_assert_max_num_queries(9):
        assert heading(client, q="many", section="world", order="newest").startswith(f"{many} ")
    with django_assert_max_num_queries(9):
        client.get(path(q="many", author=f"author-{anna.pk}"))
    with django_assert_max_num_queries(13):  # what may be meant is looked for once more
        assert heading(client, q="manny") == f"{many} results for many"
    with django_assert_max_num_queries(4):
        client.get("/search/headlines.json?q=many")
    with django_assert_max_num_queries(4):
        client.get("/search/")


def test_headlines_are_offered_while_somebody_types(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Harbour reopens", slug="harbour")
    published(administrator, world, headline="Trains are late")

    assert client.get("/search/headlines.json?q=harb").json() == {
        "said": "1 story",
        "headlines": [{"title": "Harbour reopens", "url": "/world/harbour/"}],
    }
    assert client.get("/search/headlines.json").json() == {"said": "No story", "headlines": []}


def test_a_search_has_feeds_of_what_it_finds_as_it_was_typed(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Lighthouse reopens")
    published(administrator, world, headline="Trains are late")
    page = tree_of(client, path(q="lighthouse", section="world", order="newest"))
    feeds = [
        link.get("href") or ""
        for link in page.findall(".//link[@rel='alternate'][@type]")
        if "/search/" in (link.get("href") or "")
    ]

    assert feeds == [
        f"/feed/search/{kind}?q=lighthouse&section=world"
        for kind in ("atom.xml", "rss.xml", "feed.json")
    ]
    atom = ElementTree.fromstring(client.get(feeds[0]).content)
    name = "{http://www.w3.org/2005/Atom}"
    assert [one.text for one in atom.iterfind(f"{name}entry/{name}title")] == ["Lighthouse reopens"]
    (own,) = (link.get("href") for link in atom.findall(f"{name}link[@rel='self']"))
    assert own == f"http://testserver{feeds[0]}"
    told = json.loads(client.get(feeds[2]).content)
    assert told["home_page_url"] == "http://testserver/search/?q=lighthouse&section=world"
    assert told["title"] == "The Lantern: Search: lighthouse"
    assert json.loads(client.get("/feed/search/feed.json?q=lighthosue").content)["items"] == []
    assert client.get("/feed/search/atom.xml").status_code == 404


def test_whatever_is_asked_is_text(client: Client, administrator: User, world: Section) -> None:
    published(administrator, world, headline="Harbour reopens")
    nasty = [*HOSTILE[::150], "a\0b", "\u202eharbour", "x" * 100_000, '" -', "-harbour", "%", "'"]

    for each in nasty:
        asked = urlencode(
            [(name, each) for name in ("q", "q", "section", "author", "from", "order")]
        )
        response = client.get(f"/search/?{asked}")
        assert response.status_code == 200, each
        text = response.content.decode()
        assert len(text) < 60_000
        assert not {"\0", "\u202e"} & {*text}
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        assert len(list(tree.iter("script"))) == 2
        assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
        assert client.get(f"/search/headlines.json?{asked}").status_code == 200
        assert client.get(f"/feed/search/rss.xml?{asked}").status_code in {200, 404}
    for broken in (
        "q=%00%ff",
        "q=%ED%A0%80",
        "q&q&q",
        "from=0001-01-01&until=9999-12-31&q=harbour",
    ):
        assert client.get(f"/search/?{broken}").status_code == 200
    for cursor in ("-1", "9" * 30, "1.1\n", "1.", "99999.1", "\0"):
        assert client.get(path(q="harbour", after=cursor)).status_code in {200, 404}


def test_machines_read_what_it_is_and_how_to_search(client: Client, world: Section) -> None:
    page, crumbs = json_ld(tree_of(client, path(q="ferry")))
    home = json_ld(tree_of(client, "/"))
    told = ElementTree.fromstring(client.get("/it/search/description.xml").content)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"

    assert page["@type"] == "SearchResultsPage"
    assert crumbs["itemListElement"][-1]["name"] == "Search"
    template = "http://testserver/search/?q={search_term_string}"
    assert home["potentialAction"]["target"]["urlTemplate"] == template
    assert told.findtext(f"{name}ShortName") == "La Lanterna"
    url = told.find(f"{name}Url")
    assert url is not None
    assert url.get("template") == "http://testserver/it/search/?q={searchTerms}"


@pytest.mark.parametrize("language", ["en", "it"])
def test_pages_of_what_is_missing_can_be_searched_from(
    client: Client, administrator: User, world: Section, language: str
) -> None:
    SiteSettings.objects.update(contact_email="desk@lantern.example")
    prefix = "" if language == "en" else "/it"
    response = client.get(f"{prefix}/nothing/here/")
    text = response.content.decode()

    assert response.status_code == 404
    assert f'action="{prefix}/search/"' in text
    assert 'href="mailto:desk@lantern.example"' in text
    assert f'href="{prefix}/search/description.xml"' in text


def test_a_language_that_is_switched_off_finds_nothing(client: Client, world: Section) -> None:
    SiteSettings.objects.update(languages=["en"])
    SectionText.objects.filter(language="it").delete()

    for address in (
        "/it/search/?q=a",
        "/it/search/headlines.json?q=aa",
        "/it/feed/search/rss.xml?q=a",
    ):
        assert client.get(address).status_code == 404


def test_order_is_kept_when_the_form_is_sent(client: Client, world: Section) -> None:
    tree = tree_of(client, path(q="a", order="newest"))
    hidden: Any = tree.find(".//input[@type='hidden']")

    assert (hidden.get("name"), hidden.get("value")) == ("order", "newest")


def test_the_desk_searches_on_at_the_instant_that_it_reads(
    administrator: User, world: Section
) -> None:
    tree = tree_of(sign_in(administrator), "/search/?q=a&at=2025-11-22T18:00")
    hidden: Any = tree.find(".//main//input[@name='at'][@type='hidden']")

    assert hidden.get("value") == "2025-11-22T18:00"
