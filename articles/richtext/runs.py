"""A run: words with their inline formatting, on the way to canonical markup."""

import re
from dataclasses import dataclass

from .elements import NOTE

_SPACES = " \t\n\r\f"
_BLANK = _SPACES + "\xa0"
_SEVERAL_SPACES = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_REFERENCES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\xa0", "&nbsp;"))
_SPECIAL = re.compile("[&<>\xa0]")
_VISIBLE = re.compile("[^\\s\u00ad\u200b-\u200f\u2060-\u2064]")


def escape(text: str, *, quotes: bool = False) -> str:
    """Text as the HTML standard writes it into an element or, with quotes, into an attribute."""
    if _SPECIAL.search(text):
        for character, reference in _REFERENCES:
            text = text.replace(character, reference)
    return text.replace('"', "&quot;") if quotes else text


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """An inline element that is open: its name and its start tag."""

    name: str
    tag: str

    def continues(self, other: "Format") -> bool:
        """Whether words in `other` and in this one next to each other may share one element.

        Two quotations, titles or abbreviations side by side are two; emphasis is emphasis.
        """
        return self is other or (self.tag == other.tag and self.name not in {"q", "cite", "abbr"})


class Run:
    """Collects text and formats; `html` is the same for all spellings of the same words.

    Space collapses as browsers collapse it, stands outside of formats where it can, and vanishes at
    both ends and around line breaks, no-break spaces included. Formats without words vanish.
    """

    __slots__ = ("_breaks", "_open", "_pieces", "_space", "_visible", "depth")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._open: list[Format] = []
        self._breaks = 0
        self._space = ""
        self._visible = False
        self.depth = 0  # how many formats are within each other at most

    def add(self, text: str, formats: list[Format]) -> int:
        """Take text in the formats that are open, outermost first; return the size it adds."""
        words = _SEVERAL_SPACES.sub(" ", text)
        core = words.strip(_BLANK)
        if core and len(core) == len(words):
            return self._add_core(core, formats)
        begin = len(words) - len(words.lstrip(_BLANK))
        self._add_space(words[:begin])
        size = self._add_core(core, formats) if core else 0
        self._add_space(words[begin + len(core) :])
        return size

    def add_note(self, tag: str, note: "Run") -> int:
        """Take a note, which stands in no format; one without words vanishes."""
        if not note.html:
            return 0
        written = len(self._pieces)
        self._switch([])
        self._pieces.append(f"{tag}{note.html}</{NOTE}>")
        self._visible = True
        self.depth = max(self.depth, note.depth + 1)
        return sum(map(len, self._pieces[written:]))

    def add_break(self) -> None:
        """Take a line break."""
        if self._pieces:
            self._breaks += 1
            self._space = ""

    @property
    def html(self) -> str:
        """The markup; "" if there is nothing to see."""
        if not self._visible:
            return ""
        return "".join([*self._pieces, self._closing(0)])

    def _add_space(self, space: str) -> None:
        if not space or not self._pieces or self._breaks:
            return
        if self._space.endswith(" "):
            space = space.removeprefix(" ")
        self._space += space

    def _add_core(self, core: str, formats: list[Format]) -> int:
        """Add text that begins and ends with a word, and what has to stand before it."""
        written = len(self._pieces)
        if self._open or formats:
            self._switch(formats)
        else:
            self._add_pending()
        self._pieces.append(escape(core))
        self._visible = self._visible or _VISIBLE.search(core) is not None
        return sum(map(len, self._pieces[written:]))

    def _add_pending(self) -> None:
        if self._breaks or self._space:
            self._pieces.append("<br>" * self._breaks + self._space.replace("\xa0", "&nbsp;"))
            self._breaks, self._space = 0, ""

    def _switch(self, formats: list[Format]) -> None:
        """Close formats that are over, write what is between, open those that begin."""
        kept = 0
        for old, new in zip(self._open, formats, strict=False):
            if not old.continues(new):
                break
            kept += 1
        self._pieces.append(self._closing(kept))
        self._add_pending()
        self._pieces.extend([new.tag for new in formats[kept:]])
        self._open[kept:] = formats[kept:]
        self.depth = max(self.depth, len(formats))

    def _closing(self, kept: int) -> str:
        return "".join([f"</{old.name}>" for old in reversed(self._open[kept:])])
