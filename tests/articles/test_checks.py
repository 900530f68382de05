"""Checks: what is found in a story before it is published."""

from typing import Any

import pytest

from articles.checks import findings
from articles.document import Document
from articles.models import Section
from tests.stories import NOW, make_section, quote, text


@pytest.fixture
def world(db: None) -> Section:
    return make_section()


def found(world: Section, **content: Any) -> list[tuple[str, bool, str]]:
    whole = {
        "headline": "Harbour reopens",
        "standfirst": "At last.",
        "section": world.uuid,
        "parts": (text(),),
    }
    document = Document(language="en", **{**whole, **content})
    return [(f.message, f.blocking, f.field) for f in findings(document, at=NOW)]


def test_a_whole_story_has_no_findings(world: Section) -> None:
    assert found(world) == []


def test_a_long_headline_warns(world: Section) -> None:
    (finding,) = found(world, headline="x" * 111)

    assert finding == ("The headline is longer than 110 characters.", False, "headline")


def test_a_missing_standfirst_warns(world: Section) -> None:
    assert found(world, standfirst="") == [("There is no standfirst.", False, "standfirst")]


def test_an_empty_part_warns_and_says_which(world: Section) -> None:
    empty = text(body="")
    document = Document(
        language="en",
        headline="Harbour reopens",
        standfirst="At last.",
        section=world.uuid,
        parts=(text(), empty),
    )

    (finding,) = findings(document, at=NOW)

    assert (finding.blocking, finding.part) == (False, empty.uid)


def test_what_blocks_comes_first(world: Section) -> None:
    assert [blocks for _m, blocks, _f in found(world, standfirst="", headline="")] == [True, False]


@pytest.mark.parametrize("words", ["TK", "more TKTK soon", "(TK)"])
def test_an_open_tk_blocks(world: Section, words: str) -> None:
    assert any(blocks for _m, blocks, _f in found(world, parts=(text(f"<p>{words}</p>"),)))


@pytest.mark.parametrize("words", ["ATK", "TKO", "tk", "Turktelekom TKI"])
def test_words_with_these_letters_do_not(world: Section, words: str) -> None:
    assert found(world, parts=(text(f"<p>{words}</p>"), quote(words))) == []


def test_a_standing_page_needs_no_section_and_no_standfirst(world: Section) -> None:
    assert found(world, format="page", section=None, standfirst="") == []
