"""Search for readers: what is findable, and how it is found."""

from articles.search.finding import headlines, search
from articles.search.indexing import add, drop, drop_ended, renew, set_end
from articles.search.values import MOST_COUNTED, BadCursor, Hit, Pieces, Query, Results

__all__ = [
    "MOST_COUNTED",
    "BadCursor",
    "Hit",
    "Pieces",
    "Query",
    "Results",
    "add",
    "drop",
    "drop_ended",
    "headlines",
    "renew",
    "search",
    "set_end",
]
