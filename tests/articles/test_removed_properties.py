"""Whatever text and passage: nothing of the passage is left, and everything around it is."""

from datetime import UTC, datetime
from urllib.parse import unquote

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.document import Document
from articles.models import Redaction
from articles.page import page_part
from articles.removed import passage_words, stands_in, without_removed
from articles.richtext import Footnotes, attribute_values, clean, flow, plain_text
from tests.stories import quote, text

DAY = datetime(2026, 11, 25, 17, 5, tzinfo=UTC)
MARK = passage_words("[removed for legal reasons, 25 November 2026]")
WORDS = st.sampled_from(["harbour", "Grey", "thief", "Été", "o’clock", "小偷", "1,000", "tea"])
TAGS = st.sampled_from(
    [
        *("<em>", "</em>", "<strong>", "</strong>", "</p><p>", "<br>", "<ul><li>", "</li><li>"),
        *("</li></ul>", '<a href="/thief/grey/">', '<a title="Grey thief" href="/a/">', "</a>"),
        *("<table><tr><td>", "</td><td>", "</td></tr></table>", "<h3>", "</h3>", "<blockquote>"),
        *(" ", "&nbsp;", "&shy;", ", ", ".", "“", "”", "<q>", "</q>", "<sup>", "</sup>"),
        *("<foot-note>", "</foot-note>", "<foot-note>", "</foot-note>"),
    ]
)
MARKUP = st.lists(st.one_of(WORDS, TAGS, TAGS), max_size=40).map("".join).map(clean)
LINES = st.lists(WORDS, max_size=6).map(" ".join)
DOCUMENTS = st.builds(
    lambda headline, bodies, words: Document(
        language="en",
        headline=headline,
        parts=(*(text(body, subheading) for body, subheading in bodies), quote(words)),
    ),
    LINES,
    st.lists(st.tuples(MARKUP, LINES), max_size=3),
    LINES,
)


@st.composite
def documents_and_passages(draw: st.DrawFn) -> tuple[Document, list[str]]:
    """A document and passages that stand in it, or might."""
    document = draw(DOCUMENTS)
    known = [words for words in said(document) if words.strip()] or ["tea"]
    passages = []
    for _number in range(draw(st.integers(1, 3))):
        words = draw(st.sampled_from(known))
        start = draw(st.integers(0, len(words) - 1))
        passages.append(words[start : start + draw(st.integers(1, 60))])
    return document, passages


def texts(document: Document) -> list[str]:
    """What readers read, text by text."""
    found = [document.headline]
    for part in document.parts:
        values = page_part(part.kind, part.values, "en", Footnotes()).values
        found += [str(value) for name, value in values.items() if name not in {"anchor", "body"}]
        if "body" in values:
            written = part.values["body"]
            found += [plain_text(written, has_notes=False), flow(written, of_notes=True)]
    return found


def said(document: Document) -> list[str]:
    """What readers read, and what stands in the attributes of links."""
    return texts(document) + [
        unquote(value)
        for part in document.parts
        for _name, value in attribute_values(part.values.get("body", ""))
    ]


def removals(passages: list[str]) -> list[Redaction]:
    return [Redaction(passage=passage, removed_at=DAY) for passage in passages]


def contains(text: list[str], part: list[str]) -> bool:
    return any(text[place : place + len(part)] == part for place in range(len(text)))


@settings(max_examples=150, deadline=None)
@given(documents_and_passages())
def test_no_trace_of_a_passage_is_left(given_: tuple[Document, list[str]]) -> None:
    document, passages = given_
    assume(all(passage_words(passage) for passage in passages))

    new = without_removed(document, removals(passages))

    for passage in passages:
        assert not any(stands_in(passage_words(passage), words) for words in said(new))


@settings(max_examples=150, deadline=None)
@given(documents_and_passages())
def test_what_is_around_a_passage_stays(given_: tuple[Document, list[str]]) -> None:
    document, passages = given_
    parts_of_passages = {word for passage in passages for word in passage_words(passage)}

    new = without_removed(document, removals(passages))

    for before, after in zip(texts(document), texts(new), strict=True):
        others = [
            word
            for word in passage_words(before)
            if not any(part in word for part in parts_of_passages)
        ]
        kept = [word for word in passage_words(after) if word in others]
        assert kept == others
        assert passage_words(before) == passage_words(after) or contains(passage_words(after), MARK)


@settings(max_examples=150, deadline=None)
@given(documents_and_passages())
def test_what_is_left_is_canonical_and_final(given_: tuple[Document, list[str]]) -> None:
    document, passages = given_

    new = without_removed(document, removals(passages))

    for part in new.parts:
        if "body" in part.values:
            assert clean(part.values["body"]) == part.values["body"]
    assert without_removed(new, removals(passages)) == new
