"""Comparison: what two documents say differently, word by word and part by part."""

import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings

from articles.comparison import Comparison, Run, compare, names_in, size_of_change
from articles.document import Document, DocumentPart
from articles.richtext import clean
from tests.articles.edits import hostile, three
from tests.stories import byline, make_author, make_section, make_topic, quote, text


def document(**content: object) -> Document:
    """A document with a headline."""
    return Document(**{"language": "en", "headline": "Harbour reopens", **content})  # type: ignore[arg-type]


def test_a_document_does_not_differ_from_itself() -> None:
    same = document(parts=(text(),))

    assert not compare(same, same).has_changes
    assert compare(same, same).summary == "No changes"
    assert size_of_change(same, same) == (0, 0)


def test_a_line_differs_by_its_words() -> None:
    change = compare(document(), document(headline="Harbour opens at last"))

    assert change.fields[0].label == "Headline"
    assert change.fields[0].runs == (
        Run("same", "Harbour "),
        Run("removed", "reopens"),
        Run("added", "opens at last"),
    )
    assert change.summary == "+3 −1 words"


def test_everything_is_new_where_nothing_was_there() -> None:
    change = compare(None, document(parts=(text("<p>The harbour is open.</p>"),)))

    assert (change.words_added, change.words_removed) == (6, 0)
    assert [part.state for part in change.parts] == ["added"]


def test_moving_one_part_marks_one_part() -> None:
    parts = tuple(text(f"<p>Text {n}</p>") for n in range(5))
    moved = (*parts[1:], parts[0])

    change = compare(document(parts=parts), document(parts=moved))

    assert [(part.old_place, part.new_place) for part in change.changed_parts] == [(1, 5)]
    assert change.summary == "1 part moved"


def test_a_part_that_is_gone_stands_where_it_stood() -> None:
    first, gone, last = text("<p>One</p>"), quote("Open at last"), text("<p>Two</p>")

    change = compare(document(parts=(first, gone, last)), document(parts=(first, last)))

    assert [(part.state, part.label) for part in change.parts] == [
        ("same", "Section 1"),
        ("removed", "Pull quote 2"),
        ("same", "Section 2"),
    ]


def test_a_change_of_formatting_is_said() -> None:
    part = text("<p>The harbour is open.</p>")
    linked = '<p>The <a href="/ports/">harbour</a> is <strong>open</strong>.</p>'
    new = replace(part, values={**part.values, "body": linked})

    change = compare(document(parts=(part,)), document(parts=(new,)))

    assert change.parts[0].fields[0].paragraphs[0] == (
        Run("same", "The harbour is open."),
        Run("note", "“harbour”: now a link to /ports/"),
        Run("note", "“open”: now bold"),
    )


def body(old: str, new: str) -> Comparison:
    """The comparison of two stories of one section whose text changed."""
    part = text(old)
    changed = replace(part, values={**part.values, "body": new})
    return compare(document(parts=(part,)), document(parts=(changed,)))


def paragraphs(change: Comparison) -> list[list[tuple[str, str]]]:
    """The runs of the one field that changed."""
    runs = change.changed_parts[0].fields[0].paragraphs
    return [[(run.kind, run.text) for run in paragraph] for paragraph in runs]


def test_an_added_paragraph_stands_alone_and_what_did_not_change_is_a_gap() -> None:
    change = body("<p>One.</p>\n<p>Two.</p>", "<p>One.</p>\n<p>New.</p>\n<p>Two.</p>")

    assert paragraphs(change) == [[("gap", "…")], [("added", "New.")], [("gap", "…")]]


def test_a_paragraph_cut_in_two_shows_where() -> None:
    change = body("<p>One two three.</p>", "<p>One two</p>\n<p>three.</p>")

    assert paragraphs(change) == [[("same", "One two"), ("added", "¶")], [("gap", "…")]]


def test_long_stretches_of_the_same_words_are_cut_to_what_is_near_a_change() -> None:
    long = " ".join(f"word{n}" for n in range(100))
    (runs,) = paragraphs(body(f"<p>{long} before {long}</p>", f"<p>{long} after {long}</p>"))

    kinds = [kind for kind, _text in runs]
    assert kinds == ["gap", "same", "removed", "added", "same", "gap"]
    assert runs[1][1].split() == [f"word{n}" for n in range(88, 100)]


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ('<a href="/a/">port</a>', '<a href="/b/">port</a>', "the link to /a/ now goes to /b/"),
        ('<a href="/a/">port</a>', "port", "no longer a link to /a/"),
        ("<strong>port</strong>", "<em>port</em>", "no longer bold; now italic"),
        ("port", '<span lang="it">port</span>', "now marked as language “it”"),
    ],
)
def test_formatting_is_said_in_words(old: str, new: str, note: str) -> None:
    change = body(f"<p>The {old}.</p>", f"<p>The {new}.</p>")

    assert paragraphs(change) == [[("same", "The port."), ("note", f"“port”: {note}")]]
    assert change.summary == "No words changed"


def test_another_kind_of_paragraph_is_said_in_words() -> None:
    change = body("<p>The port</p>", "<h3>The port</h3>")

    assert paragraphs(change) == [
        [("same", "The port"), ("note", "“The port”: now a heading, was a paragraph")]
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>a b</p>", "<p>a&nbsp;b</p>"),
        ("<p>a</p>", "<p>a</p>\n<hr>"),
        ("<p>a<br>b</p>", "<p>a</p>\n<p>b</p>"),
        ("<table><tr><td>a</td></tr></table>", "<table><tr><td>a</td><td></td></tr></table>"),
    ],
)
def test_no_change_vanishes(old: str, new: str) -> None:
    change = body(clean(old), clean(new))

    kinds = {run.kind for runs in change.changed_parts[0].fields[0].paragraphs for run in runs}
    assert kinds & {"added", "removed", "note"}


def test_a_changed_space_in_a_line_is_said() -> None:
    change = compare(document(headline="a b"), document(headline="a\u00a0b"))

    assert change.fields[0].runs[-1] == Run("note", "only spaces changed")


def test_a_text_that_is_too_much_to_read_is_shown_as_plain_text_and_cut() -> None:
    too_much = "<p>" * 4000 + "word " * 1000
    (runs,) = paragraphs(body("<p>The port</p>", too_much))

    assert runs[0] == ("removed", "<p>The port</p>")
    assert runs[1][0] == "added"
    assert len(runs[1][1]) < 500


def test_references_are_shown_by_name(django_assert_num_queries: Any, db: None) -> None:
    world, culture, ports, anna = (
        make_section("World"), make_section("Culture"), make_topic("Ports"), make_author(),
    )  # fmt: skip
    old = document(section=world.uuid, topics=(ports.uuid,))
    new = document(section=culture.uuid, bylines=(byline("Anna Bianchi", author=anna),))

    with django_assert_num_queries(3):
        names = names_in(old, new)
    with django_assert_num_queries(0):
        change = compare(old, new, names=names)

    assert {field.name: field.all_paragraphs for field in change.fields} == {
        "section": ((Run("removed", "World"), Run("added", "Culture")),),
        "topics": ((Run("removed", "Ports"),),),
        "bylines": ((Run("added", "Anna Bianchi"),),),
    }


def test_names_are_in_the_language_of_the_document(db: None) -> None:
    world = make_section("World", it="Mondo")

    names = names_in(replace(document(), language="it", section=world.uuid))

    assert names == {world.uuid: "Mondo"}


def test_an_anchor_that_the_server_set_is_no_change() -> None:
    part = text(subheading="Ports")
    named = replace(part, values={**part.values, "anchor": "ports"})

    assert not compare(document(parts=(part,)), document(parts=(named,))).has_changes


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(three())
def test_the_size_of_a_change_is_what_the_comparison_counts(
    texts: tuple[Document, Document, Document],
) -> None:
    old, new, _other = texts

    change = compare(old, new)

    assert size_of_change(old, new) == (change.words_added, change.words_removed)
    for field in (field for part in change.parts for field in part.fields):
        assert {run.kind for runs in field.all_paragraphs for run in runs} - {"same", "gap"}


@pytest.mark.parametrize("name", hostile())
def test_hostile_texts_are_compared_in_no_time(name: str) -> None:
    old, new = hostile()[name]
    begun = time.process_time()

    change = body(clean(old), clean(new))

    assert change.has_changes
    assert time.process_time() - begun < 2  # a tenth of it on an idle machine


def rendered(change: Comparison) -> str:
    """The template's HTML with white space between tags and lines as one space."""
    return " ".join(render_to_string("includes/comparison.html", {"comparison": change}).split())


def test_words_are_spoken_where_lines_and_colours_are_seen() -> None:
    html = rendered(compare(document(), document(headline="Harbour opens")))

    hidden = '<span class="visually-hidden" lang="en">'
    assert (
        f"<p>Harbour <del>{hidden}removed: </span>reopens{hidden} end </span></del>"
        f"<ins>{hidden}added: </span>opens{hidden} end </span></ins></p>"
    ) in html


def test_nothing_stands_between_words_that_belong_together() -> None:
    html = rendered(compare(document(headline="AT"), document(headline="AT&T")))

    assert "<p>AT<ins>" in html


def test_a_part_that_moved_says_so() -> None:
    parts = tuple(text(f"<p>{n}</p>", f"Title {n}") for n in range(3))

    html = rendered(compare(document(parts=parts), document(parts=(parts[2], *parts[:2]))))

    assert "Moved from place 3 to place 1" in html
    assert "Its words are the same." in html


def test_no_text_is_markup() -> None:
    evil = "<script>alert(1)</script>\"'><b>"
    old = document(parts=(text("<p>x</p>", "x"),), bylines=(byline("x"),))
    values = {"subheading": evil, "anchor": "", "body": evil}
    link = '<p><a href="/&quot;&gt;&lt;script&gt;">x</a></p>'
    new = document(
        headline=evil,
        bylines=(byline(evil, evil),),
        topics=(uuid4(),),
        parts=(
            DocumentPart(kind="text", uid=old.parts[0].uid, values={**values, "body": link}),
            DocumentPart(kind="<i>", uid=uuid4(), values={"<b>": evil}),
        ),
    )

    html = rendered(compare(old, new, names={new.topics[0]: evil}))

    for markup in ("<script", "<b>", "<i>", "\"'>"):
        assert markup not in html
    assert "&lt;script&gt;alert(1)" in html
