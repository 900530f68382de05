"""Search on PostgreSQL: a column of terms with a GIN index.

To look at the terms of an entry is dear, and the planner does not know it. So every statement has
both ways in it and decides by the RECENT entries. Where most of those have the words, entries are
looked at one by one, the newest first, until enough are found. Otherwise the index says which have
them; it knows no order of words, so a phrase is then looked for in those, again the newest first.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from articles.models.public import SearchEntry
from articles.search.asking import Asked, Phrase, Wanted
from articles.search.engines.sql import Database, Statement, is_in
from articles.search.engines.values import Row, Scope, facets_of

# Of facets, and of a word in the text, the standfirst, the headline.
WEIGHTS = "{0, 0.1, 0.4, 1}"
BY_LENGTH = 1  # a word says less of a long text, by the logarithm of its length
LAST_POSITION, MOST_POSITIONS = 16_383, 255  # that a tsvector keeps
RECENT = 1500  # entries; where two in three have the words, most have them
FEW = 20  # found entries that are not worth a look at the recent ones
MOST_READ = 15_000  # entries that are looked at one by one
GAP = 10  # positions between texts that no phrase spans


class Postgres(Database):
    """The terms in this site's database."""

    def write(self, rows: Sequence[Row]) -> None:
        """Let these entries be found by these terms, and no longer by others."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_table()} SET vector = %s::tsvector WHERE place = %s",  # noqa: S608
                [(vector(row), row.place) for row in rows],
            )

    def erase(self, places: Sequence[int]) -> None:
        """Nothing is left to do: terms go with their entries."""

    def ranked(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """The query for places with their weights."""
        statement, values = self._found(asked, scope, limit)
        words = " | ".join(map(_any, asked.wanted))
        return (
            f"SELECT place, ts_rank('{WEIGHTS}', vector, %s::tsquery, {BY_LENGTH})"  # noqa: S608
            f" FROM ({statement}) AS newest ORDER BY place DESC",
            [words, *values],
        )

    def places(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """The query for places alone, in any order: it ends when there are enough."""
        exact, rough = expression(asked, scope), expression(asked, scope, is_rough=True)
        condition, values = is_in(scope)
        return (
            f"WITH {_matching()} SELECT place FROM (SELECT entry.place, entry.vector"  # noqa: S608
            f" FROM matching AS entry WHERE {condition} LIMIT %s) AS indexed"
            " WHERE %s OR vector @@ %s::tsquery LIMIT %s",
            [rough, *values, *_read(exact, rough, limit)],
        )

    def _found(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """Places and terms of the newest entries that have what is asked."""
        exact, rough = expression(asked, scope), expression(asked, scope, is_rough=True)
        condition, values = is_in(scope)
        inside = f"SELECT entry.place, entry.vector FROM {{}} AS entry WHERE {condition}"  # noqa: S608
        newest = inside.format(_table())
        indexed = (
            f"SELECT place, vector FROM ({inside.format('matching')}{{}}"  # noqa: S608
            " ORDER BY entry.place DESC LIMIT %s) AS indexed"
            " WHERE %s OR vector @@ %s::tsquery ORDER BY place DESC LIMIT %s"
        )
        read = _read(exact, rough, limit)
        if limit <= FEW:
            return f"WITH {_matching()} {indexed.format('')}", [rough, *values, *read]
        return (
            f"WITH {_matching()}, recent AS MATERIALIZED"  # noqa: S608
            " (SELECT 3 * count(*) FILTER (WHERE vector @@ %s::tsquery) >= 2 * count(*) AS have_it"
            f" FROM ({newest} ORDER BY entry.place DESC LIMIT {RECENT}) AS each)"
            f" (SELECT place, vector FROM ({newest} AND (SELECT have_it FROM recent)"
            f" ORDER BY entry.place DESC LIMIT {MOST_READ}) AS walked"
            " WHERE vector @@ %s::tsquery ORDER BY place DESC LIMIT %s)"
            f" UNION ALL ({indexed.format(' AND NOT (SELECT have_it FROM recent)')})",
            [rough, rough, *values, *values, exact, limit, *values, *read],
        )


def _matching() -> str:
    """What the index finds."""
    return f"matching AS MATERIALIZED (SELECT * FROM {_table()} WHERE vector @@ %s::tsquery)"  # noqa: S608


def _read(exact: str, rough: str, limit: int) -> list[Any]:
    """How many of those are read, whether the index has said all, what else to ask, the limit."""
    return [limit if exact == rough else MOST_READ, exact == rough, exact, limit]


def _table() -> str:
    return connection.ops.quote_name(SearchEntry._meta.db_table)


def vector(row: Row) -> str:
    """The terms of an entry as PostgreSQL reads them, each with its positions and weights."""
    positions: dict[str, list[str]] = {}
    first = 1
    for weight, terms in (("A", row.headline), ("B", row.standfirst), ("C", row.text)):
        for place, term in enumerate(terms, start=first):
            known = positions.setdefault(term, [])
            if len(known) < MOST_POSITIONS:
                known.append(f"{min(place, LAST_POSITION)}{weight}")
        first += len(terms) + GAP
    words = [f"{_quoted(term)}:{','.join(known)}" for term, known in positions.items()]
    return " ".join([*words, *map(_quoted, row.facets)])


def expression(asked: Asked, scope: Scope, *, is_rough: bool = False) -> str:
    """What is asked in the language of PostgreSQL; a rough one knows no order of words."""
    groups = [_all([_any(one, is_rough) for one in group]) for group in asked.groups if group]
    found = [f"({' | '.join(groups)})", *map(_quoted, facets_of(scope))]
    unwanted = [one for one in asked.unwanted if not (is_rough and _has_order(one))]
    return _all([*found, *(f"!{_any(one)}" for one in unwanted)])


def _has_order(wanted: Wanted) -> bool:
    return any(len(phrase.terms) > 1 for phrase in wanted.phrases)


def _all(pieces: Iterable[str]) -> str:
    return f"({' & '.join(pieces)})"


def _any(wanted: Wanted, is_rough: bool = False) -> str:
    return f"({' | '.join(_phrase(phrase, is_rough) for phrase in wanted.phrases)})"


def _phrase(phrase: Phrase, is_rough: bool) -> str:
    terms = (" & " if is_rough else " <-> ").join(map(_quoted, phrase.terms))
    return f"({terms}{':*' if phrase.is_open else ''})"


def _quoted(term: str) -> str:
    return f"'{term}'"
