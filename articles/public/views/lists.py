"""The home page and the sections."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles import front_page, page, surroundings
from articles.addresses import language_prefix, section_path
from articles.models.public import Edition, EditionQuerySet
from articles.public import paging, structured_data
from articles.public.cachetags import Shown, carry, home_tag, section_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.shown import CorrectionsPage, Furniture, ListPage
from articles.surroundings import Named, Surroundings, TaxonName


@require_safe
@fresh
def home(request: HttpRequest) -> HttpResponse:
    """The front of a language, or older stories of it."""
    at = instant_of(request)
    return front_or_list(request, gather_or_404(request, at), None, at)


def front_or_list(
    request: HttpRequest, around: Surroundings, section: TaxonName | None, at: datetime
) -> HttpResponse:
    """The front of a section, or the home page, or a page of older stories of either.

    `first_piece` calls it for a section, once it has found that.
    """
    answer = list_response if paging.PARAMETER in request.GET else front_response
    return answer(request, around=around, section=section, at=at)


def gather_or_404(
    request: HttpRequest,
    at: datetime,
    edition: Edition | None = None,
    *,
    whose: Named | None = None,
    has_pages: bool = True,
) -> Surroundings:
    """What stands around the page; Http404 in a language that the site does not offer."""
    language = request.LANGUAGE_CODE
    around = surroundings.gather(
        language=language, at=at, edition=edition, whose=whose, has_pages=has_pages
    )
    if around.language not in around.languages:
        raise Http404("This language is switched off.")
    return around


def front_response(
    request: HttpRequest, *, around: Surroundings, section: TaxonName | None, at: datetime
) -> HttpResponse:
    """The front of a section, or the home page."""
    document = front_page.live_arrangement(around, section, at)
    shown = front_page.fill(document, around, section, at)
    onward = shown.onward
    key = paging.key_before(onward.first_published_at, onward.story_id) if onward else ""
    listed = front_page.front_page(
        shown,
        around=around,
        section=section,
        path=path_of(around, section),
        at=at,
        older_url=f"?{paging.PARAMETER}={key}" if key else "",
    )
    answer = page_response(request, listed, around=around, section=section, at=at)
    # The home page has the tag of everything in its language.
    others = {one.pk for one in around.sections if section and one.uuid in document.sections}
    tags = {tag_of(around, section), *map(section_tag, others)}
    carried = Shown.of_list(*tags, editions=shown.editions)
    carried.pictures |= shown.pictures
    return carry(answer, carried)


def list_response(
    request: HttpRequest, *, around: Surroundings, section: TaxonName | None, at: datetime
) -> HttpResponse:
    """One page of older stories. Http404 for a key that no page of ours has."""
    editions = Edition.objects.in_lists(around.language, at=at)
    if section is not None:
        editions = editions.filter(section=section.pk)
    asked = request.GET.get(paging.PARAMETER)
    shown, key = page_of(editions.with_pictures().prefetch_related("author_rows"), asked)
    listed = page.list_page(
        shown,
        around=around,
        at=at,
        section=section,
        path=path_of(around, section),
        older_url=f"?{paging.PARAMETER}={key}" if key else "",
    )
    answer = page_response(request, listed, around=around, section=section, at=at)
    return carry(answer, Shown.of_list(tag_of(around, section), editions=shown))


def path_of(around: Surroundings, section: TaxonName | None) -> str:
    """The address of a section's page, or of the home page."""
    language = around.language
    return section_path(language, section.slug) if section else language_prefix(language)


def tag_of(around: Surroundings, section: TaxonName | None) -> str:
    """The tag of the list of a section, or of all."""
    return section_tag(section.pk) if section else home_tag(around.language)


def page_response(
    request: HttpRequest,
    listed: ListPage,
    *,
    around: Surroundings,
    section: TaxonName | None,
    at: datetime,
) -> HttpResponse:
    """The page of a section or the home page, with what stands around it."""
    feeds = (
        page.feed_links(around.language, section.name, of="section", slug=section.slug)
        if section
        else []
    )
    site = page.furniture(
        around,
        at=at,
        current_section=section.pk if section else None,
        path=path_of(around, section),
        counterparts=page.counterparts_of_list(section, around),
        feeds=feeds,
    )
    data = structured_data.of_list(listed, site)
    return rendered(request, "section" if section else "home", listed, site, data)


def rendered(
    request: HttpRequest,
    template: str,
    listed: ListPage | CorrectionsPage,
    site: Furniture,
    data: SafeString,
) -> HttpResponse:
    """The page of a list in its template, with what machines read of it: `data` is its JSON-LD."""
    context = {
        "page": listed,
        "site": site,
        "structured_data": data,
        "open_graph": structured_data.open_graph(listed, site),
    }
    return render(request, f"public/pages/{template}.html", context)


def page_of(
    editions: EditionQuerySet, key: str | None, order: paging.Order = paging.BY_STORY
) -> tuple[Sequence[Edition], str]:
    """The editions of a page and the key of the next page. Http404 for a key of no page of ours."""
    try:
        return paging.page_of(editions, key, order)
    except paging.BadKey as error:
        raise Http404("There is no such page.") from error
