"""Merging: two people's work on one story in one document, or in a question to a person."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest

from articles.document import Document, DocumentPart, from_json, to_json
from articles.merging import Merged, merge
from articles.richtext import clean
from tests.articles.edits import hostile
from tests.stories import byline, quote, text


def document(**content: object) -> Document:
    """A document with a headline."""
    return Document(**{"language": "en", "headline": "Harbour reopens", **content})  # type: ignore[arg-type]


def of_part(part: DocumentPart, **values: str) -> Document:
    """A document of this one part, with other values."""
    return document(parts=(replace(part, values={**part.values, **values}),))


def merged_body(base: str, theirs: str, mine: str) -> Merged:
    """The merge of three versions of one section's text."""
    part = text(base)
    return merge(*(of_part(part, body=body) for body in (base, theirs, mine)))


def body_of(merged: Merged) -> str:
    return merged.document.parts[0].values["body"]


def test_words_changed_at_two_places_of_a_paragraph_are_both_there() -> None:
    merged = merged_body(
        "<p>The harbour is open. Ships come in at dawn.</p>",
        "<p>The old harbour is open. Ships come in at dawn.</p>",
        "<p>The harbour is open. Ships come in at dusk.</p>",
    )

    assert body_of(merged) == "<p>The old harbour is open. Ships come in at dusk.</p>"
    assert merged.conflicts == ()


def test_a_link_and_a_word_in_it_merge() -> None:
    merged = merged_body(
        "<p>See the report on the port today.</p>",
        '<p>See <a href="/r/">the report on the port</a> today.</p>',
        "<p>See the report about the port today.</p>",
    )

    assert body_of(merged) == '<p>See <a href="/r/">the report about the port</a> today.</p>'


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("5 million", "6 million", "5 billion"),
        ("a b c", "a x c", "a y c"),
        ("the end", "the end of it", "the end at last"),
    ],
)
def test_words_that_touch_are_never_put_together_unasked(base: str, theirs: str, mine: str) -> None:
    merged = merge(*(document(headline=words) for words in (base, theirs, mine)))

    assert merged.document.headline == mine
    (conflict,) = merged.conflicts
    assert (conflict.place, conflict.label) == ("headline", "Headline")
    assert (conflict.base, conflict.theirs, conflict.mine) == (base, theirs, mine)


def test_only_the_paragraph_that_clashes_is_one_sides() -> None:
    base = "<p>One.</p>\n<p>Two words here.</p>\n<p>Three.</p>"
    theirs = "<p>First.</p>\n<p>Two other words here.</p>\n<p>Three.</p>"
    mine = "<p>One.</p>\n<p>Two fine words here.</p>\n<p>Third.</p>"

    merged = merged_body(base, theirs, mine)

    (conflict,) = merged.conflicts
    assert conflict.is_rich
    assert conflict.theirs == theirs
    assert conflict.mine == mine
    assert conflict.with_theirs == ("<p>First.</p>\n<p>Two other words here.</p>\n<p>Third.</p>")
    assert conflict.with_mine == "<p>First.</p>\n<p>Two fine words here.</p>\n<p>Third.</p>"
    assert body_of(merged) == conflict.with_mine


def test_a_paragraph_added_by_each_at_another_place_is_kept() -> None:
    merged = merged_body(
        "<p>One.</p>\n<p>Two.</p>",
        "<p>One.</p>\n<p>Theirs.</p>\n<p>Two.</p>",
        "<p>One.</p>\n<p>Two.</p>\n<p>Mine.</p>",
    )

    assert body_of(merged) == "<p>One.</p>\n<p>Theirs.</p>\n<p>Two.</p>\n<p>Mine.</p>"


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ('<p><a href="/a/">one two</a> three</p>', '<p>one <a href="/b/">two three</a></p>'),
        ("<ul><li>one two three</li></ul>", "<blockquote><p>one two three</p></blockquote>"),
        ("<p><strong>one two</strong> three</p>", "<p>one <em>two three</em></p>"),
    ],
)
def test_markup_that_does_not_fit_together_is_left_to_a_person(theirs: str, mine: str) -> None:
    merged = merged_body("<p>one two three</p>", theirs, mine)

    assert body_of(merged) == mine
    assert [conflict.place.split(":")[2] for conflict in merged.conflicts] == ["body"]


def test_two_shapes_of_one_table_are_left_to_a_person() -> None:
    row = "<tr><td>a</td><td>b</td></tr>"
    base = clean(f"<table>{row}</table>")
    theirs = clean("<table><tr><td>a</td><td>b</td><td>c</td></tr></table>")
    mine = clean(f"<table>{row}<tr><td>d</td><td>e</td></tr></table>")

    assert len(merged_body(base, theirs, mine).conflicts) == 1


def test_parts_that_either_added_stand_next_to_their_neighbours() -> None:
    one, two, theirs, mine = text("<p>1</p>"), text("<p>2</p>"), text("<p>t</p>"), quote("m")

    merged = merge(
        document(parts=(one, two)),
        document(parts=(one, theirs, two)),
        document(parts=(one, two, mine)),
    )

    assert merged.document.parts == (one, theirs, two, mine)


def test_moves_of_both_sides_are_made_and_mine_wins_where_they_moved_the_same() -> None:
    a, b, c, d, e = (text(f"<p>{letter}</p>") for letter in "abcde")
    base = document(parts=(a, b, c, d, e))

    apart = merge(base, document(parts=(b, a, c, d, e)), document(parts=(a, b, c, e, d)))
    same = merge(base, document(parts=(e, a, b, c, d)), document(parts=(a, e, b, c, d)))

    assert apart.document.parts == (b, a, c, e, d)
    assert same.document.parts == (a, e, b, c, d)
    assert not same.conflicts


@pytest.mark.parametrize("deleted_by_me", [False, True])
def test_a_part_that_one_removed_and_the_other_changed_is_kept_until_somebody_decides(
    deleted_by_me: bool,
) -> None:
    part = text("<p>The harbour is open.</p>", "Ports")
    base, changed = document(parts=(part,)), of_part(part, body="<p>The harbour was open.</p>")
    sides = (changed, document()) if deleted_by_me else (document(), changed)

    merged = merge(base, *sides)

    assert merged.document.parts == changed.parts
    (conflict,) = merged.conflicts
    assert conflict.place == f"part:{part.uid}"
    assert {conflict.theirs, conflict.mine} == {"", "Ports\nThe harbour was open."}
    for answer, parts in (("delete", ()), ("keep", changed.parts)):
        settled = merge(base, *sides, choices={conflict.place: answer})
        assert settled.document.parts == parts
        assert settled.conflicts == ()


def test_a_part_that_the_server_only_named_goes_when_it_is_removed() -> None:
    part = text(subheading="Ports")

    merged = merge(document(parts=(part,)), of_part(part, anchor="ports"), document())

    assert merged == Merged(document=document(), conflicts=())


def test_names_that_the_server_gave_win_in_silence() -> None:
    part = text(subheading="Ports")
    theirs = replace(of_part(part, anchor="ports"), slug="harbour-reopens")
    mine = replace(of_part(part, anchor="ports-2"), slug="harbour")

    merged = merge(document(parts=(part,)), theirs, mine)

    assert merged.document.slug == "harbour-reopens"
    assert merged.document.parts[0].values["anchor"] == "ports"
    assert merged.conflicts == ()


def test_topics_merge_as_a_set() -> None:
    stays, gone, one, other = (uuid4() for _n in range(4))

    merged = merge(
        document(topics=(stays, gone)), document(topics=(stays, one, gone)),
        document(topics=(stays, other)),
    )  # fmt: skip

    assert set(merged.document.topics) == {stays, one, other}


def test_a_section_that_both_changed_is_asked_by_name() -> None:
    world, culture = uuid4(), uuid4()
    texts = (document(), document(section=world), document(section=culture))

    merged = merge(*texts, names={world: "World", culture: "Culture"})

    assert merged.document.section == culture
    (conflict,) = merged.conflicts
    assert (conflict.place, conflict.theirs, conflict.mine) == ("section", "World", "Culture")
    assert conflict.answers == ("theirs", "mine")
    assert merge(*texts, choices={"section": "theirs"}).document.section == world


def test_bylines_merge_by_line() -> None:
    anna, ugo, carlo = byline("Anna Bianchi"), byline("Ugo Neri"), byline("Carlo Verdi")
    photographer = replace(ugo, role="photographs")

    merged = merge(
        document(bylines=(anna, ugo)),
        document(bylines=(anna, photographer)),
        document(bylines=(ugo, carlo)),
    )

    assert merged.document.bylines == (photographer, carlo)
    assert merged.conflicts == ()


def test_a_byline_that_both_changed_is_one_question() -> None:
    anna = byline("Anna Bianchi")
    theirs, mine = replace(anna, name="A. Bianchi"), replace(anna, name="Anna B.")
    texts = [document(bylines=(line,)) for line in (anna, theirs, mine)]

    merged = merge(*texts)

    assert merged.document.bylines == (mine,)
    assert [conflict.place for conflict in merged.conflicts] == ["bylines"]
    assert merge(*texts, choices={"bylines": "theirs"}).document.bylines == (theirs,)


def test_a_text_that_somebody_wrote_is_cleaned_and_settles_the_place() -> None:
    part = text("<p>a</p>")
    texts = [of_part(part, body=f"<p>{word}</p>") for word in ("a", "b", "c")]
    place = f"part:{part.uid}:body"

    settled = merge(*texts, choices={place: "<div onclick=x>both<script>"})

    assert settled.conflicts == ()
    assert body_of(settled) == "<p>both</p>"


def test_what_somebody_wrote_counts_even_where_nothing_clashes_any_more() -> None:
    merged = merge(document(), document(), document(), choices={"headline": "Written"})

    assert merged.document.headline == "Written"


def test_a_choice_is_for_one_part_even_where_a_forged_form_gave_two_the_same_uid() -> None:
    first = text("<p>a</p>")
    second = DocumentPart(kind="facts", uid=first.uid, values={"title": "", "body": "<p>a</p>"})

    def both(one: str, other: str) -> Document:
        return document(
            parts=(
                replace(first, values={**first.values, "body": one}),
                replace(second, values={**second.values, "body": other}),
            )
        )

    texts = (
        both("<p>a</p>", "<p>a</p>"),
        both("<p>b</p>", "<p>b</p>"),
        both("<p>c</p>", "<p>d</p>"),
    )
    places = [conflict.place for conflict in merge(*texts).conflicts]

    assert len(set(places)) == 2


def test_a_text_that_is_too_much_to_read_is_left_to_a_person_as_it_is() -> None:
    too_much = "<p>" * 4000 + "mine"

    merged = merged_body("<p>a</p>", "<p>b</p>", too_much)

    assert body_of(merged) == too_much
    assert merged.conflicts[0].theirs == "<p>b</p>"
    assert from_json(to_json(merged.document)) == merged.document


@pytest.mark.parametrize("name", hostile())
def test_hostile_texts_are_merged_in_no_time(name: str) -> None:
    old, new = map(clean, hostile()[name])
    begun = time.process_time()

    merged_body(old, new, new.replace("b", "c"))
    merged_body(old, new, old.replace("a", "c"))

    assert time.process_time() - begun < 4  # a tenth of it on an idle machine
