"""Texts of a document side by side, to look for passages in all of them at once."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from articles.removed.finding import Found, line_of, words
from articles.removed.texts import Text
from articles.richtext import attribute_values, flow

APART = " |"  # stands in the line between texts that no passage spans


class Said(NamedTuple):
    """What one text says: its words, the same as a line, and the attributes of its elements."""

    words: list[Found]
    line: str
    attributes: list[tuple[str, str]]


Reader = Callable[[str, bool, bool], Said]


def said(text: str, is_rich: bool, is_notes: bool) -> Said:
    """What a plain or rich text says, or its footnotes; attributes count with the text itself."""
    found = words(flow(text, of_notes=is_notes) if is_rich else text)
    has_attributes = is_rich and not is_notes and '="' in text
    attributes = list(attribute_values(text)) if has_attributes else []
    return Said(found, line_of(one.key for one in found), attributes)


def remembering(size: int) -> Reader:
    """`said` for many documents that share most of their texts: it keeps the last `size`."""
    return lru_cache(maxsize=size)(said)


class Row:
    """The words of texts as one `line`, and which text a place of it is in."""

    def __init__(self, texts: Iterable[Text], read: Reader = said) -> None:
        self.texts = list(texts)
        self.said = [read(text.value, text.is_rich, text.is_notes) for text in self.texts]
        pieces = [
            one.line if text.runs_on else one.line + APART
            for text, one in zip(self.texts, self.said, strict=True)
        ]
        self.line = f"{''.join(pieces)} "
        self._starts = [0, *accumulate(map(len, pieces))]

    def parts_of(self, start: int, end: int) -> Iterator[tuple[Text, int, int]]:
        """The texts that a place of the line is in, and from where to where in each."""
        first = bisect_right(self._starts, start) - 1
        for place in range(first, len(self.texts)):
            if self._starts[place] >= end:
                return
            found, line, _attributes = self.said[place]
            begin = max(line.count(" ", 0, max(start - self._starts[place], 0)) - 1, 0)
            until = line.count(" ", 0, min(end - self._starts[place], len(line)))
            if begin < until:
                yield self.texts[place], found[begin].start, found[until - 1].end
