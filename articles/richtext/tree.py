"""Blocks of a text and how they are written: the canonical form."""

from dataclasses import dataclass, field
from typing import Union

from .elements import CELLS, IMPLIED, LEAVES, LISTS
from .rules import MAX_DEPTH, RichTextTooDeep
from .runs import Run


@dataclass(slots=True)
class Block:
    """An element that stands on lines of its own; `attributes` is written as in its start tag."""

    name: str
    attributes: str = ""
    children: list[Union["Block", Run]] = field(default_factory=list)
    verbatim: bool = False  # line ends in its text are line breaks


def write(root: Block) -> str:
    """The canonical markup of all blocks in `root`, one to a line."""
    return "\n".join(html for _, html in _flow(root, 0))


def _flow(block: Block, depth: int) -> list[tuple[str, str]]:
    """Names and markup of what a block holds that may hold anything; words become paragraphs."""
    written = []
    for child in block.children:
        if isinstance(child, Run):
            html = _element(Block("p", children=[child]), depth + 1)
        else:
            html = _element(child, depth + 1)
        if html:
            written.append((child.name if isinstance(child, Block) else "p", html))
    return written


def _element(block: Block, depth: int) -> str:
    """The markup of one block; "" if there is nothing in it."""
    if depth > MAX_DEPTH:
        raise RichTextTooDeep
    if block.name == "hr":
        return "<hr>"
    if block.name in LEAVES:
        inside = _words(block, depth)
    elif block.name == "table":
        inside = _table(block, depth)
    elif block.name == "li" or block.name in CELLS:
        inside = _item(block, depth)
    elif block.name in IMPLIED:
        inside = "".join(_element(child, depth + 1) for child in _blocks(block))
    else:
        inside = "".join(html for _, html in _flow(block, depth))
    if block.name == "table" and inside.startswith("<p"):  # a caption that lost its table
        return inside
    if not inside and block.name not in CELLS:
        return ""
    return f"<{block.name}{block.attributes}>{inside}</{block.name}>"


def _blocks(block: Block) -> list[Block]:
    return [child for child in block.children if isinstance(child, Block)]


def _words(block: Block, depth: int) -> str:
    runs = [child for child in block.children if isinstance(child, Run)]
    if any(depth + run.depth > MAX_DEPTH for run in runs):
        raise RichTextTooDeep
    return "".join(run.html for run in runs)


def _item(block: Block, depth: int) -> str:
    """The content of a list item or cell; a single plain paragraph stands there untagged."""
    written = _flow(block, depth)
    others = [(name, html) for name, html in written if name not in LISTS]
    if len(others) == 1 and others[0][1].startswith("<p>"):
        written = [(name, _bare(html) if name == "p" else html) for name, html in written]
    return "".join(html for _, html in written)


def _bare(paragraph: str) -> str:
    return paragraph.removeprefix("<p>").removesuffix("</p>")


def _table(block: Block, depth: int) -> str:
    """The content of a table: its caption, then its rows; the caption as a paragraph if alone."""
    caption, rows = "", ""
    for child in _blocks(block):
        if child.name == "caption":
            caption = _element(child, depth + 1)
            words = child
        else:
            rows += _element(child, depth + 1)
    if caption and not rows:
        return _element(Block("p", words.attributes, words.children), depth)
    return caption + rows
