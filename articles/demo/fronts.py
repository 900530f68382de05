"""Arranges the demo's home pages through the desk's own verbs."""

from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.models import User
from articles.demo import content
from articles.fronts.document import Block, FrontDocument, Slot
from articles.fronts.verbs import arrange, front_of, publish_front


def arrange_fronts(*, by: User, now: datetime) -> None:
    """Arrange and publish the home pages that the demo has an arrangement for."""
    known = {code for code, _name in settings.LANGUAGES}
    for language, blocks in content.fronts().items():
        if language not in known:
            continue
        made = (block_of(language, place, block) for place, block in enumerate(blocks))
        document = FrontDocument(tuple(made))
        front = front_of(language, None)
        kept = arrange(front=front, document=document, version=front.version, by=by, now=now)
        if kept is not None:
            publish_front(front=kept, version=kept.version, by=by, now=now)


def block_of(language: str, place: int, block: dict[str, Any]) -> Block:
    """A block of the demo's file."""
    section = block.get("section")
    slots = tuple(slot_of(language, place, slot) for slot in block.get("slots", []))
    return Block(
        uid=content.identity("front", language, str(place)),
        kind=block["kind"],
        title=block.get("title", ""),
        section=content.identity("sections", section) if section else None,
        text=block.get("text", ""),
        size=block.get("size", 0),
        slots=slots,
    )


def slot_of(language: str, place: int, slot: dict[str, Any]) -> Slot:
    """A place of the demo's file."""
    return Slot(
        uid=content.identity("front", language, str(place), slot["story"]),
        story=content.identity(language, slot["story"]),
        headline=slot.get("headline", ""),
        kicker=slot.get("kicker", ""),
        is_pinned=slot.get("pinned", False),
    )
