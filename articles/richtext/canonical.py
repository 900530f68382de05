"""From any markup to the canonical form of a text.

One form for one text, whoever spelled it: the editor, a word processor, an importer. The elements
of rules.ATTRIBUTES nest as the HTML standard wants it, so a browser, nh3 and this module read the
result alike, and reading it again changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import rules, scanner
from .elements import (
    BOUNDARIES,
    CELLS,
    HEADINGS,
    IMPLIED,
    INLINE,
    LEAVES,
    LISTS,
    NOTE,
    OUT_OF_REACH,
    PARAGRAPHS,
    REPEATABLE,
    ROW_GROUPS,
    SYNONYMS,
    TABLE,
    VOID,
)
from .runs import Format, Run, escape
from .tree import Block, write

_KEPT = {name: sorted((*names, "lang")) for name, names in rules.ATTRIBUTES.items()}


@dataclass(slots=True, eq=False)
class _Open:
    """An element whose end has not come; it may have opened a block, a format, or nothing."""

    name: str
    block: Block | None = None
    format: Format | None = None
    implied: bool = False
    note: "_Outside | None" = None


@dataclass(slots=True, eq=False)
class _Outside:
    """What a note interrupts: the words around it and their formats."""

    tag: str  # of the note
    run: Run
    formats: list[Format]


def canonical(html: str) -> str:
    """The canonical form of any markup. Raises the ValidationErrors of rules.py."""
    builder = _Builder()
    for kind, content, attributes in scanner.scan(rules.printable(html)):
        if kind is scanner.Kind.TEXT:
            builder.text(content)
        elif kind is scanner.Kind.START:
            builder.start(SYNONYMS.get(content, content), attributes)
        else:
            builder.end(SYNONYMS.get(content, content))
    builder.finish()
    return write(builder.root)


class _Builder:
    """Builds the tree of blocks from tags and texts as they come."""

    def __init__(self) -> None:
        self.root = Block("")
        self._stack: list[_Open] = []
        self._blocks = [self.root]  # those of the stack
        self._formats: list[Format] = []  # those of the stack
        self._run: Run | None = None
        self._in_note = False
        self._size = 0
        self._shifted = False  # an h1 or h2 was there, so an h3 is one level further down
        self._openers: dict[str, Callable[[str, str], None]] = {
            "li": self._open_item,
            "caption": self._open_caption,
            "tr": self._open_row,
            "blockquote": self._open_block,
            "table": self._open_block,
            **dict.fromkeys(PARAGRAPHS, self._open_paragraph),
            **dict.fromkeys(LISTS, self._open_list),
            **dict.fromkeys(ROW_GROUPS, self._open_row_group),
            **dict.fromkeys(CELLS, self._open_cell),
            **dict.fromkeys(HEADINGS, self._open_heading),
            **dict.fromkeys(INLINE, self._open_format),
            **dict.fromkeys(BOUNDARIES, self._open_boundary),
            NOTE: self._open_note,
        }

    # Tags and texts

    def text(self, text: str) -> None:
        """Take characters that stand between two tags."""
        if not self._blocks[-1].verbatim or self._in_note:
            self._add(text)
            return
        lines = text.split("\n", rules.MAX_MARKS)
        if len(lines) > rules.MAX_MARKS:
            raise rules.RichTextTooComplex
        for number, line in enumerate(lines):
            if number and self._run:
                self._run.add_break()
            self._add(line)

    def start(self, name: str, attributes: str) -> None:
        """Take a start tag: its name and its attributes as they were written."""
        if name in VOID:
            self._void(name)
        elif self._in_note and name not in INLINE:  # a note has no blocks
            self._gap()
            self._push(_Open(name))
        elif opener := self._openers.get(name):
            opener(name, attributes)
        else:
            self._push(_Open(name))

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name == "br":  # browsers read </br> as a break
            self._void(name)
            return
        names = HEADINGS if name in HEADINGS else {name}
        index = self._reach(names, () if name in TABLE else self._walls(name))
        if index is None:
            return
        entry = self._stack[index]
        if entry.note:
            self._pop_to(index)
        elif self._in_note and name in INLINE and not self._is_in_note(index):
            return  # a format of the words around the note goes on after it
        elif name in INLINE or (not entry.block and name not in BOUNDARIES):
            del self._stack[index]
            if entry.format:
                self._formats.remove(entry.format)
        else:
            self._pop_to(index)
            if not entry.block:
                self._gap()

    def finish(self) -> None:
        """End everything that is still open."""
        if self._in_note:
            self._pop_to(0)

    # Words

    def _add(self, text: str) -> None:
        if self._run is None:
            if not text or text.isspace():
                return
            self._make_room()
            self._run = Run()
            self._blocks[-1].children.append(self._run)
        self._size += self._run.add(text, self._formats)
        if self._size > rules.MAX_BYTES:
            raise rules.RichTextTooLong

    def _gap(self) -> None:
        """What stands next does not run on from what stood before."""
        if self._in_note or self._blocks[-1].name in LEAVES - {"p"}:
            self._add(" ")
        else:
            self._close_leaf()

    def _void(self, name: str) -> None:
        if name == "hr":
            self._gap()
            if self._blocks[-1].name not in LEAVES:
                self._make_room()
                self._blocks[-1].children.append(Block("hr"))
        elif name == "br" and self._in_note:
            self._gap()
        elif name == "br" and self._run:
            self._run.add_break()

    # Openers

    def _open_format(self, name: str, source: str) -> None:
        if name == "a":
            self.end("a")
        attributes = _written(name, source)
        pointless = (name == "a" and " href=" not in attributes) or (
            name == "span" and not attributes
        )
        repeated = name not in REPEATABLE and any(one.name == name for one in self._formats)
        made = None if pointless or repeated else Format(name, f"<{name}{attributes}>")
        self._push(_Open(name, format=made))

    def _open_note(self, name: str, source: str) -> None:
        if self._blocks[-1].name == "caption":  # names its table, also to those who hear it
            self._open_boundary(name, source)
            return
        if self._run is None:
            self._make_room()
            self._run = Run()
            self._blocks[-1].children.append(self._run)
        outside = _Outside(f"<{name}{_written(name, source)}>", self._run, self._formats)
        self._push(_Open(name, note=outside))
        self._run, self._formats, self._in_note = Run(), [], True

    def _close_note(self, outside: _Outside) -> None:
        note, self._run, self._formats = self._run, outside.run, outside.formats
        self._in_note = False
        if note:
            self._size += self._run.add_note(outside.tag, note)

    def _is_in_note(self, index: int) -> bool:
        """Whether the element at this place of the stack was opened in the note that is open."""
        return any(entry.note for entry in self._stack[:index])

    def _open_boundary(self, name: str, _source: str) -> None:
        self._gap()
        self._push(_Open(name))

    def _open_paragraph(self, name: str, source: str) -> None:
        self._gap()
        if self._blocks[-1].name in LEAVES:  # a paragraph in a heading or caption
            self._push(_Open(name))
        else:
            self._open(name, Block("p", _written("p", source), verbatim=name != "p"))

    def _open_heading(self, name: str, source: str) -> None:
        if self._blocks[-1].name == "caption":
            self._open_paragraph(name, source)
            return
        self._close_leaf()
        level = max(int(name[1]), 3) + (self._shifted and int(name[1]) > 2)
        self._shifted = self._shifted or int(name[1]) < 3
        if any(block.name == "th" for block in self._blocks):  # bold anyway, and no place for one
            self._open(name, Block("p", _written("p", source)))
        elif level > 4:
            self._open(name, Block("p", _written("p", source)))
            self._push(_Open("", format=Format("strong", "<strong>")))
        else:
            self._open(name, Block(f"h{level}", _written("p", source)))

    def _open_block(self, name: str, source: str) -> None:
        self._gap()
        if self._blocks[-1].name in LEAVES:
            self._push(_Open(name))
        else:
            self._open(name, Block(name, _written(name, source)))

    def _open_list(self, name: str, source: str) -> None:
        self._gap()
        parent = self._blocks[-1]
        if parent.name in LISTS and parent.children:  # a list in a list belongs to the item before
            last = parent.children[-1]
            if isinstance(last, Block):
                self._push(_Open("li", block=last))
        self._open_block(name, source)

    def _open_item(self, name: str, source: str) -> None:
        index = self._reach({"li"}, LISTS | OUT_OF_REACH | {"blockquote"})
        if index is not None:
            self._pop_to(index)
        self._gap()
        if self._blocks[-1].name in LEAVES:
            self._push(_Open(name))
            return
        if self._blocks[-1].name not in LISTS:
            self._make_room()
            self._open("ul", Block("ul"), implied=True)
        self._open(name, Block(name, _written(name, source)), child=True)

    def _open_caption(self, name: str, source: str) -> None:
        if not self._back_to(TABLE):
            self._open_boundary(name, source)
            return
        table = self._blocks[-1]
        if any(isinstance(child, Block) and child.name == "caption" for child in table.children):
            self._open_boundary(name, source)
            return
        self._open(name, Block(name, _written(name, source)), child=True)

    def _open_row_group(self, name: str, source: str) -> None:
        if not self._back_to(TABLE):
            self._open_boundary(name, source)
            return
        begun = any(
            isinstance(child, Block) and child.name != "caption"
            for child in self._blocks[-1].children
        )
        block = Block("tbody" if begun else name, _written(name, source))
        self._open(name, block, child=True)

    def _open_row(self, name: str, source: str) -> None:
        if not self._back_to(TABLE | ROW_GROUPS):
            self._open_boundary(name, source)
            return
        self._imply({"tr"})
        self._open(name, Block(name, _written(name, source)), child=True)

    def _open_cell(self, name: str, source: str) -> None:
        if not self._back_to(TABLE | ROW_GROUPS | {"tr"}):
            self._open_boundary(name, source)
            return
        self._imply(CELLS)
        self._open(name, Block(name, _written(name, source)), child=True)

    # The stack

    def _push(self, entry: _Open) -> None:
        if len(self._stack) >= rules.MAX_DEPTH:
            raise rules.RichTextTooDeep
        self._stack.append(entry)
        if entry.block:
            self._blocks.append(entry.block)
            self._run = None
        if entry.format:
            self._formats.append(entry.format)

    def _open(self, name: str, block: Block, *, child: bool = False, implied: bool = False) -> None:
        """Begin a block; `child` says that it stands where only blocks of its kind stand."""
        if not child:
            self._make_room()
        self._blocks[-1].children.append(block)
        self._push(_Open(name, block=block, implied=implied))

    def _pop_to(self, index: int) -> None:
        """End everything that is open down to this place of the stack, and that too."""
        for entry in reversed(self._stack[index:]):
            if entry.block:
                self._blocks.pop()
                self._run = None
            if entry.format:
                self._formats.remove(entry.format)
            if entry.note:
                self._close_note(entry.note)
        del self._stack[index:]

    def _reach(self, names: Iterable[str], walls: Iterable[str]) -> int | None:
        """The place of the innermost open element of one of these names, up to a wall."""
        for index in range(len(self._stack) - 1, -1, -1):
            name = self._stack[index].name
            if name in names:
                return index
            if name in walls and self._stack[index].block:
                return None
        return None

    def _walls(self, name: str) -> Iterable[str]:
        if name in CELLS | ROW_GROUPS | {"tr", "caption"}:
            return TABLE
        return LISTS | OUT_OF_REACH if name == "li" else OUT_OF_REACH

    def _back_to(self, names: Iterable[str]) -> bool:
        """End what is open in the innermost block of one of these names; False if there is none."""
        for index in range(len(self._stack) - 1, -1, -1):
            block = self._stack[index].block
            if block and block.name in names:
                if index + 1 < len(self._stack):
                    self._pop_to(index + 1)
                self._run = None
                return True
        return False

    def _close_leaf(self) -> None:
        """End the paragraph or heading that is open."""
        self._run = None
        if self._blocks[-1].name in LEAVES:
            leaf = self._blocks[-1]
            index = next(i for i, entry in enumerate(self._stack) if entry.block is leaf)
            self._pop_to(index)

    def _make_room(self) -> None:
        """See to it that anything may stand next, by implied items and cells."""
        if self._stack and self._stack[-1].implied:
            self._pop_to(len(self._stack) - 1)
        self._imply(frozenset())

    def _imply(self, wanted: Iterable[str]) -> None:
        while (child := IMPLIED.get(self._blocks[-1].name)) and child not in wanted:
            block = Block(child)
            self._blocks[-1].children.append(block)
            self._push(_Open(child, block=block))


def _written(name: str, source: str) -> str:
    """The attributes that an element may keep, in order, as they stand in its start tag."""
    if not source:
        return ""
    kept = []
    found = scanner.attributes(source)
    for attribute in _KEPT[name]:
        if value := found.get(attribute):
            value = rules.VALUES[attribute](value)
            if value:
                kept.append(f' {attribute}="{escape(value, quotes=True)}"')
    return "".join(kept)
