"""What people type and have not saved: kept at every pause, offered again, never lost.

An autosave is unsaved text while it has changes. Once nobody has shown a sign of life for an hour
its text becomes a revision beside the working copy, which it then points at as its base, and is
still offered; a save, or the person's own wish, ends that. Readers and the story's own rows never
see any of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from articles import revisions, typed
from articles.comparison import Comparison, compare, names_in
from articles.document import Document, digest, freeze
from articles.models import Autosave, Kind, Presence, Revision, Story
from articles.permissions import may
from articles.typed import Changes
from articles.verbs import lock

ABANDONED_AFTER = timedelta(hours=1)  # without a sign of life
MOST_OFFERS = 5


def keep(
    *,
    session: UUID,
    sequence: int,
    story: Story,
    base: Revision | None,
    changes: Changes,
    by: User,
    typed_at: datetime,
) -> bool:
    """Keep what an editing session has typed so far, over what it had typed before.

    `changes` are all that differ from `base`. Returns False, and changes nothing, where something
    with the same or a higher `sequence` is kept already: this came late. Raises PermissionDenied
    where `by` may not write the story, or the session is not theirs or not of this story.
    """
    if not may(by, "write", story):
        raise PermissionDenied(_("You may not do this."))
    latest = {"sequence": sequence, "base": base, "changes": changes, "typed_at": typed_at}
    mine = Autosave.objects.filter(session=session, story=story, user=by)
    if mine.filter(sequence__lt=sequence).update(**latest):
        return True
    with transaction.atomic():
        begin(session=session, story=story, by=by, now=typed_at)
        if mine.filter(sequence__lt=sequence).update(**latest):
            return True
        if not mine.exists():
            raise PermissionDenied(_("This text is somebody else's."))
    return False


def begin(*, session: UUID, story: Story, by: User, now: datetime) -> None:
    """Make sure that the session has a row, in the caller's transaction."""
    lock(story)  # first, as every save does: two that wait for each other would both fail
    row = Autosave(session=session, story=story, user=by, began_at=now, typed_at=now)
    Autosave.objects.bulk_create([row], ignore_conflicts=True)


def taken_in(*, session: UUID, sequence: int, story: Story, by: User, now: datetime) -> None:
    """Note that a save holds all that the session typed up to `sequence`.

    In the transaction of that save. An autosave with a lower sequence changes nothing after it.
    """
    begin(session=session, story=story, by=by, now=now)
    Autosave.objects.filter(session=session, story=story, user=by, sequence__lte=sequence).update(
        sequence=sequence, changes={}, base=None
    )


def taken_over(*, session: UUID, sequence: int, story: Story, by: User) -> None:
    """Note that a save of another session holds what this one typed up to `sequence`.

    In the transaction of that save. Texts that no field takes stay here.
    """
    rows = Autosave.objects.filter(session=session, story=story, user=by, sequence__lte=sequence)
    for row in rows:
        _set_down(row, None)


def document_with(autosave: Autosave) -> Document:
    """The document that the autosave's changes make of its base."""
    return typed.document(autosave.changes, base_of(autosave.story, autosave.base))


def base_of(story: Story, base: Revision | None) -> Document:
    """The document of `base`; before the first save what the story was started with."""
    if base is not None:
        return revisions.document_of(base)
    return freeze(story) if revisions.latest(story) is None else revisions.EMPTY


def unsaved() -> "QuerySet[Autosave]":
    """Those with text that neither a save nor a revision has."""
    return Autosave.objects.exclude(changes={}).filter(changes__refused__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Unsaved text of the person who opens the form."""

    session: UUID
    typed_at: datetime
    change: Comparison  # to what it was typed into
    refused: list[str]  # texts that no field takes, to be copied


def offers(story: Story, user: User, *, but: UUID | None = None) -> list[Offer]:
    """What `user` typed into `story` and did not save, newest first. Writes nothing.

    Without the session `but`, whose text the form is opened with.
    """
    newest = revisions.latest(story)
    known = {newest.digest if newest else digest(freeze(story))}
    found = []
    others = offered(story, user).exclude(session=but) if but else offered(story, user)
    for row in others[:MOST_OFFERS]:
        document, texts = document_with(row), typed.refused_texts(row.changes)
        before = base_of(story, origin(row))
        if digest(document) in known | {digest(before)} and not texts:
            continue
        known.add(digest(document))
        before, document = (revisions.shown_to(one, story, user) for one in (before, document))
        change = compare(before, document, names=names_in(before, document))
        found.append(
            Offer(session=row.session, typed_at=row.typed_at, change=change, refused=texts)
        )
    return found


def offered(story: Story, user: User) -> "QuerySet[Autosave]":
    """The autosaves of `user` that no save has taken in and nobody has put aside."""
    rows = Autosave.objects.filter(story=story, user=user).select_related("story", "base__base")
    unsaved_or_abandoned = Q(base__kind=Kind.TYPED) | Q(pk__in=unsaved())
    return rows.filter(unsaved_or_abandoned).order_by("-typed_at", "-id")


def origin(autosave: Autosave) -> Revision | None:
    """The revision of the working copy that the text was typed into."""
    base = autosave.base
    return base.base if base is not None and base.kind == Kind.TYPED else base


def put_aside(*, session: UUID, story: Story, by: User) -> None:
    """Offer the session's text no longer; it stays as a revision beside the working copy."""
    with transaction.atomic():
        lock(story)
        for row in offered(story, by).filter(session=session):
            _recorded(row)
            _set_down(row, None)


def sweep(story: Story, now: datetime) -> None:
    """Make revisions beside the working copy of what was typed into `story` and abandoned."""
    if not _abandoned(story, now).exists():
        return
    with transaction.atomic():
        lock(story)
        for row in _abandoned(story, now).select_related("story", "base", "user"):
            revision = _recorded(row)
            if revision is not None or not typed.refused(row.changes):
                _set_down(row, revision)


def _abandoned(story: Story, now: datetime) -> "QuerySet[Autosave]":
    since = now - ABANDONED_AFTER
    alive = Presence.objects.filter(session=OuterRef("session"), seen_at__gte=since)
    rows = unsaved().filter(story=story, typed_at__lt=since).exclude(Exists(alive))
    return rows.order_by("typed_at", "id")


def _recorded(row: Autosave) -> Revision | None:
    """A revision with the text of `row`; None where it adds nothing to what is kept already."""
    document = document_with(row)
    if row.base is not None and row.base.digest == digest(document):
        return None
    beside = Revision.objects.filter(story=row.story, is_aside=True, created_by=row.user)
    same = beside.filter(digest=digest(document), kind=Kind.TYPED).first()
    return same or revisions.record(
        row.story,
        document,
        by=row.user,
        now=row.typed_at,
        kind=Kind.TYPED,
        base=row.base,
        is_aside=True,
    )


def _set_down(row: Autosave, base: Revision | None) -> None:
    # Unless somebody types on in this very moment. What no field takes stays for ever.
    refused = typed.refused(row.changes)
    Autosave.objects.filter(pk=row.pk, sequence=row.sequence).update(
        changes={"refused": refused} if refused else {}, base=base
    )
