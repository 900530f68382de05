"""What is shown of a hit: headline and passage, with the words that were looked for marked."""

from collections.abc import Collection, Iterator
from itertools import groupby

from articles.search.analysis import Term, placed
from articles.search.asking import Asked
from articles.search.values import Pieces

PASSAGE = 220  # characters
BEFORE = 60  # of them before the first mark
MOST_READ = 12_000  # characters of a text, to find a passage in
CUT = "…"


def marked(text: str, asked: Asked, language: str) -> Pieces:
    """A text in pieces; those that are what was looked for are True."""
    return _pieces(text, _found(text, asked, language))


def passage(texts: Collection[str], asked: Asked, language: str) -> Pieces:
    """The passage of these texts that has most of what was looked for, the first one of equals.

    Where none has anything it is how the first text that is not empty begins.
    """
    best, start, found = 0, 0, ""
    for text in texts:
        read = text[:MOST_READ]
        many, where = _best(_found(read, asked, language))
        if many > best or not found:
            best, start, found = many, where, read
    return marked(_cut(found, start if best else 0), asked, language)


def _found(text: str, asked: Asked, language: str) -> list[Term]:
    wanted = asked.terms
    open_terms = tuple(p.terms[-1] for one in asked.wanted for p in one.phrases if p.is_open)
    if open_terms:
        return [
            t for t in placed(text, language) if t.term in wanted or t.term.startswith(open_terms)
        ]
    return [term for term in placed(text, language) if term.term in wanted]


def _best(found: list[Term]) -> tuple[int, int]:
    """How many different terms the best passage has, and where its first one begins."""
    best, start, first = 0, 0, 0
    for last, term in enumerate(found):
        while term.end - found[first].start > PASSAGE - BEFORE:
            first += 1
        many = len({one.term for one in found[first : last + 1]})
        if many > best:
            best, start = many, found[first].start
    return best, start


def _cut(text: str, start: int) -> str:
    """The words around `start` on one line, with a sign where something is left out."""
    begin = max(0, start - BEFORE)
    if begin:
        begin = next((place for place in range(begin, start) if text[place].isspace()), begin)
    end = min(len(text), begin + PASSAGE)
    if end < len(text):
        end = next((place for place in range(end, start, -1) if text[place].isspace()), end)
    line = " ".join(text[begin:end].split())
    return f"{CUT if begin else ''}{line}{CUT if end < len(text) else ''}"


def _pieces(text: str, found: list[Term]) -> Pieces:
    marks = bytearray(len(text))
    for term in found:
        marks[term.start : term.end] = b"\1" * (term.end - term.start)
    return list(_runs(text, marks))


def _runs(text: str, marks: bytearray) -> Iterator[tuple[str, bool]]:
    start = 0
    for mark, run in groupby(marks):
        end = start + len(list(run))
        yield text[start:end], bool(mark)
        start = end
