"""The desk speaks the language and tells the time of whoever is signed in."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation


class DeskPreferencesMiddleware:
    """Under the admin's address, activate the user's language and time zone.

    Readers' pages take their language from the path alone and are not touched: they must be the
    same bytes for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("admin:index")):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        user = request.user
        with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
            return self.get_response(request)
