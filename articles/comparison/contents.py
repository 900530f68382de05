"""What documents are made of, and what the form calls it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.comparison.names import NO_NAMES
from articles.comparison.texts import plain
from articles.document import BylineLine, DocumentPart
from articles.models import PARTS, Byline, Story
from articles.models.fields import CropField, PictureField
from articles.pictured import picture_uuid
from articles.richtext import RichTextField

LONGEST_TITLE = 80
PLUMBING = frozenset({"anchor"})

if TYPE_CHECKING:
    AnyField = Field[Any, Any]
Key = tuple[str, UUID, int]  # of a part: its kind, its uid, and which of several of the same


def by_key(parts: Sequence[DocumentPart]) -> dict[Key, DocumentPart]:
    """The parts by what makes them the same in two documents, in order."""
    seen: Counter[tuple[str, UUID]] = Counter()
    found: dict[Key, DocumentPart] = {}
    for part in parts:
        found[part.kind, part.uid, seen[part.kind, part.uid]] = part
        seen[part.kind, part.uid] += 1
    return found


def content_fields(kind: str, *values: Mapping[str, str]) -> "dict[str, AnyField | None]":
    """The fields of a kind of part by name, those that only the values know last, as None."""
    fields: dict[str, AnyField | None] = {}
    if kind in PARTS:
        fields = {field.name: field for field in PARTS[kind].content_fields()}
    return fields | {name: None for found in values for name in found if name not in fields}


def is_plumbing(field: "AnyField | None") -> bool:
    """Whether the server fills the field and nobody sees it."""
    return field is not None and field.name in PLUMBING


def is_chosen(field: "AnyField | None") -> bool:
    """Whether people choose the value of a field as one thing, instead of writing it."""
    return field is not None and (
        isinstance(field, PictureField | CropField) or bool(field.choices)
    )


def is_written(field: "AnyField | None") -> bool:
    """Whether people write the words of a field."""
    return not is_plumbing(field) and not is_chosen(field)


def story_field(name: str) -> "AnyField":
    """A field of a story that is a column."""
    field = Story._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - relations from elsewhere have no such name
    return field


def story_label(name: str) -> str:
    """What the form calls a field of a story."""
    return capfirst(str(story_field(name).verbose_name))


def bylines_label() -> str:
    """What the form calls the bylines."""
    return capfirst(str(Byline._meta.verbose_name_plural))


def field_label(name: str, field: "AnyField | None") -> str:
    """What the form calls a field of a part; its bare name where no code knows it."""
    return name if field is None else capfirst(str(field.verbose_name))


def part_label(kind: str, place: int) -> str:
    """What the form calls the part at a place: Section 3."""
    name = PARTS[kind]._meta.verbose_name if kind in PARTS else kind
    return f"{capfirst(str(name))} {place}"


def value_in_words(field: "AnyField | None", value: str, names: Mapping[UUID, str]) -> str:
    """The value of a field that is no text, as people read it."""
    if isinstance(field, PictureField):
        uuid = picture_uuid(value)
        return names.get(uuid, value) if uuid else value
    if isinstance(field, CropField):
        return _("a part of the picture: %s") % value if value else _("the whole picture")
    if field is not None and field.name != "language" and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value


def line_in_words(line: BylineLine, names: Mapping[UUID, str]) -> str:
    """A byline as it is printed, or will be when it is saved."""
    name = line.name or (names.get(line.author, str(line.author)) if line.author else "")
    return f"{name}, {line.role}" if line.role else name


def title_of(part: DocumentPart, names: Mapping[UUID, str] = NO_NAMES) -> str:
    """The first words of a part: its subheading, its picture's name, else what it begins with."""
    for name, field in content_fields(part.kind, part.values).items():
        value = part.values.get(name, "")
        if isinstance(field, PictureField):
            value = names.get(picture_uuid(value) or UUID(int=0), "")
        elif not is_written(field):
            continue
        if value:
            title = plain(value) if isinstance(field, RichTextField) else value
            line = " ".join(title[: LONGEST_TITLE * 4].split())
            return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE].rstrip()}…"
    return ""


def texts_in(part: DocumentPart) -> list[str]:
    """What people wrote in each field of a part that is not empty, as plain text."""
    return [
        plain(part.values[name]) if isinstance(field, RichTextField) else part.values[name]
        for name, field in content_fields(part.kind, part.values).items()
        if part.values.get(name) and is_written(field)
    ]


def words_of_part(part: DocumentPart | None, names: Mapping[UUID, str] = NO_NAMES) -> str:
    """All that a part says and the name of its picture, as plain text; "" for none."""
    if part is None:
        return ""
    said = []
    for name, field in content_fields(part.kind, part.values).items():
        value = part.values.get(name, "")
        if value and is_written(field):
            said.append(plain(value) if isinstance(field, RichTextField) else value)
        elif value and isinstance(field, PictureField):
            said.append(value_in_words(field, value, names))
    return "\n".join(said)
