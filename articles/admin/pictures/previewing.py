"""Pictures for the desk's own eyes: of all states, also of those that readers may not be shown."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles import clock
from articles.admin.requests import person
from articles.permissions import pictures_visible_to
from images.models import ImageFile
from images.rendering import render
from images.specs import SPECS, Frame, offered_widths

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin

WIDTHS = {"": ("thumbnail", 400), "large": ("full", 1080)}  # by ?size=


@require_safe
def preview(
    request: HttpRequest, object_id: int, key: str, model_admin: "PictureAdmin"
) -> HttpResponse:
    """A file of a picture, whole, as WebP; 503 where its master cannot be read just now."""
    visible = pictures_visible_to(person(request))
    file = get_object_or_404(
        ImageFile.objects.select_related("image"), key=key, image=object_id, image__in=visible
    )
    if request.GET.get("size", "") not in WIDTHS:
        raise Http404("There is no such size.")
    try:
        data = _rendered(file, *WIDTHS[request.GET.get("size", "")])
    except OSError:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    response = HttpResponse(data, content_type="image/webp")
    is_open = file.image.is_available(clock.now())
    response["Cache-Control"] = "private, max-age=3600" if is_open else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rendered(file: ImageFile, name: str, most: int) -> bytes:
    spec, frame = SPECS[name], Frame()
    offered = offered_widths(spec, file.width, file.height, frame)
    width = max([width for width in offered if width <= most], default=offered[0])
    with storages["originals"].open(file.master) as master:
        return render(master, spec, width, "webp", frame, b"")
