"""All entries written anew, in batches, while the site runs.

An entry that is in order is left alone, so a run that was cut goes on where it ended. Each batch
holds its stories' locks for its own short transaction: no verb comes between reading and writing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Edition, Format, Redaction, SearchEntry, Story
from articles.models.search import ANALYSIS
from articles.search.indexing import drop_ended, write

BATCH = 100  # editions
NEVER = 0  # the analysis of an entry that must be written anew


def forget_all() -> None:
    """Let every entry be written anew by the next `rebuild`; until then it is found as it was."""
    SearchEntry.objects.update(analysis=NEVER)


def missing(*, now: datetime) -> QuerySet[Edition]:
    """What is live or will be, and has no entry that is in order."""
    wanted = Edition.objects.not_ended(now=now).exclude(format=Format.PAGE)
    return wanted.exclude(search_entry__analysis=ANALYSIS)


def rebuild(*, now: datetime) -> Iterator[int]:
    """Write what is missing, the newest first; yields after each batch how many were written."""
    with transaction.atomic():
        drop_ended(now=now)
    last: int | None = None
    while True:
        with transaction.atomic():
            found = missing(now=now) if last is None else missing(now=now).filter(pk__lt=last)
            batch = dict(found.order_by("-pk").values_list("pk", "story")[:BATCH])
            if not batch:
                return
            stories = Story.objects.select_for_update(of=("self",)).filter(pk__in=batch.values())
            list(stories.order_by("pk").values_list("pk"))
            # Asked anew, for a verb may have been at work before the locks were ours.
            still = missing(now=now).filter(pk__in=batch)
            write(still, _removed(batch.values()))
        last = min(batch)
        yield len(batch)


def _removed(stories: Iterable[int]) -> dict[int, list[Redaction]]:
    """What was removed from these stories, by their keys."""
    found: dict[int, list[Redaction]] = defaultdict(list)
    for one in Redaction.objects.in_force().filter(story__in=stories):
        found[one.story_id].append(one)
    return found
