"""Search for readers: what is findable, and how it is found."""

from articles.search.finding import headlines, search
from articles.search.values import MOST_COUNTED, BadCursor, Hit, Pieces, Query, Results

__all__ = [
    "MOST_COUNTED",
    "BadCursor",
    "Hit",
    "Pieces",
    "Query",
    "Results",
    "headlines",
    "search",
]
