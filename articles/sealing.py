"""Whether revisions are what they were when they were recorded."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from articles.document import UnreadableDocument, digest_of_json, from_json
from articles.models import Revision, Story
from articles.models.revision import RevisionQuerySet

BATCH = 50  # documents in memory at a time


def faults(*, story: Story | None = None) -> Iterator[str]:
    """Sentences about revisions of one story, or of all, that are not what was recorded.

    None where all is well. Reads every document once, a few at a time.
    """
    revisions = Revision.objects.filter(story=story) if story else Revision.objects.all()
    yield from _gaps(revisions)
    last = 0
    while batch := list(revisions.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for revision in batch:
            yield from _faults_of(revision)
        last = batch[-1].pk


def _gaps(revisions: RevisionQuerySet) -> Iterator[str]:
    """Versions are numbered from 1 without a gap; where one is missing, somebody took it away."""
    counted = revisions.order_by().values("story").annotate(count=Count("pk"), last=Max("number"))
    for row in counted.filter(~Q(last=F("count"))).order_by("story").iterator():
        missing = row["last"] - row["count"]
        yield f"Story {row['story']}: {missing} of {row['last']} versions missing."


def _faults_of(revision: Revision) -> Iterator[str]:
    name = f"Story {revision.story_id}, version {revision.number}"
    if digest_of_json(revision.document) != revision.digest:
        yield f"{name}: the text is not what was recorded."
    try:
        from_json(revision.document)
    except UnreadableDocument as error:
        yield f"{name}: {error}"
