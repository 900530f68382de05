"""What readers find.

Of what matches, the newest MOST_COUNTED are weighed; what is older follows by time. So a word that
every story has costs no more than one that a thousand have.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import log1p

from django.conf import settings
from django.utils import timezone

from articles import local_time
from articles.models.public import Edition
from articles.models.search import place_of, seconds_of
from articles.search.analysis import OF_AUTHOR
from articles.search.asking import Asked, beginning, parse
from articles.search.engines import HIGHEST, LOWEST, Match, Scope, engine
from articles.search.showing import marked, passage
from articles.search.spelling import Better, better
from articles.search.values import MOST_COUNTED, BadCursor, Hit, Query, Results

_CURSOR = re.compile(r"(?:(\d{1,4})\.)?(-?\d{1,19})\Z", re.ASCII)
# How gently time tells: after a month a story weighs four fifths, after a year three.
FADING, FADES_FROM = 0.15, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which hit a page begins: its place, and its number among those that are weighed."""

    place: int
    number: int | None = None


def search(query: Query, *, at: datetime, after: str = "", size: int = 20) -> Results:
    """A page of `size` hits at `at`, from the cursor `after` on. Raises BadCursor.

    Any text may be asked for; asking.py says what counts of it.
    """
    cursor = _parse_cursor(after)
    asked = parse(query.words, query.language)
    scope = scope_of(query, at)
    if not asked.wanted or scope.lowest > scope.highest:
        return Results()
    found = engine().newest(asked, scope, MOST_COUNTED + 1)
    instead = Better(asked) if found else better(query.words, asked, scope)
    if not found and instead.is_better:
        found = engine().newest(instead.asked, scope, MOST_COUNTED + 1)
    shown, following = _page(found, instead.asked, scope, cursor, size, is_newest=query.newest)
    return Results(
        hits=_hits([match.place for match in shown], instead.asked, scope),
        count=min(len(found), MOST_COUNTED),
        has_more_than_counted=len(found) > MOST_COUNTED,
        next=following,
        elsewhere=_elsewhere(query, at),
        spelling=instead.spelling,
        is_corrected=bool(instead.spelling),
        is_partial=instead.asked.lacks_one,
    )


def headlines(words: str, language: str, *, at: datetime, size: int = 8) -> list[Edition]:
    """Stories whose headline has words that begin like all of `words`, newest first."""
    asked = beginning(words)
    if not asked.wanted:
        return []
    found = engine().newest(asked, Scope(language=language, at=at), size)
    editions = Edition.objects.in_lists(language, at=at)
    return list(
        editions.filter(search_entry__place__in=[match.place for match in found]).order_by(
            "-search_entry__place"
        )
    )


def scope_of(query: Query, at: datetime) -> Scope:
    """Among what a query looks at `at`."""
    return Scope(
        language=query.language,
        at=at,
        section=query.section,
        facets=(f"{OF_AUTHOR}{query.author}",) if query.author is not None else (),
        lowest=_first_place(query.since) if query.since else LOWEST,
        highest=_first_place(query.until + timedelta(days=1)) - 1
        if query.until and query.until < date.max
        else HIGHEST,
    )


def _first_place(day: date) -> int:
    return place_of(local_time.day_begins(day, timezone.get_default_timezone()), 0)


def _page(
    found: list[Match],
    asked: Asked,
    scope: Scope,
    cursor: Cursor | None,
    size: int,
    *,
    is_newest: bool,
) -> tuple[list[Match], str]:
    """The matches of a page, and the cursor of the next one."""
    counted = found[:MOST_COUNTED]
    ranked = counted if is_newest else _by_weight(counted, scope.at)
    start = _start(ranked, cursor)
    page = ranked[start : start + size]
    if len(page) < size and len(found) > MOST_COUNTED:
        last = cursor.place if cursor and cursor.number is None else counted[-1].place
        older = replace(scope, highest=min(scope.highest, last - 1))
        page += engine().newest(asked, older, size + 1 - len(page))
        more = len(page) > size
        return page[:size], f"{page[size - 1].place}" if more else ""
    if start + size < len(found):
        number = start + len(page)
        return page, f"{number}.{page[-1].place}"
    return page, ""


def _start(ranked: list[Match], cursor: Cursor | None) -> int:
    """Where a page begins among the ranked: after its cursor's hit, wherever that stands now."""
    if cursor is None:
        return 0
    if cursor.number is None:
        return len(ranked)
    places = [match.place for match in ranked]
    return places.index(cursor.place) + 1 if cursor.place in places else cursor.number


def _by_weight(found: list[Match], at: datetime) -> list[Match]:
    """The best first: what has more of the words where they count more, and what is newer."""
    now = int(at.timestamp())

    def worth(match: Match) -> tuple[float, int]:
        age = max(0, now - seconds_of(match.place)) / FADES_FROM.total_seconds()
        return match.weight / (1 + FADING * log1p(age)), match.place

    return sorted(found, key=worth, reverse=True)


def _hits(places: list[int], asked: Asked, scope: Scope) -> list[Hit]:
    """The hits at these places, in their order, as lists need them."""
    editions = (
        Edition.objects.in_lists(scope.language, at=scope.at)
        .with_pictures()
        .select_related("search_entry")
        .prefetch_related("author_rows")
        .filter(search_entry__place__in=places)
    )
    found = {one.search_entry.place: one for one in editions}
    return [_hit(found[place], asked) for place in places if place in found]


def _hit(edition: Edition, asked: Asked) -> Hit:
    entry = edition.search_entry
    return Hit(
        edition=edition,
        headline=marked(entry.headline, asked, entry.language),
        snippet=passage([entry.standfirst, entry.text], asked, entry.language),
    )


def _elsewhere(query: Query, at: datetime) -> dict[str, int]:
    """How much each other language has of what was asked as it was typed."""
    others = [code for code, _name in settings.LANGUAGES if code != query.language]
    asks = [
        (parse(query.words, code), scope_of(replace(query, language=code), at)) for code in others
    ]
    counts = engine().count(asks, MOST_COUNTED)
    return {code: count for code, count in zip(others, counts, strict=True) if count}


def _parse_cursor(after: str) -> Cursor | None:
    if not after:
        return None
    match = _CURSOR.match(after)
    if match is None or not LOWEST < int(match[2]) <= HIGHEST:
        raise BadCursor(after)
    return Cursor(int(match[2]), int(match[1]) if match[1] else None)
