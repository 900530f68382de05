"""Documents as values: what stands in them, as JSON and back."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

VERSION = 1
# From a version to the next: takes and returns the JSON of a document.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

# The columns of a story that are content, in the order of the form.
STORY_FIELDS = (
    "language",
    "kicker",
    "headline",
    "headline_language",
    "standfirst",
    "slug",
    "format",
    "sponsor",
    "dateline",
    "seo_title",
    "seo_description",
    "lead_image",
    "lead_caption",
    "lead_caption_language",
    "lead_alt",
    "lead_purpose",
    "lead_crop",
)
# Those that came later. Where they are empty they are left out, so that what an older document
# says, and its digest with it, stays the same.
LATER_FIELDS = frozenset({
    "headline_language",
    "lead_image",
    "lead_caption",
    "lead_caption_language",
    "lead_alt",
    "lead_purpose",
    "lead_crop",
})  # fmt: skip
# The same for values of parts.
LATER_VALUES = frozenset({
    "caption_language", "quote_language", "subheading_language", "title_language",
})  # fmt: skip


class UnreadableDocument(Exception):
    """Raised where JSON is not a document, or is one of a later version than this code knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineLine:
    """One name of who made the story."""

    uid: UUID
    author: UUID | None
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPart:
    """One part: its kind (a key of PARTS), its lasting identity, and its content by field name."""

    kind: str
    uid: UUID
    values: Mapping[str, str]

    def __post_init__(self) -> None:
        empty = [name for name in LATER_VALUES if self.values.get(name) == ""]
        if empty:
            kept = {name: value for name, value in self.values.items() if name not in empty}
            object.__setattr__(self, "values", kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The content of a story. Topics are sorted by uuid: their order means nothing."""

    language: str
    kicker: str = ""
    headline: str = ""
    headline_language: str = ""
    standfirst: str = ""
    slug: str = ""
    format: str = "news"
    sponsor: str = ""
    dateline: str = ""
    seo_title: str = ""
    seo_description: str = ""
    lead_image: str = ""
    lead_caption: str = ""
    lead_caption_language: str = ""
    lead_alt: str = ""
    lead_purpose: str = ""
    lead_crop: str = ""
    section: UUID | None = None
    bylines: tuple[BylineLine, ...] = ()
    topics: tuple[UUID, ...] = ()
    parts: tuple[DocumentPart, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "topics", tuple(sorted(set(self.topics))))

    @property
    def is_page(self) -> bool:
        """Whether this is a standing page."""
        return self.format == "page"


def to_json(document: Document) -> dict[str, Any]:
    """Return `document` as JSON that `from_json` reads."""
    return {
        "version": VERSION,
        **{
            name: value
            for name in STORY_FIELDS
            if (value := getattr(document, name)) or name not in LATER_FIELDS
        },
        "section": str(document.section) if document.section else None,
        "bylines": [
            {
                "uid": str(line.uid),
                "author": str(line.author) if line.author else None,
                "name": line.name,
                "role": line.role,
            }
            for line in document.bylines
        ],
        "topics": [str(topic) for topic in document.topics],
        "parts": [
            {"kind": part.kind, "uid": str(part.uid), "values": dict(part.values)}
            for part in document.parts
        ],
    }


def from_json(data: Mapping[str, Any]) -> Document:
    """Return the document that `data` holds, upgraded from whatever version it has.

    Raises UnreadableDocument where it cannot.
    """
    try:
        upgraded = dict(data)
        while upgraded["version"] < VERSION:
            upgraded = UPGRADES[upgraded["version"]](upgraded)
        if upgraded["version"] != VERSION:
            raise UnreadableDocument(f"This document has version {upgraded['version']}.")
        return Document(
            **{name: upgraded[name] for name in STORY_FIELDS if name not in LATER_FIELDS},
            **{name: upgraded.get(name, "") for name in LATER_FIELDS},
            section=_uuid(upgraded["section"]),
            bylines=tuple(
                BylineLine(
                    uid=UUID(line["uid"]),
                    author=_uuid(line["author"]),
                    name=line["name"],
                    role=line["role"],
                )
                for line in upgraded["bylines"]
            ),
            topics=tuple(UUID(topic) for topic in upgraded["topics"]),
            parts=tuple(
                DocumentPart(kind=part["kind"], uid=UUID(part["uid"]), values=part["values"])
                for part in upgraded["parts"]
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableDocument("This is not a document.") from error


def digest(document: Document) -> str:
    """The SHA-256 of the document's canonical JSON, in hexadecimal."""
    return digest_of_json(to_json(document))


def digest_of_json(data: Mapping[str, Any]) -> str:
    """The digest of a document as it is stored, whatever its version."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


def canonical_json(data: Mapping[str, Any]) -> bytes:
    """The one way to write a stored document that its digest is of."""
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
