"""What somebody asks for, and what is found."""

from dataclasses import dataclass, field
from datetime import date

from articles.models.public import Edition

MOST_COUNTED = 1000
# A text in pieces: its words, and whether they are what was looked for.
Pieces = list[tuple[str, bool]]


class BadCursor(ValueError):
    """Raised for a cursor that no results of ours have given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody asks for: `words` as typed, with phrases in quotes and a minus before a word.

    `section` and `author` are primary keys. `since` and `until` are days of first publication on
    the clocks of the site, both included.
    """

    words: str
    language: str
    section: int | None = None
    author: int | None = None
    since: date | None = None
    until: date | None = None
    newest: bool = False  # by time alone, not by relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A story that was found, with its pictures and bylines as lists need them.

    The pieces are plain text; joined they are the headline, and a passage of the story.
    """

    edition: Edition
    headline: Pieces
    snippet: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of what was found.

    `count` is exact up to MOST_COUNTED. `elsewhere` are the counts of other languages that have
    any. `spelling` is a whole query that is offered instead, "" where none is. Where nothing has
    the words as typed, the hits are those of `spelling` (`is_corrected`), or have all but one of
    the words (`is_partial`).
    """

    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    has_more_than_counted: bool = False
    next: str = ""  # the cursor of the next page, "" at the end
    elsewhere: dict[str, int] = field(default_factory=dict)
    spelling: str = ""
    is_corrected: bool = False
    is_partial: bool = False
