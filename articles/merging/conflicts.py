"""What a merge leaves to a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.document import Document

SIDES = ("theirs", "mine")
FATES = ("delete", "keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A place that both changed, each in another way.

    `place` is its name in `choices`: a field of the story ("headline", "section", "bylines"), a
    field of a part ("part:<uid>:body"), or a part that one removed and the other changed
    ("part:<uid>"). `base`, `theirs` and `mine` are the three texts, markup where `is_rich`.
    `answers` are the choices there are, the default last; empty where the choice is a text.
    `with_theirs` and `with_mine` are then what to offer: everything merged that merges, and one
    side's words where they clash.
    """

    place: str
    label: str
    base: str
    theirs: str
    mine: str
    with_theirs: str = ""
    with_mine: str = ""
    is_rich: bool = False
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge: the document, with mine where `conflicts` are not settled yet."""

    document: Document
    conflicts: tuple[Conflict, ...]


class Decisions:
    """The choices that a person made, and the conflicts that still wait for one."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self._choices = choices
        self.waiting: list[Conflict] = []

    def text(self, place: str) -> str | None:
        """The text that was chosen or written for a place, if any."""
        return self._choices.get(place)

    def answer(self, conflict: Conflict) -> str:
        """Which of `conflict.answers` was chosen; the last one, on record, until there is one."""
        answer = self._choices.get(conflict.place)
        if answer is None:
            self.waiting.append(conflict)
        return answer if answer in conflict.answers else conflict.answers[-1]
