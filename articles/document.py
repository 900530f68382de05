"""The narrow waist: the content of a story as one typed value.

Revisions, editions, preview and everything that compares or carries stories speak `Document`.
References are by uuid, never by primary key, so a document means the same on every machine.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from articles.models import PARTS, Author, Byline, Part, Section, Story, Topic

_Taxon = TypeVar("_Taxon", Section, Topic, Author)
VERSION = 1
# From a version to the next: takes and returns the JSON of a document.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

# The columns of a story that are content, in the order of the form.
STORY_FIELDS = (
    "language",
    "kicker",
    "headline",
    "standfirst",
    "slug",
    "format",
    "sponsor",
    "dateline",
    "seo_title",
    "seo_description",
)
MOST_ROWS = 2_000  # of one kind in one form; more is not a story


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The content of a story. Topics are sorted by uuid: their order means nothing."""

    language: str
    kicker: str = ""
    headline: str = ""
    standfirst: str = ""
    slug: str = ""
    format: str = "news"
    sponsor: str = ""
    dateline: str = ""
    seo_title: str = ""
    seo_description: str = ""
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
        **{name: getattr(document, name) for name in STORY_FIELDS},
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
            **{name: upgraded[name] for name in STORY_FIELDS},
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
    canonical = json.dumps(to_json(document), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def parts_of(story: Story) -> list[Part]:
    """The story's parts of every kind, in order. One query a kind."""
    rows: list[Part] = []
    for model in PARTS.values():
        rows.extend(model._default_manager.filter(parent=story))
    order = list(PARTS)
    return sorted(rows, key=lambda row: (row.ordering, order.index(row.kind), row.pk))


def freeze(story: Story) -> Document:
    """Return the document that the story's rows hold now."""
    return Document(
        **{name: getattr(story, name) for name in STORY_FIELDS},
        section=story.section.uuid if story.section else None,
        bylines=tuple(
            BylineLine(
                uid=byline.uid,
                author=byline.author.uuid if byline.author else None,
                name=byline.name,
                role=byline.role,
            )
            for byline in Byline.objects.filter(story=story).select_related("author")
        ),
        topics=tuple(story.topics.values_list("uuid", flat=True)),
        parts=tuple(
            DocumentPart(
                kind=part.kind,
                uid=part.uid,
                values={f.name: f.value_to_string(part) for f in type(part).content_fields()},
            )
            for part in parts_of(story)
        ),
    )


def thaw(document: Document, story: Story) -> None:
    """Make the rows of `story` hold `document`, in the caller's transaction.

    Rows are matched by uid and keep their primary keys; what the document does not name goes.
    Raises UnreadableDocument where it names a section, topic, author or kind that is not there.
    """
    for name in STORY_FIELDS:
        setattr(story, name, getattr(document, name))
    story.section = _find(Section, document.section)
    story.save()
    story.topics.set(filter(None, (_find(Topic, topic) for topic in document.topics)))
    _thaw_bylines(document, story)
    _thaw_parts(document, story)


def _thaw_bylines(document: Document, story: Story) -> None:
    rows = {row.uid: row for row in Byline.objects.filter(story=story)}
    for position, line in enumerate(document.bylines):
        row = rows.pop(line.uid, None) or Byline(story=story, uid=line.uid)
        row.author = _find(Author, line.author)
        row.name, row.role, row.position = line.name, line.role, position
        row.save()
    Byline.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()


def _thaw_parts(document: Document, story: Story) -> None:
    rows = {(row.kind, row.uid): row for row in parts_of(story)}
    for place, part in enumerate(document.parts, start=1):
        model = PARTS.get(part.kind)
        if model is None:
            raise UnreadableDocument(f"Nothing here knows a part of kind {part.kind!r}.")
        row = rows.pop((part.kind, part.uid), None) or model(parent=story, uid=part.uid)
        row.region, row.ordering = "main", place * 10
        for content in model.content_fields():
            setattr(row, content.attname, content.to_python(part.values.get(content.name, "")))
        row.save()
    for row in rows.values():
        row.delete()


def read_form(post: QueryDict) -> Document:
    """Return the document that a posted story form shows, without validation or database.

    Text that a field would refuse outright (too large, nested too deep) reads as empty. Rows
    that are marked for deletion, or that have no uid, are left out.
    """
    return Document(
        **{name: _posted(Story, name, post.get(name, "")) for name in STORY_FIELDS},
        section=_uuid(post.get("section")),
        bylines=tuple(_read_bylines(post)),
        topics=tuple(topic for topic in map(_uuid, post.getlist("topics")) if topic),
        parts=tuple(_read_parts(post)),
    )


def _read_bylines(post: QueryDict) -> list[BylineLine]:
    lines = [
        (
            _number(post.get(f"{prefix}-position")),
            BylineLine(
                uid=uid,
                author=_uuid(post.get(f"{prefix}-author")),
                name=_posted(Byline, "name", post.get(f"{prefix}-name", "")),
                role=_posted(Byline, "role", post.get(f"{prefix}-role", "")),
            ),
        )
        for prefix, uid in _rows(post, form_prefix(Byline))
    ]
    lines.sort(key=lambda pair: pair[0])
    return [line for _place, line in lines if line.author or line.name]


def _read_parts(post: QueryDict) -> list[DocumentPart]:
    parts = []
    for kind, model in PARTS.items():
        for prefix, uid in _rows(post, form_prefix(model)):
            values = {
                content.name: _posted(model, content.name, post.get(f"{prefix}-{content.name}", ""))
                for content in model.content_fields()
            }
            place = _number(post.get(f"{prefix}-ordering"))
            parts.append((place, DocumentPart(kind=kind, uid=uid, values=values)))
    return [part for _place, part in sorted(parts, key=lambda pair: pair[0])]


def form_prefix(model: type[models.Model]) -> str:
    """What the names of the form's fields for rows of `model` begin with."""
    key = next(f for f in model._meta.concrete_fields if f.related_model is Story)
    return str(key.remote_field.get_accessor_name())  # type: ignore[union-attr]


def _rows(post: QueryDict, prefix: str) -> list[tuple[str, UUID]]:
    total = min(_number(post.get(f"{prefix}-TOTAL_FORMS")), MOST_ROWS)
    rows: dict[UUID, str] = {}
    for index in range(total):
        row = f"{prefix}-{index}"
        uid = _uuid(post.get(f"{row}-uid"))
        if uid and uid not in rows and post.get(f"{row}-DELETE", "") not in {"on", "1", "true"}:
            rows[uid] = row
    return [(row, uid) for uid, row in rows.items()]


def _posted(model: type[models.Model], name: str, text: str) -> str:
    try:
        return str(model._meta.get_field(name).to_python(text.strip()))  # type: ignore[union-attr]
    except ValidationError:
        return ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except (ValueError, AttributeError, TypeError):
        return None


def _find(model: type[_Taxon], uuid: UUID | None) -> _Taxon | None:
    if uuid is None:
        return None
    found = model._default_manager.filter(uuid=uuid).first()
    if found is None:
        raise UnreadableDocument(f"There is no {model._meta.verbose_name} {uuid}.")
    return found
