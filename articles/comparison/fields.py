"""Single fields of stories and parts compared."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from articles.comparison.changes import FieldChange, Run
from articles.comparison.contents import (
    bylines_label,
    field_label,
    line_in_words,
    story_field,
    story_label,
    value_in_words,
)
from articles.comparison.texts import compare_lines, compare_rich, size_of_lines, size_of_rich
from articles.document import STORY_FIELDS, BylineLine, Document
from articles.models.fields import LineField
from articles.richtext import RichTextField
from articles.wordwise import align

if TYPE_CHECKING:
    from articles.comparison.contents import AnyField

Size = tuple[int, int]  # words added and removed
NO_WORDS: Size = (0, 0)


def compare_field(
    name: str, field: "AnyField | None", old: str, new: str, names: Mapping[UUID, str]
) -> tuple[FieldChange, Size]:
    """What differs in a field whose values are not equal, and by how many words.

    A field that no code knows is read as a line; one that is neither a line nor rich text is one
    thing that was replaced by another.
    """
    label = field_label(name, field)
    if isinstance(field, RichTextField):
        change = compare_rich(old, new)
        found = FieldChange(name=name, label=label, paragraphs=change.paragraphs)
        return found, (change.added, change.removed)
    if field is None or isinstance(field, LineField):
        change = compare_lines(old, new)
        found = FieldChange(name=name, label=label, runs=change.paragraphs[0])
        return found, (change.added, change.removed)
    runs = _replaced(value_in_words(field, old, names), value_in_words(field, new, names))
    return FieldChange(name=name, label=label, runs=runs), NO_WORDS


def size_of_field(field: "AnyField | None", old: str, new: str) -> Size:
    """The size of what `compare_field` finds, without finding it."""
    if old == new:
        return NO_WORDS
    if isinstance(field, RichTextField):
        return size_of_rich(old, new)
    return size_of_lines(old, new) if field is None or isinstance(field, LineField) else NO_WORDS


def compare_story_fields(
    old: Document, new: Document, names: Mapping[UUID, str]
) -> list[tuple[FieldChange, Size]]:
    """The columns of the story that differ."""
    return [
        compare_field(name, story_field(name), getattr(old, name), getattr(new, name), names)
        for name in STORY_FIELDS
        if getattr(old, name) != getattr(new, name)
    ]


def compare_references(
    old: Document, new: Document, names: Mapping[UUID, str]
) -> Iterator[FieldChange]:
    """Section, topics and bylines where they differ, by their names."""

    def name(uuid: UUID | None) -> str:
        return names.get(uuid, str(uuid)) if uuid else ""

    if old.section != new.section:
        runs = _replaced(name(old.section), name(new.section))
        yield FieldChange(name="section", label=story_label("section"), runs=runs)
    if old.topics != new.topics:
        paragraphs = _listed(sorted(map(name, old.topics)), sorted(map(name, new.topics)))
        yield FieldChange(name="topics", label=story_label("topics"), paragraphs=paragraphs)
    if _signed(old.bylines) != _signed(new.bylines):
        lines = [[line_in_words(line, names) for line in one.bylines] for one in (old, new)]
        paragraphs = _listed(*lines)
        if lines[0] == lines[1]:
            paragraphs = (*paragraphs, (Run("note", _("signed by another author")),))
        yield FieldChange(name="bylines", label=bylines_label(), paragraphs=paragraphs)


def _signed(lines: Sequence[BylineLine]) -> list[tuple[UUID | None, str, str]]:
    return [(line.author, line.name, line.role) for line in lines]


def _replaced(old: str, new: str) -> tuple[Run, ...]:
    return tuple(Run(kind, text) for kind, text in (("removed", old), ("added", new)) if text)


def _listed(old: list[str], new: list[str]) -> tuple[tuple[Run, ...], ...]:
    """Two lists of names as one, a paragraph a name."""
    runs: list[Run] = []
    i = 0
    for hunk in align(old, new):
        runs += [Run("same", text) for text in old[i : hunk.old_from]]
        runs += [Run("removed", text) for text in old[hunk.old_from : hunk.old_to]]
        runs += [Run("added", text) for text in new[hunk.new_from : hunk.new_to]]
        i = hunk.old_to
    runs += [Run("same", text) for text in old[i:]]
    return tuple((run,) for run in runs)
