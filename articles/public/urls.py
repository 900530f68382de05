"""Readers' addresses: the same ones under every language's prefix."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, register_converter

from articles.addresses import HISTORY, MARKDOWN, REPORT
from articles.page import FEED_TYPES
from articles.public.views import (
    archive,
    corrections,
    feeds,
    history,
    lists,
    machines,
    reports,
    search,
    series,
    stories,
    subjects,
)


class WordConverter:
    """A piece of a path in any script; control characters stand in no address."""

    regex = r"[^/\x00-\x1f\x7f]+"

    def to_python(self, value: str) -> str:
        """The piece as it stands in the path."""
        return value

    def to_url(self, value: str) -> str:
        """The piece as it stands in the path."""
        return value


class NumberConverter:
    """A number that is written in one way only, so that a month has one address."""

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number with the zeros before it that its pattern asks for."""
        return f"{value:02}"


class YearConverter(NumberConverter):
    """A year of four digits."""

    regex = "[12][0-9]{3}"


class MonthConverter(NumberConverter):
    """A month of two digits."""

    regex = "0[1-9]|1[0-2]"


class DayConverter(NumberConverter):
    """A day of two digits."""

    regex = "0[1-9]|[12][0-9]|3[01]"


class FeedConverter(WordConverter):
    """The file of a feed."""

    regex = "|".join(map(re.escape, FEED_TYPES))


class SubjectConverter(WordConverter):
    """What has a feed of its own beside the sections."""

    regex = "|".join(feeds.SUBJECTS)


register_converter(WordConverter, "word")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")
register_converter(FeedConverter, "feed")
register_converter(SubjectConverter, "subject")


def archived(start: str, name: str, view: Callable[..., HttpResponseBase]) -> list[URLPattern]:
    """An archive that begins at `start`, and its years, months and days."""
    tails = {
        "": "",
        "_year": "<year:year>/",
        "_month": "<year:year>/<month:month>/",
        "_day": "<year:year>/<month:month>/<day:day>/",
    }
    return [path(start + tail, view, name=name + which) for which, tail in tails.items()]


pages = [
    path("", lists.home, name="home"),
    path("corrections/", corrections.newest, name="corrections"),
    path(
        "corrections/<year:year>/<month:month>/", corrections.of_month, name="corrections_of_month"
    ),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("feed/<feed:kind>", feeds.of_site, name="feed"),
    path("feed/corrections/<feed:kind>", feeds.of_corrections, name="feed_of_corrections"),
    path("feed/search/<feed:kind>", search.feed, name="feed_of_search"),
    path("feed/section/<word:slug>/<feed:kind>", feeds.of_section, name="feed_of_section"),
    path("feed/<subject:of>/<word:slug>/<feed:kind>", feeds.of_subject, name="feed_of_subject"),
    *archived("archive/", "archive", archive.of_site),
    *archived("archive/section/<word:slug>/", "archive_of_section", archive.of_section),
    path("search/", search.results, name="search"),
    path("search/headlines.json", search.headlines, name="search_headlines"),
    path("search/description.xml", search.description, name="search_description"),
    path("series/<word:slug>/", series.parts, name="series"),
    path("topic/<word:slug>/", subjects.topic, name="topic"),
    path("author/<word:slug>/", subjects.author, name="author"),
    path("<word:word>/", stories.first_piece, name="first_piece"),
    path(f"<word:slug>/{HISTORY}/", history.history, name="history_of_page"),
    path(f"<word:section>/<word:slug>/{HISTORY}/", history.history, name="history"),
    path(f"<word:section>/<word:slug>/{REPORT}/", reports.report, name="report"),
    path("<word:section>/<word:slug>/", stories.story, name="story"),
    path(f"<word:slug>{MARKDOWN}", stories.as_markdown, name="markdown_of_page"),
    path(f"<word:section>/<word:slug>{MARKDOWN}", stories.as_markdown, name="markdown"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{code}/", include((pages, "public"), namespace=f"public_{code}"))
    for code, _name in settings.LANGUAGES[1:]
]
urlpatterns += [
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap/pages.xml", machines.sitemap_of_pages),
    path("sitemap/news.xml", machines.sitemap_of_news),
    path("sitemap/news-<int:part>.xml", machines.sitemap_of_news),
    path("sitemap/languages.xml", machines.language_index),
    *(
        path(f"sitemap/{name}-<year:year>-<month:month>{day}.xml", view)
        for name, view in (
            ("languages", machines.sitemap_of_languages),
            ("<slug:language>", machines.sitemap_of_month),
        )
        for day in ("-<day:day>", "")
    ),
    path("robots.txt", machines.robots),
    path(".well-known/security.txt", machines.security),
    path("api/", include("articles.public.api.urls")),
]
urlpatterns.append(path("", include((pages, "public"), namespace="public")))
