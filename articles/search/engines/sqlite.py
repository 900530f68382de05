"""Search on SQLite: a full-text table whose rows are numbered by the places of entries.

The newest come first because the table itself is read that way: a word that every story has costs
no more than its first rows.
"""

from collections.abc import Sequence

from django.db import connection

from articles.models.public import SearchEntry
from articles.search.asking import Asked, Phrase, Wanted
from articles.search.engines.sql import Database, Statement, is_in
from articles.search.engines.values import Row, Scope, facets_of

TABLE = "articles_searchindex"
# Of a word in the headline, the standfirst, the text; facets say nothing of it.
WEIGHTS = "10.0, 4.0, 1.0, 0.0"
# What BM25 gives a word levels off, wherever it stands. So a headline that has all is said apart.
IN_HEADLINE_WEIGHS = 2.0


class Sqlite(Database):
    """The full-text table of this site's file."""

    def write(self, rows: Sequence[Row]) -> None:
        """Let these entries be found by these terms, and no longer by others."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT OR REPLACE INTO {TABLE} (rowid, headline, standfirst, text, facets)"  # noqa: S608
                " VALUES (%s, %s, %s, %s, %s)",
                [
                    (
                        row.place,
                        *map(" ".join, (row.headline, row.standfirst, row.text, row.facets)),
                    )
                    for row in rows
                ],
            )

    def erase(self, places: Sequence[int]) -> None:
        """Let nothing be found at these places."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608
                [(place,) for place in places],
            )

    def ranked(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """The query for places with their weights, by BM25 and more where the headline has all."""
        statement, values = self._found(f"-bm25({TABLE}, {WEIGHTS}) AS weight", asked, scope, limit)
        return (
            f"SELECT place, weight * (CASE WHEN place IN (SELECT rowid FROM {TABLE}"  # noqa: S608
            f" WHERE {TABLE} MATCH %s) THEN {IN_HEADLINE_WEIGHS} ELSE 1 END) FROM ({statement})",
            [f"{{headline}} : ({_wanted(asked)})", *values],
        )

    def places(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """The query for places alone."""
        return self._found("0 AS weight", asked, scope, limit)

    def _found(self, weight: str, asked: Asked, scope: Scope, limit: int) -> Statement:
        condition, values = is_in(scope)
        entries = connection.ops.quote_name(SearchEntry._meta.db_table)
        statement = (
            f"SELECT {TABLE}.rowid AS place, {weight} FROM {TABLE}"  # noqa: S608
            f" CROSS JOIN {entries} AS entry ON entry.place = {TABLE}.rowid"
            f" WHERE {TABLE} MATCH %s AND {TABLE}.rowid BETWEEN %s AND %s AND {condition}"
            f" ORDER BY {TABLE}.rowid DESC LIMIT %s"
        )
        asks = expression(asked, scope)
        # A query that is one of several must stand by itself.
        return f"SELECT * FROM ({statement})", [  # noqa: S608
            asks, scope.lowest, scope.highest, *values, limit,
        ]  # fmt: skip


def expression(asked: Asked, scope: Scope) -> str:
    """What is asked in the language of the full-text table."""
    found = " AND ".join([f"({_wanted(asked)})", *(f'"{facet}"' for facet in facets_of(scope))])
    unwanted = " OR ".join(map(_any, asked.unwanted))
    return f"({found}) NOT ({unwanted})" if unwanted else found


def _wanted(asked: Asked) -> str:
    groups = [" AND ".join(map(_any, group)) for group in asked.groups if group]
    return " OR ".join(f"({group})" for group in groups)


def _any(wanted: Wanted) -> str:
    return f"({' OR '.join(map(_phrase, wanted.phrases))})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"{"*" if phrase.is_open else ""}'
