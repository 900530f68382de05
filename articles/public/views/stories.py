"""A story's page, and the short addresses that sections and standing pages share."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from articles import embeds, markdown, neighbouring, page, series
from articles.addresses import MARKDOWN, absolute, markdown_path
from articles.models.public import Edition
from articles.public import resolving, structured_data
from articles.public.cachetags import ELSEWHERE, Shown, carry, series_tag, topic_tag
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
    return at_address(request, request.path_info, instant_of(request), negotiated)


@require_safe
@fresh
def as_markdown(request: HttpRequest, **_pieces: str) -> HttpResponse:
    """The story, or standing page, whose address has a slash instead of `.md`, as Markdown."""
    path = request.path_info.removesuffix(MARKDOWN) + "/"
    at = instant_of(request)
    return at_address(request, path, at, markdown_response, moved=markdown_path)


@require_safe
@fresh
def first_piece(request: HttpRequest, word: str) -> HttpResponse:
    """A section's list, or a standing page: both have an address of one piece."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at)
    found = next((s for s in around.sections if s.slug == word), None)
    if found is not None:
        return lists.front_or_list(request, around, found, at)
    return at_address(request, request.path_info, at, negotiated, around=around)


def at_address(
    request: HttpRequest,
    path: str,
    at: datetime,
    show: Show,
    *,
    around: Surroundings | None = None,
    moved: Callable[[str], str] = str,
) -> HttpResponse:
    """What readers get at the address `path`: a page of the live edition, a redirect, a notice.

    `show` makes the page; `moved` makes the address that a redirect leads to from that of the
    story. `around` is what stands around a list, where that was gathered already.
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
    answer = HttpResponsePermanentRedirect(iri_to_uri(moved(found.path)))
    return carry(answer, Shown(lists={ELSEWHERE}, stories={found.story}))


def story_response(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """The page of `edition`."""
    document = page.document_of(edition)
    shown = page.story_page(
        document,
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
    beside = [one.edition for one in neighbouring.neighbours(document, around)]
    tags = Shown.of_story(edition, *around.translations, beside=beside, pictures=shown.pictures)
    tags.lists |= {topic_tag(topic.pk) for topic in around.topics}
    response = embeds.allow_frames(render(request, template, context), shown.framed)
    if shown.series:
        tags.lists.add(series_tag(shown.series.key))
    return carry(response, tags)


def negotiated(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """The page of `edition`, or its Markdown for a program that would rather have that."""
    preferred = request.get_preferred_type(["text/html", markdown.MEDIA_TYPE])
    is_page = preferred != markdown.MEDIA_TYPE
    answer = (story_response if is_page else markdown_response)(request, edition, around, at)
    if not is_page:
        answer.headers["Content-Location"] = iri_to_uri(markdown_path(edition.path))
    patch_vary_headers(answer, ("Accept",))
    return answer


def markdown_response(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """The Markdown of `edition`."""
    written = markdown.story_page(edition, corrected(edition, at), around, at)
    answer = HttpResponse(written.text, content_type=f"{markdown.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Link"] = f'<{absolute(edition.path)}>; rel="canonical"'
    return carry(answer, Shown.of_story(edition, pictures=written.pictures))


def corrected(edition: Edition, at: datetime) -> list[Edition]:
    """The corrections of the story of `edition` until `at`, newest first."""
    if not edition.has_history:
        return []
    story = Edition.objects.filter(story=edition.story_id)
    return list(story.corrections().public(at=at).latest_first())
