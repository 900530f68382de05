"""What a front shows at an instant: one pass, the same for readers and for the desk.

Stories that somebody placed come first, in the order of the page; then everything else fills
itself with the newest. No story stands twice on a page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from articles.fronts.candidates import Candidate, Candidates, Scope, candidates_for
from articles.fronts.document import WITH_SLOTS, Block, FrontDocument, Slot
from articles.models import Edition, Format
from articles.pictured import pictures_by_uuid
from images.models import Image

# What never leads a front by itself while there is anything else.
NOT_LEADING = frozenset({Format.OPINION, Format.SPONSORED})


class Absent(Enum):
    """Why a story that somebody placed is not in its place."""

    NOT_LIVE = "not-live"  # never published, ended or taken down
    WAITING = "waiting"
    OVER = "over"  # its time in this place has passed
    OFF_FRONTS = "off-fronts"
    TWICE = "twice"  # it stands further up


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A story that takes its place at `begins_at`."""

    story: UUID
    headline: str
    begins_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSlot:
    """One place: the edition that stands in it, if one does, and the slot that was arranged."""

    slot: Slot | None = None
    edition: Edition | None = None
    is_automatic: bool = True
    waiting: Waiting | None = None
    absent: Absent | None = None
    picture: Image | None = None  # instead of the edition's own

    @property
    def uid(self) -> UUID | None:
        """That of its slot."""
        return self.slot.uid if self.slot else None

    @property
    def is_pinned(self) -> bool:
        """Whether it keeps its place when a story is put above it."""
        return self.slot is not None and self.slot.is_pinned

    @property
    def headline(self) -> str:
        """What stands there, in the words of the front or of the edition; "" for nothing."""
        own = self.slot.headline if self.slot and not self.is_automatic else ""
        return own or (self.edition.headline if self.edition else "")

    @property
    def kicker(self) -> str:
        """The line above the headline."""
        own = self.slot.kicker if self.slot and not self.is_automatic else ""
        return own or (self.edition.kicker if self.edition else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledBlock:
    """A block with what it shows; `corrections` are editions that correct, newest first."""

    block: Block
    slots: tuple[FilledSlot, ...] = ()
    corrections: tuple[Edition, ...] = ()

    @property
    def shown(self) -> list[FilledSlot]:
        """Its places in which a story stands."""
        return [slot for slot in self.slots if slot.edition]


class Onward(NamedTuple):
    """The newest story that the front does not show: the plain list goes on from it."""

    first_published_at: datetime
    story_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFront:
    """A front as of an instant."""

    blocks: tuple[FilledBlock, ...]
    onward: Onward | None = None

    @property
    def editions(self) -> list[Edition]:
        """All that it shows, in the order of the page."""
        stories = [slot.edition for block in self.blocks for slot in block.slots if slot.edition]
        return stories + [edition for block in self.blocks for edition in block.corrections]

    @property
    def pictures(self) -> set[int]:
        """The keys of pictures that stand there instead of the stories' own."""
        slots = (slot for block in self.blocks for slot in block.slots)
        return {slot.picture.pk for slot in slots if slot.picture}

    @property
    def waiting(self) -> list[Waiting]:
        """What takes its place later, the next one first."""
        slots = (slot for block in self.blocks for slot in block.slots)
        found = [slot.waiting for slot in slots if slot.waiting]
        return sorted(found, key=lambda waiting: (waiting.begins_at, waiting.story))


def filled(
    document: FrontDocument,
    *,
    language: str,
    section: int | None,
    at: datetime,
    sections: Mapping[UUID, int] | None = None,
) -> FilledFront:
    """The front of a section, by its key, or of the home page, arranged as `document`, at `at`.

    At most four queries, however many blocks and stories there are; one more where `sections`, the
    keys of sections by uuid, are not given.
    """
    found = candidates_for(document, Scope(language, section), at, sections)
    filling = _Filling(document, found, at)
    filling.place()
    filling.fill()
    return filling.shown()


@dataclass(slots=True)
class _Place:
    """A place while the front is being filled."""

    slot: Slot | None
    taken_by: Candidate | None = None
    is_automatic: bool = True
    waiting: Waiting | None = None
    absent: Absent | None = None


@dataclass(slots=True)
class _Filling:
    """One front being filled."""

    document: FrontDocument
    found: Candidates
    at: datetime
    used: set[int] = field(default_factory=set)  # keys of the stories that have their place
    places: dict[UUID, list[_Place]] = field(default_factory=dict)  # by the uid of their block

    def place(self) -> None:
        """Give every story that somebody placed its place."""
        for block in self.document.blocks:
            size = block.size if block.kind in WITH_SLOTS else 0
            empty = [None] * (size - len(block.slots))
            self.places[block.uid] = [self._placed(slot) for slot in (*block.slots, *empty)]

    def _placed(self, slot: Slot | None) -> _Place:
        if slot is None or slot.story is None:
            return _Place(slot)
        rows = self.found.placed.get(slot.story, [])
        live = next((row for row in rows if row.is_live(self.at)), None)
        if slot.ends_at is not None and slot.ends_at <= self.at:
            return _Place(slot, absent=Absent.OVER)
        if any(row.is_off_fronts for row in rows):
            return _Place(slot, absent=Absent.OFF_FRONTS)
        if live is None or not slot.holds(self.at):
            return self._waiting(slot, rows)
        if live.story in self.used:
            return _Place(slot, absent=Absent.TWICE)
        self.used.add(live.story)
        return _Place(slot, taken_by=live, is_automatic=False)

    def _waiting(self, slot: Slot, rows: Iterable[Candidate]) -> _Place:
        """The place of a story that is not live yet, or whose time there has not begun."""
        for row in rows:
            begins = max(row.live_from, slot.begins_at or row.live_from)
            is_there = begins > self.at and (row.live_until is None or begins < row.live_until)
            if is_there and slot.holds(begins):
                waiting = Waiting(story=row.uuid, headline=row.headline, begins_at=begins)
                return _Place(slot, waiting=waiting, absent=Absent.WAITING)
        return _Place(slot, absent=Absent.NOT_LIVE)

    def fill(self) -> None:
        """Fill what is empty with the newest; opinion first, which only one kind of block has."""
        blocks = sorted(self.document.blocks, key=lambda block: block.kind != "opinion")
        for block in blocks:
            empty = [place for place in self.places[block.uid] if place.taken_by is None]
            if block.kind == "lead":
                empty = self._fill(empty, self.found.of(block), leading=True)
            self._fill(empty, self.found.of(block))

    def _fill(
        self, empty: list[_Place], newest: Iterable[Candidate], *, leading: bool = False
    ) -> list[_Place]:
        """Put the newest that have no place yet into `empty`; returns what stays so."""
        free = (row for row in newest if row.story not in self.used)
        fitting = (row for row in free if not leading or row.format not in NOT_LEADING)
        for place, row in zip(empty, fitting, strict=False):
            place.taken_by = row
            self.used.add(row.story)
        return [place for place in empty if place.taken_by is None]

    def shown(self) -> FilledFront:
        """The front with its editions loaded."""
        places = [place for places in self.places.values() for place in places]
        keys = {place.taken_by.edition for place in places if place.taken_by}
        editions = self.found.editions(keys, self.at)
        own = (place.slot for place in places if place.slot and not place.is_automatic)
        pictures = pictures_by_uuid(slot.picture for slot in own if slot.picture)
        blocks = tuple(
            FilledBlock(
                block=block,
                slots=tuple(
                    _filled(place, editions, pictures)
                    for place in self.places[block.uid]
                    if place.slot or place.taken_by
                ),
                corrections=self._corrections(block, editions),
            )
            for block in self.document.blocks
        )
        rest = (row for row in self.found.listed if row.story not in self.used)
        onward = next((Onward(row.first_published_at, row.story) for row in rest), None)
        return FilledFront(blocks=blocks, onward=onward)

    def _corrections(self, block: Block, editions: Mapping[int, Edition]) -> tuple[Edition, ...]:
        if block.kind != "corrections":
            return ()
        rows = self.found.corrections[: block.size]
        return tuple(editions[row.edition] for row in rows if row.edition in editions)


def _filled(
    place: _Place, editions: Mapping[int, Edition], pictures: Mapping[UUID, Image]
) -> FilledSlot:
    slot = place.slot
    own = slot.picture if slot and not place.is_automatic else None
    return FilledSlot(
        slot=slot,
        edition=editions.get(place.taken_by.edition) if place.taken_by else None,
        is_automatic=place.is_automatic,
        waiting=place.waiting,
        absent=place.absent,
        picture=pictures.get(own) if own else None,
    )
