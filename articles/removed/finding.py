"""A passage found in texts by its words: however they are set, spaced, quoted or capitalised."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import normalize

from articles.wordwise import UNSPACED, marks

# Invisible characters that part no words: soft hyphens, joiners, marks of direction.
_INVISIBLE = "\u00ad\u034f\u200b-\u200f\u2060-\u2064\u2066-\u2069\ufeff"
_IGNORED = re.compile(f"[{_INVISIBLE}]")
_KNOWN_WORDS = 1 << 16


class Found(NamedTuple):
    """A word of a text: what is compared, and where it stands."""

    key: str
    start: int
    end: int


class Span(NamedTuple):
    """Words of a sequence of words, from `first` up to `end`."""

    first: int
    end: int


@cache
def _word() -> re.Pattern[str]:
    after = f"{marks()}{_INVISIBLE}"
    spaced = f"(?:[A-Za-z0-9]+|(?![{UNSPACED}])[^\\W_]|[{after}])+"
    return re.compile(f"(?=[^\\W_])(?:{spaced}|[{UNSPACED}][{after}]*)")


def words(text: str) -> list[Found]:
    """The words of a text; signs and spaces only part them. Each letter of a script without spaces
    is one."""
    return [Found(key(match[0]), *match.span()) for match in _word().finditer(text)]


def key(word: str) -> str:
    """What two spellings of a word have in common."""
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=_KNOWN_WORDS)
def _folded(word: str) -> str:
    folded = normalize("NFKD", normalize("NFKD", _IGNORED.sub("", word)).casefold())
    return "".join(folded.split())


def passage_words(passage: str) -> list[str]:
    """What is looked for when `passage` is; empty where it has no word."""
    return [found.key for found in words(passage)]


def line_of(keys: Iterable[str]) -> str:
    """Words as a line to look in, each with a space before it."""
    return "".join([f" {one}" for one in keys])


def places_in(line: str, passage: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words of a passage stand in a line that ends in a space: whole words, in order.

    A single word must stand as it is. Several may begin and end within words, which go whole. Two
    places may overlap.
    """
    if not passage:
        return
    alone = len(passage) == 1
    wanted = f" {passage[0]} " if alone else " ".join(passage)
    found = line.find(wanted)
    while found >= 0:
        first = found + alone
        last = found + len(wanted) - alone
        yield line.rfind(" ", 0, first) + 1, line.find(" ", last)
        found = line.find(wanted, found + 1)


def spans_of(passage: Sequence[str], keys: Sequence[str]) -> list[Span]:
    """Where the words of a passage stand among `keys`, in order; two may overlap."""
    line = f"{line_of(keys)} "
    return [
        Span(line.count(" ", 0, start) - 1, line.count(" ", 0, end))
        for start, end in places_in(line, passage)
    ]
