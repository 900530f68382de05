"""What a path leads to that no page stands at: redirects made by hand, sections renamed."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri

from articles.models.public import Address, Origin
from articles.public.cachetags import ELSEWHERE, Shown, carry
from articles.public.caching import fresh
from articles.public.views.stories import at_address, story_response


def made_from(path: str) -> Address | None:
    """The redirect from `path`, with or without a slash at its end. One query."""
    if "\0" in path:  # in no address, and PostgreSQL would not even look for it
        return None
    bare = path.rstrip("/")
    made = Address.objects.filter(origin__in=(Origin.HAND_MADE, Origin.RENAMED))
    found = made.filter(path__in={path, bare, f"{bare}/"})
    return next(iter(sorted(found, key=lambda one: one.path != path)), None)


def lead_on(request: HttpRequest, at: datetime) -> HttpResponse | None:
    """Where the path of `request` leads at `at`; None where no redirect was made from it.

    Where it leads to a story that is gone, readers are told so.
    """
    address = made_from(request.path_info)
    if address is None:
        return None
    try:
        return answered(request, address, at)
    except Http404:
        return None


@fresh
def answered(request: HttpRequest, address: Address, at: datetime) -> HttpResponse:
    """The answer at `address`, in one hop. Http404 where its story is nothing for readers."""
    if address.target:
        answer = HttpResponsePermanentRedirect(iri_to_uri(address.target))
        return carry(answer, Shown(lists={ELSEWHERE}))
    return at_address(request, address.path, at, story_response)
