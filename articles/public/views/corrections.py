"""All corrections of a language, month by month."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import page, record
from articles.corrections import Month
from articles.models.public import Edition, EditionQuerySet
from articles.public import paging, structured_data
from articles.public.cachetags import Shown, carry, corrections_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import lists
from articles.surroundings import Surroundings


@require_safe
@fresh
def newest(request: HttpRequest) -> HttpResponse:
    """The corrections of the newest month that has any."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at)
    last = told(around.language, at).latest_first().values_list("live_from", flat=True).first()
    month = Month.of(last) if last else None
    return month_response(request, around, at, month, is_index=True)


@require_safe
@fresh
def of_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The corrections of one month; Http404 where it has none."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at)
    return month_response(request, around, at, Month(year, month), is_index=False)


def told(language: str, at: datetime) -> EditionQuerySet:
    """The corrections that readers have been told by `at`, of stories that they still see."""
    corrections = Edition.objects.corrections().public(at=at).filter(language=language)
    return corrections.of_live_stories(at=at)


def month_response(
    request: HttpRequest,
    around: Surroundings,
    at: datetime,
    month: Month | None,
    *,
    is_index: bool,
) -> HttpResponse:
    """One page of the corrections of `month`; Http404 where there are none, but on the index."""
    key = None if is_index else request.GET.get(paging.PARAMETER)
    shown, next_key = corrections_of(month, around.language, at, key) if month else ([], "")
    if not shown and not is_index:
        raise Http404("There were no corrections.")
    listed = record.corrections_page(
        shown,
        around=around,
        month=month,
        is_index=is_index,
        is_first=key is None,
        older_query=f"?{paging.PARAMETER}={next_key}" if next_key else "",
        neighbours=(shown[0].nearest_before, shown[0].nearest_after) if shown else (None, None),
    )
    languages = {code: page.corrections_link(code).url for code in around.languages}
    path = page.corrections_link(around.language).url if is_index else ""
    link = page.corrections_link(around.language)
    feeds = page.feed_links(around.language, link.title, of="corrections")
    site = page.furniture(around, at=at, path=path, counterparts=languages, feeds=feeds)
    data = structured_data.of_corrections(listed, site)
    answer = lists.rendered(request, "corrections", listed, site, data)
    return carry(answer, Shown.of_list(corrections_tag(around.language), editions=shown))


def corrections_of(
    month: Month, language: str, at: datetime, key: str | None
) -> tuple[Sequence[Edition], str]:
    """A page of the corrections of `month` and the key of the next one."""
    found = told(language, at).begun_between(month.begins, month.ends)
    try:
        return paging.page_of(found, key, paging.BY_CHANGE)
    except paging.BadKey as error:
        raise Http404("There is no such page.") from error
