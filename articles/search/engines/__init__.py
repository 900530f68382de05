"""The engines that find entries by their terms: one a database."""

from django.db import connection

from articles.search.engines.postgres import Postgres
from articles.search.engines.sqlite import Sqlite
from articles.search.engines.values import (
    HIGHEST,
    LOWEST,
    Engine,
    Match,
    Row,
    Scope,
    language_facet,
)

__all__ = ["HIGHEST", "LOWEST", "Engine", "Match", "Row", "Scope", "engine", "language_facet"]


def engine() -> Engine:
    """The engine of this site."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()
