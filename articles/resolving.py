"""Deciding between two versions that changed the same words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.models import User
from articles import revisions
from articles.comparison import names_in
from articles.document import Document, DocumentPart
from articles.merging import Merged, merge
from articles.models import Conflict, Kind, Revision, Story
from articles.validation import problems
from articles.verbs import Unable, verb

NOBODY: Mapping[str, str] = {}


class UnableToResolve(Unable):
    """Raised where a conflict cannot be decided as somebody wished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What came of a decision: the working copy's `revision`, where nothing waits any more.

    Else `waiting`: since the page was shown, somebody changed the same words once more. What was
    decided is kept beside the working copy, and the conflict is now between that and theirs.
    """

    revision: Revision | None = None
    waiting: Conflict | None = None


def sides(conflict: Conflict, theirs: Revision) -> tuple[Document, Document, Document]:
    """The documents of a conflict: what both were made from, theirs, mine."""
    base = revisions.document_of(conflict.base) if conflict.base else revisions.EMPTY
    return base, revisions.document_of(theirs), revisions.document_of(conflict.mine)


def merged(conflict: Conflict, theirs: Revision, choices: Mapping[str, str] = NOBODY) -> Merged:
    """The conflict's two sides merged, with `theirs` as the working copy's, after `choices`."""
    documents = sides(conflict, theirs)
    return merge(*documents, choices=choices, names=names_in(*documents))


def reasons_not_to_resolve(
    *,
    story: Story,
    conflict: Conflict,
    seen: Revision,
    choices: Mapping[str, str],
    now: datetime,
    side_by_side: Collection[UUID] = (),
) -> list[str]:
    """Sentences that say why `conflict` cannot be decided by `choices`; none where it can."""
    conflict.refresh_from_db()
    if conflict.story_id != story.pk or seen.story_id != story.pk or seen.is_aside:
        return [_("This version belongs to another story.")]
    if conflict.resolved_at:
        return [_("Somebody decided this meanwhile.")]
    decision = merged(conflict, seen, choices)
    if decision.conflicts:
        return [_("Choose one version of every place.")]
    known = revisions.document_of(seen)
    wrong = problems(decision.document, story=story, known=known)
    return [sentence for problem in wrong for sentence in problem.sentences]


def _resolved(resolved: Resolved) -> dict[str, Any]:
    kept = resolved.revision or (resolved.waiting and resolved.waiting.mine)
    return {"revision": kept.number, "is_waiting": resolved.revision is None} if kept else {}


@verb("resolve", reasons=reasons_not_to_resolve, unable=UnableToResolve, detail=_resolved)
def resolve(
    *,
    story: Story,
    conflict: Conflict,
    seen: Revision,
    choices: Mapping[str, str],
    by: User,
    now: datetime,
    side_by_side: Collection[UUID] = (),
) -> Resolved:
    """Make the working copy hold what somebody decided between the two sides of `conflict`.

    `seen` is the version of the working copy that they chose against, `choices` are as
    `merging.merge` takes them; of the parts in `side_by_side`, theirs is followed by mine. What was
    saved since `seen` is merged too. Raises UnableToResolve with the reasons, PermissionDenied.
    """
    decided = merged(conflict, seen, choices).document
    decided = _with_both(decided, revisions.document_of(conflict.mine), side_by_side)
    newest = revisions.latest(story) or seen
    both = merge(revisions.document_of(seen), revisions.document_of(newest), decided)
    if both.conflicts:
        conflict.mine = revisions.record(
            story, decided, by=by, now=now, kind=Kind.CONFLICT, base=seen, is_aside=True
        )
        conflict.base, conflict.theirs = seen, newest
        conflict.save(update_fields=["base", "theirs", "mine"])
        return Resolved(waiting=conflict)
    made = revisions.put(story, both.document, by=by, now=now, kind=Kind.MERGE, base=conflict.mine)
    revisions.settle(conflict, made or newest, by=by, now=now)
    return Resolved(revision=made or newest)


def _with_both(document: Document, mine: Document, uids: Collection[UUID]) -> Document:
    """`document`, in which each of my parts with one of `uids` follows theirs as a part of its
    own."""
    added = {part.uid: _twin(part) for part in mine.parts if part.uid in uids}
    parts: list[DocumentPart] = []
    for part in document.parts:
        parts.append(part)
        if part.uid in added:
            parts.append(added[part.uid])
    return replace(document, parts=tuple(parts))


def _twin(part: DocumentPart) -> DocumentPart:
    names = {"anchor": ""} if "anchor" in part.values else {}
    return replace(part, uid=uuid4(), values={**part.values, **names})
