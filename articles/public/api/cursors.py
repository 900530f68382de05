"""Lists that go on from a place: a cursor says which, so it holds for ever and costs nothing.

A cursor is an instant, in microseconds since 1970, and the number of what has that instant. It
holds no secret: a forged one is another place in the same public list.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, NamedTuple

from django.http import HttpRequest
from ninja import Schema
from pydantic import BeforeValidator, Field

from articles.addresses import absolute
from articles.models.public import Edition, EditionQuerySet
from articles.public import paging
from articles.public.api.parameters import as_number

PATTERN = r"^[0-9]{1,16}\.[0-9]{1,18}$"
USUAL, MOST = 20, 100  # on a page
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Types of parameters.
Cursor = Annotated[
    str | None,
    Field(pattern=PATTERN, description="Where to go on: take it from `next` of the page before."),
]
Limit = Annotated[
    int, Field(ge=1, le=MOST, description="How many at most."), BeforeValidator(as_number)
]


class Page(Schema):
    """Which page of a list, and how long."""

    cursor: Cursor = None
    limit: Limit = USUAL


class Place(NamedTuple):
    """A place in a list that is ordered by an instant, then by a number."""

    instant: datetime
    number: int


def cursor_of(instant: datetime, number: int) -> str:
    """The cursor of the place after what has this `instant` and `number`."""
    return f"{(instant - _EPOCH) // timedelta(microseconds=1)}.{number}"


def place_of(cursor: str) -> Place:
    """What `cursor_of` was told. The parameter's pattern has refused all that cannot be one."""
    microseconds, number = map(int, cursor.split("."))
    return Place(_EPOCH + timedelta(microseconds=microseconds), number)


def page_of(
    editions: EditionQuerySet, cursor: str | None, limit: int, order: paging.Order = paging.BY_STORY
) -> tuple[Sequence[Edition], str | None]:
    """At most `limit` of `editions` in `order`, and the cursor of the next page (or None)."""
    place = place_of(cursor) if cursor else None
    found = list(paging.in_order(editions, place, order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], cursor_of(getattr(last, order.instant), getattr(last, order.number))


def next_url(request: HttpRequest, cursor: str | None) -> str | None:
    """The whole address of the page that goes on at `cursor`; None where there is none."""
    if cursor is None:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return absolute(f"{request.path}?{asked.urlencode()}")
