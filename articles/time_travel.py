"""The site as of another instant, for those of the desk who have the right: `?at=2026-11-22T18:00`.

Everybody else reads the page of now, byte for byte, whatever `at` says. Links on the page lead on
through the same instant. Nothing of it is ever kept by a cache.
"""

import html
import re
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from urllib.parse import urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import local_time, transitions
from articles.admin.instants import InstantField
from articles.permissions import may
from articles.public import reading
from articles.public.views import errors
from images import addresses as images

PARAMETER = "at"
SHARED = ("ETag", "Last-Modified", "Expires", "Cache-Tag", "Surrogate-Control")
_LINK = re.compile(r'(<a\b(?![^>]*\sdata-instant\b)[^>]*?\shref=")([^"]*)(?=")')


class InstantForm(forms.Form):
    """The form on the bar; read from the address."""

    at = InstantField(label=gettext_lazy("The site as of"))


class TimeTravelMiddleware:
    """Give a reader's request another instant where somebody with the right asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_asked(request):
            return self.get_response(request)
        user = signed_in(request)
        if not isinstance(user, User) or not may(user, "read_at_another_time"):
            return self.get_response(request)
        with timezone.override(ZoneInfo(user.time_zone)):
            return private(self.answer(request))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page as of the instant that was asked for, or what is wrong with the question."""
        form = InstantForm(request.GET)
        if not form.is_valid():
            show_bar(request, form)
            explanation = " ".join(str(error) for error in form.errors["at"])
            return errors.error(request, 400, _("Which time do you mean?"), explanation)
        at: datetime = form.cleaned_data["at"]
        reading.read_as_of(request, at)
        show_bar(request, InstantForm(initial={"at": at}), at)
        return keep_instant(self.get_response(request), at)


def is_asked(request: HttpRequest) -> bool:
    """Whether this may be somebody of the desk who reads the site as of another instant.

    Nothing is looked up: a reader without a session is answered as if the question were not there.
    """
    return (
        PARAMETER in request.GET
        and settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.method in {"GET", "HEAD"}
        and not request.path_info.startswith(timeless())
    )


def signed_in(request: HttpRequest) -> User | AnonymousUser:
    """Whose session the request carries.

    Asked with a request of our own: one whose session was looked at gets answers that vary by
    cookie, and those who have no right must get what everybody gets.
    """
    engine = import_module(settings.SESSION_ENGINE)
    asked = HttpRequest()
    asked.session = engine.SessionStore(request.COOKIES[settings.SESSION_COOKIE_NAME])
    return auth.get_user(asked)


def show_bar(request: HttpRequest, form: InstantForm, at: datetime | None = None) -> None:
    """Put on the page what says which instant it shows."""
    ours = {PARAMETER, f"{PARAMETER}_which"}
    others = urlencode([(name, value) for name, value in request.GET.items() if name not in ours])
    path = escape_leading_slashes(escape_uri_path(request.path))
    now_url = f"{path}?{others}" if others else path
    change = transitions.next_change(at) if at else None
    vars(request)["time_travel"] = {
        "form": form,
        "words": local_time.in_full(at) if at else "",
        "zone": local_time.zone_name(timezone.get_current_timezone()),
        "now_url": now_url,
        "next_url": with_instant(now_url, change) if change else "",
        "next_words": local_time.in_words(change) if change else "",
    }


def private(response: HttpResponse) -> HttpResponse:
    """Keep `response` from caches, search engines, and anybody else."""
    for name in SHARED:
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Cookie",))
    return response


def keep_instant(response: HttpResponse, at: datetime) -> HttpResponse:
    """Let the links of a page, or the redirect that came instead, lead on through `at`."""
    if "Location" in response.headers:
        response.headers["Location"] = with_instant(response.headers["Location"], at)
    if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
        markup = response.content.decode(response.charset)
        response.content = _LINK.sub(
            lambda match: match[1] + html.escape(with_instant(html.unescape(match[2]), at)), markup
        )
    return response


def with_instant(url: str, at: datetime) -> str:
    """`url` with the instant, if it leads to a readers' page of this site; else as it is."""
    pieces = urlsplit(url)
    is_ours = not (pieces.scheme or pieces.netloc) or url.startswith(f"{settings.SITE_URL}/")
    is_page = pieces.path or pieces.query
    if not is_ours or not is_page or pieces.path.startswith(timeless()):
        return url
    said = f"{PARAMETER}={local_time.in_address(at)}"
    return urlunsplit(pieces._replace(query="&".join(filter(None, (pieces.query, said)))))


def timeless() -> tuple[str, ...]:
    """What the paths of everything begin with that is not a readers' page."""
    return reverse("admin:index"), settings.STATIC_URL, f"/{images.FOLDER}/"
