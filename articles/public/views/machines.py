"""What programs ask of a site: sitemaps, robots.txt, security.txt, the web app manifest."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from articles import surroundings
from articles.addresses import (
    absolute,
    archive_path,
    author_path,
    corrections_path,
    language_prefix,
    section_path,
    series_path,
    topic_path,
)
from articles.archive import Period
from articles.models.public import (
    FACT,
    AuthorText,
    Edition,
    EditionQuerySet,
    SeriesPart,
    SeriesText,
    SiteSettings,
    SiteText,
    TopicText,
)
from articles.public import crawlers, sitemaps
from articles.public.cachetags import ELSEWHERE, Shown, carry, home_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.sitemaps import MOST_NEWS, MOST_URLS, Address
from articles.surroundings import Surroundings

MICROSECOND = timedelta(microseconds=1)
NEWS_FOR = timedelta(hours=48)  # after its first publication
A_MONTH = Period(1, 1)
PROBES = 100  # questions whether a month has stories, in one query
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@require_safe
@fresh
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """All sitemaps: of pages, of the news, and of the stories of each month and language."""
    at, codes = instant_of(request), languages()
    parts = ["/sitemap/pages.xml"]
    parts += [f"/sitemap/news-{n}.xml" for n, _keys in enumerate(news_parts(at, codes), start=1)]
    for code in codes:
        parts += files_of(code, Edition.objects.in_lists(code, at=at))
    return told(sitemaps.index(parts))


@require_safe
@fresh
def language_index(request: HttpRequest) -> HttpResponse:
    """The sitemaps that say in which languages stories are, of each month in the default one."""
    at = instant_of(request)
    parts = files_of("languages", in_several(at, languages()))
    return told(sitemaps.index(parts or ["/sitemap/pages.xml"]))


@require_safe
@fresh
def sitemap_of_month(
    request: HttpRequest, language: str, year: int, month: int, day: int | None = None
) -> HttpResponse:
    """The stories of a language first published in a month, or on a day of it.

    Http404 where there are none.
    """
    at = instant_of(request)
    if language not in languages():
        raise Http404("There is no such language.")
    found = Edition.objects.in_lists(language, at=at)
    shown = list_or_404(within(found, Period(year, month, day)))
    return told(sitemaps.of_stories(shown, at), editions=shown)


@require_safe
@fresh
def sitemap_of_languages(
    request: HttpRequest, year: int, month: int, day: int | None = None
) -> HttpResponse:
    """The stories of a month in the default language that are in another one too, with both."""
    at, codes = instant_of(request), languages()
    found = within(in_several(at, codes), Period(year, month, day))
    shown = list_or_404(found)
    groups = found.values("translation_group")
    others = Edition.objects.live(at=at).of_today(at).filter(translation_group__in=groups)
    same = others.order_by("translation_group", "language")
    offered = (
        one for one in same.only("translation_group", "language", "path") if one.language in codes
    )
    text = sitemaps.of_languages(shown, offered, at)
    return told(text, editions=shown)


def in_several(at: datetime, codes: list[str]) -> EditionQuerySet:
    """The stories in the default language that readers see in another of `codes` too."""
    ours = Edition.objects.in_lists(settings.LANGUAGE_CODE, at=at)
    others = Edition.objects.live(at=at).of_today(at).filter(language__in=codes)
    same = others.filter(translation_group=OuterRef("translation_group"))
    return ours.filter(Exists(same.exclude(language=settings.LANGUAGE_CODE)))


def within(editions: EditionQuerySet, period: Period) -> EditionQuerySet:
    """Those first published in a month or on a day. Http404 for a day that no calendar has."""
    try:
        return editions.first_published_between(period.begins, period.ends)
    except ValueError as error:
        raise Http404("There is no such day.") from error


def list_or_404(editions: EditionQuerySet) -> list[Edition]:
    """As many as a sitemap may have, newest first; Http404 where there are none."""
    shown = list(editions.with_pictures().newest_first()[:MOST_URLS])
    if not shown:
        raise Http404("Nothing was published then.")
    return shown


@require_safe
@fresh
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    """Home pages, sections, topics and authors that have stories, standing pages, corrections."""
    at = instant_of(request)
    addresses: list[Address] = []
    codes = languages()
    for code in codes:
        around = surroundings.gather(language=code, at=at)
        addresses += pages_of(around)
    addresses += subjects(at, codes)
    return told(sitemaps.urlset(addresses[:MOST_URLS]))


@require_safe
@fresh
def sitemap_of_news(request: HttpRequest, part: int = 1) -> HttpResponse:
    """The stories of the last 48 hours, a thousand a file. Http404 for a part that is not there."""
    at = instant_of(request)
    parts = news_parts(at, languages()) or [[]]
    if not 1 <= part <= len(parts):
        raise Http404("There is no such part.")
    shown = Edition.objects.filter(pk__in=parts[part - 1]).newest_first()
    names = dict(SiteText.objects.values_list("language", "name"))
    return told(sitemaps.news(shown, names, language_prefix(settings.LANGUAGE_CODE)))


@require_safe
@fresh
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where the sitemaps are."""
    refused = crawlers.REFUSED[SiteSettings.load().ai_crawlers]
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /preview/"]
    if refused:
        lines += ["", *(f"User-agent: {name}" for name in refused), "Disallow: /"]
    indexes = (
        ["/sitemap.xml", "/sitemap/languages.xml"] if len(languages()) > 1 else ["/sitemap.xml"]
    )
    lines += ["", *(f"Sitemap: {absolute(path)}" for path in indexes)]
    return told("\n".join(lines) + "\n", TEXT)


@require_safe
@fresh
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116). Http404 where the site names nobody."""
    contact = SiteSettings.load().security_contact
    if not contact:
        raise Http404("Nobody is named.")
    at = instant_of(request)
    ends = datetime(at.year + 1, at.month, 1, tzinfo=UTC)  # what says so holds for at most a year
    lines = [
        f"Contact: {contact}",
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages())}",
        f"Canonical: {absolute(request.path_info)}",
    ]
    return told("\n".join(lines) + "\n", TEXT)


@require_safe
@fresh
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks on a phone's home screen, in the language of the address."""
    around = surroundings.gather(
        language=request.LANGUAGE_CODE, at=instant_of(request), has_pages=False
    )
    data: dict[str, Any] = {
        "name": around.site_name,
        "short_name": around.site_name,
        "description": around.site_description or around.tagline,
        "lang": around.language,
        "id": language_prefix(around.language),
        "start_url": language_prefix(around.language),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fffefa",
        "theme_color": "#fffefa",
        "icons": [
            {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {
                "src": static("icons/icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
            {"src": static("icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    answer = JsonResponse(data, content_type="application/manifest+json")
    return carry(answer, Shown())


def languages() -> list[str]:
    """The codes of the languages that the site offers."""
    return SiteSettings.load().languages


def files_of(name: str, editions: EditionQuerySet) -> list[str]:
    """Where the sitemaps of `editions` are: one a month, newest first; one a day of a month that
    has more stories than a file may have."""
    months = months_of(editions)
    crowded = set(crowded_of(editions, months))
    files = []
    for month in months:
        parts = filled_of(editions, month.within[::-1]) if month in crowded else [month]
        files += [f"/sitemap/{name}-{part.first:%Y-%m}{day_of(part)}.xml" for part in parts]
    return files


def day_of(part: Period) -> str:
    """What the address of the sitemap of a day has behind that of its month."""
    return f"-{part.day:02}" if part.day else ""


def months_of(editions: EditionQuerySet) -> list[Period]:
    """The months in which any of `editions` was first published, newest first."""
    ordered = editions.order_by("first_published_at").values_list("first_published_at", flat=True)
    first, last = ordered.first(), ordered.last()
    if first is None or last is None:
        return []
    months = [Period.of(last, A_MONTH)]
    while months[-1].begins > first:
        months.append(Period.of(months[-1].begins - timedelta(days=1), A_MONTH))
    return filled_of(editions, months)


def filled_of(editions: EditionQuerySet, periods: Sequence[Period]) -> list[Period]:
    """Those of `periods` that have stories: one look into an index each, however many they have."""
    return answering(
        {
            part: editions.first_published_between(part.begins, part.ends).newest_key()
            for part in periods
        }
    )


def crowded_of(editions: EditionQuerySet, months: Sequence[Period]) -> list[Period]:
    """Those of `months` that have more stories than a sitemap may have.

    Nothing is asked of a site that has not made as many editions. Elsewhere each question goes
    along the index through its month, as far as a file would.
    """
    if not Edition.objects.filter(pk__gt=MOST_URLS).exists():
        return []
    return answering(
        {
            month: Subquery(
                editions.first_published_between(month.begins, month.ends)
                .newest_first()
                .values("pk")[MOST_URLS : MOST_URLS + 1]
            )
            for month in months
        }
    )


def answering(asked: dict[Period, Subquery]) -> list[Period]:
    """The periods whose question has an answer, in their order."""
    there: list[Period] = []
    periods = list(asked)
    for start in range(0, len(periods), PROBES):
        some = {f"of_{n}": part for n, part in enumerate(periods[start : start + PROBES])}
        questions = {name: asked[part] for name, part in some.items()}
        row = SiteSettings.objects.filter(pk=1).values(**questions).first()
        answers: dict[str, Any] = {**row} if row else {}
        there += [part for name, part in some.items() if answers.get(name)]
    return there


def news_parts(at: datetime, codes: list[str]) -> list[list[int]]:
    """The keys of what each file of the news sitemap has: the editions of the last 48 hours that
    nobody paid for, newest first. None where nothing is new."""
    news = Edition.objects.live(at=at).of_today(at).listed().filter(language__in=codes)
    recent = news.first_published_between(at - NEWS_FOR, at + MICROSECOND)
    unpaid = recent.exclude(format="sponsored").newest_first()
    keys = list(unpaid.values_list("pk", flat=True))
    return [keys[start : start + MOST_NEWS] for start in range(0, len(keys), MOST_NEWS)]


def pages_of(around: Surroundings) -> list[Address]:
    """The pages of a language that are no stories."""
    code = around.language
    found = [Address(path=language_prefix(code))]
    found += [
        Address(path=section_path(code, section.slug))
        for section in around.sections
        if not section.is_retired
    ]
    found += [
        Address(path=one.path, changed=one.updated_at)
        for one in around.pages
        if one.language == code
    ]
    found += [Address(path=corrections_path(code)), Address(path=archive_path(code))]
    return found


def subjects(at: datetime, codes: list[str]) -> list[Address]:
    """The pages of topics, authors and series that have a story which readers see at `at`."""
    live = Edition.objects.in_lists(OuterRef("language"), at=at)
    topics = live.about(OuterRef("topic"), at=at).newest_key(FACT)
    authors = live.signed_by(OuterRef("author"), at=at).newest_key(FACT)
    of_part = Edition.objects.in_lists(OuterRef(OuterRef("language")), at=at)
    shown = Exists(of_part.filter(story=OuterRef("story")))
    parts = Exists(SeriesPart.objects.filter(shown, series=OuterRef("series")))
    kinds = ((TopicText, topics, topic_path), (AuthorText, authors, author_path))
    found = []
    for texts, any_of_them, path in (*kinds, (SeriesText, parts, series_path)):
        theirs = texts.objects.filter(language__in=codes).annotate(any_of_them=any_of_them)
        rows = theirs.exclude(any_of_them=None).exclude(any_of_them=False).order_by("pk")
        found += [Address(path=path(*row)) for row in rows.values_list("language", "slug")]
    return found


def told(text: str, content_type: str = XML, editions: Sequence[Edition] = ()) -> HttpResponse:
    """An answer that shows `editions`, and that what comes or goes in any language may change."""
    homes = [home_tag(code) for code, _name in settings.LANGUAGES]
    answer = HttpResponse(text, content_type=content_type)
    return carry(answer, Shown.of_list(*homes, ELSEWHERE, editions=editions))
