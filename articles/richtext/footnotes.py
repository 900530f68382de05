"""Footnotes of a text: taken out of its sentences, and counted through a story."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .elements import NOTE

MARK = "†"  # what stands in the sentence where there is no room for a number
_BEGIN, _END = f"<{NOTE}", f"</{NOTE}>"


@dataclass(slots=True)
class Footnotes:
    """The notes of a story in order, as markup; each has the next number, from 1."""

    found: list[str] = field(default_factory=list)

    def take(self, attributes: str, words: str) -> int:
        """Keep the words of a note, which may be in a language of their own; its number."""
        self.found.append(f"<span{attributes}>{words}</span>" if attributes else words)
        return len(self.found)


def without_notes(html: str, put: Callable[[str, str], str]) -> str:
    """A text with something else in the place of each note.

    `put` gets the attributes and the words of a note as they are written. The notes of a canonical
    text stand in nothing but blocks and hold no other ones; the time is that of one pass.
    """
    if _BEGIN not in html:
        return html
    pieces = []
    *before, last = html.split(_END)
    for piece in before:
        words, begin, note = piece.partition(_BEGIN)
        attributes, _, inside = note.partition(">")
        pieces += [words, put(attributes, inside)] if begin else [words]
    return "".join([*pieces, last])


def numbered(html: str, notes: Footnotes | None) -> str:
    """A text with a raised number in the place of each note; the notes below it unless `notes`
    takes them."""
    own = Footnotes() if notes is None else notes
    html = without_notes(html, lambda *note: f"<sup>{own.take(*note)}</sup>")
    items = "".join([f"<li>{words}</li>" for words in own.found]) if notes is None else ""
    return f"{html}<ol>{items}</ol>" if items else html
