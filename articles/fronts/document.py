"""The arrangement of a front as a value: blocks of slots, as JSON and back.

It names stories, sections and pictures by uuid, so that it means the same on every machine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from articles.models.fields import one_line, plain_lines

VERSION = 1
MOST_BLOCKS, MOST_SLOTS, MOST_STORIES = 30, 30, 300  # of a front, of a block, of a front
# Characters of what is written on a front.
LONGEST = {"title": 120, "text": 2000, "headline": 200, "kicker": 120, "alt": 500}

# Kinds of block, with how many stories a new one shows.
KINDS = {"lead": 9, "grid": 6, "list": 6, "latest": 4, "opinion": 4, "corrections": 3, "note": 0}
WITH_SLOTS = frozenset({"lead", "grid", "list", "latest", "opinion"})  # stories can be put there
_BLOCK_KEYS = {"uid", "kind", "title", "section", "text", "size", "slots"}
_SLOT_KEYS = {
    "uid", "story", "headline", "kicker", "picture", "alt", "begins_at", "ends_at", "is_pinned",
}  # fmt: skip


class UnreadableFront(ValueError):
    """Raised where JSON is not an arrangement, or says more than one may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in a block. One without a `story` fills itself, as does one outside of its times.

    What is "" or None is the story's own. `picture` is the uuid of one of the library. A pinned
    one keeps its place when a story is put above it.
    """

    uid: UUID
    story: UUID | None = None
    headline: str = ""
    kicker: str = ""
    picture: UUID | None = None
    alt: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    is_pinned: bool = False

    def holds(self, at: datetime) -> bool:
        """Whether its times hold `at`: [begins_at, ends_at)."""
        begun = self.begins_at is None or self.begins_at <= at
        return begun and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a front. It shows `size` stories: first those of `slots`, then the newest.

    `section` is where `latest` takes them from; None for where the front itself does. `text` is
    what a note says.
    """

    uid: UUID
    kind: str
    title: str = ""
    section: UUID | None = None
    text: str = ""
    size: int = 0
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontDocument:
    """An arrangement: blocks in the order of the page."""

    blocks: tuple[Block, ...] = field(default=())

    @property
    def slots(self) -> Iterable[Slot]:
        """All slots in the order of the page."""
        return (slot for block in self.blocks for slot in block.slots)

    @property
    def stories(self) -> set[UUID]:
        """The stories that it names."""
        return {slot.story for slot in self.slots if slot.story}

    @property
    def pictures(self) -> set[UUID]:
        """The pictures that it names."""
        return {slot.picture for slot in self.slots if slot.picture}

    @property
    def sections(self) -> set[UUID]:
        """The sections that it names."""
        return {block.section for block in self.blocks if block.section}


def default_document(section: UUID | None, sections: Iterable[UUID] = ()) -> FrontDocument:
    """The arrangement of a front that nobody arranged: of a `section`, else of the home page.

    `sections` are those that the home page shows, in order. It is the same each time.
    """

    def block(kind: str, of: UUID | None = None, *, size: int = 0) -> Block:
        uid = uuid5(of or section or NAMESPACE_URL, f"front:{kind}")
        return Block(uid=uid, kind=kind, section=of, size=size or KINDS[kind])

    if section is not None:
        kinds = {"lead": 9, "opinion": 4, "grid": 3, "latest": 8, "corrections": 3}
        return FrontDocument(tuple(block(kind, size=size) for kind, size in kinds.items()))
    latest = [block("latest", of) for of in sections][: MOST_BLOCKS - 4]
    return FrontDocument(
        (block("lead"), block("opinion"), block("grid", size=3), *latest, block("corrections"))
    )


def to_json(document: FrontDocument) -> dict[str, Any]:
    """Return `document` as JSON that `from_json` reads."""
    return {"version": VERSION, "blocks": [_block_json(block) for block in document.blocks]}


def from_json(data: Any) -> FrontDocument:
    """Return the arrangement that `data` holds, with its lines made printable.

    Raises UnreadableFront where it is none, or is too much for a page.
    """
    found = _object(data, {"version", "blocks"})
    if found["version"] != VERSION:
        raise UnreadableFront("This arrangement has another version.")
    blocks = tuple(_block(block) for block in _list(found["blocks"], MOST_BLOCKS))
    document = FrontDocument(blocks)
    uids = [block.uid for block in blocks] + [slot.uid for slot in document.slots]
    if len(set(uids)) != len(uids):
        raise UnreadableFront("Two things on it have the same uid.")
    if sum(block.size for block in blocks) > MOST_STORIES:
        raise UnreadableFront(f"A front shows at most {MOST_STORIES} stories.")
    return document


def _block_json(block: Block) -> dict[str, Any]:
    return {
        "uid": str(block.uid),
        "kind": block.kind,
        "title": block.title,
        "section": str(block.section) if block.section else None,
        "text": block.text,
        "size": block.size,
        "slots": [_slot_json(slot) for slot in block.slots],
    }


def _slot_json(slot: Slot) -> dict[str, Any]:
    return {
        "uid": str(slot.uid),
        "story": str(slot.story) if slot.story else None,
        "headline": slot.headline,
        "kicker": slot.kicker,
        "picture": str(slot.picture) if slot.picture else None,
        "alt": slot.alt,
        "begins_at": slot.begins_at.isoformat() if slot.begins_at else None,
        "ends_at": slot.ends_at.isoformat() if slot.ends_at else None,
        "is_pinned": slot.is_pinned,
    }


def _block(data: Any) -> Block:
    found = _object(data, _BLOCK_KEYS)
    kind, size = found["kind"], found["size"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise UnreadableFront("There is no such kind of block.")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= MOST_SLOTS:
        raise UnreadableFront("A block has no such size.")
    slots = tuple(_slot(slot) for slot in _list(found["slots"], MOST_SLOTS))
    if slots and kind not in WITH_SLOTS:
        raise UnreadableFront("A block of this kind holds no stories.")
    if len(slots) > size:
        raise UnreadableFront("A block holds more stories than it shows.")
    return Block(
        uid=_needed(found["uid"]),
        kind=kind,
        title=_line(found, "title"),
        section=_uuid(found["section"]),
        text=_text(found, "text"),
        size=0 if kind == "note" else size,
        slots=slots,
    )


def _slot(data: Any) -> Slot:
    found = _object(data, _SLOT_KEYS)
    begins, ends = _instant(found["begins_at"]), _instant(found["ends_at"])
    if begins and ends and ends <= begins:
        raise UnreadableFront("A slot would end before it begins.")
    if not isinstance(found["is_pinned"], bool):
        raise UnreadableFront("A pin is either set or not.")
    return Slot(
        uid=_needed(found["uid"]),
        story=_uuid(found["story"]),
        headline=_line(found, "headline"),
        kicker=_line(found, "kicker"),
        picture=_uuid(found["picture"]),
        alt=_line(found, "alt"),
        begins_at=begins,
        ends_at=ends,
        is_pinned=found["is_pinned"],
    )


def _object(data: Any, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping) or set(data) != keys:
        raise UnreadableFront(f"This is not an object of {', '.join(sorted(keys))}.")
    return data


def _list(data: Any, most: int) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise UnreadableFront(f"This is not a list of at most {most}.")
    return data


def _text(found: Mapping[str, Any], name: str) -> str:
    """Lines of `name`, printable, of the length that it may have."""
    text = found[name]
    if not isinstance(text, str) or len(text) > LONGEST[name]:
        raise UnreadableFront(f"“{name}” has at most {LONGEST[name]} characters.")
    return plain_lines(text)


def _line(found: Mapping[str, Any], name: str) -> str:
    return one_line(_text(found, name))


def _needed(data: Any) -> UUID:
    uid = _uuid(data)
    if uid is None:
        raise UnreadableFront("A uid is missing.")
    return uid


def _uuid(data: Any) -> UUID | None:
    if data is None:
        return None
    try:
        found = UUID(data)
    except (TypeError, ValueError, AttributeError):
        raise UnreadableFront("This is no uuid.") from None
    return found


def _instant(data: Any) -> datetime | None:
    if data is None:
        return None
    try:
        instant = datetime.fromisoformat(data)
        if instant.utcoffset() is None:
            raise UnreadableFront("An instant needs its offset from UTC.")
        return instant.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableFront("This is no instant.") from None
