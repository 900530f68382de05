"""Everything that an anonymous reader can ask for, a second before and a second after an instant.

The crawl begins with a sample of every address pattern that is not the desk's, in every language,
and follows every link. A new pattern without a sample fails it. No verb runs between the two
crawls, and no other process: only time passes.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from articles import publishing, revisions, sharing
from articles.models import AuthorText, Edition, Section, Story
from articles.page import FEED_TYPES
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    published,
    save,
    take_down,
    text,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LINK = re.compile(r'(?:href|src|content)="(?:http://testserver)?(/[^"#]*)')
NOT_FOR_READERS = ("/admin/", "/static/", "/demo/")
# What to ask for, by the pattern of the address without a language before it.
SAMPLES = {
    "pictures/": ["pictures/"],
    "": [""],
    "corrections/": ["corrections/"],
    "corrections/<year:year>/<month:month>/": ["corrections/2025/11/", "corrections/2025/12/"],
    "topic/<word:slug>/": ["topic/animals/"],
    "search/": [
        "search/",
        # A page repeats what it is asked, so the words are spelt otherwise than in the stories.
        *(f"search/?q={word}" for word in ("wàlrus", "ìbex", "hèron", "wàlrux", "ìbexx")),
        "search/?q=hèron&section=world&author=zoe&order=newest",
    ],
    "search/headlines.json": [f"search/headlines.json?q={word}" for word in ("wàl", "ìbe", "hèr")],
    "search/description.xml": ["search/description.xml"],
    "series/<word:slug>/": ["series/creatures/"],
    "<word:section>/<word:slug>/report/": ["world/first/report/"],
    "archive/": ["archive/"],
    "archive/<year:year>/": ["archive/2025/"],
    "archive/<year:year>/<month:month>/": ["archive/2025/11/"],
    "archive/<year:year>/<month:month>/<day:day>/": [f"archive/2025/11/{d}/" for d in (22, 23)],
    "archive/section/<word:slug>/": ["archive/section/world/"],
    "archive/section/<word:slug>/<year:year>/": ["archive/section/world/2025/"],
    "archive/section/<word:slug>/<year:year>/<month:month>/": ["archive/section/world/2025/11/"],
    "archive/section/<word:slug>/<year:year>/<month:month>/<day:day>/": [
        "archive/section/world/2025/11/22/"
    ],
    "manifest.webmanifest": ["manifest.webmanifest"],
    "sitemap.xml": ["sitemap.xml"],
    "sitemap/pages.xml": ["sitemap/pages.xml"],
    "sitemap/news.xml": ["sitemap/news.xml"],
    "sitemap/news-<int:part>.xml": ["sitemap/news-1.xml"],
    "sitemap/<slug:language>-<year:year>-<month:month>.xml": [
        "sitemap/en-2025-11.xml",
        "sitemap/it-2025-11.xml",
    ],
    "sitemap/<slug:language>-<year:year>-<month:month>-<day:day>.xml": [
        "sitemap/en-2025-11-22.xml",
        "sitemap/it-2025-11-23.xml",
    ],
    "sitemap/languages-<year:year>-<month:month>-<day:day>.xml": [
        "sitemap/languages-2025-11-22.xml"
    ],
    "sitemap/languages.xml": ["sitemap/languages.xml"],
    "sitemap/languages-<year:year>-<month:month>.xml": ["sitemap/languages-2025-11.xml"],
    "robots.txt": ["robots.txt"],
    ".well-known/security.txt": [".well-known/security.txt"],
    "feed/<feed:kind>": [f"feed/{kind}" for kind in FEED_TYPES],
    "feed/corrections/<feed:kind>": ["feed/corrections/atom.xml"],
    "feed/search/<feed:kind>": [f"feed/search/{kind}?q=hèron" for kind in FEED_TYPES],
    "feed/section/<word:slug>/<feed:kind>": ["feed/section/world/rss.xml"],
    "feed/<subject:of>/<word:slug>/<feed:kind>": [
        "feed/topic/animals/atom.xml",
        "feed/author/zoe/feed.json",
    ],
    "author/<word:slug>/": ["author/zoe/"],
    "<word:word>/": ["world/", "mondo/", "privacy/", "first/", "update/", "end/"],
    "<word:slug>/history/": ["privacy/history/"],
    "<word:section>/<word:slug>/": [
        f"{section}/{slug}/"
        for section in ("world", "mondo")
        for slug in ("first", "update", "update-renamed", "end", "nothing")
    ],
    "<word:section>/<word:slug>/history/": [
        f"{section}/{slug}/history/"
        for section in ("world", "mondo")
        for slug in ("first", "update", "update-renamed", "end")
    ],
    "<word:slug>.md": ["privacy.md", "first.md"],
    "<word:section>/<word:slug>.md": [
        f"{section}/{slug}.md"
        for section in ("world", "mondo")
        for slug in ("first", "update", "update-renamed", "end", "nothing")
    ],
    "preview/<str:token>/": ["preview/forged/"],
    "api/": ["api/"],
    "api/v1/openapi.json": ["api/v1/openapi.json"],
    "api/v1/sections": ["api/v1/sections", "api/v1/sections?language=it"],
    "api/v1/stories": [f"api/v1/stories?language={code}" for code in ("en", "it")],
    "api/v1/stories/<uuid>": ["api/v1/stories/nothing"],
    "api/v1/stories/<uuid>/ninjs": ["api/v1/stories/nothing/ninjs"],
    "api/v1/stories/<uuid>.md": ["api/v1/stories/nothing.md"],
    "api/v1/changes": ["api/v1/changes", "api/v1/changes?limit=2"],
    "api/v1/topics": ["api/v1/topics"],
    "api/v1/authors": ["api/v1/authors?language=it"],
    "api/v1/search": [f"api/v1/search?q={word}" for word in ("walrus", "heron")],
    r"api/^v1\b": ["api/v1/nothing"],
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """The address patterns that are not the desk's, without their language."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if any(f"/{route}".startswith(place) for place in NOT_FOR_READERS):
            continue
        if isinstance(entry, URLPattern):
            yield re.sub(rf"^({'|'.join(code for code, _ in settings.LANGUAGES)})/", "", route)
        else:
            yield from patterns(entry, route)


def crawl() -> dict[str, str]:
    """What an anonymous reader gets, by address: status, headers and body in one text."""
    client, seen = Client(), dict[str, str]()
    waiting = [
        f"{prefix}{sample}{query.replace('?', '&') if '?' in sample else query}"
        for prefix in ("/", *(f"/{code}/" for code, _name in settings.LANGUAGES[1:]))
        for samples in SAMPLES.values()
        for sample in samples
        for query in ("", "?at=2030-01-01T00:00", "?before=20300101T000000.000000Z.1")
    ]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(NOT_FOR_READERS):
            continue
        response = client.get(path)
        assert response.status_code < 500, path
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        seen[path] = (
            f"{response.status_code}\n{headers}\n{response.content.decode(errors='replace')}"
        )
        waiting += [unescape(link) for link in LINK.findall(seen[path])]
        waiting += [response["Location"]] if response.has_header("Location") else []
    return seen


def saying(words: str, pages: dict[str, str]) -> set[str]:
    """The addresses that say `words`."""
    return {path for path, page in pages.items() if words.lower() in page.lower()}


def newest(story: Story) -> revisions.Revision:
    revision = revisions.latest(story)
    assert revision is not None
    return revision


@pytest.fixture
def site(administrator: User, now: datetime, clock: time_machine.Traveller) -> datetime:
    """A site on which, in both languages, three things happen at one instant, which is returned.

    A story under embargo goes out for the first time ("walrus"), another one is updated under a new
    address ("ibex"), a third one ends ("heron").
    """
    make_site()
    world, topic = make_section("World", it="Mondo"), make_topic("Animals", it="Animali")
    topic.texts.update(slug="animals")
    author = make_author("Zoe Zoologist")
    author.texts.update(slug="zoe")
    AuthorText.objects.create(author=author, language="it", name="Zoe", slug="zoe")
    published(administrator, None, headline="Privacy", format="page", now=now)
    for language in ("en", "it"):
        lay_out(
            administrator,
            world,
            language,
            now=now,
            topics=(topic.uuid,),
            bylines=(byline("Zoe", author=author),),
        )
    return now + 2 * HOUR


def lay_out(by: User, world: Section, language: str, *, now: datetime, **content: object) -> None:
    instant, shared = now + 2 * HOUR, {"language": language, "now": now, **content}
    words = {"headline": "A walrus", "standfirst": "Walrus.", "parts": (text("<p>Walrus</p>"),)}
    first = make_story(by, world, slug="first", **words, **shared)
    publishing.embargo(story=first, until=instant, by=by, now=now)
    first.refresh_from_db()
    publishing.schedule(story=first, revision=newest(first), at=instant, by=by, now=now)
    update = published(by, world, headline="Calm", slug="update", **shared).story
    save(update, by, headline="An ibex", slug="update-renamed", parts=(text("<p>Ibex</p>"),))
    publishing.schedule(
        story=update,
        revision=newest(update),
        at=instant,
        by=by,
        now=now + HOUR,
        telling=publishing.Telling(change="correction", note="It was an ibex."),
    )
    end = published(by, world, headline="A heron", slug="end", **shared).story
    publishing.expire_at(story=end, ends_at=instant, by=by, now=now + HOUR)


def test_every_pattern_has_a_sample() -> None:
    assert set(patterns(get_resolver())) == set(SAMPLES)


def test_15_nothing_is_early_and_nothing_late(
    site: datetime, clock: time_machine.Traveller
) -> None:
    clock.move_to(site - SECOND)
    before = crawl()
    clock.move_to(site + SECOND)
    after = crawl()

    assert saying("walrus", before) == saying("ibex", before) == set()
    assert {"/", "/world/", "/world/end/", "/it/mondo/end/"} <= saying("heron", before)
    assert saying("heron", after) == set()
    assert {"/", "/it/", "/world/", "/world/first/", "/it/mondo/first/"} <= saying("walrus", after)
    assert {"/world/update-renamed/", "/corrections/"} <= saying("ibex", after)
    assert before["/world/first/"].startswith("404")
    assert before["/world/update-renamed/"].startswith("404")
    assert after["/world/update/"].startswith("301")
    assert after["/world/end/"].startswith("410")


def test_15_what_waits_looks_like_what_never_was(
    site: datetime, clock: time_machine.Traveller
) -> None:
    clock.move_to(site - SECOND)
    client = Client()

    assert client.get("/world/first/").content == client.get("/world/nothing/").content
    assert client.get("/world/first/history/").status_code == 404


def test_19_what_was_taken_down_is_nowhere_but_in_its_notice(
    site: datetime, administrator: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(site + HOUR)
    edition = Edition.objects.get(path="/world/first/")
    save(edition.story, administrator, headline="A walrus, again", now=site + HOUR)
    publish(edition.story, administrator, now=site + HOUR, verb="correct", note="Walrus, not seal.")
    link = sharing.share(
        story=edition.story, expires_at=site + 9 * HOUR, by=administrator, now=site + HOUR
    )
    clock.shift(SECOND)
    assert "/corrections/" in saying("walrus", crawl())
    for italian in Edition.objects.filter(path="/it/mondo/first/"):
        take_down(italian.story, administrator, now=site + HOUR, why="mistake")
    take_down(edition.story, administrator, now=site + HOUR, notice="We no longer stand by it.")
    clock.shift(SECOND)

    pages = crawl()

    assert saying("walrus", pages) == set()
    assert {path.partition("?")[0] for path in saying("stand by it", pages)} == {
        "/world/first/",
        "/world/first/history/",
        "/world/first.md",
        "/world/first/report/",
    }
    assert link.revoked_at is None  # the desk's own links go on until they are closed


def test_15_a_draft_and_a_story_in_the_bin_are_nowhere(
    site: datetime, administrator: User, now: datetime, clock: time_machine.Traveller
) -> None:
    make_story(administrator, Section.objects.get(), headline="A lynx")
    binned = make_story(administrator, Section.objects.get(), headline="Another lynx")
    Story.objects.filter(pk=binned.pk).update(binned_at=now)
    clock.move_to(site)

    assert saying("lynx", crawl()) == set()
