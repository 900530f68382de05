"""Documents and the rows that hold them: frozen from rows, thawed into rows."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from articles.document.values import (
    STORY_FIELDS,
    BylineLine,
    Document,
    DocumentPart,
    UnreadableDocument,
)
from articles.models import PARTS, Author, Byline, Part, Section, Story, Topic

_Taxon = TypeVar("_Taxon", Section, Topic, Author)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows that a document stands for; none of them is saved.

    Texts are as the document has them. What it refers to and is not there is left out.
    """

    story: Story
    topics: list[Topic]
    bylines: list[Byline]
    parts: dict[str, list[Part]]  # by kind, each in the order of the story


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
            DocumentPart(kind=part.kind, uid=part.uid, values=_values(part))
            for part in parts_of(story)
        ),
    )


def rows_of(document: Document, story: Story) -> Rows:
    """The rows of `story` that would hold `document`, for a form. At most three queries.

    Raises UnreadableDocument where the document has a kind of part that nothing here knows.
    """
    found = _Found.of(document)
    filled = copy.copy(story)
    _fill(filled, document, found)
    parts: dict[str, list[Part]] = {kind: [] for kind in PARTS}
    for place, part in enumerate(document.parts, start=1):
        row = _model(part.kind)(parent=filled, uid=part.uid, region="main", ordering=place * 10)
        for content in row.content_fields():
            setattr(row, content.attname, part.values.get(content.name, ""))
        parts[part.kind].append(row)
    return Rows(
        story=filled,
        topics=[found.topics[uuid] for uuid in document.topics if uuid in found.topics],
        bylines=[
            _byline(line, position, Byline(story=filled, uid=line.uid), found)
            for position, line in enumerate(document.bylines)
        ],
        parts=parts,
    )


def thaw(document: Document, story: Story) -> None:
    """Make the rows of `story` hold `document`, in the caller's transaction.

    Rows are matched by uid and keep their primary keys; those that hold it already are left alone,
    what the document does not name goes. The number of queries is that of the kinds of part.
    Raises UnreadableDocument where it names a section, topic, author or kind that is not there,
    ValidationError where a text is more than its field takes.
    """
    found = _Found.of(document)
    found.refuse_missing(document)
    _fill(story, document, found)
    # Content alone: what else the row holds may have changed since `story` was read.
    story.save(update_fields=[*STORY_FIELDS, "section"] if story.pk else None)
    story.topics.set(found.topics.values())
    _thaw_bylines(document, story, found)
    _thaw_parts(document, story)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a document refers to, as far as it is there."""

    sections: Mapping[UUID, Section]
    topics: Mapping[UUID, Topic]
    authors: Mapping[UUID, Author]

    @classmethod
    def of(cls, document: Document) -> "_Found":
        return cls(
            _by_uuid(Section, [document.section]),
            _by_uuid(Topic, document.topics),
            _by_uuid(Author, [line.author for line in document.bylines]),
        )

    def refuse_missing(self, document: Document) -> None:
        named = {document.section, *document.topics, *(line.author for line in document.bylines)}
        missing = named - {None, *self.sections, *self.topics, *self.authors}
        if missing:
            raise UnreadableDocument(f"There is no section, topic or author {missing.pop()}.")


def _by_uuid(model: type[_Taxon], uuids: Iterable[UUID | None]) -> dict[UUID, _Taxon]:
    named = [uuid for uuid in uuids if uuid]
    return {row.uuid: row for row in model._default_manager.filter(uuid__in=named)} if named else {}


def _model(kind: str) -> type[Part]:
    if kind not in PARTS:
        raise UnreadableDocument(f"Nothing here knows a part of kind {kind!r}.")
    return PARTS[kind]


def _fill(story: Story, document: Document, found: _Found) -> None:
    for name in STORY_FIELDS:
        setattr(story, name, getattr(document, name))
    story.section = found.sections.get(document.section) if document.section else None


def _byline(line: BylineLine, position: int, row: Byline, found: _Found) -> Byline:
    row.author = found.authors.get(line.author) if line.author else None
    row.name, row.role, row.position = line.name, line.role, position
    return row


def _thaw_bylines(document: Document, story: Story, found: _Found) -> None:
    rows = {row.uid: row for row in Byline.objects.filter(story=story)}
    for position, line in enumerate(document.bylines):
        row = rows.pop(line.uid, None) or Byline(story=story, uid=line.uid)
        before = (row.pk, row.author_id, row.name, row.role, row.position)
        _byline(line, position, row, found)
        if row.pk is None or before != (row.pk, row.author_id, row.name, row.role, position):
            row.save()
    if rows:
        Byline.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()


def _thaw_parts(document: Document, story: Story) -> None:
    placed: dict[str, list[tuple[int, DocumentPart]]] = {kind: [] for kind in PARTS}
    for place, part in enumerate(document.parts, start=1):
        placed[_model(part.kind).kind].append((place * 10, part))
    for kind, model in PARTS.items():
        _thaw_kind(model, story, placed[kind])


def _thaw_kind(model: type[Part], story: Story, parts: list[tuple[int, DocumentPart]]) -> None:
    """Make the rows of one kind hold `parts`, each with its ordering: one query for each fate."""
    rows = {row.uid: row for row in model._default_manager.filter(parent=story)}
    new, changed, moved = [], [], []
    for ordering, part in parts:
        row = rows.pop(part.uid, None)
        if row is None:
            row = model(parent=story, uid=part.uid, region="main", ordering=ordering)
            new.append(_take(row, part.values))
            continue
        if any(value != part.values.get(name, "") for name, value in _values(row).items()):
            changed.append(_take(row, part.values))
        if row.ordering != ordering:
            row.ordering = ordering
            moved.append(row)
    manager = model._default_manager
    if rows:
        manager.filter(pk__in=[row.pk for row in rows.values()]).delete()
    manager.bulk_create(new)
    manager.bulk_update(changed, [field.name for field in model.content_fields()])
    manager.bulk_update(moved, ["ordering"])


def _take(row: Part, values: Mapping[str, str]) -> Part:
    for content in row.content_fields():
        setattr(row, content.attname, content.to_python(values.get(content.name, "")))
    return row


def _values(part: Part) -> dict[str, str]:
    return {content.name: content.value_to_string(part) for content in part.content_fields()}
