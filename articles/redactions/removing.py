"""The two verbs: words go from everything that readers get, and come back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from articles import search
from articles.document import Document, freeze
from articles.models import Edition, EditionAuthor, Kind, Redaction, Story, Withdrawal
from articles.publishing.layout import LIST_COLUMNS
from articles.redactions.finding import BATCH, where_they_stand
from articles.removed import line_without_removed, passage_words, without_removed
from articles.revisions import document_of, latest, put, to_reuse
from articles.verbs import Unable, verb

LONGEST_PASSAGE = 20_000  # characters


class UnableToRemove(Unable):
    """Raised where words cannot be removed."""


class UnableToPutWordsBack(Unable):
    """Raised where a removal cannot be lifted."""


def reasons_not_to_remove(
    *, story: Story, passages: Sequence[str], now: datetime, reason: str = ""
) -> list[str]:
    """Sentences that say why `passages` cannot be removed; none where they can."""
    if not any(passage_words(passage) for passage in passages):
        return [_("Mark the words that must go.")]
    if any(len(passage) > LONGEST_PASSAGE for passage in passages):
        return [_("This is too long to be a passage. Mark it piece by piece.")]
    why = [
        _("“%s” stands nowhere in this story. Mark whole words, as they stand there.") % one.passage
        for one in where_they_stand(story, passages)
        if not one.is_anywhere
    ]
    if not reason.strip():
        why.append(_("Say for the desk what the reason is; readers do not see it."))
    return why


@verb(
    "remove_words",
    reasons=reasons_not_to_remove,
    unable=UnableToRemove,
    detail=lambda made: {"removals": [one.pk for one in made], "reason": made[0].reason},
)
def remove_words(
    *, story: Story, passages: Sequence[str], reason: str, by: User, now: datetime
) -> list[Redaction]:
    """Take `passages` out of everything that readers get of `story`, of whatever time.

    What is live, was live or is scheduled shows a mark with today's date in their place. The
    working copy gets a revision without them; older revisions keep them for those who may see
    them. Returns the removals. Raises UnableToRemove with the reasons, PermissionDenied.
    """
    made = [
        Redaction.objects.create(
            story=story, passage=passage.strip(), reason=reason.strip(), removed_by=by,
            removed_at=now,
        )
        for passage in dict.fromkeys(passages)
    ]  # fmt: skip
    _rewrite(story, made[0])
    document = to_reuse(freeze(story), story)
    put(story, document, by=by, now=now, kind=Kind.LEGAL, base=latest(story))
    return made


def reasons_not_to_put_words_back(*, story: Story, removal: Redaction, now: datetime) -> list[str]:
    """Sentences that say why `removal` cannot be lifted; none where it can."""
    if removal.story_id != story.pk:
        return [_("This removal belongs to another story.")]
    if removal.lifted_at is not None:
        return [_("These words are back already.")]
    return []


@verb(
    "put_words_back",
    reasons=reasons_not_to_put_words_back,
    unable=UnableToPutWordsBack,
    detail=lambda removal: {"removals": [removal.pk]},
)
def put_words_back(*, story: Story, removal: Redaction, by: User, now: datetime) -> Redaction:
    """Lift a removal that was a mistake: its words stand again in everything that has them.

    The working copy stays without them until somebody writes or restores them. Returns the
    removal. Raises UnableToPutWordsBack with the reasons, PermissionDenied.
    """
    removal.lifted_by, removal.lifted_at = by, now
    removal.save(update_fields=["lifted_by", "lifted_at"])
    _rewrite(story, removal)
    return removal


def _rewrite(story: Story, removal: Redaction) -> None:
    """Let the columns of editions, notes and notices say what readers may read now.

    What they said before is kept with `removal` where no revision has it.
    """
    redactions = list(Redaction.objects.filter(story=story))
    in_force = [one for one in redactions if one.lifted_at is None]
    originals: dict[str, str] = {}
    for one in redactions:
        originals = one.originals | originals

    def rewritten(key: str, text: str, language: str) -> str:
        original = originals.get(key, text)
        new = line_without_removed(original, in_force, language)
        if new != original and key not in originals:
            removal.originals[key] = original
        return new

    for edition in _editions(story):
        heading = replace(document_of(edition.revision), parts=())  # all that columns repeat
        document = without_removed(heading, in_force)
        note = rewritten(f"edition:{edition.pk}", edition.note, edition.language)
        _rewrite_edition(edition, document, note)
    for withdrawal in Withdrawal.objects.filter(story=story).select_related("edition"):
        key, language = f"withdrawal:{withdrawal.pk}", withdrawal.edition.language
        notice = rewritten(key, withdrawal.notice, language)
        if notice != withdrawal.notice:
            Withdrawal.objects.filter(pk=withdrawal.pk).update(notice=notice)
    removal.save(update_fields=["originals"])
    search.renew(story, in_force)


def _editions(story: Story) -> Iterator[Edition]:
    """All editions with their documents and bylines, a batch at a time in memory."""
    found = Edition.objects.filter(story=story).select_related("revision").order_by("pk")
    return found.prefetch_related("author_rows").iterator(chunk_size=BATCH)


def _rewrite_edition(edition: Edition, document: Document, note: str) -> None:
    said = {name: getattr(document, name) for name in LIST_COLUMNS} | {"note": note}
    changed = {name: text for name, text in said.items() if text != getattr(edition, name)}
    if changed:
        Edition.objects.filter(pk=edition.pk).update(**changed)
    for row in edition.author_rows.all():
        line = document.bylines[row.position]
        if (row.name, row.role) != (line.name, line.role):
            EditionAuthor.objects.filter(pk=row.pk).update(name=line.name, role=line.role)
