"""Merging: what holds for any two people's work on any story."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.comparison import compare
from articles.comparison.texts import plain
from articles.document import Document, DocumentPart, from_json, to_json
from articles.merging import Merged, merge
from articles.richtext import clean
from articles.wordwise import keys_of, pieces
from tests.articles.edits import documents, edited, three

nasty = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@nasty
@given(st.data())
def test_a_side_that_changed_nothing_has_no_say(data: st.DataObject) -> None:
    base = data.draw(documents)
    changed = data.draw(edited(base))

    for theirs, mine in ((base, changed), (changed, base), (changed, changed)):
        assert merge(base, theirs, mine) == Merged(document=changed, conflicts=())


def texts_of(document: Document) -> Iterator[str]:
    for name in ("kicker", "headline", "standfirst", "sponsor", "dateline"):
        yield getattr(document, name)
    for line in document.bylines:
        yield from (line.name, line.role)
    for part in document.parts:
        for name, value in part.values.items():
            if name != "anchor":
                yield plain(value) if name == "body" else value


def words_of(*found: str) -> set[str]:
    return {key for one in found for key in keys_of(pieces(one))}


@nasty
@given(three())
def test_every_word_that_either_added_is_in_the_document_or_in_a_conflict(
    texts: tuple[Document, Document, Document],
) -> None:
    base, theirs, mine = texts

    merged = merge(base, theirs, mine)

    kept = words_of(*texts_of(merged.document))
    for one in merged.conflicts:
        for side in (one.theirs, one.mine):
            kept |= words_of(plain(side) if one.is_rich else side)
    for side in (theirs, mine):
        assert words_of(*texts_of(side)) - words_of(*texts_of(base)) <= kept


@nasty
@given(three(), st.data())
def test_a_merge_is_a_document_and_choices_settle_it(
    texts: tuple[Document, Document, Document], data: st.DataObject
) -> None:
    merged = merge(*texts)
    assert from_json(to_json(merged.document)) == merged.document
    for part in merged.document.parts:
        if "body" in part.values:
            assert clean(part.values["body"]) == part.values["body"]

    answers = st.sampled_from(["", "mine", "theirs", "keep", "delete", "<p>A new text", "<"])
    choices = {conflict.place: data.draw(answers) for conflict in merged.conflicts}
    settled = merge(*texts, choices=choices)

    assert settled.conflicts == ()
    assert from_json(to_json(settled.document)) == settled.document


@nasty
@given(three())
def test_choosing_mine_everywhere_is_what_stands_until_somebody_chooses(
    texts: tuple[Document, Document, Document],
) -> None:
    merged = merge(*texts)
    choices = {
        conflict.place: conflict.answers[-1] if conflict.answers else conflict.with_mine
        for conflict in merged.conflicts
    }

    assert merge(*texts, choices=choices).document == merged.document


@nasty
@given(st.data())
def test_changes_to_different_parts_never_clash(data: st.DataObject) -> None:
    base = data.draw(documents)
    changed = data.draw(edited(base))
    keys = [(part.kind, part.uid) for part in base.parts]
    half = set(keys[: len(keys) // 2])
    theirs = replace(base, parts=tuple(taken(base, changed, half)))
    mine = replace(base, parts=tuple(taken(base, changed, set(keys) - half)))

    assert merge(base, theirs, mine).conflicts == ()


def taken(base: Document, changed: Document, keys: set[object]) -> Iterator[DocumentPart]:
    """The parts of `base`, those of `keys` as `changed` has them."""
    after = {(part.kind, part.uid): part for part in changed.parts}
    for part in base.parts:
        key = (part.kind, part.uid)
        if key not in keys:
            yield part
        elif key in after:
            yield after[key]


@nasty
@given(three())
def test_nothing_is_in_a_merge_twice(texts: tuple[Document, Document, Document]) -> None:
    document = merge(*texts).document

    keys = Counter((part.kind, part.uid) for part in document.parts)
    assert set(keys.values()) <= {1}
    assert not compare(document, document).has_changes
