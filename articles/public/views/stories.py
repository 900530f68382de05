"""A story's page, and the short addresses that sections and standing pages share."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from articles import clock, page
from articles.models.public import Edition
from articles.public import structured_data
from articles.public.caching import fresh
from articles.public.views import lists
from articles.surroundings import Surroundings


@require_safe
@fresh
def story(request: HttpRequest, **_pieces: str) -> HttpResponse:
    """The live edition of the story that the address belongs to."""
    at = clock.now()
    edition = edition_or_404(request, at)
    around = lists.gather_or_404(request, at, edition)
    return edition_response(request, edition, around, at)


@require_safe
@fresh
def first_piece(request: HttpRequest, word: str) -> HttpResponse:
    """A section's list, or a standing page: both have an address of one piece."""
    at = clock.now()
    around = lists.gather_or_404(request, at)
    found = next((s for s in around.sections if s.slug == word), None)
    if found is not None:
        return lists.section(request, found, around, at)
    edition = edition_or_404(request, at)
    return edition_response(request, edition, around.around_page(edition), at)


def edition_or_404(request: HttpRequest, at: datetime) -> Edition:
    """The live edition of the story that owns the request's path, with its document."""
    edition = (
        Edition.objects.live(at=at)
        .filter(story__addresses__path=request.path_info)
        .with_document()
        .first()
    )
    if edition is None:
        raise Http404("No story has this address.")
    return edition


def edition_response(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """The page of `edition`, or one redirect to where it is now."""
    if edition.path != request.path_info:
        return HttpResponsePermanentRedirect(iri_to_uri(edition.path))
    shown = page.story_page(page.document_of(edition), edition=edition, around=around)
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
    return render(request, template, context)
