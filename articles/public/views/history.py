"""The public history of a story: what readers were given, when, and what changed each time."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from articles import page, record
from articles.addresses import HISTORY, history_path
from articles.models.public import Edition
from articles.public import paging
from articles.public.cachetags import PICTURES, Shown, carry
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views.stories import at_address
from articles.surroundings import Surroundings


@require_safe
@fresh
def history(request: HttpRequest, **_pieces: str) -> HttpResponse:
    """The history of the story that the address before `history/` belongs to."""
    path = request.path_info.removesuffix(f"{HISTORY}/")
    return at_address(request, path, instant_of(request), history_response, moved=history_path)


def history_response(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """One page of the public editions of the story that is live as `edition`."""
    key = request.GET.get(paging.PARAMETER)
    public = Edition.objects.filter(story=edition.story_id).public(at=at).with_document()
    try:
        found = paging.one_more_than_a_page(public, key, paging.BY_CHANGE)
    except paging.BadKey as error:
        raise Http404("There is no such page.") from error
    shown, rest = found[: settings.LIST_LENGTH], found[settings.LIST_LENGTH :]
    older = f"?{paging.PARAMETER}={paging.key_of(shown[-1], paging.BY_CHANGE)}" if rest else ""
    told = record.history_page(
        edition,
        shown,
        before=rest[0] if rest else None,
        around=around,
        older_url=older,
        newest_url=iri_to_uri(history_path(edition.path)) if key else "",
    )
    site = page.furniture(around, at=at, current_section=edition.section_id)
    answer = render(request, "public/pages/history.html", {"page": told, "site": site})
    tags = Shown.of_story(edition)
    tags.lists.add(PICTURES)  # it may name any that the story ever showed
    return carry(answer, tags)
