"""Words cut out of a text: found in it as one string, taken out of its markup."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .cleaning import clean
from .elements import INLINE, NOTE, SYNONYMS
from .runs import escape
from .scanner import Kind, attributes, scan

BREAK = "\n"  # what stands in the string of a text where a block or a line begins or ends

# From an element's attribute, by name and value, to the value that stands there; "" drops it.
Attribute = Callable[[str, str], str]


class Cut(NamedTuple):
    """The characters of `flow` from `start` to `end`, and what is `put` in their place.

    `is_in_notes` where it is the flow of the footnotes.
    """

    start: int
    end: int
    put: str
    is_in_notes: bool = False


def flow(html: str, *, of_notes: bool = False) -> str:
    """A text as one string: formats do not part what they stand in, blocks and breaks do.

    Footnotes do not either: they are a string of their own, in which each stands by itself.
    """
    in_note, found = False, []
    for kind, text, source in _pieces(html):
        if source and source[0] == NOTE:
            in_note = kind is Kind.START
            if of_notes:
                found.append(BREAK)
        elif in_note == of_notes:
            found.append(text)
    return "".join(found)


def attribute_values(html: str) -> Iterator[tuple[str, str]]:
    """The names and values of all attributes of a text, in order."""
    for kind, _text, source in _pieces(html):
        if kind is Kind.START and source:
            yield from attributes(source[1]).items()


def cut(html: str, cuts: Sequence[Cut], attribute: Attribute) -> str:
    """A text without the characters of `cuts`, in canonical form.

    `cuts`, those of the text and those of its notes, are in order and apart, and begin and end in
    words. What is put in their place stands in the block where they begin and in no format, so that
    a link whose words are gone is gone too.
    Raises the ValidationErrors of rules.py where the result would be too much.
    """
    written: list[str] = []
    around = _Writer([one for one in cuts if not one.is_in_notes], attribute, written)
    notes = _Writer([one for one in cuts if one.is_in_notes], attribute, written)
    writer = around
    for kind, text, source in _pieces(html):
        if source and source[0] == NOTE:
            writer = notes if kind is Kind.START else around
            kept = notes
        else:
            kept = writer
        if kind is Kind.TEXT:
            kept.text(text)
        elif kind is Kind.START and source:
            kept.start(*source, is_break=bool(text))
        elif source:
            kept.end(source[0], is_break=bool(text))
    return clean("".join(written))


def _pieces(html: str) -> Iterator[tuple[Kind, str, tuple[str, str] | None]]:
    """Each token with what it is in the string of the text; of a tag, its name and attributes."""
    for kind, content, source in scan(html):
        if kind is Kind.TEXT:
            yield kind, content, None
        else:
            name = SYNONYMS.get(content, content)
            yield kind, "" if name in INLINE else BREAK, (name, source)


class _Writer:
    """Writes the markup anew, with the place in the string of the text in view."""

    def __init__(self, cuts: list[Cut], attribute: Attribute, written: list[str]) -> None:
        self.written = written
        self._cuts = cuts[::-1]  # the next one last
        self._attribute = attribute
        self._place = 0
        self._formats: list[tuple[str, str]] = []  # names and start tags of those that are open

    def text(self, text: str) -> None:
        """Write what is kept of the characters between two tags."""
        begin, end = self._place, self._place + len(text)
        kept_from = begin
        while self._cuts and self._cuts[-1].start < end:
            one = self._cuts[-1]
            if one.start >= begin:
                self._write(text[kept_from - begin : one.start - begin])
                self._put(one.put)
            if one.end > end:
                kept_from = end
                break
            kept_from = max(one.end, begin)
            self._cuts.pop()
        self._write(text[kept_from - begin :])
        self._place = end

    def start(self, name: str, source: str, *, is_break: bool) -> None:
        """Write a start tag with the attributes that it keeps."""
        self._place += len(BREAK) if is_break else 0
        kept = ((key, self._attribute(key, value)) for key, value in attributes(source).items())
        tag = "".join(f' {key}="{escape(value, quotes=True)}"' for key, value in kept if value)
        tag = f"<{name}{tag}>"
        self.written.append(tag)
        if name in INLINE:
            self._formats.append((name, tag))

    def end(self, name: str, *, is_break: bool) -> None:
        """Write an end tag."""
        self._place += len(BREAK) if is_break else 0
        self.written.append(f"</{name}>")
        for place in range(len(self._formats) - 1, -1, -1):
            if self._formats[place][0] == name:
                del self._formats[place]
                return

    def _write(self, text: str) -> None:
        self.written.append(escape(text))

    def _put(self, text: str) -> None:
        """Write `text` outside of the formats that are open here."""
        self.written += [f"</{name}>" for name, _tag in reversed(self._formats)]
        self._write(text)
        self.written += [tag for _name, tag in self._formats]
