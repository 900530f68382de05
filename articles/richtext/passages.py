"""A text as its passages: the words of one paragraph, item or cell, with what formats them."""

from dataclasses import dataclass
from typing import NamedTuple

from .elements import INLINE, NOTE, SYNONYMS
from .footnotes import MARK
from .scanner import Kind, attributes, scan

RULE = "⸻"  # what a line across the text reads as


class Element(NamedTuple):
    """An element that stands around words: its name and its attributes, sorted."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, attribute: str) -> str:
        """The value of an attribute, or ""."""
        return dict(self.attributes).get(attribute, "")


class Piece(NamedTuple):
    """Words in the same formats."""

    text: str
    formats: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph's words, in the blocks that are around it, outermost first."""

    blocks: tuple[Element, ...]
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words without their formats."""
        return "".join(piece.text for piece in self.pieces)


def passages(html: str) -> list[Passage]:
    """The passages of a text in order; a line break ends one too.

    A footnote is one of its own, behind the one that has a mark in its place.

    `html` may be anything that `refuse_excess` lets through; its tags are read as they stand.
    """
    reader = _Reader()
    for kind, content, source in scan(html):
        if kind is Kind.TEXT:
            reader.text(content)
        elif kind is Kind.START:
            reader.start(SYNONYMS.get(content, content), source)
        else:
            reader.end(SYNONYMS.get(content, content))
    reader.finish()
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: list[Passage] = []
        self._blocks: list[Element] = []
        self._formats: list[Element] = []
        self._pieces: list[Piece] = []
        self._notes: list[Passage] = []  # of the passage that is being read
        self._outside: tuple[list[Element], list[Piece]] | None = None  # what a note interrupts
        self._note = Element(NOTE)

    def text(self, text: str) -> None:
        text = text.replace("\n", " ")
        if text and (self._pieces or not text.isspace()):
            self._pieces.append(Piece(text, frozenset(self._formats)))

    def start(self, name: str, source: str) -> None:
        element = Element(name, tuple(sorted(attributes(source).items())) if source else ())
        if name in INLINE:
            self._formats.append(element)
            return
        if name == NOTE and self._outside:
            return
        if name == NOTE:
            self._pieces.append(Piece(MARK, frozenset()))
            self._outside, self._note = (self._formats, self._pieces), element
            self._formats, self._pieces = [], []
            return
        self.finish()
        if name == "hr":
            self.found.append(Passage((element,), (Piece(RULE, frozenset()),)))
        elif name != "br":
            self._blocks.append(element)

    def end(self, name: str) -> None:
        if name == NOTE:
            self._finish_note()
            return
        if name not in INLINE:
            self.finish()
        opened = self._formats if name in INLINE else self._blocks
        for place in range(len(opened) - 1, -1, -1):
            if opened[place].name == name:
                del opened[place]
                return

    def finish(self) -> None:
        """What stands next does not run on from what stood before."""
        self._finish_note()
        if self._pieces and any(not piece.text.isspace() for piece in self._pieces):
            self.found.append(Passage(tuple(self._blocks), tuple(self._pieces)))
        self.found += [note for note in self._notes if note.text.strip()]
        self._pieces, self._notes = [], []

    def _finish_note(self) -> None:
        """The words around the note go on."""
        if self._outside:
            note = Passage((*self._blocks, self._note), tuple(self._pieces))
            self._formats, self._pieces = self._outside
            self._notes.append(note)
            self._outside = None
