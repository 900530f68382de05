"""Embeds: what an address is, what the page of one allows, and what the desk is told."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from articles.checks import findings
from articles.document import Document, DocumentPart
from articles.embeds import frame_of, link_of, origins_in, provider_of
from articles.mentions import stories_that_name
from articles.models import Edition, Section
from articles.pictured import uses_in
from articles.validation import problems
from images.models import Image
from tests.stories import NOW, make_section, make_site, make_story, publish, text

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m3s"
TOOT = "https://social.example/@lena/109372843234"


def embed(url: str = VIDEO, **values: str) -> DocumentPart:
    names = ("title", "author", "provider", "thumbnail", "caption", "ratio")
    known = {"url": url, **dict.fromkeys(names, ""), "title": "The gates close"}
    return DocumentPart(kind="embed", uid=uuid4(), values={**known, **values})


NOCOOKIE = "www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
POST = "https://bsky.app/profile/ada.example.org/post/3kabcdefgh2x"
FRAMED = [
    (VIDEO, "YouTube", f"{NOCOOKIE}&start=63", "16:9"),
    ("https://youtu.be/dQw4w9WgXcQ", "YouTube", NOCOOKIE, "16:9"),
    ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "YouTube", NOCOOKIE, "9:16"),
    (
        "https://vimeo.com/76979871/abcdef1234",
        "Vimeo",
        "player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=abcdef1234",
        "16:9",
    ),
    (TOOT, "Mastodon", "social.example/@lena/109372843234/embed", ""),
    (
        POST,
        "Bluesky",
        "embed.bsky.app/embed/ada.example.org/app.bsky.feed.post/3kabcdefgh2x",
        "",
    ),
    (
        "https://twitter.com/ada/status/1234567890?s=20",
        "X",
        "platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true",
        "",
    ),
]


@pytest.mark.parametrize(("url", "provider", "src", "ratio"), FRAMED)
def test_address_says_whose_it_is_and_how_to_frame_it(
    url: str, provider: str, src: str, ratio: str
) -> None:
    frame = frame_of(url)
    assert frame is not None
    assert (frame.provider, frame.src, frame.ratio) == (provider, f"https://{src}", ratio)
    assert frame.oembed.startswith("https://")


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "http://vimeo.com/76979871", "https://vimeo.com:444/76979871"),
        *("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "//youtu.be/dQw4w9WgXcQ"),
        *("https://x.com@evil.example/a/status/1", "https://youtube.com/watch?v='\"><script>"),
        *("https://127.0.0.1.nip/@a", "https://example.org/page", "", "data:text/html,x"),
    ],
)
def test_nothing_else_is_framed(url: str) -> None:
    assert frame_of(url) is None
    assert not link_of(url) or link_of(url).startswith(("http://", "https://"))


def test_link_and_site_of_an_unknown_address() -> None:
    assert link_of("https://www.example.org/à") == "https://www.example.org/%C3%A0"
    assert provider_of("https://www.example.org/x") == "example.org"
    assert link_of("javascript:alert(1)") == provider_of("javascript:alert(1)") == ""


@pytest.fixture
def section(db: None) -> Section:
    make_site()
    return make_section()


def live(by: User, section: Section, *parts: DocumentPart) -> Edition:
    return publish(make_story(by, section, headline="Gates", parts=(text(), *parts)), by)


def test_page_allows_the_frames_of_its_own_embeds_alone(
    admin_user: User, section: Section, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    edition = live(admin_user, section, embed(), embed(TOOT), embed("https://example.org/x"))
    plain = publish(make_story(admin_user, section, headline="Plain"), admin_user)
    client = Client()
    page = client.get(edition.path)
    body = page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    assert "frame-src https://social.example https://www.youtube-nocookie.com" in policy
    assert "frame-src" not in client.get(plain.path).headers["Content-Security-Policy"]
    again = client.get(edition.path, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.headers["Content-Security-Policy"]) == (304, policy)
    assert "<iframe" not in body
    assert body.count('class="embed-load"') == 2
    assert '<a href="https://example.org/x" rel="noopener">The gates close</a>' in body
    assert "css/embeds.css" in body
    assert "css/embeds.css" not in client.get(plain.path).content.decode()


def test_hostile_words_and_addresses_become_text(
    admin_user: User, section: Section, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    bad = embed("javascript:alert(1)", title='"><script>x</script>', provider="<b>")
    body = Client().get(live(admin_user, section, bad).path).content.decode()
    assert "javascript:alert" not in body
    assert "<script>x" not in body
    assert "&lt;b&gt;" in body


def test_desk_is_told_of_missing_titles_and_unknown_addresses(section: Section) -> None:
    parts = (
        text(),
        embed(title=""),
        embed("https://example.org/x"),
        embed("", caption="Where?"),
        embed(),
    )
    document = Document(
        language="en", headline="H", standfirst="S", section=section.uuid, parts=parts
    )
    found = [(f.message, f.part, f.field) for f in findings(document, at=NOW) if not f.blocking]
    untitled = "An embed has no title: readers do not know what they would load."
    unknown = "“example.org” is not shown on the page: readers get a card with a link."
    assert found == [
        (untitled, parts[1].uid, "title"),
        (unknown, parts[2].uid, "url"),
        ("An embed has no address.", parts[3].uid, "url"),
    ]


def test_bad_address_is_refused_with_a_sentence(admin_user: User, section: Section) -> None:
    story = make_story(admin_user, section)
    part = embed("javascript:alert(1)")
    (problem,) = problems(Document(language="en", parts=(part,)), story=story)
    assert (problem.row, problem.field) == (part.uid, "url")
    assert problem.sentences == [
        "Give the whole address of a page on the web: https://example.org/video"
    ]


def test_picture_of_an_embed_is_a_use_of_the_library(admin_user: User, section: Section) -> None:
    image = Image.objects.create(headline="Still", credit="Vimeo", uploaded_at=NOW)
    part = embed(thumbnail=str(image.uuid))
    story = make_story(admin_user, section, headline="Gates", parts=(text(), part))
    (use,) = uses_in(Document(language="en", parts=(part,)))
    assert (use.field, use.is_decorative) == ("thumbnail", True)
    assert list(stories_that_name(image)) == [story]
    assert origins_in(Document(language="en", parts=(part,))) == (
        "https://www.youtube-nocookie.com",
    )
