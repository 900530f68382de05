"""Whatever somebody types is shown as text: SECURITY tests 7 and 8, and five hundred strings."""

from dataclasses import replace
from uuid import uuid4
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from articles import page, surroundings
from articles.document import Document
from articles.models import Section, TopicText
from articles.public import structured_data
from articles.richtext import clean
from articles.surroundings import TaxonName
from tests.articles.public.hostile import HOSTILE
from tests.stories import (
    NOW,
    byline,
    make_section,
    make_site,
    make_topic,
    published,
    quote,
    save,
    text,
)

pytestmark = pytest.mark.usefixtures("clock")

OURS = {f"/static/js/{name}.js" for name in ("passing-on", "search")}
ALLOWED_LINKS = ("/", "http://testserver/", "#", "?before=")


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World")


def handlers_and_scripts(markup: str) -> list[str]:
    """What in a page could run, or load from elsewhere."""
    return dangers(html5lib.parse(markup, namespaceHTMLElements=False))


def dangers(tree: Element) -> list[str]:
    """What in a parsed page could run, or load from elsewhere."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        ours = element.get("src") in OURS and not element.text
        if element.tag == "script" and element.get("type") != "application/ld+json" and not ours:
            found.append("script")
        if element.tag.rpartition("}")[2] in {"svg", "math", "iframe", "object", "embed", "base"}:
            found.append(element.tag)
        for name, value in element.attrib.items():
            if str(name).startswith("on") or str(name) in {"style", "srcdoc", "formaction"}:
                found.append(f"{element.tag} {name}")
            if name in {"href", "src", "action", "cite"} and not value.startswith(
                (*ALLOWED_LINKS, "https://", "mailto:", "tel:")
            ):
                found.append(f"{element.tag} {name}={value}")
    return found


def test_there_are_five_hundred_hostile_strings() -> None:
    assert len(set(HOSTILE)) == 500


def topic(name: str) -> TaxonName:
    return TaxonName(
        language="en",
        pk=1,
        uuid=uuid4(),
        name=name,
        slug="topic",
        description="",
        position=0,
        is_retired=False,
    )


def test_08_hostile_words_are_shown_as_text_by_the_page(world: Section) -> None:
    around = surroundings.gather(language="en", at=NOW)
    site = page.furniture(around, at=NOW)
    for words in HOSTILE:
        document = Document(
            language="en",
            headline=words,
            kicker=words,
            standfirst=words,
            dateline=words,
            section=world.uuid,
            bylines=(byline(words, words),),
            parts=(text(clean(f"<p>{words}</p>"), words), quote(words, words)),
        )
        shown = page.story_page(
            document,
            edition=None,
            around=replace(around, topics=[topic(words), topic("More")]),
            at=NOW,
        )
        context = {
            "page": shown,
            "site": site,
            "structured_data": structured_data.of_story(shown, site),
            "open_graph": structured_data.open_graph(shown, site),
        }
        markup = render_to_string("public/pages/story.html", context)
        tree = html5lib.parse(markup, namespaceHTMLElements=False)
        assert dangers(tree) == [], words
        heading = tree.find(".//h1")
        assert "".join(heading.itertext()).split() == words.split()


def test_08_hostile_words_are_shown_as_text_everywhere(
    client: Client, administrator: User, world: Section
) -> None:
    for words in HOSTILE[::20]:
        topic = make_topic("x")
        TopicText.objects.filter(topic=topic).update(name=words[:120])
        edition = published(
            administrator,
            world,
            headline=words,
            kicker=words,
            standfirst=words,
            bylines=(byline(words, words),),
            topics=(topic.uuid,),
            parts=(text(f"<p>{words}</p>", words), text("<p>On.</p>", "More")),
        )
        assert handlers_and_scripts(client.get(edition.path).content.decode()) == [], words
    for path in ("/", "/world/", "/nowhere/"):
        assert handlers_and_scripts(client.get(path).content.decode()) == []


def test_08_a_hostile_search_term_or_address_is_only_text(client: Client, world: Section) -> None:
    for path in ("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/", "/?q=%22%3E%3Cscript%3E"):
        assert handlers_and_scripts(client.get(path).content.decode()) == []


def test_08_hostile_names_of_the_site_and_its_sections_are_only_text(
    client: Client, administrator: User
) -> None:
    words = '"><script>alert(1)</script>'
    make_site(en=words)
    section = make_section("World")
    section.texts.update(name=words, description=words)
    edition = published(administrator, section)
    save(edition.story, administrator)

    for path in ("/", "/world/", edition.path, "/nowhere/"):
        assert handlers_and_scripts(client.get(path).content.decode()) == []


def test_01_a_forged_body_is_cleaned_before_it_is_stored(
    client: Client, administrator: User, world: Section
) -> None:
    body = '<img src=x onerror=alert(1)><a href="javascript:alert(1)">Read</a><p>On.</p>'

    edition = published(administrator, world, parts=(text(body),))

    stored = edition.document["parts"][0]["values"]["body"]
    assert "onerror" not in stored
    assert "javascript" not in stored
    assert handlers_and_scripts(client.get(edition.path).content.decode()) == []
