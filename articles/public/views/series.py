"""The page of a series."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import page, series
from articles.models.public import SeriesText
from articles.public import structured_data
from articles.public.cachetags import Shown, carry, series_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import lists, subjects
from articles.surroundings import Named


@require_safe
@fresh
def parts(request: HttpRequest, slug: str) -> HttpResponse:
    """The live parts of a series in order; Http404 for a retired one that has none."""
    at = instant_of(request)
    around = subjects.around_subject(request, at, Named(SeriesText, slug))
    key = around.here[0].pk
    shown = series.parts_of(key, around.language, at)
    if not shown and around.here[0].is_retired:
        raise Http404("It was retired.")
    listed = series.series_page(shown, around=around, at=at)
    counterparts = series.counterparts_of(around)
    site = page.furniture(around, at=at, path=listed.here.url, counterparts=counterparts)
    data = structured_data.of_subject(listed, site)
    answer = lists.rendered(request, "series", listed, site, data)
    return carry(answer, Shown.of_list(series_tag(key), editions=shown))
