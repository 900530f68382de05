"""Where a story goes in an arrangement: pure functions on documents."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from articles.fronts.document import WITH_SLOTS, Block, FrontDocument, Slot


def first_block(document: FrontDocument) -> int | None:
    """The index of the first block that stories can be put into."""
    places = (i for i, block in enumerate(document.blocks) if block.kind in WITH_SLOTS)
    return next((i for i in places if document.blocks[i].size), None)


def on_top(document: FrontDocument, story: UUID) -> FrontDocument | None:
    """`document` with `story` in the first place that is not pinned; None where there is none.

    It leaves every other place. What stood there moves down, past what is pinned, until a place
    that fills itself takes it in; else the last one falls off.
    """
    index = first_block(document)
    if index is None:
        return None
    if _is_on_top(document.blocks[index], story):
        return document
    blocks = [_without(block, story) for block in document.blocks]
    mended = _put(blocks[index], story)
    if mended is None:
        return None
    blocks[index] = mended
    return FrontDocument(tuple(blocks))


def not_on_top(document: FrontDocument, story: UUID) -> FrontDocument:
    """`document` without `story`, if that stands in the first place that is not pinned."""
    if not is_on_top(document, story):
        return document
    return FrontDocument(tuple(_without(block, story) for block in document.blocks))


def is_on_top(document: FrontDocument, story: UUID) -> bool:
    """Whether `story` stands in the first place that is not pinned, for good."""
    index = first_block(document)
    return index is not None and _is_on_top(document.blocks[index], story)


def _is_on_top(block: Block, story: UUID) -> bool:
    """Whether `story` has its place already, for good: pinned ones alone stand before it."""
    for slot in block.slots:
        if slot.story == story and slot.begins_at is None and slot.ends_at is None:
            return True
        if not slot.is_pinned:
            return False
    return False


def _without(block: Block, story: UUID) -> Block:
    """`block` with a place that fills itself instead of `story`."""
    slots = [Slot(uid=slot.uid) if slot.story == story else slot for slot in block.slots]
    return replace(block, slots=_trimmed(slots))


def _put(block: Block, story: UUID) -> Block | None:
    places = [*block.slots]
    places += [Slot(uid=uuid4()) for _more in range(len(places), block.size)]
    free = [n for n, slot in enumerate(places) if not slot.is_pinned]
    if not free:
        return None
    moving = Slot(uid=uuid4(), story=story)
    for n in free:
        places[n], moving = moving, places[n]
        if moving.story is None:
            break
    return replace(block, slots=_trimmed(places))


def _trimmed(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """`slots` without those at their end that say nothing."""
    kept = [*slots]
    while kept and kept[-1] == Slot(uid=kept[-1].uid):
        kept.pop()
    return tuple(kept)
