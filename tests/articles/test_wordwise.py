"""Words: where a text is cut, and which words of two texts are the same."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.wordwise import BREAK, Hunk, align, keys_of, moved, pieces

keys = st.lists(st.sampled_from(["a", "b", "c", "d", BREAK]), max_size=30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’été d'Angelo", ["L’été", "d'Angelo"]),
        ("cafe\u0301, café.", ["cafe\u0301", ",", "café", "."]),
        ("1,000.50 at 18:05", ["1,000.50", "at", "18:05"]),
        ("well-known", ["well", "-", "known"]),
        ("東京は雨。", ["東", "京", "は", "雨", "。"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("great🎉 👨‍👩‍👧❤️ 🇮🇹🇫🇷", ["great", "🎉", "👨‍👩‍👧", "❤️", "🇮🇹", "🇫🇷"]),
    ],
)
def test_a_text_is_cut_where_people_see_words(text: str, words: list[str]) -> None:
    assert keys_of(pieces(text)) == words


@given(st.text())
def test_the_pieces_of_a_text_are_the_whole_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@settings(deadline=None)
@given(keys, keys)
def test_what_is_between_two_hunks_is_the_same_in_both(old: list[str], new: list[str]) -> None:
    i = j = 0
    for hunk in [*align(old, new), Hunk(len(old), len(old), len(new), len(new))]:
        assert old[i : hunk.old_from] == new[j : hunk.new_from]
        i, j = hunk.old_to, hunk.new_to


@given(keys)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert align(text, text) == []


def test_an_added_paragraph_is_one_hunk_that_ends_with_its_end() -> None:
    old = ["One", ".", BREAK, "Two", ".", BREAK]
    new = ["One", ".", BREAK, "New", ".", BREAK, "Two", ".", BREAK]

    assert align(old, new) == [Hunk(3, 3, 3, 6)]


def test_a_rewritten_sentence_is_one_hunk() -> None:
    old = ["he", "said", "that", "the", "master", "of", "the", "port", "was", "away"]
    new = ["nobody", "could", "tell", "where", "the", "head", "of", "all", "ports", "had", "gone"]

    assert len(align(old, new)) == 1


def test_a_text_too_large_for_one_matrix_is_compared_between_words_that_it_has_once() -> None:
    chance = random.Random(1)
    old = [chance.choice("abcdefgh") for _ in range(30_000)]
    for place in range(0, 30_000, 500):
        old[place] = f"word {place}"
    new = ["begin", *old, "end"]
    new[15_100] = "changed"

    changed = sum(hunk.new_to - hunk.new_from for hunk in align(old, new))

    assert changed <= 5


def test_as_few_keys_as_explain_the_new_order_have_moved() -> None:
    assert moved([1, 2, 3, 4, 5], [2, 3, 4, 5, 1]) == {1}
    assert moved([1, 2, 3], [9, 1, 2, 3]) == set()
