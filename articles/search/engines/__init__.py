"""The engines that find entries by their terms: one a database, and a server for large sites."""

from django.conf import settings
from django.db import connection

from articles.search.engines.opensearch import OpenSearch
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
    """The engine of this site: its database's, or the server that SEARCH_URL names."""
    database: Engine = Postgres() if connection.vendor == "postgresql" else Sqlite()
    return OpenSearch(settings.SEARCH_URL, database) if settings.SEARCH_URL else database
