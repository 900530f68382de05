"""The language of a page comes from its path alone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def language_of(path: str) -> str:
    """The language of the address `path`: its first piece where that is one, else the default."""
    first = path.lstrip("/").partition("/")[0]
    codes = [code for code, _name in settings.LANGUAGES]
    return first if first in codes[1:] else codes[0]


class LanguageFromPathMiddleware:
    """Activate the path's language; nothing in the request's headers changes a page.

    Django's LocaleMiddleware would read Accept-Language and make every page vary on it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response
