"""Notes on a story: written by the desk, resolved, opened again. Readers never see any."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Note, Story
from articles.models.note import Source
from articles.verbs import Unable, verb


class UnableToNote(Unable):
    """Raised where a note cannot be written, resolved or opened again."""


def notes_of(story: Story) -> list[Note]:
    """All notes on `story`: the open ones first, then the newest. One query."""
    found = story.notes.select_related("author", "resolved_by").newest_first()
    return sorted(found, key=lambda note: note.resolved_at is not None)


def open_notes(story: Story) -> int:
    """How many notes on `story` nobody has resolved."""
    return Note.objects.open().filter(story=story).count()


def _reasons_not_to_note(*, story: Story, words: str, now: datetime) -> list[str]:
    return [] if words.strip() else [_("Say what the note is.")]


def _said(note: Note) -> dict[str, Any]:
    return {"note": note.words}


def _which(note: Note) -> dict[str, Any]:
    """A reader's words stand in no line that stays for ever."""
    return {"key": note.pk}


@verb("note", reasons=_reasons_not_to_note, unable=UnableToNote, detail=_said)
def write(*, story: Story, words: str, by: User, now: datetime) -> Note:
    """Write a note of up to 2000 characters of plain text on `story`, and return it.

    Raises UnableToNote without words, PermissionDenied.
    """
    return Note.objects.create(
        story=story, source=Source.DESK, author=by, words=words.strip(), created_at=now
    )


@verb("resolve_note", detail=_which)
def resolve(*, story: Story, note: int, by: User, now: datetime) -> Note | None:
    """Resolve the note of `story` that has the key `note`; None where it is resolved, or is none.

    Raises PermissionDenied.
    """
    return _set(story, note, resolved_at=None, to={"resolved_at": now, "resolved_by": by})


@verb("reopen_note", detail=_which)
def reopen(*, story: Story, note: int, by: User, now: datetime) -> Note | None:
    """Open the resolved note of `story` that has the key `note` again; None where it is open.

    Raises PermissionDenied.
    """
    undone = {"resolved_at": None, "resolved_by": None}
    return _set(story, note, resolved_at__isnull=False, to=undone)


def _set(story: Story, key: int, *, to: dict[str, Any], **standing: Any) -> Note | None:
    note = Note.objects.filter(story=story, pk=key, **standing).first()
    if note is not None:
        for name, value in to.items():
            setattr(note, name, value)
        note.save(update_fields=list(to))
    return note
