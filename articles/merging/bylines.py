"""Three-way merge of bylines, line by line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from articles.comparison.contents import bylines_label, line_in_words
from articles.document import BylineLine, Document
from articles.merging.conflicts import SIDES, Conflict, Decisions
from articles.merging.order import merge_order
from articles.merging.values import Value, agreed, is_agreed

Lines = dict[tuple[UUID, int], BylineLine]


def merge_bylines(
    base: Document,
    theirs: Document,
    mine: Document,
    names: Mapping[UUID, str],
    decisions: Decisions,
) -> tuple[BylineLine, ...]:
    """Lines that either added are kept, those that one removed go; order as for parts.

    Where both changed a line differently, or one changed what the other removed, it is one
    conflict: which side's bylines win there.
    """
    old, one, other = _by_uid(base.bylines), _by_uid(theirs.bylines), _by_uid(mine.bylines)
    merged = _merged(old, one, other, side="mine")
    if merged != _merged(old, one, other, side="theirs"):
        side = decisions.answer(
            Conflict(
                place="bylines",
                label=bylines_label(),
                base=_in_words(base.bylines, names),
                theirs=_in_words(theirs.bylines, names),
                mine=_in_words(mine.bylines, names),
                answers=SIDES,
            )
        )
        merged = _merged(old, one, other, side=side)
    order = merge_order(list(old), list(one), list(other), merged)
    return tuple(merged[key] for key in order)


def _by_uid(lines: Sequence[BylineLine]) -> Lines:
    seen: Counter[UUID] = Counter()
    found: Lines = {}
    for line in lines:
        found[line.uid, seen[line.uid]] = line
        seen[line.uid] += 1
    return found


def _merged(base: Lines, theirs: Lines, mine: Lines, *, side: str) -> Lines:
    found = {}
    for key in {**theirs, **mine}:
        line = _merged_line(base.get(key), theirs.get(key), mine.get(key), side)
        if line is not None:
            found[key] = line
    return found


def _merged_line(
    base: BylineLine | None, theirs: BylineLine | None, mine: BylineLine | None, side: str
) -> BylineLine | None:
    preferred = mine if side == "mine" else theirs
    if is_agreed(base, theirs, mine):
        return agreed(base, theirs, mine)
    if theirs is None or mine is None or base is None:
        return preferred
    return BylineLine(
        uid=mine.uid,
        author=_chosen(base.author, theirs.author, mine.author, side),
        name=_chosen(base.name, theirs.name, mine.name, side),
        role=_chosen(base.role, theirs.role, mine.role, side),
    )


def _chosen(base: Value, theirs: Value, mine: Value, side: str) -> Value:
    if is_agreed(base, theirs, mine):
        return agreed(base, theirs, mine)
    return mine if side == "mine" else theirs


def _in_words(lines: Sequence[BylineLine], names: Mapping[UUID, str]) -> str:
    return "\n".join(line_in_words(line, names) for line in lines)
