"""Renditions for readers.

The database is asked first whether the picture may be shown at this instant, and only then the
storage: what was taken down or whose rights ended is gone with the next request, wherever its
renditions still lie. docs/decisions/0013 says what becomes of former addresses.
"""

import logging
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from images import addresses, making, renditions, stored
from images.addresses import RenditionAddress
from images.cachetags import tag_of
from images.models import Image, ImageFile, TakenDown
from images.rights import digest_of
from images.specs import FORMATS

A_DAY = 86_400  # seconds that browsers keep a picture
A_YEAR = 365 * A_DAY  # that shared caches do, unless they are told to forget it
POLICY = "default-src 'none'; sandbox"
MISSING = "There is no picture here."

logger = logging.getLogger(__name__)


@csrf_exempt  # nothing is ever changed here; another method is refused for what it is
@require_safe
def serve(request: HttpRequest) -> HttpResponse:
    """The rendition at this address, or why there is none."""
    address = addresses.parse(request.path_info)
    file = address and ImageFile.objects.select_related("image").filter(key=address.key).first()
    if not address or not file or not renditions.is_offered(file, address):
        return _refusal(404, MISSING)
    now = timezone.now()
    if not file.image.is_available(now):
        return _gone(file.image)
    try:
        if not addresses.is_ours(address, digest_of(file.image)):
            return _former(file, address)
        made = renditions.rendition(file, address)
    except making.NoLongerWanted:
        return _gone(file.image)
    except OSError:
        logger.exception("The rendition %s cannot be read or made.", address.name)
        made = None
    if made is None:
        return _refusal(503, "Ask again in a moment.", {"Retry-After": "2"})
    return _picture(request, address, file.image, made, now)


def _picture(
    request: HttpRequest, address: RenditionAddress, image: Image, made: making.Made, now: datetime
) -> HttpResponse:
    """The answer with a picture; 304 where the reader has it."""
    fmt = made.fmt or address.fmt
    name = f"{address.key}-{address.spec}-{address.width}.{fmt}"
    etag = f'"{sha256(made.data).hexdigest()[:32]}"'
    response = HttpResponse(
        made.data,
        content_type=FORMATS[fmt],
        headers={
            "Cache-Control": _lifetime(image, now) if made.is_exact else "no-store",
            "Cache-Tag": tag_of(image.pk),
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Length": str(len(made.data)),
            "Content-Security-Policy": POLICY,
            "ETag": etag,
        },
    )
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def _lifetime(image: Image, now: datetime) -> str:
    """How long a picture is kept: by nobody beyond the instant at which its rights end."""
    left = A_YEAR
    if image.expires_at is not None:
        left = min(left, int((image.expires_at - now).total_seconds()))
    return f"public, max-age={min(A_DAY, left)}, s-maxage={left}"


def _former(file: ImageFile, address: RenditionAddress) -> HttpResponse:
    """Leads on from an address that was offered while the picture had another credit.

    Its signature cannot be proved any more. Only what is offered is ever stored, so that anything
    is stored for it shows that it was.
    """
    if stored.nearest(address) is None:
        return _refusal(404, MISSING)
    path = addresses.rendition_path(
        address.key, address.frame, digest_of(file.image), address.spec, address.width, address.fmt
    )
    return _refusal(302, "", {"Cache-Tag": tag_of(file.image_id), "Location": path})


def _gone(image: Image) -> HttpResponse:
    """The answer for a picture that may not be shown any more."""
    headers = {"Cache-Tag": tag_of(image.pk)}
    if image.taken_down_why == TakenDown.LEGAL:
        return _refusal(451, "This picture was taken down for legal reasons.", headers)
    return _refusal(410, "This picture is no longer here.", headers)


def _refusal(status: int, words: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """A line of text, which no cache keeps."""
    return HttpResponse(
        words,
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store", "Content-Security-Policy": POLICY} | (headers or {}),
    )
