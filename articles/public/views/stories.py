"""A story's page, and the short addresses that sections and standing pages share."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from articles import embeds, page, series
from articles.models.public import Edition
from articles.public import resolving, structured_data
from articles.public.cachetags import ELSEWHERE, Shown, carry, series_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import gone, lists
from articles.surroundings import Surroundings

# Answers with a page of a live edition, as of an instant.
Show = Callable[[HttpRequest, Edition, Surroundings, datetime], HttpResponse]


@require_safe
@fresh
def story(request: HttpRequest, **_pieces: str) -> HttpResponse:
    """The story that the address belongs to."""
    return at_address(request, request.path_info, instant_of(request), story_response)


@require_safe
@fresh
def first_piece(request: HttpRequest, word: str) -> HttpResponse:
    """A section's list, or a standing page: both have an address of one piece."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at)
    found = next((s for s in around.sections if s.slug == word), None)
    if found is not None:
        return lists.front_or_list(request, around, found, at)
    return at_address(request, request.path_info, at, story_response, around=around)


def at_address(
    request: HttpRequest,
    path: str,
    at: datetime,
    show: Show,
    *,
    around: Surroundings | None = None,
    below: str = "",
) -> HttpResponse:
    """What readers get at the address `path`: a page of the live edition, a redirect, a notice.

    `show` makes the page; `below` is what the request's own address has behind `path`, and what a
    redirect keeps. `around` is what stands around a list, where that was gathered already.
    Raises Http404 where readers know of nothing there.
    """
    found = resolving.resolve(path, at)
    if found is None:
        raise Http404("No story has this address.")
    if isinstance(found, Edition):
        around = around.around_page(found) if around else lists.gather_or_404(request, at, found)
        return show(request, found, around, at)
    if isinstance(found, resolving.Gone):
        around = lists.gather_or_404(request, at, found.edition)
        return gone.response(request, found, around, at)
    lists.gather_or_404(request, at)
    answer = HttpResponsePermanentRedirect(iri_to_uri(found.path + below))
    return carry(answer, Shown(lists={ELSEWHERE}, stories={found.story}))


def story_response(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """The page of `edition`."""
    shown = page.story_page(
        page.document_of(edition),
        edition=edition,
        around=around,
        at=at,
        corrected=corrected(edition, at),
    )
    shown = replace(shown, series=series.series_of(edition, at))
    site = page.furniture(
        around,
        at=at,
        current_section=edition.section_id,
        path=edition.path,
        counterparts=page.counterparts_of_story(edition, around),
    )
    context = {
        "page": shown,
        "site": site,
        "structured_data": structured_data.of_story(shown, site),
        "open_graph": structured_data.open_graph(shown, site),
    }
    template = "public/pages/standing.html" if shown.is_standing else "public/pages/story.html"
    beside = [] if shown.is_standing else around.newer
    tags = Shown.of_story(edition, *around.translations, beside=beside, pictures=shown.pictures)
    response = embeds.allow_frames(render(request, template, context), shown.framed)
    if shown.series:
        tags.lists.add(series_tag(shown.series.key))
    return carry(response, tags)


def corrected(edition: Edition, at: datetime) -> list[Edition]:
    """The corrections of the story of `edition` until `at`, newest first."""
    if not edition.has_history:
        return []
    story = Edition.objects.filter(story=edition.story_id)
    return list(story.corrections().public(at=at).latest_first())
