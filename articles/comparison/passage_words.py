"""The words of passages with what stands around them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from articles.richtext import Element, Passage
from articles.wordwise import BREAK, keys_of, pieces

PLAIN: frozenset[Element] = frozenset()


@dataclass(slots=True)
class Words:
    """Words in order, a list for each of their sides: lists, because there may be 100,000.

    Behind the words of each passage stands one whose key is BREAK and whose text is "".
    """

    keys: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: list[frozenset[Element]] = field(default_factory=list)
    blocks: list[tuple[Element, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, texts: list[str], blocks: tuple[Element, ...] = ()) -> "Words":
        """Pieces of a text without formats."""
        return cls(keys_of(texts), texts, [PLAIN] * len(texts), [blocks] * len(texts))

    @classmethod
    def end(cls, blocks: tuple[Element, ...]) -> "Words":
        """The end of a passage."""
        return cls([BREAK], [""], [PLAIN], [blocks])

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, cut: slice) -> "Words":
        return Words(self.keys[cut], self.texts[cut], self.formats[cut], self.blocks[cut])

    def __iadd__(self, other: "Words") -> "Words":
        self.keys += other.keys
        self.texts += other.texts
        self.formats += other.formats
        self.blocks += other.blocks
        return self


def words_of(passages: Iterable[Passage]) -> Words:
    """The words of passages, with the end of each."""
    found = Words()
    for passage in passages:
        words = Words.of(pieces(passage.text), passage.blocks)
        if passage.pieces[0].formats or len(passage.pieces) > 1:
            words.formats = _formats(passage, words)
        found += words
        found += Words.end(passage.blocks)
    return found


def _formats(passage: Passage, words: Words) -> list[frozenset[Element]]:
    """The formats of each word; those of all its letters where a word has several."""
    found = []
    ends = list(accumulate(len(piece.text) for piece in passage.pieces))
    start = place = 0
    for key, text in zip(words.keys, words.texts, strict=True):
        while ends[place] <= start:
            place += 1
        last, formats = place, passage.pieces[place].formats
        while ends[last] < start + len(key):
            last += 1
            formats |= passage.pieces[last].formats
        found.append(formats)
        start += len(text)
    return found
