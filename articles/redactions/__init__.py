"""Removing words from every public text of a story for legal reasons, and putting them back."""

from articles.redactions.finding import Standing, in_addresses, similar, where_they_stand
from articles.redactions.removing import (
    UnableToPutWordsBack,
    UnableToRemove,
    put_words_back,
    reasons_not_to_put_words_back,
    reasons_not_to_remove,
    remove_words,
)

__all__ = [
    "Standing",
    "UnableToPutWordsBack",
    "UnableToRemove",
    "in_addresses",
    "put_words_back",
    "reasons_not_to_put_words_back",
    "reasons_not_to_remove",
    "remove_words",
    "similar",
    "where_they_stand",
]
