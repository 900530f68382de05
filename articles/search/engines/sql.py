"""What both databases do alike: questions as SQL over the table of entries."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from articles.search.asking import Asked
from articles.search.engines.values import Match, Scope

Statement = tuple[str, list[Any]]


class Database:
    """An engine that asks the site's own database."""

    def newest(self, asked: Asked, scope: Scope, limit: int) -> list[Match]:
        """The newest entries that have what is asked, newest first."""
        with connection.cursor() as cursor:
            cursor.execute(*self.ranked(asked, scope, limit))
            return [Match(place, weight) for place, weight in cursor.fetchall()]

    def count(self, questions: Sequence[tuple[Asked, Scope]], limit: int) -> list[int]:
        """How many entries each question finds, up to `limit` for each."""
        if not questions:
            return []
        pieces, values = [], []
        for number, (asked, scope) in enumerate(questions):
            statement, given = self.places(asked, scope, limit)
            pieces.append(f"SELECT {number}, count(*) FROM ({statement}) AS found")  # noqa: S608
            values += given
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(pieces), values)
            counts = dict(cursor.fetchall())
        return [counts[number] for number in range(len(questions))]

    def ranked(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """The query for places with their weights."""
        raise NotImplementedError

    def places(self, asked: Asked, scope: Scope, limit: int) -> Statement:
        """The query for places alone, in any order."""
        raise NotImplementedError


def is_in(scope: Scope) -> Statement:
    """The condition that an entry is in the scope, but for its facets."""
    at = connection.ops.adapt_datetimefield_value(scope.at)
    condition = (
        "entry.language = %s AND entry.place BETWEEN %s AND %s"
        " AND entry.live_from <= %s AND (entry.live_until IS NULL OR entry.live_until > %s)"
    )
    values: list[Any] = [scope.language, scope.lowest, scope.highest, at, at]
    if scope.section is not None:
        condition += " AND entry.section_id = %s"
        values.append(scope.section)
    return condition, values
