"""Search: its page, headlines while somebody types, its feeds, and what browsers are told of it."""

from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles import page, search, searching
from articles.addresses import absolute, search_path
from articles.models.public import Edition
from articles.public import structured_data
from articles.public.cachetags import Shown, carry, home_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import feeds, lists
from articles.surroundings import Surroundings

DESCRIPTION_TYPE = "application/opensearchdescription+xml"
LONGEST_NAME = 16  # characters, says the standard


@require_safe
@fresh
def results(request: HttpRequest) -> HttpResponse:
    """What was found, or the form alone. Http404 for a cursor that no page of ours has."""
    at, after = instant_of(request), request.GET.get(searching.AFTER, "")
    around = lists.gather_or_404(request, at, whose=searching.author_asked(request.GET))
    asked = searching.read(request.GET, around)
    try:
        found = search.search(asked.query(around.language), at=at, after=after)
    except search.BadCursor as error:
        raise Http404("There is no such page.") from error
    topics = [] if found.hits else searching.topics_of_note(around.language, at)
    shown = searching.search_page(asked, found, around=around, at=at, after=after, topics=topics)
    site = page.furniture(
        around,
        at=at,
        path=search_path(around.language),
        counterparts=shown.counterparts,
        feeds=shown.feeds,
    )
    context = {
        "page": shown,
        "site": site,
        "structured_data": structured_data.of_search(shown, site),
    }
    answer = render(request, "public/pages/search.html", context)
    return unlisted(answer, around, Shown.of_list(editions=[hit.edition for hit in found.hits]))


@require_safe
@fresh
def headlines(request: HttpRequest) -> HttpResponse:
    """The headlines that begin with what somebody is typing, as JSON, and how many, in words."""
    at = instant_of(request)
    around = lists.gather_or_404(request, at, has_pages=False)
    words = searching.text_of(request.GET, searching.WORDS)
    found = search.headlines(words, around.language, at=at)
    said = ngettext("%d story", "%d stories", len(found)) % len(found) if found else _("No story")
    data = {
        "said": said,
        "headlines": [{"title": one.headline, "url": iri_to_uri(one.path)} for one in found],
    }
    return unlisted(JsonResponse(data), around, Shown.of_list(editions=found))


@require_safe
@fresh
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest of what a search finds, as it is typed. Http404 where nothing is looked for."""
    at = instant_of(request)
    around = feeds.around_feed(request, at, searching.author_asked(request.GET))
    asked = searching.read(request.GET, around)
    if not asked.words:
        raise Http404("Nothing is looked for.")
    found = search.search(asked.query(around.language, newest=True), at=at)
    is_meant = not (found.is_corrected or found.is_partial)
    keys = [hit.edition.pk for hit in found.hits] if is_meant else []
    values = {name: one for name, one in asked.values.items() if name != searching.ORDER}
    listed = feeds.Listed(
        path=search_path(around.language),
        asked=searching.query_of(values),
        title=_("Search: %s") % asked.words,
        tag=home_tag(around.language),
    )
    editions = Edition.objects.filter(pk__in=keys).with_pictures()
    answer = feeds.response(request, kind, around, at, editions, listed)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@fresh
def description(request: HttpRequest) -> HttpResponse:
    """How browsers can offer to search the site (OpenSearch 1.1)."""
    around = lists.gather_or_404(request, instant_of(request), has_pages=False)
    name, address = around.site_name, absolute(search_path(around.language))
    says = _("Search %s") % name
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(name[:LONGEST_NAME].strip())}</ShortName>",
        f"<Description>{escape(says)}</Description>",
        f"<Language>{around.language}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" template="{escape(address)}?q={{searchTerms}}"/>',
        "</OpenSearchDescription>",
    ]
    answer = HttpResponse("\n".join(lines), content_type=f"{DESCRIPTION_TYPE}; charset=utf-8")
    return carry(answer, Shown())


def unlisted(answer: HttpResponse, around: Surroundings, shown: Shown) -> HttpResponse:
    """An answer that no search engine lists, and that any story of any language may change."""
    answer.headers["X-Robots-Tag"] = "noindex"
    shown.lists |= {home_tag(code) for code in around.languages}
    return carry(answer, shown)
