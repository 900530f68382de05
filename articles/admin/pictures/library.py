"""The list of pictures on the desk: a grid of thumbnails, found by words and by rights."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import clock
from articles.admin.pictures.card import card_of
from articles.admin.pictures.finding import SHOWS, Wanted, find
from articles.admin.requests import person
from articles.permissions import may
from images.models import Licence

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin


@require_safe
def library(request: HttpRequest, model_admin: "PictureAdmin") -> TemplateResponse:
    """A page of the pictures that somebody looks for."""
    wanted, now = Wanted.of(request.GET), clock.now()
    found = find(person(request), wanted, now)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Pictures"),
        "wanted": wanted,
        "cards": [card_of(image, now) for image in found.images],
        "older": wanted.query(after=found.next) if found.next else "",
        "newest": wanted.query() if wanted.after else "",
        "shows": [
            (wanted.query(show=show), words, show == wanted.show) for show, words in SHOWS.items()
        ],
        "may_add": may(request.user, "add_picture"),
        "licences": Licence.choices,
        "is_narrowed": wanted != Wanted(after=wanted.after),
    }
    return TemplateResponse(request, "admin/images/image/library.html", context)
