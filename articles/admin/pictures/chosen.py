"""The pictures that a story's form shows: those that its rows name."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from accounts.models import User
from articles.admin.pictures.card import card_of
from articles.document import Rows
from articles.models import Embed, Picture
from articles.permissions import pictures_visible_to
from articles.pictured import picture_uuid, pictures_by_uuid


def cards_for(rows: Iterable[Rows], user: User, at: datetime) -> dict[str, dict[str, Any]]:
    """The cards of all pictures that `rows` name, by uuid, for scripts. At most two queries.

    A story goes on naming what was retired or taken down. Who may not see such a picture in the
    library is told its name and how it stands, without a link, and without a file that only the
    desk is shown.
    """
    named = [picture_uuid(text) for some in rows for text in _named(some)]
    pictures = pictures_by_uuid(uuid for uuid in named if uuid).values()
    if not pictures:
        return {}
    asked = [image.pk for image in pictures]
    visible = set(pictures_visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
    cards = {}
    for image in pictures:
        card = card_of(image, at)
        if image.pk not in visible:
            seen = card.thumbnail if image.is_available(at) else ""
            card = replace(card, change="", preview="", thumbnail=seen)
        cards[card.uuid] = asdict(card)
    return cards


def _named(rows: Rows) -> Iterable[str]:
    yield rows.story.lead_image
    yield from (row.image for row in rows.parts[Picture.kind] if isinstance(row, Picture))
    yield from (row.thumbnail for row in rows.parts[Embed.kind] if isinstance(row, Embed))
