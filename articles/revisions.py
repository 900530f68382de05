"""Starting a story and keeping every version of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts.models import User
from articles import mentions, workflow
from articles.comparison import size_of_change
from articles.document import Document, digest, freeze, from_json, thaw, to_json
from articles.merging import merge
from articles.models import (
    Autosave,
    Byline,
    Conflict,
    FrontSlot,
    Kind,
    Redaction,
    Revision,
    Story,
)
from articles.naming import name_story, with_names
from articles.permissions import Person, may
from articles.removed import without_removed
from articles.verbs import verb

EMPTY_DRAFT_LIFE = timedelta(days=1)
# What a story was made from before its first save.
EMPTY = Document(language=settings.LANGUAGE_CODE)


@verb("start")
def start(*, story: Story, by: User, now: datetime) -> Story:
    """Make the unsaved `story` an empty draft of `by`'s and return it saved.

    It starts with the byline of the person's author. Empty drafts of the same person that were
    never saved, in which nothing is typed and that stand on no front, a day old, are swept away
    first.
    """
    untouched = Story.objects.on_desk().filter(
        created_by=by, created_at__lt=now - EMPTY_DRAFT_LIFE, revisions=None
    )
    typed = Exists(Autosave.objects.filter(story=OuterRef("pk")))
    placed = Exists(FrontSlot.objects.filter(story=OuterRef("pk")))
    for draft in untouched.exclude(typed).exclude(placed):
        draft.delete()
    story.created_by = by
    story.created_at = story.saved_at = now
    story.save()
    author = getattr(by, "author", None)
    if author is not None and author.retired_at is None:
        name = author.name_in(story.language)
        Byline.objects.create(story=story, author=author, name=name)
    return story


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a document that somebody saved.

    `revision` is the working copy's new one, None where nothing changed. `conflict` waits for a
    decision: the working copy is as it was. `mine` is what was written, kept beside the working
    copy, where others' changes came in too or met it.
    """

    revision: Revision | None = None
    conflict: Conflict | None = None
    mine: Revision | None = None


def _written(written: Written) -> dict[str, Any]:
    if written.conflict:
        return {"conflict": written.conflict.pk, "revision": written.conflict.mine.number}
    return {"revision": written.revision.number} if written.revision else {}


@verb("write", detail=_written)
def write(
    *,
    story: Story,
    document: Document,
    base: Revision | None,
    by: User,
    now: datetime,
    kind: str = Kind.SAVE,
) -> Written | None:
    """Make the working copy hold `document`, which was made from the revision `base`.

    Where somebody else saved since `base`, both are merged; where the same words were changed, the
    working copy stays, `document` becomes a revision beside it, and a conflict is opened. Nothing
    is lost either way. Whoever goes on writing at a conflict names what was kept of theirs as the
    base, and the conflict goes on with them until both can be merged. Returns None where nothing
    changed.
    """
    newest, written = latest(story), digest(document)
    if newest is None or base == newest or newest.digest == written:
        revision = put(story, document, by=by, now=now, kind=kind, base=base)
        return Written(revision=revision) if revision else None
    if base and base.digest == written and not _going_on(story, (base,), by):
        return None
    return _join(story, document, (base, newest), by=by, now=now)


def _join(
    story: Story,
    document: Document,
    met: tuple[Revision | None, Revision],
    *,
    by: User,
    now: datetime,
) -> Written:
    """Merge `document` with what others saved; `met` are what it was made from and their newest."""
    base, newest = met
    if base and base.digest == digest(document):
        mine = base
    else:
        made_from = of_working_copy(base)
        mine = _keep_aside(story, document, made_from, by=by, now=now, kind=Kind.CONFLICT)
    waiting = _going_on(story, (base, mine), by)
    root = waiting.base if waiting else base
    merged = merge(document_of(root) if root else EMPTY, document_of(newest), document)
    if merged.conflicts:
        conflict = waiting or Conflict(story=story, base=base, met_by=by, met_at=now)
        conflict.theirs, conflict.mine = newest, mine
        conflict.save()
        return Written(conflict=conflict, mine=mine)
    revision = put(story, merged.document, by=by, now=now, kind=Kind.MERGE, base=base)
    if waiting:
        settle(waiting, revision or newest, by=by, now=now)
    return Written(revision=revision, mine=mine)


@verb("fix", detail=lambda revision: {"revision": revision.number})
def fix(
    *, story: Story, document: Document, base: Revision, by: User, now: datetime
) -> Revision | None:
    """Keep `document`, a fix of the version `base` that readers see, beside the working copy.

    Returns the revision, to be published, or None where the document is that version.
    """
    named = with_names(document)
    if digest(named) == base.digest:
        return None
    return _keep_aside(story, named, base, by=by, now=now, kind=Kind.FIX)


def _keep_aside(
    story: Story,
    document: Document,
    base: Revision | None,
    *,
    by: User,
    now: datetime,
    kind: str,
) -> Revision:
    """Keep `document` beside the working copy; once, however often it is saved."""
    kept = Revision.objects.filter(story=story, is_aside=True, kind=kind, base=base, created_by=by)
    same = kept.filter(digest=digest(document)).order_by("-number").first()
    return same or record(story, document, by=by, now=now, kind=kind, base=base, is_aside=True)


def _going_on(story: Story, sides: tuple[Revision | None, ...], by: User) -> Conflict | None:
    """The undecided conflict of `by` in which one of these is the side of theirs."""
    undecided = Conflict.objects.filter(story=story, resolved_at=None, met_by=by, mine__in=sides)
    return undecided.select_related("base").order_by("-pk").first()


def settle(conflict: Conflict, resolution: Revision, *, by: User, now: datetime) -> None:
    """Close `conflict`: what came of it is `resolution`, a revision of the working copy."""
    conflict.resolution, conflict.resolved_by, conflict.resolved_at = resolution, by, now
    conflict.save(update_fields=["resolution", "resolved_by", "resolved_at"])


@verb("write", detail=lambda revision: {"revision": revision.number})
def save(*, story: Story, by: User, now: datetime) -> Revision | None:
    """Record what the story's rows hold now as a revision, when and only when it changed.

    What has no name yet gets one first: the slug, the anchors of subheadings, printed names.
    Returns the new revision, or None where nothing changed.
    """
    base = latest(story)
    return put(story, freeze(story), by=by, now=now, kind=Kind.SAVE, base=base)


def put(
    story: Story,
    document: Document,
    *,
    by: User | None,
    now: datetime,
    kind: str,
    base: Revision | None,
) -> Revision | None:
    """Make the rows of `story` hold `document` and record it, in the caller's transaction.

    Returns the new revision, or None where the working copy held it already.
    """
    thaw(with_names(document), story)
    return _save(story, by=by, now=now, kind=kind, base=base)


def _save(
    story: Story, *, by: User | None, now: datetime, kind: str, base: Revision | None
) -> Revision | None:
    name_story(story)
    document = freeze(story)
    last = latest(story)
    if last is not None and last.digest == digest(document):
        return None
    story.stage = workflow.after_edit(story, by)
    Story.objects.filter(pk=story.pk).update(saved_at=now, stage=story.stage)
    return record(story, document, by=by, now=now, kind=kind, base=base)


def record(
    story: Story,
    document: Document,
    *,
    by: User | None,
    now: datetime,
    kind: str,
    base: Revision | None,
    is_aside: bool = False,
) -> Revision:
    """Keep `document` as the story's next revision, in the caller's transaction.

    `base` is the revision that it was made from; `is_aside` where the working copy never held it.
    The size of its change is counted from what the working copy held, aside from `base`.
    """
    numbers = Revision.objects.filter(story=story).aggregate(last=Max("number"))
    last = (base if is_aside else None) or latest(story)
    before = document_of(last) if last else None
    added, removed = size_of_change(before, document)
    mentions.note(story, document, before=before)
    return Revision.objects.create(
        story=story,
        number=(numbers["last"] or 0) + 1,
        document=to_json(document),
        digest=digest(document),
        created_by=by,
        created_at=now,
        kind=kind,
        base=base,
        is_aside=is_aside,
        words_added=added,
        words_removed=removed,
    )


def carry(story: Story, base: Revision, fix: Revision, *, by: User, now: datetime) -> Written:
    """Take the change from `base` to `fix`, made to what is live, into the working copy.

    Where the same words were changed there, a conflict is opened and the working copy stays.
    """
    newest = latest(story)
    if newest is None:
        return Written()
    document = document_of(fix)
    merged = merge(document_of(base), document_of(newest), document)
    if merged.conflicts:
        conflict = Conflict.objects.create(
            story=story, base=base, theirs=newest, mine=fix, met_by=by, met_at=now
        )
        return Written(conflict=conflict)
    revision = put(story, merged.document, by=by, now=now, kind=Kind.FIX, base=newest)
    return Written(revision=revision)


def latest(story: Story) -> Revision | None:
    """The newest revision of the working copy of `story`, if it was ever saved."""
    return Revision.objects.filter(story=story).of_working_copy().order_by("-number").first()


def saved_since(story: Story, revision: Revision | None) -> "QuerySet[Revision]":
    """The versions that the working copy took after it was, or gave rise to, `revision`."""
    since = of_working_copy(revision)
    after = Revision.objects.filter(story=story, number__gt=since.number if since else 0)
    return after.of_working_copy()


def of_working_copy(revision: Revision | None) -> Revision | None:
    """`revision`, or what it was made from where it is kept beside the working copy."""
    while revision is not None and revision.is_aside:
        revision = revision.base
    return revision


def newest_number(story: Story) -> int:
    """The number of what `latest` returns, without its document; 0 where there is none."""
    saved = Revision.objects.filter(story=story).of_working_copy().order_by("-number")
    return saved.values_list("number", flat=True).first() or 0


def document_of(revision: Revision) -> Document:
    """The document of `revision`, upgraded to what this code speaks."""
    return from_json(revision.document)


def document_for(revision: Revision, user: Person) -> Document:
    """The document of `revision` as `user` may read it: without the words that were removed for
    legal reasons, unless they have the right to see those. `user` may be anonymous."""
    return shown_to(document_of(revision), revision.story, user)


def shown_to(document: Document, story: Story, user: Person) -> Document:
    """A document of `story` that is no revision, such as an autosave, as `user` may read it."""
    return document if may(user, "see_removed", story) else to_reuse(document, story)


def to_reuse(document: Document, story: Story) -> Document:
    """A document of `story` as it may be published again: restored, or copied to another story.

    Words that were removed for legal reasons do not come back this way, whoever does it.
    """
    return without_removed(document, Redaction.objects.in_force().filter(story=story))
