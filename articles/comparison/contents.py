"""What documents are made of, and what the form calls it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Field
from django.utils.text import capfirst

from articles.comparison.texts import plain
from articles.document import BylineLine, DocumentPart
from articles.models import PARTS, Byline, Story
from articles.models.story import Format
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


def value_in_words(name: str, value: str) -> str:
    """A value of a story's field as people read it."""
    if name == "format" and value in Format.values:
        return str(Format(value).label)
    return value


def line_in_words(line: BylineLine, names: Mapping[UUID, str]) -> str:
    """A byline as it is printed, or will be when it is saved."""
    name = line.name or (names.get(line.author, str(line.author)) if line.author else "")
    return f"{name}, {line.role}" if line.role else name


def title_of(part: DocumentPart) -> str:
    """The first words of a part: its subheading, else whatever it begins with."""
    for name, field in content_fields(part.kind, part.values).items():
        value = part.values.get(name, "")
        if not is_plumbing(field) and value:
            title = plain(value) if isinstance(field, RichTextField) else value
            line = " ".join(title[: LONGEST_TITLE * 4].split())
            return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE].rstrip()}…"
    return ""


def words_of_part(part: DocumentPart | None) -> str:
    """All that a part says, as plain text; "" for none."""
    if part is None:
        return ""
    said = []
    for name, field in content_fields(part.kind, part.values).items():
        value = part.values.get(name, "")
        if value and not is_plumbing(field):
            said.append(plain(value) if isinstance(field, RichTextField) else value)
    return "\n".join(said)
