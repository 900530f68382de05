"""How pictures come in: piece by piece for the page's script, or by an ordinary form.

Answers to the script are JSON; {"error": …} is a sentence for the person.
"""

import json
import re
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import clock, pictures
from articles.admin.pictures.card import card
from articles.admin.pictures.facts import added_in_words
from articles.admin.pictures.filling_in import SharedForm
from articles.admin.requests import person
from articles.admin.words import upload_page_words, upload_words
from articles.permissions import may, pictures_visible_to
from articles.verbs import Unable
from images import uploads
from images.models import Image, Upload
from images.opening import HEAD, MOST_BYTES, TooBusy, UnusablePicture, refusal_of
from images.taking_in import Taken

if TYPE_CHECKING:
    from articles.admin.pictures.admin import PictureAdmin

MOST_FILES = 20  # that one form may send
_OFFSET = re.compile("[0-9]{1,15}", re.ASCII)


@never_cache
@require_POST
def begin(request: HttpRequest, model_admin: "PictureAdmin") -> JsonResponse:
    """A browser announces a file, or goes on with one that it did not finish.

    It may send the first bytes too (`head`, in Base64): what is no picture is not sent for nothing.
    """
    _refuse_others(request)
    posted = _posted(request)
    asked, head = _announced(posted), _head_of(posted)
    if asked is None or head is None:
        return _refusal(_("The file could not be announced. Reload the page and try again."))
    if head and (sentence := refusal_of(head)):
        return _refusal(sentence)
    try:
        upload, is_new = uploads.begin(**asked, by=person(request), now=clock.now())
        offset = uploads.offset(upload)
    except UnusablePicture as error:
        return _refusal(str(error))
    found = {"id": str(upload.uuid), "offset": offset, "chunk": uploads.PIECE}
    return JsonResponse(found, status=HTTPStatus.CREATED if is_new else HTTPStatus.OK)


@never_cache
@require_http_methods(["POST", "DELETE"])
def piece(request: HttpRequest, uuid: UUID, model_admin: "PictureAdmin") -> HttpResponse:
    """A piece of an upload that the address names; DELETE gives the upload up."""
    upload = _upload_or_404(request, uuid)
    if request.method == "DELETE":
        uploads.drop(upload)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    at, body = request.headers.get("Upload-Offset", ""), _body(request)
    if body is None or len(body) > uploads.PIECE or not _OFFSET.fullmatch(at):
        return _refusal(_("This piece of the file is unreadable. Reload the page and try again."))
    try:
        offset = uploads.append(upload, body, at=int(at), now=clock.now())
    except uploads.WrongOffset as error:
        return JsonResponse({"offset": error.offset}, status=HTTPStatus.CONFLICT)
    except UnusablePicture as error:
        return _refusal(str(error))
    except Upload.DoesNotExist as error:
        raise Http404("This upload was given up.") from error
    return JsonResponse({"offset": offset})


@never_cache
@require_POST
def finish(request: HttpRequest, uuid: UUID, model_admin: "PictureAdmin") -> JsonResponse:
    """The file of an upload has arrived: it becomes a picture, or is recognised, or is refused."""
    return finished(request, uuid, lambda path, name: _told(request, _take_in(request, path, name)))


def finished(
    request: HttpRequest, uuid: UUID, take: Callable[[Path, str], dict[str, Any]]
) -> JsonResponse:
    """Take in what arrived, by `take` with its path and name, whose answer is what is said of it.

    An upload that could not be looked at yet (503) stays, to be finished again.
    """
    upload = _upload_or_404(request, uuid)
    try:
        told = take(uploads.whole(upload), upload.name)
    except uploads.WrongOffset as error:
        return JsonResponse({"offset": error.offset}, status=HTTPStatus.CONFLICT)
    except Upload.DoesNotExist as error:
        raise Http404("This upload was given up.") from error
    except TooBusy as error:
        return _refusal(str(error), HTTPStatus.SERVICE_UNAVAILABLE)
    except (UnusablePicture, Unable) as error:
        uploads.drop(upload)
        return _refusal(str(error))
    uploads.drop(upload)
    return JsonResponse(told, status=HTTPStatus.OK if told["known"] else HTTPStatus.CREATED)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, model_admin: "PictureAdmin") -> HttpResponse:
    """The page that sends pictures, and what became of those that its form sent."""
    _refuse_others(request)
    sent = request.FILES.getlist("pictures") if request.method == "POST" else []
    results = [_result(request, file) for file in sent[:MOST_FILES]]
    refused = any("error" in result for result in results)
    if request.method == "POST" and not sent:
        results = [{"error": _("Choose at least one picture.")}]
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Add pictures"),
        "opts": Image._meta,
        "results": results,
        "left_out": len(sent[MOST_FILES:]),
        "words": upload_words() | upload_page_words(),
        "shared": SharedForm(),
    }
    status = HTTPStatus.BAD_REQUEST if refused or (results and not sent) else HTTPStatus.OK
    return render(request, "admin/images/image/upload.html", context, status=status)


def _result(request: HttpRequest, file: "UploadedFile[Any]") -> dict[str, Any]:
    """What became of one file of the form: its name, and what is said, or the error."""
    name = file.name or ""
    try:
        with spooled(file) as path:
            taken = _take_in(request, path, name)
    except (UnusablePicture, Unable) as error:
        return {"name": name, "error": str(error)}
    return {"name": name} | _told(request, taken)


@contextmanager
def spooled(file: "UploadedFile[Any]") -> Iterator[Path]:
    """A file that a form sent, on disk for as long. Raises UnusablePicture for one too large."""
    if (file.size or 0) > MOST_BYTES:
        raise UnusablePicture(_("This file is larger than 40 MB. Export the picture smaller."))
    with tempfile.NamedTemporaryFile(dir=uploads.folder(), prefix="form-") as copy:
        for content in file.chunks():
            copy.write(content)
        copy.flush()
        yield Path(copy.name)


def _told(request: HttpRequest, taken: Taken) -> dict[str, Any]:
    """What is said of a picture that is in the library now, or was there before."""
    image, user = taken.image, person(request)
    is_seen = pictures_visible_to(user).filter(pk=image.pk).exists()
    return {
        "image": card(image, clock.now()),
        "known": not taken.is_new,
        "said": _said(taken, is_seen=is_seen),
        "link": reverse("admin:images_image_change", args=[image.pk]) if is_seen else "",
        "describe": reverse("admin:images_image_describe", args=[image.pk])
        if is_seen and may(user, "describe_picture", image)
        else "",
    }


def _said(taken: Taken, *, is_seen: bool) -> str:
    if taken.is_new:
        return _("It is in the library.")
    if not is_seen:
        return _("The library has this picture already, but it was retired.")
    added = added_in_words(taken.image)
    return _("The library has this picture already, added %(added)s.") % {"added": added}


def _take_in(request: HttpRequest, path: Path, name: str) -> Taken:
    return pictures.add_picture(path, name=name, by=person(request), now=clock.now())


def _posted(request: HttpRequest) -> dict[str, Any]:
    """The object that was posted as JSON; an empty one where it is anything else."""
    try:
        posted = json.loads(_body(request) or b"")
    except (ValueError, RecursionError):
        return {}
    return posted if isinstance(posted, dict) else {}


def _announced(posted: dict[str, Any]) -> dict[str, Any] | None:
    """The name, size and fingerprint of a file; None where they are anything else."""
    name, size, fingerprint = (posted.get(key) for key in ("name", "size", "fingerprint"))
    if not isinstance(name, str) or not isinstance(fingerprint, str) or type(size) is not int:
        return None
    if len(fingerprint) > 200:
        return None
    return {"name": name, "size": size, "fingerprint": fingerprint}


def _head_of(posted: dict[str, Any]) -> bytes | None:
    """The first bytes of a file, b"" where none were sent; None where they are anything else."""
    try:
        return b64decode(posted.get("head", ""), validate=True)[:HEAD]
    except (ValueError, TypeError):
        return None


def _body(request: HttpRequest) -> bytes | None:
    """What was posted; None where it is too long or broke off."""
    try:
        return request.body
    except (RequestDataTooBig, UnreadablePostError):
        return None


def _upload_or_404(request: HttpRequest, uuid: UUID) -> Upload:
    _refuse_others(request)
    try:
        return uploads.find(uuid, person(request))
    except Upload.DoesNotExist as error:
        raise Http404("There is no such upload.") from error


def _refuse_others(request: HttpRequest) -> None:
    if not may(request.user, "add_picture"):
        raise PermissionDenied(_("You may not do this."))


def _refusal(sentence: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
