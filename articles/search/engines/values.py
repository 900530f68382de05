"""What engines are given and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from articles.search.analysis import OF_LANGUAGE, OF_SECTION
from articles.search.asking import Asked

LOWEST, HIGHEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What an entry is found by: terms by how much they say of it. `facets` are no words."""

    place: int
    headline: Sequence[str]
    standfirst: Sequence[str]
    text: Sequence[str]
    facets: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Among what is looked: entries of a language that are live at `at`.

    `lowest` and `highest` are the places that bound them; `facets` terms that all must have.
    """

    language: str
    at: datetime
    section: int | None = None
    facets: tuple[str, ...] = ()
    lowest: int = LOWEST
    highest: int = HIGHEST


def language_facet(language: str) -> str:
    """The facet of a language: as one term, whatever signs its code has."""
    return OF_LANGUAGE + "".join(filter(str.isalnum, language.lower()))


def facets_of(scope: Scope) -> list[str]:
    """The facets that all entries of a scope have."""
    section = [] if scope.section is None else [f"{OF_SECTION}{scope.section}"]
    return [language_facet(scope.language), *section, *scope.facets]


class Match(NamedTuple):
    """An entry that was found, and how much it is about what was asked: more is better."""

    place: int
    weight: float


class Engine(Protocol):
    """What finds entries by their terms."""

    def write(self, rows: Sequence[Row]) -> None:
        """Let these entries be found by these terms, and no longer by others."""

    def erase(self, places: Sequence[int]) -> None:
        """Let nothing be found at these places."""

    def newest(self, asked: Asked, scope: Scope, limit: int) -> list[Match]:
        """The newest entries that have what is asked, newest first."""

    def count(self, questions: Sequence[tuple[Asked, Scope]], limit: int) -> list[int]:
        """How many entries each question finds, up to `limit` for each."""
