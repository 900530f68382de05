"""How a front stands: what the desk works on, and what readers see of it."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from articles.fronts.document import FrontDocument, default_document, from_json, to_json
from articles.fronts.layout import live_front
from articles.models import Front, Section


def front_of(language: str, section: Section | None) -> Front:
    """The front of a section in a language, or its home page; made where nobody looked before."""
    return Front.objects.get_or_create(language=language, section=section)[0]


def draft_of(front: Front, at: datetime) -> FrontDocument:
    """The arrangement that the desk works on: the draft, else what readers see at `at`."""
    if front.draft is not None:
        return from_json(front.draft)
    return live_document(front, at)


def live_document(front: Front, at: datetime) -> FrontDocument:
    """The arrangement that readers see at `at`; the default one where nobody arranged it."""
    live = live_front(front, at)
    return from_json(live.document) if live else default_of(front)


def default_of(front: Front) -> FrontDocument:
    """The arrangement of `front` while nobody arranges it."""
    if front.section is not None:
        return default_document(front.section.uuid)
    return default_document(None, shown_sections(front.language))


def shown_sections(language: str) -> list[UUID]:
    """The sections that have a page in `language`, in order."""
    found = Section.objects.filter(retired_at=None, texts__language=language)
    return list(found.order_by("position", "pk").values_list("uuid", flat=True))


def has_changes(front: Front, at: datetime) -> bool:
    """Whether the desk has another arrangement than readers see at `at`."""
    return front.draft is not None and from_json(front.draft) != live_document(front, at)


def set_draft(front: Front, document: FrontDocument | None, *, by: User, now: datetime) -> Front:
    """Set the draft, and count that somebody did."""
    front.draft = to_json(document) if document is not None else None
    front.version += 1
    front.drafted_by, front.drafted_at = by, now
    front.save(update_fields=["draft", "version", "drafted_by", "drafted_at"])
    return front
