"""Why a story cannot be published: sentences, listed beforehand and when it is tried."""

from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _

from articles import addresses
from articles.checks import findings
from articles.document import Document
from articles.local_time import in_words
from articles.models import Address, Edition, Kind, Redaction, Revision, Story, Withdrawal
from articles.publishing.layout import Keep, path_of
from articles.removed import passage_words, stands_in
from articles.revisions import document_of
from articles.verbs import Unable

LONGEST_WORDS = 2000  # characters of a note or a notice


class UnableToChangeTime(Unable):
    """Raised where an embargo or an end cannot be set."""


class Pending(Enum):
    """What becomes of a scheduled edition when readers are given another one before its instant."""

    ASK = ""
    MERGE = "merge"  # the change is put into it
    CANCEL = "cancel"


def reasons_of_revision(
    story: Story, revision: Revision, live: Edition | None, *, begins: datetime
) -> list[str]:
    """What stands against showing `revision` from `begins` on, but for the story's own times."""
    document = document_of(revision)
    why = [finding.message for finding in findings(document, at=begins) if finding.blocking]
    if revision.story_id != story.pk:
        why.append(_("This version belongs to another story."))
    if story.binned_at:
        why.append(_("This story is in the bin. Bring it back first."))
    if Withdrawal.objects.filter(story=story, live_until=None).exists():
        why.append(_("This story was taken down. Put it back first."))
    is_fix = revision.kind == Kind.FIX and revision.is_aside
    if is_fix and live and live.revision_id != revision.base_id:
        why.append(_("Readers see another version by now. Open “Fix what is live” again."))
    return why or reasons_of_address(story, document)


def reasons_of_address(story: Story, document: Document) -> list[str]:
    """What stands against giving `document` its address."""
    path = path_of(document)
    if not path:
        return [_("The story has no address: it needs a section with a name in its language.")]
    is_the_sites = addresses.belongs_to_site(
        document.language, document.slug, is_page=document.is_page
    )
    if is_the_sites or Address.objects.filter(path=path).exclude(story=story).exists():
        return [_("The address %s is taken. Choose another one.") % path]
    return []


def reasons_of_words(story: Story, words: str) -> list[str]:
    """What stands against telling readers of `story` these words: a note, a notice."""
    if len(words) > LONGEST_WORDS:
        return [_("Tell readers in %d characters or fewer.") % LONGEST_WORDS]
    removed = Redaction.objects.in_force().filter(story=story)
    if any(stands_in(passage_words(one.passage), words) for one in removed):
        return [_("This has words that were removed from the story for legal reasons.")]
    return []


def reasons_of_time(
    story: Story, begins: datetime, *, now: datetime, ends_at: datetime | Keep | None = Keep.END
) -> list[str]:
    """What stands against showing the story from `begins` on: its embargo, its end.

    An end of the story's that has passed at `now` stands against nothing: it is dropped.
    """
    why = []
    if story.embargo and begins < story.embargo:
        when = in_words(story.embargo)
        why.append(_("It is under embargo: nobody can publish it before %s.") % when)
    end = ends_at
    if ends_at is Keep.END:
        end = story.ends_at if story.ends_at and story.ends_at > now else None
    if isinstance(end, datetime) and end <= begins:
        why.append(_("It would end before it begins."))
    return why
