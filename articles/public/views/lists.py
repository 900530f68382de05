"""The home page and the sections."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import front_page, page, surroundings
from articles.addresses import language_prefix, section_path
from articles.models.public import Edition, EditionQuerySet
from articles.public import paging, structured_data
from articles.public.cachetags import Shown, carry, home_tag, section_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.shown import Furniture, ListPage, SubjectPage
from articles.surroundings import Named, Surroundings, TaxonName


@require_safe
@fresh
def home(request: HttpRequest) -> HttpResponse:
    """The front of a language, or older stories of it."""
    at = instant_of(request)
    around = gather_or_404(request, at)
    if paging.PARAMETER not in request.GET:
        return front_response(request, around=around, section=None, at=at)
    editions = Edition.objects.live(at=at).filter(language=around.language).of_today(at).listed()
    return list_response(request, editions, around=around, section=None, at=at)


def section(
    request: HttpRequest, found: TaxonName, around: Surroundings, at: datetime
) -> HttpResponse:
    """The front of a section, or older stories of it; called by `first_piece` that found it."""
    if paging.PARAMETER not in request.GET:
        return front_response(request, around=around, section=found, at=at)
    editions = (
        Edition.objects.live(at=at)
        .filter(language=around.language, section=found.pk)
        .of_today(at)
        .listed()
    )
    return list_response(request, editions, around=around, section=found, at=at)


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
    request: HttpRequest,
    *,
    around: Surroundings,
    section: TaxonName | None,
    at: datetime,
) -> HttpResponse:
    """The front of a section, or the home page."""
    document = front_page.live_arrangement(around, section, at)
    shown = front_page.fill(document, around, section, at)
    language = around.language
    path = section_path(language, section.slug) if section else language_prefix(language)
    onward = shown.onward
    key = paging.key_before(onward.first_published_at, onward.story_id) if onward else ""
    listed = front_page.front_page(
        shown,
        around=around,
        section=section,
        path=path,
        at=at,
        older_url=f"?{paging.PARAMETER}={key}" if key else "",
    )
    answer = page_response(request, listed, around=around, section=section, at=at)
    tag = section_tag(section.pk) if section else home_tag(language)
    # The home page has the tag of everything in its language.
    others = {one.pk for one in around.sections if section and one.uuid in document.sections}
    carried = Shown.of_list(tag, *map(section_tag, others), editions=shown.editions)
    carried.pictures |= shown.pictures
    return carry(answer, carried)


def list_response(
    request: HttpRequest,
    editions: EditionQuerySet,
    *,
    around: Surroundings,
    section: TaxonName | None,
    at: datetime,
) -> HttpResponse:
    """One page of a list. Http404 for a key that no page of ours has."""
    key = request.GET.get(paging.PARAMETER)
    shown, next_key = page_of(editions.with_pictures().prefetch_related("author_rows"), key)
    language = around.language
    path = section_path(language, section.slug) if section else language_prefix(language)
    listed = page.list_page(
        shown,
        around=around,
        at=at,
        section=section,
        path=path,
        is_first=key is None,
        older_url=f"?{paging.PARAMETER}={next_key}" if next_key else "",
    )
    answer = page_response(request, listed, around=around, section=section, at=at)
    tag = section_tag(section.pk) if section else home_tag(language)
    return carry(answer, Shown.of_list(tag, editions=shown))


def page_response(
    request: HttpRequest,
    listed: ListPage,
    *,
    around: Surroundings,
    section: TaxonName | None,
    at: datetime,
) -> HttpResponse:
    """The page of a list with what stands around it."""
    language = around.language
    path = section_path(language, section.slug) if section else language_prefix(language)
    site = page.furniture(
        around,
        at=at,
        current_section=section.pk if section else None,
        path=path,
        counterparts=page.counterparts_of_list(section, around),
    )
    context = {
        "page": listed,
        "site": site,
        "structured_data": structured_data.of_list(listed, site),
        "open_graph": structured_data.open_graph(listed, site),
    }
    return render(request, f"public/pages/{'section' if section else 'home'}.html", context)


def rendered(
    request: HttpRequest, template: str, listed: SubjectPage, site: Furniture
) -> HttpResponse:
    """The page of a list that is no front, with what machines read of it."""
    context = {
        "page": listed,
        "site": site,
        "structured_data": structured_data.of_subject(listed, site),
        "open_graph": structured_data.open_graph(listed, site),
    }
    return render(request, template, context)


def page_of(
    editions: EditionQuerySet, key: str | None, order: paging.Order = paging.BY_STORY
) -> tuple[Sequence[Edition], str]:
    """The editions of a page and the key of the next page. Http404 for a key of no page of ours."""
    try:
        return paging.page_of(editions, key, order)
    except paging.BadKey as error:
        raise Http404("There is no such page.") from error
