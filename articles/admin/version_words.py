"""A version of a story in words, and what two versions say differently, as somebody may read it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from articles import local_time, revisions
from articles.comparison import Comparison, compare, names_in
from articles.models import Kind, Milestone, Revision


def came_to_be(revision: Revision) -> str:
    """How a version came to be, in a few words."""
    if revision.kind == Kind.RESTORE and revision.base:
        return _("Restored from version %d") % revision.base.number
    if revision.kind == Kind.FIX and revision.is_aside:
        return _("Fixed what is live, beside what is on the desk")
    words = {
        Kind.SAVE: _("Saved"),
        Kind.MERGE: _("Merged with what others saved"),
        Kind.FIX: _("Took in the fix of what is live"),
        Kind.LEGAL: _("Words removed for legal reasons"),
        Kind.COPY: _("Copied from another story"),
        Kind.TYPED: _("Typed, not saved"),
        Kind.CONFLICT: _("Kept beside another version"),
    }
    return words.get(Kind(revision.kind), str(revision.get_kind_display()))


def in_words(revision: Revision) -> dict[str, Any]:
    """A version as pages name it: number, name, how it came to be, who, when. One query."""
    milestone = Milestone.objects.filter(revision=revision).first()
    return {
        "number": revision.number,
        "when": local_time.to_the_second(revision.created_at),
        "who": str(revision.created_by or _("Newsroom")),
        "what": came_to_be(revision),
        "name": milestone.name if milestone else "",
    }


def comparison_of(old: Revision, new: Revision, user: User) -> Comparison:
    """What `new` says otherwise than `old`, as `user` may read both."""
    before, after = revisions.document_for(old, user), revisions.document_for(new, user)
    return compare(before, after, names=names_in(before, after))
