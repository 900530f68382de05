"""Giving a picture a better file: whoever uses the picture uses that one then."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import clock, pictures
from articles.admin.pictures.card import card, preview_of
from articles.admin.pictures.deeds import picture_for
from articles.admin.pictures.uploading import finished, spooled
from articles.admin.pictures.used import listed
from articles.admin.requests import person
from articles.admin.words import replace_words, upload_words
from articles.uses import Which
from images.models import Image, ImageFile
from images.opening import UnusablePicture

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin

SAME_SHAPE = 0.01  # by how much the ratio of the sides may differ


@never_cache
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, object_id: int, model_admin: "PictureAdmin") -> HttpResponse:
    """The sheet that takes the new file; a form that sent one leads to the picture's page."""
    picture = picture_for(request, object_id, model_admin, "replace_picture")
    unable = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise UnusablePicture(_("Choose the new file."))
            with spooled(file) as path:
                _replaced(request, picture, path, file.name or "")
        except UnusablePicture as error:
            unable = str(error)
        else:
            return HttpResponseRedirect(_change(picture))
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Replace the file of this picture?"),
        "picture": picture,
        "large": f"{preview_of(picture)}?size=large" if picture.file else "",
        "size": size_of(picture.file),
        "unable": unable,
        "live": listed(request, picture, clock.now(), Which.LIVE),
        "change": _change(picture),
        "words": upload_words() | replace_words(),
    }
    status = 422 if unable else 200
    return render(request, "admin/images/image/replace.html", context, status=status)


@never_cache
@require_POST
def finish(
    request: HttpRequest, object_id: int, uuid: UUID, model_admin: "PictureAdmin"
) -> JsonResponse:
    """The new file has arrived piece by piece; see uploading.finish()."""
    picture = picture_for(request, object_id, model_admin, "replace_picture")
    return finished(request, uuid, lambda path, name: _replaced(request, picture, path, name))


def _replaced(request: HttpRequest, picture: Image, path: Path, name: str) -> dict[str, Any]:
    """Replace the file, and leave the message for the picture's page."""
    old = picture.file
    taken = pictures.replace_picture(picture, path, name=name, by=person(request), now=clock.now())
    image = Image.objects.with_file().get(pk=picture.pk)
    said = _said(old, image.file) if taken.is_new else _("It has this file already.")
    messages.success(request, said)
    link = _change(image)
    return {"image": card(image, clock.now()), "known": not taken.is_new, "link": link}


def _said(old: ImageFile | None, new: ImageFile | None) -> str:
    said = _("The file is replaced: %(old)s before, %(new)s now.") % {
        "old": size_of(old),
        "new": size_of(new),
    }
    if old and new and abs(_ratio(old) / _ratio(new) - 1) > SAME_SHAPE:
        said += " " + _("It has another shape: look at the focal point, and at crops in stories.")
    return said


def size_of(file: ImageFile | None) -> str:
    """How large an original is, in pixels; "" for none."""
    return f"{file.original_width} × {file.original_height}" if file else ""


def _ratio(file: ImageFile) -> float:
    return file.width / file.height


def _change(picture: Image) -> str:
    return reverse("admin:images_image_change", args=[picture.pk])
