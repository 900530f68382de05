"""Documents read from a posted story form, whatever it holds: without validation or database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.http import QueryDict
from django.utils.html import escape

from articles.document.values import STORY_FIELDS, BylineLine, Document, DocumentPart
from articles.models import PARTS, Byline, Story
from articles.models.fields import CropField, PictureField
from articles.richtext import RichTextField, clean

_Line = TypeVar("_Line", BylineLine, DocumentPart)
NOTHING: Mapping[str, str] = {}
UNKNOWN = UUID(int=0)  # what a reference reads as that is none: nothing has it
LONGEST_SHOWN = 100_000  # characters of a text that its field refuses


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the form: what its fields' names begin with, and the uid of what it stands for."""

    prefix: str
    uid: UUID
    is_deleted: bool


def form_prefix(model: type[Model]) -> str:
    """What the names of the form's fields for rows of `model` begin with."""
    key = next(f for f in model._meta.concrete_fields if f.related_model is Story)
    return str(key.remote_field.get_accessor_name())  # type: ignore[union-attr]


def read_form(post: QueryDict, base: Document | None = None) -> Document:
    """Return the document that a posted story form shows.

    `base` is the document that the form was opened with: fields, bylines and parts that the post
    does not mention stay as they are there. Rows that are marked for deletion are left out. A text
    that its field would refuse (too large, nested too deep) stands in the document as it was
    typed: `validation.problems` says so, `showable` makes it fit to be shown.
    """
    known = {line.uid: line for line in base.bylines} if base else {}
    lines = [
        (_number(post.get(f"{row.prefix}-position")), _read_byline(post, row, known.get(row.uid)))
        for row in _rows(post, Byline)
    ]
    return Document(
        **{name: _read(Story, name, post, name, base) for name in STORY_FIELDS},
        section=_reference(post.get("section"), base.section if base else None),
        topics=tuple(topic for text in post.getlist("topics") if (topic := _reference(text))),
        bylines=_kept(
            [line for line in _in_order(lines) if line.author or line.name or line.role],
            base.bylines if base else (),
            {row.uid for row in _rows(post, Byline, deleted=True)},
        ),
        parts=_read_parts(post, base.parts if base else ()),
    )


def row_names(post: QueryDict) -> dict[UUID, str]:
    """What the names of fields begin with in each row of the form, by the row's uid."""
    models: list[type[Model]] = [Byline, *PARTS.values()]
    return {row.uid: row.prefix for model in models for row in _rows(post, model)}


def showable(document: Document) -> Document:
    """`document` as it can be shown: a text that its field refuses as the plain words of it, and
    a language or a format that there is not as the first one."""
    unknown: dict[str, Any] = {
        field.name: field.flatchoices[0][0] if field.choices else ""
        for field in Story._meta.concrete_fields
        if field.name in STORY_FIELDS and not _is_fit(field, getattr(document, field.name))
    }
    parts = tuple(_showable(part) for part in document.parts)
    return replace(document, parts=parts, **unknown)


def _showable(part: DocumentPart) -> DocumentPart:
    values = dict(part.values)
    for content in PARTS[part.kind].content_fields():
        if isinstance(content, RichTextField):
            try:
                clean(values.get(content.name, ""))
            except ValidationError:
                plain = escape(values[content.name][:LONGEST_SHOWN])
                values[content.name] = clean(f"<p>{plain}</p>")
        elif not _is_fit(content, values.get(content.name, "")):
            values[content.name] = ""
    return replace(part, values=values)


def _is_fit(field: "Field", value: str) -> bool:  # type: ignore[type-arg]
    """Whether a value that is chosen can be shown; written ones always can."""
    if field.choices:
        return value in dict(field.flatchoices)
    if not isinstance(field, PictureField | CropField):
        return True
    try:
        return bool(field.to_python(value) == value)
    except ValidationError:
        return False


def _read_byline(post: QueryDict, row: _Row, known: BylineLine | None) -> BylineLine:
    return BylineLine(
        uid=row.uid,
        author=_reference(post.get(f"{row.prefix}-author"), known.author if known else None),
        name=_read(Byline, "name", post, f"{row.prefix}-name", known),
        role=_read(Byline, "role", post, f"{row.prefix}-role", known),
    )


def _read_parts(post: QueryDict, base: Sequence[DocumentPart]) -> tuple[DocumentPart, ...]:
    known = {part.uid: part.values for part in base}
    parts, mentioned = [], set()
    for kind, model in PARTS.items():
        for row in _rows(post, model, deleted=True):
            mentioned.add(row.uid)
            if row.is_deleted:
                continue
            before = known.get(row.uid, NOTHING)
            values = {
                content.name: _posted(
                    content, post.get(f"{row.prefix}-{content.name}"), before.get(content.name, "")
                )
                for content in model.content_fields()
            }
            place = _number(post.get(f"{row.prefix}-ordering"))
            parts.append((place, DocumentPart(kind=kind, uid=row.uid, values=values)))
    return _kept(_in_order(parts), base, mentioned)


def _in_order(placed: Iterable[tuple[int, _Line]]) -> list[_Line]:
    return [line for _place, line in sorted(placed, key=lambda pair: pair[0])]


def _kept(lines: list[_Line], base: Sequence[_Line], mentioned: set[UUID]) -> tuple[_Line, ...]:
    """`lines`, with those of `base` that the form never mentioned after what they stood after."""
    before: UUID | None = None
    for line in base:
        if line.uid not in mentioned:
            uids = [kept.uid for kept in lines]
            lines.insert(uids.index(before) + 1 if before in uids else 0, line)
        before = line.uid
    return tuple(lines)


def _rows(post: QueryDict, model: type[Model], *, deleted: bool = False) -> Iterator[_Row]:
    """The rows of the form for `model`; those marked for deletion only where asked for.

    A row without a uid of its own gets one that stays the same as long as the form is open.
    """
    prefix = form_prefix(model)
    seen: set[UUID] = set()
    for index in range(min(_number(post.get(f"{prefix}-TOTAL_FORMS")), len(post))):
        row = f"{prefix}-{index}"
        posted = post.get(f"{row}-uid")
        if posted is None:
            continue
        uid = _uuid(posted)
        if uid is None or uid in seen:
            uid = uuid5(NAMESPACE_URL, f"{post.get('_session', '')}/{row}")
        seen.add(uid)
        is_deleted = post.get(f"{row}-DELETE", "") in {"on", "1", "true"}
        if deleted or not is_deleted:
            yield _Row(row, uid, is_deleted)


def _read(model: type[Model], field: str, post: QueryDict, name: str, known: object) -> str:
    column = model._meta.get_field(field)
    assert isinstance(column, Field)  # noqa: S101 - relations from elsewhere are not posted
    return _posted(column, post.get(name), getattr(known, field, ""))


def _posted(
    field: "Field",  # type: ignore[type-arg]
    text: str | None,
    known: str,
) -> str:
    """The value of `field` that was posted as `text`; `known` where it is that, or was not."""
    if text is None or text.replace("\r\n", "\n") == known:
        return known
    try:
        return str(field.to_python(text.strip()))
    except ValidationError:
        return text


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _reference(text: str | None, known: UUID | None = None) -> UUID | None:
    """The uuid that was posted as `text`; `known` where none was."""
    if text is None:
        return known
    return (_uuid(text) or UNKNOWN) if text.strip() else None
