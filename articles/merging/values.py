"""The rule of every three-way merge: what one side changed, or both alike, needs no decision."""

from typing import TypeVar

Value = TypeVar("Value")


def is_agreed(base: Value, theirs: Value, mine: Value) -> bool:
    """Whether one side at most changed it, or both did in the same way."""
    return theirs in (base, mine) or mine == base


def agreed(base: Value, theirs: Value, mine: Value) -> Value:
    """Theirs where I changed nothing, else mine."""
    return theirs if mine == base else mine
