"""What readers find."""

from datetime import datetime

from django.db.models import Q

from articles.models.public import Edition, EditionQuerySet
from articles.search.values import MOST_COUNTED, BadCursor, Hit, Query, Results


def search(query: Query, *, at: datetime, after: str = "", size: int = 20) -> Results:
    """A page of `size` hits at `at`, from the cursor `after` on. Raises BadCursor."""
    if after and not after.isdecimal():
        raise BadCursor(after)
    if not query.words.split():
        return Results()
    start = int(after or 0)
    found = _matching(query, at=at)
    shown = list(
        found.with_pictures().prefetch_related("author_rows").newest_first()[start:][: size + 1]
    )
    count = found[: MOST_COUNTED + 1].count()
    return Results(
        hits=[
            Hit(edition=one, headline=[(one.headline, False)], snippet=[(one.standfirst, False)])
            for one in shown[:size]
        ],
        count=min(count, MOST_COUNTED),
        has_more_than_counted=count > MOST_COUNTED,
        next=str(start + size) if len(shown) > size else "",
    )


def headlines(words: str, language: str, *, at: datetime, size: int = 8) -> list[Edition]:
    """Stories whose headline has words that begin like all of `words`, newest first."""
    if not words.split():
        return []
    found = _matching(Query(words=words, language=language), at=at)
    return list(found.newest_first()[:size])


def _matching(query: Query, *, at: datetime) -> EditionQuerySet:
    found = Edition.objects.in_lists(query.language, at=at)
    for word in query.words.split()[:12]:
        found = found.filter(Q(headline__icontains=word) | Q(standfirst__icontains=word))
    return found.filter(section=query.section) if query.section else found
