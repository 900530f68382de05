"""Lists that go on by key: no COUNT, no OFFSET, as fast on the last page as on the first."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings

from articles.models.public import Edition, EditionQuerySet

_KEY = re.compile(r"(\d{8}T\d{6})\.(\d{6})Z\.(\d{1,18})\Z", re.ASCII)
PARAMETER = "before"


class BadKey(ValueError):
    """Raised for a key that no page of ours has given out."""


def key_of(edition: Edition) -> str:
    """The key of the page that goes on after `edition`."""
    first = edition.first_published_at.astimezone(UTC)
    return f"{first:%Y%m%dT%H%M%S.%f}Z.{edition.story_id}"


def parse_key(key: str) -> tuple[datetime, int]:
    """What `key_of` wrote. Raises BadKey for anything else."""
    match = _KEY.match(key)
    if match is None:
        raise BadKey(key)
    try:
        day = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadKey(key) from error
    story_id = int(match[3])
    if story_id >= 2**63:
        raise BadKey(key)
    return day.replace(microsecond=int(match[2])), story_id


def page_of(editions: EditionQuerySet, key: str | None) -> tuple[Sequence[Edition], str]:
    """One page of `editions` in the order of lists, and the key of the next one ("" at the end).

    Raises BadKey.
    """
    ordered = editions.newest_first()
    if key is not None:
        ordered = ordered.after(*parse_key(key))
    found = list(ordered[: settings.LIST_LENGTH + 1])
    shown = found[: settings.LIST_LENGTH]
    return shown, key_of(shown[-1]) if len(found) > len(shown) else ""
