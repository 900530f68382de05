"""What a comparison says: typed values for templates."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share a fate, as plain text.

    `kind`: "same", "added", "removed"; "gap" where unchanged words were left out; "note" for a
    sentence about what words alone do not show.
    """

    kind: str
    text: str

    @property
    def words(self) -> str:
        """The text without the space after it, which no line under or through it should cross."""
        return self.text.rstrip()

    @property
    def space(self) -> str:
        """The space after the words."""
        return self.text[len(self.words) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs: a line has `runs`, anything longer has `paragraphs` of them."""

    name: str
    label: str
    runs: tuple[Run, ...] = ()
    paragraphs: tuple[tuple[Run, ...], ...] = ()

    @property
    def all_paragraphs(self) -> tuple[tuple[Run, ...], ...]:
        """The paragraphs, whichever of the two has them."""
        return (self.runs,) if self.runs else self.paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """What became of one part; places count from 1 among all parts of their document.

    `state`: "same", "changed", "added", "removed". `label` is as on the form ("Section 3"), `title`
    its first line, for orientation.
    """

    state: str
    moved: bool
    old_place: int | None
    new_place: int | None
    kind: str
    label: str
    title: str
    uid: UUID
    fields: tuple[FieldChange, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to show."""
        return self.moved or self.state != "same"

    @property
    def fate(self) -> str:
        """What became of the part as a whole, in words; "" where only its words changed."""
        if self.moved:
            places = {"old": self.old_place, "new": self.new_place}
            return _("Moved from place %(old)d to place %(new)d") % places
        return {"added": _("Added"), "removed": _("Removed")}.get(self.state, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two documents.

    `parts` has every part of both, in the order of the new one, removed ones where they stood.
    `language` is that of the new one.
    """

    language: str
    fields: tuple[FieldChange, ...]
    parts: tuple[PartChange, ...]
    words_added: int
    words_removed: int

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.fields) or any(part.has_changed for part in self.parts)

    @property
    def direction(self) -> str:
        """Which way the language runs: ltr or rtl."""
        return "rtl" if self.language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"

    @property
    def changed_parts(self) -> tuple[PartChange, ...]:
        """The parts that there is anything to show of."""
        return tuple(part for part in self.parts if part.has_changed)

    @property
    def summary(self) -> str:
        """The size of the change in words: “+12 −3 words, 1 part moved”."""
        said = [size_in_words(self.words_added, self.words_removed), *_counts(self.parts)]
        said = [words for words in said if words]
        if said:
            return ", ".join(said)
        return _("No words changed") if self.has_changes else _("No changes")


def size_in_words(added: int, removed: int) -> str:
    """How many words came and went: “+12 −3 words”; "" where none did."""
    if added and removed:
        return _("+%(added)d −%(removed)d words") % {"added": added, "removed": removed}
    if added:
        return ngettext("+%d word", "+%d words", added) % added
    return ngettext("−%d word", "−%d words", removed) % removed if removed else ""


def _counts(parts: tuple[PartChange, ...]) -> list[str]:
    added = sum(part.state == "added" for part in parts)
    removed = sum(part.state == "removed" for part in parts)
    moved = sum(part.moved for part in parts)
    return [
        ngettext("%d part added", "%d parts added", added) % added if added else "",
        ngettext("%d part removed", "%d parts removed", removed) % removed if removed else "",
        ngettext("%d part moved", "%d parts moved", moved) % moved if moved else "",
    ]
