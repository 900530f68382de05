"""The chooser of pictures: what it offers, page by page, as cards for its script."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock
from articles.admin.pictures.card import card
from articles.admin.pictures.finding import SHOWS, Wanted, allowed_in, find_among
from articles.admin.requests import person
from articles.permissions import may, pictures_visible_to
from images.models import Licence

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin

OFFERED = ("usable", "mine", "ending", "ended")  # of SHOWS; the first is what it opens with
LIMITED = ("usable", "ending")  # of those: they leave out what the story's section may not use
MOST_CARDS = 50  # that one request may ask for


def chooser_for(request: HttpRequest) -> dict[str, Any]:
    """What the dialog of the chooser needs, for its template."""
    return {
        "shows": [(show, SHOWS[show]) for show in OFFERED],
        "licences": Licence.choices,
        "may_add": may(request.user, "add_picture"),
    }


@never_cache
@require_safe
def choose(request: HttpRequest, model_admin: "PictureAdmin") -> JsonResponse:
    """A page of the pictures that somebody may choose from, and the key of the next page.

    `section` in the address is the uuid of the section of the story that they are chosen for.
    """
    user, now = person(request), clock.now()
    wanted = Wanted.of(request.GET)
    if wanted.show not in OFFERED:
        wanted = wanted.showing(OFFERED[0])
    images = pictures_visible_to(user).offered()
    if wanted.show in LIMITED:
        for section in _uuids([request.GET.get("section", "")]):
            images = allowed_in(images, section)
    found = find_among(images, wanted, user, now)
    return JsonResponse({"cards": [card(one, now) for one in found.images], "next": found.next})


@never_cache
@require_safe
def cards(request: HttpRequest, model_admin: "PictureAdmin") -> JsonResponse:
    """The cards of the pictures that the address names, those that the person may see, in order."""
    asked = _uuids(request.GET.getlist("uuid"))
    visible = pictures_visible_to(person(request)).with_file().filter(uuid__in=asked)
    found, now = {image.uuid: image for image in visible}, clock.now()
    return JsonResponse([card(found[one], now) for one in asked if one in found], safe=False)


def _uuids(texts: list[str]) -> list[UUID]:
    """The first of those that are uuids, each once."""
    found: dict[UUID, None] = {}
    for text in texts[:MOST_CARDS]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)
