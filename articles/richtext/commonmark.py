"""A stored text as Markdown: CommonMark, with tables as GitHub writes them, and no HTML.

Every word is escaped, so whatever somebody typed reads as text. What Markdown has no sign for keeps
its words: superscripts become the characters that look like them where there are such.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest
from typing import Union
from unicodedata import category
from urllib.parse import urljoin

from .cleaning import allow_listed
from .elements import INLINE, LISTS, VOID
from .footnotes import Footnotes, numbered
from .scanner import Kind, attributes, scan

_SPECIAL = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w*(?:;|$))")
_LINE_STARTS = (
    (re.compile(r"^([-+=:#])", re.MULTILINE), r"\\\1"),
    (re.compile(r"^(\d{1,9})([.)])", re.MULTILINE), r"\1\\\2"),
)
_TRAILING_HASHES = re.compile(r"#(?=#*$)")
_UNSAFE_IN_ADDRESSES = str.maketrans({sign: f"%{ord(sign):02X}" for sign in " ()<>\\`*|"})
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_SPACES = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+")
_SUPERSCRIPTS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISED = {"sup": _SUPERSCRIPTS, "sub": _SUBSCRIPTS}
_DELIMITERS = {"em": "*", "cite": "*", "strong": "**"}
_HEADINGS = {"h3": "###", "h4": "####"}
_BREAK = "\\\n"
_TICKS = re.compile("`+")
_MOST_CELLS = 20  # that one counts for, across or down


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Union["_Node", str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its text without any format."""
        return "".join(child if isinstance(child, str) else child.words for child in self.children)

    def ends_in(self, name: str) -> bool:
        """Whether the last thing in it has this name."""
        last = self.children[-1:]
        return any(isinstance(node, _Node) and node.name == name for node in last)

    def all(self, *names: str) -> list["_Node"]:
        """The children with one of these names."""
        return [
            child for child in self.children if isinstance(child, _Node) and child.name in names
        ]


def as_markdown(html: str, page: str, notes: Footnotes | None = None) -> str:
    """The Markdown of a stored text; its links are whole, as seen from the address `page`.

    Footnotes stand below it unless `notes` takes them.
    """
    writer = _Writer(page)
    return "\n\n".join(writer.flow(_tree(numbered(allow_listed(html), notes)).children))


def escape_markdown(text: str) -> str:
    """`text`, one line of plain words, so that Markdown shows these words and nothing else."""
    return _at_line_starts(_escape(_SPACES.sub(" ", text).strip()))


def markdown_heading(level: int, text: str) -> str:
    """`text`, one line of plain words, as a heading."""
    words = _escape(_SPACES.sub(" ", text).strip())
    return f"{'#' * level} {_TRAILING_HASHES.sub(_backslash, words)}"


def markdown_link(words: str, address: str) -> str:
    """A link that shows `words`, which are Markdown already."""
    return f"[{words}]({_destination(address)})"


def markdown_picture(alt: str, address: str) -> str:
    """A picture with its alternative text, plain words."""
    return f"!{markdown_link(escape_markdown(alt), address)}"


def _backslash(found: re.Match[str]) -> str:
    return "\\" + found[0]


def _escape(text: str) -> str:
    return _SPECIAL.sub(_backslash, text)


def _at_line_starts(line: str) -> str:
    """What a line would begin a block with, as text."""
    for pattern, replacement in _LINE_STARTS:
        line = pattern.sub(replacement, line)
    return line


def _destination(address: str) -> str:
    return _REFERENCE.sub(_backslash, address.translate(_UNSAFE_IN_ADDRESSES))


def _tree(html: str) -> _Node:
    root = _Node("")
    opened = [root]
    for kind, content, source in scan(html):
        if kind is Kind.TEXT:
            opened[-1].children.append(content)
        elif kind is Kind.START:
            node = _Node(content, attributes(source))
            opened[-1].children.append(node)
            if content not in VOID:
                opened.append(node)
        elif any(node.name == content for node in opened[1:]):
            while (closed := opened.pop()).name != content:
                pass
            if content == "code" and any(isinstance(child, _Node) for child in closed.children):
                closed.name = "span"  # Markdown has no formats within code
    return root


class _Writer:
    """Writes nodes. What an element becomes is in `blocks` and `spans`, by its name."""

    def __init__(self, page: str) -> None:
        self._page = page
        self.blocks: dict[str, Callable[[_Node], str]] = {
            "p": self._paragraph,
            "h3": self._heading,
            "h4": self._heading,
            "blockquote": self._quotation,
            "hr": lambda _node: "___",
            "table": self._table,
            "ul": self._list,
            "ol": self._list,
        }
        self.spans: dict[str, Callable[[_Node], str]] = {
            "a": self._link,
            "br": lambda _node: _BREAK,
            "q": lambda node: f"“{self._inside(node, '“', '”')}”",
        }

    def flow(self, children: Sequence[_Node | str]) -> list[str]:
        """Blocks, one a string; words between them are paragraphs."""
        written: list[str] = []
        last = ""  # the name of the list that was written last, if it is in its usual signs
        for are_words, group in groupby(children, key=_is_inline):
            if are_words:
                written.append(self._paragraph(_Node("p", children=list(group))))
                last = "" if written[-1] else last
                continue
            for node in group:
                if not isinstance(node, _Node):
                    continue
                if node.name in LISTS and node.name == last:  # or they would be one
                    written.append(self._list(node, is_other=True))
                    last = ""
                    continue
                known = self.blocks.get(node.name)
                written += [known(node)] if known else self.flow(node.children)
                last = node.name if node.name in LISTS else ""
        return [block for block in written if block]

    def _paragraph(self, node: _Node) -> str:
        words = self._inside(node).strip()
        while words.endswith(_BREAK.strip()) and node.ends_in("br"):
            words = words.removesuffix(_BREAK.strip()).strip()
        return "\n".join(_at_line_starts(line.strip()) for line in words.split("\n"))

    def _on_one_line(self, node: _Node) -> str:
        return " ".join(self._inside(node).replace(_BREAK, " ").split())

    def _heading(self, node: _Node) -> str:
        words = self._on_one_line(node)
        return f"{_HEADINGS[node.name]} {_TRAILING_HASHES.sub(_backslash, words)}" if words else ""

    def _quotation(self, node: _Node) -> str:
        lines = "\n\n".join(self.flow(node.children)).split("\n")
        return "\n".join(f"> {line}".rstrip() for line in lines)

    def _list(self, node: _Node, *, is_other: bool = False) -> str:
        items = node.all("li")
        gap = "\n" if all(map(_is_short, items)) else "\n\n"
        written = []
        for number, item in enumerate(items, start=1):
            ordered = f"{number}{')' if is_other else '.'}"
            sign = ordered if node.name == "ol" else "-*"[is_other]
            lines = gap.join(self.flow(item.children)).split("\n")
            margin = " " * (len(sign) + 1)
            indented = "\n".join(f"{margin}{line}" if line else "" for line in lines)
            written.append(f"{sign} {indented.removeprefix(margin)}".rstrip())
        return gap.join(written)

    def _table(self, node: _Node) -> str:
        groups = [row for group in node.all("thead", "tbody") for row in group.all("tr")]
        taken: dict[int, int] = {}
        rows = [self._row(row, taken) for row in [*groups, *node.all("tr")]]
        if not rows:
            return ""
        width = max(map(len, rows))
        full = [row + [""] * (width - len(row)) for row in rows]
        head, body = (full[0], full[1:]) if node.all("thead") else ([""] * width, full)
        lines = ("| " + " | ".join(cells) + " |" for cells in (head, ["---"] * width, *body))
        captions = [self._paragraph(caption) for caption in node.all("caption")]
        return "\n\n".join([*captions, "\n".join(lines)])

    def _row(self, row: _Node, taken: dict[int, int]) -> list[str]:
        """Its cells, each on one line, with empty ones where one is wide or comes from above.

        `taken` says of columns how many rows from here on a cell from above reaches; it is kept.
        """
        cells: list[str] = []
        for cell in [*row.all("th", "td"), None]:
            while taken.get(len(cells), 0) > 0:
                taken[len(cells)] -= 1
                cells.append("")
            if cell is None:
                break
            words = self._on_one_line(_Node(cell.name, children=_flat(cell)))
            wide, high = (
                min(int(cell.attributes.get(name) or 1), _MOST_CELLS)
                for name in ("colspan", "rowspan")
            )
            taken |= dict.fromkeys(range(len(cells), len(cells) + wide), high - 1)
            cells += [words, *[""] * (wide - 1)]
        return cells

    def _link(self, node: _Node) -> str:
        words = self._inside(node, "[", "]").replace(_BREAK, " ").strip()
        address = node.attributes.get("href", "")
        return markdown_link(words, urljoin(self._page, address)) if words and address else words

    def _inside(self, node: _Node, before: str = "", after: str = "") -> str:
        """The words of a node with their formats, as one line; breaks are in it.

        `before` and `after` are what stands around it.
        """
        written = ""
        children = [child for child in node.children if child]
        for child, following in zip_longest(children, children[1:]):
            coming = (_first_of(following) if following else "") or after
            if isinstance(child, str):
                words = _escape(_SPACES.sub(" ", child))
                is_exclaimed = words.endswith("!") and coming == "["  # which would be a picture
                written += f"{words[:-1]}\\!" if is_exclaimed else words
            elif child.name == "code":
                words = _SPACES.sub(" ", child.words)
                is_beside = (before + written).endswith("`")  # another one, and would be part of it
                written += _escape(words) if is_beside else _code(words)
            elif child.name in self.spans:
                written += self.spans[child.name](child)
            elif child.name in _DELIMITERS:
                written += self._emphasised(child, before + written, coming)
            else:
                raised = _raised(child)
                written += raised or self._inside(child, before + written, coming)
        return written

    def _emphasised(self, node: _Node, before: str, after: str) -> str:
        """The words between signs of emphasis, where these would be taken for such."""
        words = self._inside(node, before, after)
        is_alone = not before.endswith("*") and not after.startswith("*") and "*" not in words
        if not words or words != words.strip() or not is_alone or _BREAK in words:
            return words
        if not (_may_stand(before[-1:], words[0]) and _may_stand(after[:1], words[-1])):
            return words
        sign = _DELIMITERS[node.name]
        return f"{sign}{words}{sign}"


def _is_inline(child: _Node | str) -> bool:
    return isinstance(child, str) or child.name in INLINE or child.name == "br"


def _is_short(item: _Node) -> bool:
    """Whether an item of a list is words, with at most a list after them."""
    blocks = [child for child in item.children if not _is_inline(child)]
    return blocks == item.children[-1:] * len(blocks) and all(
        isinstance(block, _Node) and block.name in LISTS for block in blocks
    )


def _first_of(node: _Node | str) -> str:
    """A character of the kind that the Markdown of a node begins with; "" where it has no words."""
    if isinstance(node, str):
        return _escape(_SPACES.sub(" ", node))[:1]
    if node.name in _DELIMITERS:
        return "*" if node.words else ""
    if node.name in {"a", "code", "q", "br"}:
        return "["
    return next((first for child in node.children if (first := _first_of(child))), "")


def _may_stand(outside: str, inside: str) -> bool:
    """Whether signs between these characters are taken for the edge of an emphasis."""
    return not _is_mark(inside) or not outside or outside.isspace() or _is_mark(outside)


def _is_mark(character: str) -> bool:
    return bool(character) and category(character)[0] in "PS"


def _raised(node: _Node) -> str:
    """What is set higher or lower, in characters that look like it; "" where there are none."""
    signs = _RAISED.get(node.name, {})
    words = node.words.strip()
    return words.translate(signs) if all(ord(character) in signs for character in words) else ""


def _code(words: str) -> str:
    """Words in a fence that is longer than any in them."""
    if not words.strip():
        return words
    longest = max((len(ticks) for ticks in _TICKS.findall(words)), default=0)
    pad = " " if words[0] in "` " or words[-1] in "` " else ""
    fence = "`" * (longest + 1)
    return f"{fence}{pad}{words}{pad}{fence}"


def _flat(node: _Node) -> list[_Node | str]:
    """What stands in a cell, with blocks taken apart into their words."""
    found: list[_Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(child)
            continue
        if child.name == "code" and "|" in child.words:
            child.name = "span"  # a bar in code would end the cell
        inside = _flat(child)
        if _is_inline(child):
            found.append(replace(child, children=inside))
        else:
            found += [" ", *inside, " "]
    return found
