"""Texts as words, and which words of two texts are the same: what comparing and merging rest on.

This module alone knows the library that finds the longest common subsequence. Its answers depend on
the texts and on nothing else, and its time and memory are bounded (docs/decisions/0008).
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar
from unicodedata import category

from rapidfuzz.distance import LCSseq

_Key = TypeVar("_Key", bound=Hashable)
MOST_CELLS = 1 << 28  # of a matrix of bits: 32 MB and about 40 ms
SMALL_ISLAND = 3  # as many words that stay between two changes may count as changed with them
BREAK = "\n"  # the key of what ends a paragraph

# Scripts that put no space between words: each character counts as one.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# What belongs to the character before it in an emoji: selectors, skin tones, tags, joined ones.
_TAIL = "\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"


class Hunk(NamedTuple):
    """A stretch that differs: old[old_from:old_to] became new[new_from:new_to]."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


@cache
def _piece() -> re.Pattern[str]:
    tail = f"(?:[{marks()}{_TAIL}]|\u200d[^\\s<])*"
    letter = f"(?:(?![{UNSPACED}])[\\w{marks()}])"
    word = f"{letter}+(?:(?:['’ʼ·_]|(?<=\\d)[.,:](?=\\d)){letter}+)*{tail}"
    return re.compile(
        f"(?:{word}|[\U0001f1e6-\U0001f1ff]{{2}}|&#?[A-Za-z0-9]+;|\\S{tail}|^(?=\\s))\\s*"
    )


@cache
def marks() -> str:
    """The marks that belong to the letter before them, as the inside of a character class."""
    return _ranges(c for c in map(chr, range(0x300, 0x1E000)) if category(c)[0] == "M")


def _ranges(characters: Iterator[str]) -> str:
    """Characters in order as the inside of a character class, neighbours drawn together."""
    ranges: list[list[int]] = []
    for code in map(ord, characters):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def pieces(text: str) -> list[str]:
    """The words and signs of a text, each with the spaces after it; joined they are the text."""
    return _piece().findall(text)


def keys_of(found: Sequence[str]) -> list[str]:
    """What is compared of pieces: all but their spaces."""
    return [piece.rstrip() for piece in found]


def is_word(key: str) -> bool:
    """Whether a key counts as a word: that of a sign or of a paragraph's end does not."""
    return any(map(str.isalnum, key))


def count_words(keys: Sequence[str]) -> int:
    """How many of the keys are words."""
    return sum(map(is_word, keys))


def align(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Where two sequences of keys differ, in order: as few words as sensible, in readable hunks."""
    return _without_islands(_slid(_hunks(_matches(old, new)), old, new), old)


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Stretches of the same keys, rising in both: where in the old, where in the new, how long."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old_places = range(start, len(old) - end)
    new_places = range(start, len(new) - end)
    in_both = {old[i] for i in old_places} & {new[j] for j in new_places}
    middle = _common(
        [i for i in old_places if old[i] in in_both],
        [j for j in new_places if new[j] in in_both],
        old,
        new,
    )
    last = (len(old) - end, len(new) - end, end)
    return [(0, 0, start), *((i, j, 1) for i, j in middle), last]


def _common(
    old_places: list[int], new_places: list[int], old: Sequence[str], new: Sequence[str]
) -> list[tuple[int, int]]:
    if not old_places or not new_places:
        return []
    if len(old_places) * len(new_places) > MOST_CELLS:
        return _anchored(old_places, new_places, old, new)
    codes: dict[str, int] = {}
    first = [codes.setdefault(old[i], len(codes)) for i in old_places]
    second = [codes.setdefault(new[j], len(codes)) for j in new_places]
    return [
        (old_places[block.a + k], new_places[block.b + k])
        for block in LCSseq.opcodes(first, second).as_matching_blocks()
        for k in range(block.size)
    ]


def _anchored(
    old_places: list[int], new_places: list[int], old: Sequence[str], new: Sequence[str]
) -> list[tuple[int, int]]:
    """For texts too large to compare at once: between words that each of them has once."""
    once = _once(new, new_places)
    candidates = [(i, once[key]) for key, i in _once(old, old_places).items() if key in once]
    anchors = [candidates[k] for k in rising([j for _i, j in candidates])]
    found: list[tuple[int, int]] = []
    old_from = new_from = 0
    for i, j in [*anchors, (len(old), len(new))]:
        old_to, new_to = bisect_left(old_places, i), bisect_left(new_places, j)
        gap = old_places[old_from:old_to], new_places[new_from:new_to]
        if anchors and len(gap[0]) * len(gap[1]) <= MOST_CELLS:
            found += _common(*gap, old, new)
        if i < len(old):
            found.append((i, j))
        old_from, new_from = old_to + 1, new_to + 1
    return found


def _once(keys: Sequence[str], places: list[int]) -> dict[str, int]:
    """The place of each key that stands at one of the places only, in order."""
    seen: dict[str, int] = {}
    for place in places:
        seen[keys[place]] = -1 if keys[place] in seen else place
    return {key: place for key, place in seen.items() if place >= 0}


def rising(values: Sequence[int]) -> list[int]:
    """The places of a longest rising subsequence of distinct numbers."""
    tails: list[int] = []  # the smallest last value of a subsequence of each length
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        tails[length : length + 1] = [value]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    chain: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]


def moved(old: Sequence[_Key], new: Sequence[_Key]) -> set[_Key]:
    """The keys whose place among the common ones changed: as few as explain the new order."""
    places = {key: place for place, key in enumerate(old)}
    common = [key for key in new if key in places]
    stayed = {common[k] for k in rising([places[key] for key in common])}
    return {key for key in common if key not in stayed}


def _hunks(matches: list[tuple[int, int, int]]) -> list[Hunk]:
    """What stands between the matches."""
    hunks = []
    i = j = 0
    for old_place, new_place, length in matches:
        if old_place > i or new_place > j:
            hunks.append(Hunk(i, old_place, j, new_place))
        i, j = old_place + length, new_place + length
    return hunks


def _slid(hunks: list[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """The same hunks, those that only add or only remove moved to end with a paragraph."""
    slid: list[Hunk] = []
    for number, hunk in enumerate(hunks):
        i, i_end, j, j_end = hunk
        text, start, end = (new, j, j_end) if i == i_end else (old, i, i_end)
        if i < i_end and j < j_end:
            slid.append(hunk)
            continue
        before = j - slid[-1].new_to if slid else j
        before = min(before, i - slid[-1].old_to if slid else i)
        after = (hunks[number + 1].old_from if number + 1 < len(hunks) else len(old)) - i_end
        step = _steps_to_break(text, start, end, -before, after)
        slid.append(Hunk(i + step, i_end + step, j + step, j_end + step))
    return slid


def _steps_to_break(text: Sequence[str], start: int, end: int, back: int, forward: int) -> int:
    """How far to move text[start:end] along equal words so that it is whole paragraphs.

    It ends with a paragraph's end where it can, else it begins with one; 0 where neither can be.
    """
    steps = [0]
    while steps[-1] < forward and text[start + steps[-1]] == text[end + steps[-1]]:
        steps.append(steps[-1] + 1)
    step = -1
    while step >= back and text[start + step] == text[end + step]:
        steps.append(step)
        step -= 1
    ending = (step for step in steps if text[end + step - 1] == BREAK)
    beginning = (step for step in steps if text[start + step] == BREAK)
    return next(ending, next(beginning, 0))


def _without_islands(hunks: list[Hunk], old: Sequence[str]) -> list[Hunk]:
    """Hunks with those drawn together that only a few words part: a rewritten sentence is one."""
    joined: list[Hunk] = []
    for hunk in hunks:
        while joined and _is_island(joined[-1], hunk, old):
            last = joined.pop()
            hunk = Hunk(last.old_from, hunk.old_to, last.new_from, hunk.new_to)  # noqa: PLW2901
        joined.append(hunk)
    return joined


def _is_island(left: Hunk, right: Hunk, old: Sequence[str]) -> bool:
    between = old[left.old_to : right.old_from]
    if len(between) > SMALL_ISLAND or BREAK in between:
        return False
    return 2 * len(between) + 1 < _size(left) + _size(right)


def _size(hunk: Hunk) -> int:
    return max(hunk.old_to - hunk.old_from, hunk.new_to - hunk.new_from)
