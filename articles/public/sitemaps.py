"""Sitemaps as sitemaps.org and Google describe them, written as XML."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from xml.sax.saxutils import escape

from articles.addresses import absolute
from articles.models.public import Edition
from images.showing import still

MOST_URLS = 50_000  # in a file
MOST_NEWS = 1_000  # in a file
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page: its path, its paths by language where it has several, when it changed."""

    path: str
    alternates: Mapping[str, str] = field(default_factory=dict)
    changed: datetime | None = None
    picture: str = ""


def index(parts: Iterable[str]) -> str:
    """The index of sitemaps at these paths."""
    listed = "".join(f"<sitemap>{_loc(path)}</sitemap>\n" for path in parts)
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{listed}</sitemapindex>\n'


def urlset(addresses: Iterable[Address], spaces: str = "") -> str:
    """The sitemap of `addresses`, with the further namespaces `spaces` declared."""
    listed = "".join(map(_url, addresses))
    spaces = f'xmlns="{_SITEMAP}" xmlns:image="{_IMAGE}"{spaces}'
    return f"{_HEAD}<urlset {spaces}>\n{listed}</urlset>\n"


def of_stories(editions: Iterable[Edition], at: datetime) -> str:
    """The sitemap of `editions`, which come `with_pictures()`."""
    return urlset(_address(one, {}, at) for one in editions)


def of_languages(editions: Iterable[Edition], others: Iterable[Edition], at: datetime) -> str:
    """The same, saying of each in which other languages it is: `others` are those of its group.

    Google reads that in the elements of XHTML, which the schema of sitemaps does not know: so
    these are files of their own.
    """
    by_group = {
        group: {one.language: one.path for one in same}
        for group, same in groupby(others, key=lambda one: one.translation_group)
    }
    found = ((one, by_group.get(one.translation_group, {})) for one in editions)
    told = (_address(one, paths, at) for one, paths in found if len(paths) > 1)
    return urlset(told, f' xmlns:xhtml="{_XHTML}"')


def news(editions: Iterable[Edition], names: Mapping[str, str], home: str) -> str:
    """The Google News sitemap of `editions`, with the newspaper's names by language.

    A quiet newsroom's has the address of the home page alone: a file without any is not valid.
    """
    listed = "".join(_news_urls(editions, names)) or f"<url>{_loc(home)}</url>\n"
    spaces = f'xmlns="{_SITEMAP}" xmlns:news="{_NEWS}"'
    return f"{_HEAD}<urlset {spaces}>\n{listed}</urlset>\n"


def news_language(code: str) -> str:
    """A language as Google News knows it: two or three letters, or zh-cn and zh-tw."""
    chinese = {"zh-hans": "zh-cn", "zh-cn": "zh-cn", "zh-hant": "zh-tw", "zh-tw": "zh-tw"}
    return chinese.get(code, code.partition("-")[0])


def _address(edition: Edition, paths: Mapping[str, str], at: datetime) -> Address:
    picture = still(edition.lead_image, "lead", at=at, crop=edition.lead_crop)
    return Address(
        path=edition.path,
        alternates=paths,
        changed=edition.updated_at,
        picture=absolute(picture.path) if picture else "",
    )


def _url(address: Address) -> str:
    changed = address.changed
    lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_text(absolute(path))}"/>'
        for code, path in sorted(address.alternates.items())
    )
    picture = address.picture
    image = f"<image:image><image:loc>{_text(picture)}</image:loc></image:image>" if picture else ""
    return f"<url>{_loc(address.path)}{lastmod}{image}{alternates}</url>\n"


def _news_urls(editions: Iterable[Edition], names: Mapping[str, str]) -> Iterator[str]:
    for edition in editions:
        name = names.get(edition.language) or next(iter(names.values()), "Newsroom")
        yield (
            f"<url>{_loc(edition.path)}<news:news><news:publication>"
            f"<news:name>{_text(name)}</news:name>"
            f"<news:language>{news_language(edition.language)}</news:language></news:publication>"
            f"<news:publication_date>{edition.first_published_at.isoformat(timespec='seconds')}"
            f"</news:publication_date><news:title>{_text(edition.headline)}</news:title>"
            "</news:news></url>\n"
        )


def _loc(path: str) -> str:
    return f"<loc>{_text(absolute(path))}</loc>"


def _text(text: str) -> str:
    return escape(text, {'"': "&quot;"})
