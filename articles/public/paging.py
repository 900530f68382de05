"""Lists that go on by key: no COUNT, no OFFSET, as fast on the last page as on the first."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q

from articles.models.public import FACT, Edition, EditionQuerySet

_KEY = re.compile(r"(\d{8}T\d{6})\.(\d{6})Z\.(\d{1,18})\Z", re.ASCII)
PARAMETER = "before"


class BadKey(ValueError):
    """Raised for a key that no page of ours has given out."""


class Order(NamedTuple):
    """Newest first: by an instant, then by a number that tells apart what has the same instant.

    `facts` is FACT where a list goes along the index of rows that repeat both.
    """

    instant: str
    number: str
    facts: str = ""

    def column(self, name: str) -> str:
        """How a query names the instant or the number."""
        return f"{self.facts}{name}"


BY_STORY = Order("first_published_at", "story_id")  # a story keeps its place when it is updated
BY_CHANGE = Order("live_from", "id")
OF_TOPIC = OF_AUTHOR = Order("first_published_at", "story_id", FACT)


def key_of(edition: Edition, order: Order = BY_STORY) -> str:
    """The key of the page that goes on after `edition`."""
    instant: datetime = getattr(edition, order.instant)
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z.{getattr(edition, order.number)}"


def key_before(instant: datetime, number: int) -> str:
    """The key of the page that begins with what has this `instant` and `number`."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z.{number + 1}"


def parse_key(key: str) -> tuple[datetime, int]:
    """What `key_of` wrote. Raises BadKey for anything else."""
    match = _KEY.match(key)
    if match is None:
        raise BadKey(key)
    try:
        day = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadKey(key) from error
    number = int(match[3])
    if number >= 2**63:
        raise BadKey(key)
    return day.replace(microsecond=int(match[2])), number


def page_of(
    editions: EditionQuerySet, key: str | None, order: Order = BY_STORY
) -> tuple[Sequence[Edition], str]:
    """One page of `editions` in `order`, and the key of the next one ("" at the end).

    Raises BadKey.
    """
    found = one_more_than_a_page(editions, key, order)
    shown = found[: settings.LIST_LENGTH]
    return shown, key_of(shown[-1], order) if len(found) > len(shown) else ""


def one_more_than_a_page(
    editions: EditionQuerySet, key: str | None, order: Order
) -> Sequence[Edition]:
    """One page of `editions` in `order` and, where there is one, the edition that comes after it.

    Raises BadKey.
    """
    place = None if key is None else parse_key(key)
    return list(in_order(editions, place, order)[: settings.LIST_LENGTH + 1])


def in_order(
    editions: EditionQuerySet, place: tuple[datetime, int] | None, order: Order
) -> EditionQuerySet:
    """`editions` in `order`: those after the instant and the number of `place`, or all."""
    by_instant, by_number = order.column(order.instant), order.column(order.number)
    ordered = editions.order_by(f"-{by_instant}", f"-{by_number}")
    if place is None:
        return ordered
    instant, number = place
    return ordered.filter(
        Q(**{f"{by_instant}__lt": instant}) | Q(**{f"{by_number}__lt": number}),
        **{f"{by_instant}__lte": instant},  # by itself, so that the index is entered there
    )
