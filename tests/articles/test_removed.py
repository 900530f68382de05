"""What readers get in the place of words that were removed for legal reasons."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import override_settings

from articles.document import Document, DocumentPart
from articles.models import Redaction
from articles.removed import (
    line_without_removed,
    passage_words,
    placeholder,
    similar_spans,
    without_removed,
)
from articles.richtext import clean
from tests.stories import byline, quote, text

DAY = datetime(2026, 11, 25, 17, 5, tzinfo=UTC)
REMOVED = "[removed for legal reasons, 25 November 2026]"

LINES = (
    "kicker", "headline", "standfirst", "dateline", "sponsor", "seo_title", "seo_description",
)  # fmt: skip


def removed(*passages: str, at: datetime = DAY) -> list[Redaction]:
    return [Redaction(passage=passage, removed_at=at) for passage in passages]


def body(html: str, *passages: str) -> str:
    document = Document(language="en", parts=(text(clean(html)),))
    return without_removed(document, removed(*passages)).parts[0].values["body"]


def test_a_document_without_removals_is_the_same_document() -> None:
    document = Document(language="en", headline="Harbour reopens", parts=(text(),))

    assert without_removed(document, []) is document
    assert without_removed(document, removed("never said")) == document


@pytest.mark.parametrize(
    ("html", "passage", "left"),
    [
        ("<p>He is a thief, she said.</p>", "is a thief", f"<p>He {REMOVED}, she said.</p>"),
        ("<p>He IS a\nthief.</p>", "is   A Thief", f"<p>He {REMOVED}.</p>"),
        ("<p>He said “I’m a thief”.</p>", "said \"I'm a thief\"", f"<p>He {REMOVED}”.</p>"),
        ("<p>He is a th<em>ief</em>, she said.</p>", "a thief",
         f"<p>He is {REMOVED}, she said.</p>"),
        ("<p><strong>He is</strong> a <em>thief</em> now</p>", "is a thief",
         f"<p><strong>He</strong> {REMOVED} now</p>"),
        ("<p>x <em>a mean thief b</em> y</p>", "mean thief",
         f"<p>x <em>a</em> {REMOVED} <em>b</em> y</p>"),
        ("<p>He is</p><p>a thief.</p><p>So.</p>", "is a thief", f"<p>He {REMOVED}</p><p>So.</p>"),
        ("<ul><li>one</li><li>two</li><li>three</li></ul>", "two three",
         f"<ul><li>one</li><li>{REMOVED}</li></ul>"),
        ("<table><tbody><tr><td>a b</td><td>c d</td></tr></tbody></table>", "b c",
         f"<table><tbody><tr><td>a {REMOVED}</td><td>d</td></tr></tbody></table>"),
        ("<p>A thief is a thief.</p>", "thief", f"<p>A {REMOVED} is a {REMOVED}.</p>"),
        ("<p>Thieves, a thiefdom</p>", "thief", "<p>Thieves, a thiefdom</p>"),
        ("<p>the thief stole thirty coins</p>", "hief stole thir", f"<p>the {REMOVED} coins</p>"),
        ("<p>so\u00adft hy\u200bphens</p>", "soft hyphens", f"<p>{REMOVED}</p>"),
        ("<p>caffe\u0300 Ángel</p>", "caffè A\u0301ngel", f"<p>{REMOVED}</p>"),
        ("<p>他是小偷。</p>", "是小", f"<p>他{REMOVED}偷。</p>"),
        ("<p>one<br>two three</p>", "one two", f"<p>{REMOVED}<br>three</p>"),
    ],
)  # fmt: skip
def test_a_passage_goes_however_it_is_set(html: str, passage: str, left: str) -> None:
    assert body(html, passage) == clean(left)


def test_two_passages_that_overlap_leave_one_mark() -> None:
    assert body("<p>a b c d e</p>", "b c", "c d") == f"<p>a {REMOVED} e</p>"


def test_marks_have_the_day_of_the_later_removal() -> None:
    later = removed("c d", at=datetime(2026, 12, 1, tzinfo=UTC))
    document = Document(language="en", headline="a b c d e")

    new = without_removed(document, [*removed("b c"), *later])

    assert new.headline == "a [removed for legal reasons, 1 December 2026] e"


def test_a_link_whose_words_are_gone_is_gone() -> None:
    html = '<p>He <a href="https://x.example/him" title="him">is a thief</a>.</p>'

    assert body(html, "is a thief") == f"<p>He {REMOVED}.</p>"


def test_addresses_and_titles_of_links_do_not_repeat_a_passage() -> None:
    html = (
        '<p><a href="https://x.example/he-is%20a-thief/">read</a> '
        '<a href="/world/" title="He is a thief, they say">on</a> '
        '<abbr title="is a thief">IAT</abbr></p>'
    )

    assert body(html, "is a thief") == (
        f'<p>read <a href="/world/" title="He {REMOVED}, they say">on</a> '
        f'<abbr title="{REMOVED}">IAT</abbr></p>'
    )


def test_every_line_of_a_document_is_looked_at() -> None:
    words = "before Mr Grey after"
    document = Document(
        language="en",
        **dict.fromkeys(LINES, words),
        bylines=(byline(words, words),),
        parts=(
            quote(words, words),
            DocumentPart(kind="facts", uid=uuid4(), values={"title": words, "body": "<p>x</p>"}),
            DocumentPart(kind="of another day", uid=uuid4(), values={"words": words}),
        ),
    )

    new = without_removed(document, removed("mr grey"))

    assert "Grey" not in str(new)
    assert str(new).count(f"before {REMOVED} after") == 13


def test_a_passage_may_run_from_part_to_part() -> None:
    parts = (text("<p>He is</p>"), text("<p>a thief.</p>", subheading="said to be"))
    document = Document(language="en", parts=parts)

    new = without_removed(document, removed("He is said to be a thief"))

    assert [part.values["body"] for part in new.parts] == [
        f"<p>{REMOVED}</p>",
        f"<p>{REMOVED}.</p>",
    ]
    assert new.parts[1].values["subheading"] == REMOVED


def test_a_passage_does_not_run_from_the_headline_into_the_standfirst() -> None:
    document = Document(language="en", headline="The harbour", standfirst="Open again")

    assert without_removed(document, removed("harbour open")) == document


def test_an_anchor_does_not_repeat_a_passage() -> None:
    values = {"subheading": "Another one", "anchor": "mr-grey-s-past", "body": ""}
    part = DocumentPart(kind="text", uid=uuid4(), values=values)
    taken = replace(part, uid=uuid4(), values={**values, "anchor": "removed"})
    touched = replace(
        part, uid=uuid4(), values={"subheading": "Mr Grey", "anchor": "cut-mr-gr", "body": ""}
    )
    document = Document(language="en", parts=(part, taken, touched))

    new = without_removed(document, removed("Mr Grey"))

    assert [one.values["anchor"] for one in new.parts] == ["removed-2", "removed", "removed-3"]


def test_a_line_stays_as_short_as_its_column() -> None:
    document = Document(language="en", kicker=("x " * 55) + "Grey")

    kicker = without_removed(document, removed("Grey")).kicker

    assert len(kicker) == 120
    assert kicker.endswith("…")


def test_a_text_that_would_be_too_much_goes_as_a_whole() -> None:
    html = clean("<p>" + "<em>a Grey b</em> x " * 1490 + "</p>")

    assert body(html, "Grey") == f"<p>{REMOVED}</p>"


def test_the_mark_speaks_the_language_of_the_story() -> None:
    assert placeholder(DAY, "en") == REMOVED
    assert placeholder(DAY, "it").endswith("25 novembre 2026]")


@override_settings(TIME_ZONE="Pacific/Auckland")
def test_the_day_is_the_newsrooms() -> None:
    assert placeholder(DAY, "en") == "[removed for legal reasons, 26 November 2026]"


def test_notes_and_notices_are_lines_too() -> None:
    assert (
        line_without_removed("It said Mr Grey.", removed("mr grey"), "en") == f"It said {REMOVED}."
    )


# Similar passages


def likes(passage: str, text: str) -> list[str]:
    return [text[start:end] for start, end, _score in similar_spans(passage_words(passage), text)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Then Mr Grey took a large bribe of 5,000 euros. Then rain.",
         ["Mr Grey took a large bribe of 5,000 euros"]),
        ("Allegedly, Mr Grey took a bribe of about 5,000 euros.",
         ["Mr Grey took a bribe of about 5,000 euros"]),
        ("Rain. Allegedly, Grey took a bribe of about 5,000 euros. Rain.",
         ["Allegedly, Grey took a bribe of about 5,000 euros"]),
        ("A bribe of 5,000 euros was taken by Mr Grey.",
         ["A bribe of 5,000 euros was taken by Mr Grey"]),
        ("Mr Grey took a walk with 5,000 others.", []),
        ("Mr Grey took a bribe of 5,000 euros.", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_similar_passage_has_most_of_the_words(said: str, found: list[str]) -> None:
    assert likes("Mr Grey took a bribe of 5,000 euros", said) == found


def test_forms_of_a_name_are_similar() -> None:
    assert likes("Müller", "Müller sah Müllers Hund und den Müllersohn Inter") == [
        "Müllers",
        "Müllersohn",
    ]
    assert likes("Ng", "The string, Ngs") == []
