"""Entries written as Atom, RSS 2.0 and JSON Feed."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from articles.addresses import absolute
from articles.syndicating import Entry

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: what it is called, where it and the page it belongs to are, and its entries."""

    language: str
    title: str
    description: str
    url: str
    page_url: str
    publisher: str
    hub: str
    updated: datetime  # of a feed that is empty
    entries: Sequence[Entry]

    @property
    def changed(self) -> datetime:
        """When its newest entry changed."""
        return max((entry.updated for entry in self.entries), default=self.updated)


class _Titled:
    """A handler that says in which language titles are."""

    def __init__(self, handler: SimplerXMLGenerator, language: str) -> None:
        self._handler, self._language = handler, language

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handler, name)

    def addQuickElement(  # noqa: N802 - Django's name
        self, name: str, contents: str | None = None, attrs: dict[str, str] | None = None
    ) -> None:
        """Write an element."""
        attrs = {"xml:lang": self._language} if name == "title" else attrs
        self._handler.addQuickElement(name, contents, attrs)


class _Atom(Atom1Feed):
    """Django's, with every author, the whole text beside the summary, and the hub."""

    def latest_post_date(self) -> datetime:
        return self.feed["of"].changed

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["of"].hub:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["of"].hub})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        entry: Entry = item["of"]
        speaking = _Titled(handler, entry.title_language) if entry.title_language else handler
        super().add_item_elements(speaking, item)  # type: ignore[arg-type]
        for name in entry.authors:
            handler.startElement("author", {})  # type: ignore[arg-type]
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if entry.html:
            handler.addQuickElement("content", entry.html, {"type": "html"})
        if entry.picture:
            link = {"rel": "enclosure", "type": "image/jpeg", "href": item["picture_url"]}
            handler.addQuickElement("link", "", link)


class _Rss(Rss201rev2Feed):
    """Django's, with every author, the whole text beside the summary, pictures and the hub."""

    def rss_attributes(self) -> dict[str, str]:
        more = {"xmlns:content": _CONTENT, "xmlns:dc": _DC, "xmlns:media": _MEDIA}
        return super().rss_attributes() | more

    def latest_post_date(self) -> datetime:
        return self.feed["of"].changed

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["of"].hub:
            handler.addQuickElement("atom:link", "", {"rel": "hub", "href": self.feed["of"].hub})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["of"]
        for name in entry.authors:
            handler.addQuickElement("dc:creator", name)
        if entry.html:
            handler.addQuickElement("content:encoded", entry.html)
        if entry.picture:
            told = {"medium": "image", "type": "image/jpeg", "url": item["picture_url"]}
            size = {"width": str(entry.picture.width), "height": str(entry.picture.height)}
            handler.addQuickElement("media:content", "", told | size)


def atom(feed: Feed) -> str:
    """`feed` as Atom 1.0."""
    return _xml(_Atom, feed, feed_guid=feed.url)


def rss(feed: Feed) -> str:
    """`feed` as RSS 2.0."""
    return _xml(_Rss, feed, unique_id_is_permalink=False)


def _xml(kind: type[Atom1Feed] | type[Rss201rev2Feed], feed: Feed, **more: Any) -> str:
    is_permalink = more.pop("unique_id_is_permalink", None)
    generator = kind(
        title=feed.title,
        link=feed.page_url,
        description=feed.description or feed.title,
        language=feed.language,
        author_name=feed.publisher,
        feed_url=feed.url,
        of=feed,
        **more,
    )
    for entry in feed.entries:
        generator.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.summary or entry.title,
            unique_id=entry.uid,
            unique_id_is_permalink=is_permalink,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
            picture_url=picture_url(entry),
            of=entry,
        )
    return generator.writeString("utf-8")


def json_feed(feed: Feed) -> str:
    """`feed` as JSON Feed 1.1."""
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(_without_empty(told, keep={"items"}), ensure_ascii=False)


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.uid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "content_text": "" if entry.html else entry.summary or entry.title,
        "image": picture_url(entry),
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": entry.categories,
    }
    return _without_empty(item)


def _without_empty(told: dict[str, Any], keep: Collection[str] = ()) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value or name in keep}


def picture_url(entry: Entry) -> str:
    """The whole address of an entry's picture; "" where it has none."""
    return absolute(entry.picture.path) if entry.picture else ""


WRITERS: dict[str, Callable[[Feed], str]] = {
    "atom.xml": atom,
    "rss.xml": rss,
    "feed.json": json_feed,
}
