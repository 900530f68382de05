"""Arrangements for tests of fronts."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from articles.fronts.document import Block, FrontDocument, Slot
from articles.fronts.filling import FilledFront, filled
from articles.fronts.standing import front_of
from articles.fronts.verbs import arrange, publish_front
from articles.models import Edition, Front, FrontEdition, Section, Story
from tests.stories import NOW


def slot(story: Story | Edition | None = None, **fields: Any) -> Slot:
    """A place for a story, or one that fills itself."""
    found = story.story if isinstance(story, Edition) else story
    return Slot(uid=uuid4(), story=found.uuid if found else None, **fields)


def block(kind: str, *slots: Slot, size: int | None = None, **fields: Any) -> Block:
    """A block of this kind, of the size of its slots unless told."""
    return Block(
        uid=uuid4(),
        kind=kind,
        slots=slots,
        size=len(slots) if size is None else size,
        **fields,
    )


def front(*blocks: Block) -> FrontDocument:
    """An arrangement of these blocks."""
    return FrontDocument(blocks)


def make_front(
    document: FrontDocument,
    by: User,
    *,
    section: Section | None = None,
    now: datetime = NOW,
    at: datetime | None = None,
) -> FrontEdition:
    """The front of English readers, arranged and published, or scheduled for `at`."""
    home = front_of("en", section)
    arrange(front=home, document=document, version=home.version, by=by, now=now)
    home.refresh_from_db()
    return publish_front(front=home, version=home.version, by=by, now=now, at=at)


def home() -> Front:
    """The English home page as it is."""
    return front_of("en", None)


def show(
    document: FrontDocument, *, section: Section | None = None, at: datetime = NOW
) -> FilledFront:
    """The front as English readers see it."""
    return filled(document, language="en", section=section.pk if section else None, at=at)


def headlines(found: FilledFront) -> list[list[str]]:
    """What stands in each block."""
    return [[place.headline for place in block.shown] for block in found.blocks]


def uuids(document: FrontDocument, index: int = 0) -> list[UUID | None]:
    """The stories of a block, place by place."""
    return [slot.story for slot in document.blocks[index].slots]
