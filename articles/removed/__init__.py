"""Words removed for legal reasons: what stands in their place, in any text of a story.

Pure functions. Whatever readers get passes `without_removed` or `line_without_removed`.
"""

from articles.removed.documents import (
    line_without_removed,
    placeholder,
    standing,
    stands_in,
    without_removed,
)
from articles.removed.finding import Found, passage_words, spans_of, words
from articles.removed.row import Row, remembering
from articles.removed.similar import similar_spans
from articles.removed.texts import Text, Where, texts_of

__all__ = [
    "Found",
    "Row",
    "Text",
    "Where",
    "line_without_removed",
    "passage_words",
    "placeholder",
    "remembering",
    "similar_spans",
    "spans_of",
    "standing",
    "stands_in",
    "texts_of",
    "without_removed",
    "words",
]
