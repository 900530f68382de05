"""Three-way merge of texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError

from articles.comparison.passage_words import words_of
from articles.comparison.texts import is_too_much
from articles.merging.values import agreed, is_agreed
from articles.richtext import clean, passages
from articles.wordwise import BREAK, Hunk, align, keys_of, pieces

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_TABLE_TAG = re.compile(r"</?(?:t[a-z]+|caption)[^<>]*>")
_VOID = frozenset({"br", "hr"})


class MergedText(NamedTuple):
    """A text with the changes of both sides; where they clash, with theirs or with mine."""

    with_theirs: str
    with_mine: str
    clashes: bool


class Region(NamedTuple):
    """A stretch of a text as both sides have it, and merged: None where they clash."""

    theirs: list[str]
    mine: list[str]
    merged: list[str] | None


def merge_values(base: str, theirs: str, mine: str) -> MergedText:
    """Merge values that are one thing each, such as an address."""
    if is_agreed(base, theirs, mine):
        value = agreed(base, theirs, mine)
        return MergedText(value, value, clashes=False)
    return MergedText(theirs, mine, clashes=True)


def merge_lines(base: str, theirs: str, mine: str) -> MergedText:
    """Merge plain texts. Where the same words changed differently the whole line clashes."""
    whole = merge_values(base, theirs, mine)
    if not whole.clashes:
        return whole
    merged = [region.merged for region in _regions(pieces(base), pieces(theirs), pieces(mine))]
    found = [piece for stretch in merged for piece in stretch or ()]
    text = "".join(found)
    if None in merged or keys_of(pieces(text)) != keys_of(found):
        return whole
    return MergedText(text, text, clashes=False)


def merge_rich(base: str, theirs: str, mine: str) -> MergedText:
    """Merge rich texts; the result is canonical.

    Where the same words changed differently, whole paragraphs clash; where the merged markup would
    not say what both sides meant, the whole text does.
    """
    whole = merge_values(base, theirs, mine)
    if not whole.clashes:
        return whole
    texts = (base, theirs, mine)
    if any(map(is_too_much, texts)) or len({tuple(_TABLE_TAG.findall(t)) for t in texts}) == 3:
        return whole
    regions = list(_regions(*map(_rich_pieces, texts)))
    sides = [_sound(_joined(regions, side)) for side in ("theirs", "mine")]
    if sides[0] is None or sides[1] is None:
        return whole
    return MergedText(sides[0], sides[1], clashes=any(region.merged is None for region in regions))


def _rich_pieces(html: str) -> list[str]:
    """Tags, words and signs of canonical markup; between two blocks stands BREAK."""
    found: list[str] = []
    for text in _TAG.split(html):
        if text == BREAK or text.startswith("<"):
            found.append(text)
        else:
            found += pieces(text)
    return found


def _keys(found: list[str]) -> list[str]:
    return [piece if piece == BREAK else piece.rstrip() for piece in found]


def _regions(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[Region]:
    """The texts cut where they change; changes that overlap or touch are one stretch."""
    keys = [_keys(text) for text in (base, theirs, mine)]
    their_hunks, my_hunks = align(keys[0], keys[1]), align(keys[0], keys[2])
    i = j = k = 0
    for start, end, their_change, my_change in _groups(their_hunks, my_hunks):
        stable = start - i
        yield _stable(base[i:start], theirs[j : j + stable], mine[k : k + stable])
        i, j, k = start, j + stable, k + stable
        one = theirs[j : j + end - start + _growth(their_change)]
        other = mine[k : k + end - start + _growth(my_change)]
        yield Region(one, other, _agreed(one, other, bool(their_change), bool(my_change)))
        i, j, k = end, j + len(one), k + len(other)
    yield _stable(base[i:], theirs[j:], mine[k:])


def _groups(
    theirs: list[Hunk], mine: list[Hunk]
) -> Iterator[tuple[int, int, list[Hunk], list[Hunk]]]:
    """Hunks of both sides that overlap or touch: from, to, theirs, mine."""
    hunks = sorted([(hunk, False) for hunk in theirs] + [(hunk, True) for hunk in mine])
    place = 0
    while place < len(hunks):
        start, end = hunks[place][0].old_from, hunks[place][0].old_to
        group: tuple[list[Hunk], list[Hunk]] = ([], [])
        while place < len(hunks) and hunks[place][0].old_from <= end:
            hunk, is_mine = hunks[place]
            group[is_mine].append(hunk)
            end = max(end, hunk.old_to)
            place += 1
        yield start, end, *group


def _growth(hunks: list[Hunk]) -> int:
    return sum((hunk.new_to - hunk.new_from) - (hunk.old_to - hunk.old_from) for hunk in hunks)


def _agreed(
    theirs: list[str], mine: list[str], they_changed: bool, i_changed: bool
) -> list[str] | None:
    if not i_changed:
        return theirs
    return mine if not they_changed or _keys(theirs) == _keys(mine) else None


def _stable(base: list[str], theirs: list[str], mine: list[str]) -> Region:
    """Words that nobody changed; the spaces after them are from whoever changed those."""
    if mine == base:
        return Region(theirs, mine, theirs)
    merged = [agreed(*three) for three in zip(base, theirs, mine, strict=True)]
    return Region(theirs, mine, merged)


def _joined(regions: Sequence[Region], side: str) -> list[str]:
    """The merged pieces; blocks in which something clashes stand as one side has them."""
    joined: list[str] = []
    block: list[Region] = []
    for region in _at_breaks(regions):
        block.append(region)
        if all(found and found[-1] == BREAK for found in region):
            joined += _settled(block, side)
            block = []
    return [*joined, *_settled(block, side)]


def _at_breaks(regions: Sequence[Region]) -> Iterator[Region]:
    """The regions, what is the same in all three cut after each BREAK."""
    for theirs, mine, merged in regions:
        if merged is None or len(theirs) != len(mine) or _keys(theirs) != _keys(mine):
            yield Region(theirs, mine, merged)
            continue
        start = 0
        for end in [place for place, piece in enumerate(merged, start=1) if piece == BREAK]:
            yield Region(theirs[start:end], mine[start:end], merged[start:end])
            start = end
        yield Region(theirs[start:], mine[start:], merged[start:])


def _settled(block: list[Region], side: str) -> Iterator[str]:
    clashes = any(region.merged is None for region in block)
    for region in block:
        chosen = region.theirs if side == "theirs" else region.mine
        yield from chosen if clashes or region.merged is None else region.merged


def _sound(found: list[str]) -> str | None:
    """The canonical text of merged pieces; None where it would say something else than they do."""
    html = "".join(found)
    if not _is_balanced(found):
        return None
    try:
        canonical = clean(html)
    except ValidationError:
        return None
    return canonical if canonical == html or _says(canonical) == _says(html) else None


def _is_balanced(found: list[str]) -> bool:
    """Whether every element ends, in the order in which they began."""
    opened: list[str] = []
    for piece in found:
        name = _NAME.match(piece)
        if name is None or name[1] in _VOID:
            continue
        if not piece.startswith("</"):
            opened.append(name[1])
        elif not opened or opened.pop() != name[1]:
            return False
    return not opened


def _says(html: str) -> tuple[list[str], list[object], list[object]]:
    """The words with what stands around them, without their spaces."""
    words = words_of(passages(html))
    return words.keys, list(words.formats), list(words.blocks)
