"""Comparing documents word by word, for the desk and for readers alike. Pure functions."""

from articles.comparison.changes import (
    Comparison,
    FieldChange,
    PartChange,
    Run,
    size_in_words,
)
from articles.comparison.contents import texts_in
from articles.comparison.documents import compare, size_of_change
from articles.comparison.names import names_in

__all__ = [
    "Comparison",
    "FieldChange",
    "PartChange",
    "Run",
    "compare",
    "names_in",
    "size_in_words",
    "size_of_change",
    "texts_in",
]
