"""Footnotes: one canonical form, on pages and in feeds, compared, merged and with words removed."""

import re
from datetime import datetime
from xml.etree.ElementTree import Element

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from articles import redactions
from articles.comparison import compare
from articles.comparison.texts import compare_rich
from articles.document import freeze
from articles.merging.texts import merge_rich
from articles.models import Edition, Story
from articles.page import describe, words_of
from articles.richtext import clean, plain_text, render
from tests.articles.public.pages import tree_of
from tests.articles.public.test_feeds import ATOM, atom
from tests.stories import make_section, make_site, publish, published, save, text

FORMS = {
    "<p>The <b>quay<foot-note>Built <i>in</i> 1901.</foot-note> is</b> open.</p>": (
        "<p>The <strong>quay</strong><foot-note>Built <em>in</em> 1901.</foot-note> "
        "<strong>is</strong> open.</p>"
    ),
    "<a href='/x'>a<foot-note>b<a href='/y'>c</a></foot-note>d</a>": (
        '<p><a href="/x">a</a><foot-note>b<a href="/y">c</a></foot-note><a href="/x">d</a></p>'
    ),
    "<p>a<foot-note><p>one</p><ul><li>two<br>three</ul></foot-note>b</p>": (
        "<p>a<foot-note>one two three</foot-note>b</p>"
    ),
    "<foot-note>a<foot-note lang=fr>b</foot-note>c</foot-note>d": (
        "<p><foot-note>a bc</foot-note>d</p>"
    ),
    "<p>a<foot-note>not closed</p><p>b</foot-note></p>": (
        "<p>a<foot-note>not closed</foot-note></p>\n<p>b</p>"
    ),
    "<p>a<foot-note> </foot-note><foot-note onclick=x() lang=fr>b</foot-note></p>": (
        '<p>a<foot-note lang="fr">b</foot-note></p>'
    ),
    "<pre>a\n<foot-note>b\nc</foot-note></pre>": "<p>a<br><foot-note>b c</foot-note></p>",
    "<table><caption>a<foot-note>b</foot-note></caption><tr><td>c<foot-note>d</table>": (
        "<table><caption>a b</caption><tbody><tr><td>c<foot-note>d</foot-note></td></tr></tbody>"
        "</table>"
    ),
}


@pytest.mark.parametrize(("written", "canonical"), FORMS.items())
def test_a_note_has_one_form_whoever_spelled_it(written: str, canonical: str) -> None:
    assert clean(written) == canonical == clean(canonical)


def test_notes_by_the_thousand_cost_what_words_do() -> None:
    with pytest.raises(ValidationError):
        clean("<p>" + "a<foot-note>" * 1_400)
    within = "a<foot-note>" * 90
    assert clean(within) == f"<p>a<foot-note>{' '.join(['a'] * 89)}</foot-note></p>"
    many = clean("<p>" + "a<foot-note>b</foot-note>" * 700)
    assert many.count("<foot-note>") == 700
    assert render(many).count("<sup>") == 700
    assert plain_text(many, has_notes=False) == "a" * 700


def test_a_note_is_compared_and_merged_by_its_words() -> None:
    base = "<p>One<foot-note>Two three.</foot-note> and four.</p>\n<p>Last.</p>"
    new = base.replace("three", "thirty")
    shown = compare_rich(base, new).paragraphs
    assert [[(run.kind, run.words) for run in runs] for runs in shown] == [
        [("gap", "…")],
        [("same", "Two"), ("removed", "three"), ("added", "thirty"), ("same", ".")],
        [("gap", "…")],
    ]
    added = compare_rich("<p>One.</p>", "<p>One.<foot-note>Two.</foot-note></p>")
    assert (added.added, added.removed) == (1, 0)
    moved = base.replace(
        "<foot-note>Two three.</foot-note> and", " and<foot-note>Two three.</foot-note>"
    )
    assert [(run.kind, run.words) for run in compare_rich(base, moved).paragraphs[0]] == [
        ("same", "One"),
        ("added", "and"),
        ("same", "†"),
        ("removed", "and"),
        ("same", "four."),
    ]

    theirs = base.replace("four.", "five.<foot-note>Theirs.</foot-note>")
    merged = merge_rich(base, theirs, new)
    assert merged.with_mine == theirs.replace("three", "thirty")
    assert not merged.clashes
    assert merge_rich(base, base.replace("three", "tree"), new).clashes


@pytest.fixture
def noted(administrator: User) -> Edition:
    make_site()
    parts = (
        text("<p>Alpha<foot-note>First, <a href='https://x.example/'>there</a>.</foot-note>.</p>"),
        text("<p>Beta<foot-note lang='fr'>Deuxième.</foot-note> opens late.</p>", "Later"),
    )
    return published(administrator, make_section("World", it="Mondo"), parts=parts)


def notes_of(client: Client, edition: Edition) -> tuple[list[str], list[str]]:
    """The words before each number in the text, and the notes as they are read."""
    tree = tree_of(client, edition.path)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    listed = tree.findall(".//section[@role='doc-endnotes']/ol/li")
    before = []
    for number, item in enumerate(listed, start=1):
        reference = tree.find(f".//a[@href='#_note-{number}']")
        assert reference is not None
        assert (reference.text, reference.get("role")) == (str(number), "doc-noteref")
        assert reference.get("aria-label") == f"Note {number}"
        assert item.get("id") == f"_note-{number}"
        back = item.find(".//a[@role='doc-backlink']")
        assert back is not None
        assert back.get("href") == f"#{reference.get('id')}"
        before += [p.text or "" for p in tree.iter("p") if reference in list(p.iter())]
    return before, [words(item) for item in listed]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.django_db
@pytest.mark.usefixtures("clock", "media")
def test_notes_are_numbered_through_the_story_as_it_stands(
    client: Client, noted: Edition, administrator: User
) -> None:
    assert notes_of(client, noted) == (["Alpha", "Beta"], ["First, there. ↑", "Deuxième. ↑"])
    page = client.get(noted.path).content.decode()
    assert '<span lang="fr">Deuxième.</span>' in page
    assert '<a href="https://x.example/" rel="noopener">there</a>' in page
    assert "foot-note>" not in page

    story = Story.objects.get()
    document = freeze(story)
    assert words_of(document) == "Alpha.\nBeta opens late."
    assert describe(document) == "Alpha."
    save(story, administrator, parts=tuple(reversed(document.parts)))
    again = publish(story, administrator, now=noted.live_from.replace(minute=30))
    assert again.live_from > noted.live_from


@pytest.mark.django_db
@pytest.mark.usefixtures("clock", "media")
def test_moved_parts_are_numbered_anew_and_feeds_have_the_notes_below(
    client: Client, administrator: User
) -> None:
    make_site()
    one, two = (text(f"<p>{w}<foot-note>On {w}.</foot-note>.</p>") for w in ("Alpha", "Beta"))
    edition = published(administrator, make_section("World"), parts=(two, one))
    assert notes_of(client, edition) == (["Beta", "Alpha"], ["On Beta. ↑", "On Alpha. ↑"])
    fed = atom(client).findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert re.findall(r"<sup>(\d)</sup>", fed) == ["1", "2"]
    assert re.findall(r"<li>(.*?)</li>", fed) == ["On Beta.", "On Alpha."]
    markdown = client.get(edition.path, headers={"Accept": "text/markdown"}).content.decode()
    assert "Beta¹." in markdown
    assert "2. On Alpha." in markdown


@pytest.mark.django_db
@pytest.mark.usefixtures("clock", "media")
def test_removed_words_go_from_notes_and_from_around_them(
    client: Client, noted: Edition, administrator: User, now: datetime
) -> None:
    story = Story.objects.get()
    for passage in ("Beta opens", "First, there"):
        redactions.remove_words(
            story=story, passages=[passage], reason="Court order.", by=administrator, now=now
        )
    page = client.get(noted.path).content.decode()
    assert "Beta" not in page
    assert "First" not in page
    assert "Deuxième." in page
    assert page.count("[removed for legal reasons") == 2
    assert "x.example" not in page


def test_a_document_with_notes_is_compared_part_by_part(noted: Edition) -> None:
    document = freeze(noted.story)
    assert not compare(document, document).has_changes
