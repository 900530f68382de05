"""Merging two orders of the same things."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import TypeVar

from articles.wordwise import moved

Key = TypeVar("Key", bound=Hashable)


def merge_order(
    base: Sequence[Key], theirs: Sequence[Key], mine: Sequence[Key], kept: Collection[Key]
) -> list[Key]:
    """The keys that are `kept` in my order, with what they moved or added in its place.

    What both moved stands where I put it. What they moved or added follows what it follows in
    their order. Every key of `kept` is in one of the two.
    """
    wanted = set(kept)
    my_keys = set(mine)
    theirs_to_place = (moved(base, theirs) - moved(base, mine)) | (set(theirs) - my_keys)
    follower: dict[Key | None, Key] = {}
    last: Key | None = None
    for key in theirs:
        if key in wanted:
            if key in theirs_to_place:
                follower[last] = key
            last = key
    order = list(_followers(None, follower))
    for key in mine:
        if key in wanted and key not in theirs_to_place:
            order += [key, *_followers(key, follower)]
    return order


def _followers(key: Key | None, follower: dict[Key | None, Key]) -> Iterator[Key]:
    while key in follower:
        key = follower[key]
        yield key
