"""Raw changes: read strictly, applied to a document, told from a document."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import typed
from articles.document import STORY_FIELDS, Document, DocumentPart
from articles.models import Story
from articles.typed import UnreadableChanges
from tests.articles.chosen import or_chosen
from tests.stories import byline, quote, text

BASE = Document(
    language="en",
    headline="Harbour reopens",
    parts=(text("<p>One.</p>", "First"), quote("Two"), text("<p>Three.</p>", "Third")),
)
ONE, TWO, THREE = (str(part.uid) for part in BASE.parts)
SOME = "5f0c0de1-0c1f-4d6b-9a55-7a5a7d1f2b3c"  # the same in every process that collects tests
DEEP = "<div>" * 200 + "words" + "</div>" * 200  # more than rich text takes


def made(**changes: object) -> Document:
    return typed.document(typed.read(json.dumps(changes)), BASE)


def test_nothing_typed_changes_nothing() -> None:
    assert made() == BASE


def test_what_differs_is_put_in_and_all_else_stays() -> None:
    document = made(
        fields={"headline": "Harbour  opens "},
        parts=[{"uid": ONE, "kind": "text", "values": {"body": "<p>Else.</p>"}}],
    )
    assert document.headline == "Harbour opens"
    assert document.parts[0].values == {**BASE.parts[0].values, "body": "<p>Else.</p>"}
    assert document.parts[1:] == BASE.parts[1:]


def test_parts_are_added_deleted_and_moved() -> None:
    new = str(uuid4())
    document = made(
        parts=[{"uid": new, "kind": "quote", "values": {"quote": "New"}}],
        deleted=[TWO],
        order=[THREE, new, ONE],
    )
    assert [str(part.uid) for part in document.parts] == [THREE, new, ONE]
    assert document.parts[1].values == {"quote": "New", "attribution": ""}


def test_bylines_topics_and_section_come_as_a_whole() -> None:
    line, topic, section = byline("Anna Bianchi", "photographs"), uuid4(), uuid4()
    sent = [
        {"uid": str(line.uid), "author": "", "name": "Anna Bianchi", "role": "photographs"},
        {"uid": str(uuid4()), "author": None, "name": " ", "role": "nobody"},
    ]
    document = made(bylines=sent, topics=[str(topic)], section=str(section))
    assert (document.bylines, document.topics, document.section) == ((line,), (topic,), section)
    assert made(section="").section is None


def test_what_is_typed_is_cleaned_when_a_document_is_made_of_it() -> None:
    hostile = '<p onclick="x()">Words<script>alert(1)</script></p>'
    document = made(parts=[{"uid": ONE, "kind": "text", "values": {"body": hostile}}])
    assert document.parts[0].values["body"] == "<p>Words</p>"


def test_a_text_that_its_field_refuses_is_kept_raw() -> None:
    changes = typed.read(
        json.dumps(
            {
                "fields": {"headline": "Fine"},
                "parts": [
                    {"uid": ONE, "kind": "text", "values": {"body": DEEP, "subheading": "S"}}
                ],
            }
        )
    )
    document = typed.document(changes, BASE)
    assert document.headline == "Fine"
    assert document.parts[0].values == {**BASE.parts[0].values, "subheading": "S"}
    assert typed.refused_texts(changes) == [DEEP]
    kept = {"refused": typed.refused(changes)}
    assert typed.refused_texts(kept) == [DEEP]
    assert typed.document(kept, BASE) == BASE


def test_choices_that_there_are_not_are_no_change() -> None:
    assert made(fields={"language": "xx", "format": "poem"}) == BASE


def test_unknown_keys_kinds_and_fields_are_left_out() -> None:
    document = made(
        stage="approved",
        fields={"created_by": "1", "headline": "Known"},
        parts=[
            {"uid": str(uuid4()), "kind": "video", "values": {"address": "x"}},
            {"uid": ONE, "kind": "text", "values": {"parent": "7"}},
        ],
        deleted=[str(uuid4())],
    )
    assert document == replace(BASE, headline="Known")


def test_characters_that_no_database_keeps_are_marked() -> None:
    changes = typed.read('{"fields": {"headline": "a\\u0000b\\ud800c"}}')
    assert changes["fields"]["headline"] == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "nonsense",
        "[]",
        "7",
        "null",
        '"text"',
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"fields": ' + "9" * 5000 + "}",
        '{"fields": []}',
        '{"fields": {"headline": 7}}',
        '{"fields": {"headline": null}}',
        '{"fields": {"headline": {"a": "b"}}}',
        '{"parts": {}}',
        '{"parts": [7]}',
        '{"parts": [{"kind": "text"}]}',
        '{"parts": [{"uid": "x", "kind": "text"}]}',
        f'{{"parts": [{{"uid": "{SOME}"}}]}}',
        f'{{"parts": [{{"uid": "{SOME}", "kind": 7}}]}}',
        f'{{"parts": [{{"uid": "{SOME}", "kind": "text", "values": [1]}}]}}',
        f'{{"parts": [{{"uid": "{SOME}", "kind": "text", "values": {{"body": 1}}}}]}}',
        '{"deleted": "all"}',
        '{"deleted": [null]}',
        '{"order": [[]]}',
        '{"topics": [1]}',
        '{"section": []}',
        '{"section": {}}',
        '{"section": true}',
        '{"bylines": [{}]}',
        '{"bylines": [{"uid": 7}]}',
        json.dumps({"order": [ONE] * 10_001}),
    ],
)
def test_what_is_no_changes_is_refused(sent: str) -> None:
    with pytest.raises(UnreadableChanges):
        typed.read(sent)


WORDS = st.sampled_from(["", "one", "two"])
PARTS = st.lists(
    st.builds(
        DocumentPart,
        kind=st.just("quote"),
        uid=st.sampled_from([uuid4() for _n in range(5)]),
        values=st.fixed_dictionaries({"quote": WORDS, "attribution": WORDS}),
    ),
    unique_by=lambda part: part.uid,
).map(tuple)
LINES = st.lists(st.sampled_from([byline("Anna"), byline("Ugo", "photographs")]), unique=True)
DOCUMENTS = st.builds(
    Document,
    language=st.sampled_from(["en", "it"]),
    section=st.sampled_from([None, uuid4(), uuid4()]),
    topics=st.lists(st.sampled_from([uuid4(), uuid4()])).map(tuple),
    bylines=LINES.map(tuple),
    parts=PARTS,
    **{
        name: or_chosen(field, WORDS)
        for name in STORY_FIELDS
        if name not in {"language", "format"}
        for field in [Story._meta.get_field(name)]
    },
)


@given(DOCUMENTS, DOCUMENTS)
def test_the_changes_between_two_documents_make_one_of_the_other(
    base: Document, after: Document
) -> None:
    changes = typed.between(base, after)
    assert typed.read(json.dumps(changes)) == changes
    assert typed.document(changes, base) == after
    assert (changes == {}) == (base == after)
