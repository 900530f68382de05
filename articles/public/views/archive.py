"""The archive of a language and of its sections: by year, by month, by day."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import archive, page
from articles.archive import Period, Place
from articles.models.public import Edition, EditionQuerySet
from articles.public import paging, structured_data
from articles.public.cachetags import Shown, carry, home_tag, section_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import lists
from articles.surroundings import Surroundings


@require_safe
@fresh
def of_site(
    request: HttpRequest, year: int | None = None, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """All stories of a language, or those of a period."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at)
    return response(request, around, Place(around.language, None), Period(year, month, day), at)


@require_safe
@fresh
def of_section(
    request: HttpRequest,
    slug: str,
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
) -> HttpResponse:
    """All stories of a section, or those of a period; Http404 where no section has the name."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at)
    section = next((one for one in around.sections if one.slug == slug), None)
    if section is None:
        raise Http404("No section has this name.")
    return response(request, around, Place(around.language, section), Period(year, month, day), at)


def within_period(editions: EditionQuerySet, period: Period) -> EditionQuerySet:
    """Those first published in a period; all of them where it is the index. Http404 for a day that
    no calendar has."""
    if not period.year:
        return editions.with_oldest()
    try:
        return editions.first_published_between(period.begins, period.ends)
    except ValueError as error:
        raise Http404("There is no such day.") from error


def response(
    request: HttpRequest, around: Surroundings, place: Place, period: Period, at: datetime
) -> HttpResponse:
    """One page of the archive; Http404 for a period without stories, and for a key of no page."""
    key = request.GET.get(paging.PARAMETER)
    editions = Edition.objects.in_lists(around.language, at=at)
    if place.section:
        editions = editions.filter(section=place.section.pk)
    inside = within_period(editions, period)
    shown, next_key = lists.page_of(inside.with_pictures(), key)
    if not shown and (period.year or key):
        raise Http404("There were no stories.")
    is_index = bool(shown) and not period.year
    within = archive.years_until(at, shown[0].oldest) if is_index else period.within
    probed = archive.probe(editions, shown[0], period, within) if shown else ({}, None, None)
    listed = archive.archive_page(
        shown,
        around=around,
        place=place,
        period=period,
        at=at,
        probed=probed,
        is_first=key is None,
        older_url=f"?{paging.PARAMETER}={next_key}" if next_key else "",
    )
    site = page.furniture(
        around,
        at=at,
        current_section=place.section.pk if place.section else None,
        path=place.path(period),
        counterparts=archive.counterparts_of(place, around),
    )
    answer = lists.rendered(
        request, "archive", listed, site, structured_data.of_subject(listed, site)
    )
    tag = section_tag(place.section.pk) if place.section else home_tag(around.language)
    return carry(answer, Shown.of_list(tag, editions=shown))
