"""What a path alone decides: the language of a page, and what leads on where no page is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.utils import translation

from articles.addresses import NAMED, RESERVED, language_of
from articles.public import redirects
from articles.public.reading import instant_of


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


class SlashMiddleware(CommonMiddleware):
    """Django's own, which adds the slash that an address ends in; but not where that would be one
    hop more on the way of a redirect."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        would = super().should_redirect_with_slash(request)
        return would and redirects.made_from(request.path_info) is None


class LeadOnMiddleware:
    """Lead on from paths at which no page stands; asks nothing where one does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or not is_readers(request):
            return response
        return redirects.lead_on(request, instant_of(request)) or response


def is_readers(request: HttpRequest) -> bool:
    """Whether a reader may have followed an old link: to no path of the site itself."""
    first = request.path_info.strip("/").partition("/")[0]
    return request.method in {"GET", "HEAD"} and first not in RESERVED - NAMED
