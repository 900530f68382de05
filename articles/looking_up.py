"""What a site says of something that stands there: fetched once, for the desk, when somebody asks.

Every answer is a stranger's: it is bounded, read as data, kept as plain words, and a picture passes
the same child process as any upload.
"""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urljoin

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from articles.embeds import Frame, frame_of, link_of, provider_of
from articles.models.parts import Embed
from articles.pictures import add_picture
from articles.richtext.scanner import Kind, attributes, scan
from articles.verbs import Unable
from fetching import Policy, Unfetchable, fetch
from images.models import Image
from images.opening import UnusablePicture
from images.plain import plain

_JSON = frozenset({"application/json", "application/json+oembed", "text/json"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"})
_MOST_JSON, _MOST_HTML, _MOST_PICTURE = 256 * 1024, 4 * 1024 * 1024, 10 * 1024 * 1024
_HEAD = 256 * 1024  # characters of a page that are read
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,2000})", re.IGNORECASE)
_RATIOS = {"16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1.0, "9:16": 9 / 16}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a site says; "" for what it does not. `thumbnail` is the address of a picture."""

    title: str = ""
    author: str = ""
    provider: str = ""
    ratio: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """Values for the fields of an embed, and a sentence about what there was not."""

    values: Mapping[str, str]
    said: str


def look_up(url: str, *, by: User, now: datetime, policy: Policy) -> LookedUp:
    """Ask the site of `url` for title, author and picture; the picture is added to the library.

    The time that `policy` gives is for all of it. Raises Unfetchable where nothing was found. Not
    to be called in a transaction.
    """
    until = time.monotonic() + policy.seconds
    found = _words(url, policy, until)
    why, thumbnail = "", ""
    if found.thumbnail:
        try:
            thumbnail = _taken_in(url, found, by, now, _left(policy, until))
        except (Unfetchable, UnusablePicture, Unable, PermissionDenied) as error:
            why = str(error)
    values = {
        "title": found.title,
        "author": found.author,
        "provider": found.provider,
        "ratio": found.ratio,
        "thumbnail": thumbnail,
    }
    return LookedUp(values=values, said=_said(values, why))


def _said(values: Mapping[str, str], why: str) -> str:
    asked = {"title": _("title"), "author": _("who made it"), "thumbnail": _("picture")}
    missing = [label for name, label in asked.items() if not values[name]]
    if not missing:
        return _("Title, author and picture are filled in.")
    sentence = _("Not found there: %s. Type it or leave it out.") % ", ".join(missing)
    return f"{sentence} {why}".strip()


def _left(policy: Policy, until: float) -> Policy:
    return replace(policy, seconds=max(0.0, until - time.monotonic()))


def _words(url: str, policy: Policy, until: float) -> Found:
    """What the site says in words: by oEmbed where we know how, else in the tags of the page."""
    frame = frame_of(url)
    found = Found()
    if frame:
        try:
            found = _by_oembed(frame, _left(policy, until))
        except Unfetchable:
            if time.monotonic() >= until:
                raise
    if not found.title:
        found = _by_tags(url, found, _left(policy, until))
    ratio = found.ratio if frame and frame.ratio else ""
    usual = bool(frame) and ratio == (frame.ratio if frame else "")
    known = frame.provider if frame else found.provider or provider_of(url)
    return replace(found, provider=known, ratio="" if usual else ratio)


def _by_oembed(frame: Frame, policy: Policy) -> Found:
    answer = fetch(frame.oembed, accept=_JSON, most_bytes=_MOST_JSON, policy=policy)
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Unfetchable(_("What stands at this address is of another kind.")) from None
    if not isinstance(said, dict):
        return Found()
    post = "" if frame.ratio else _first_paragraph(_text(said, "html"))
    return Found(
        title=_plain(_text(said, "title") or post, "title"),
        author=_plain(_text(said, "author_name"), "author"),
        ratio=_ratio(said.get("width"), said.get("height")),
        thumbnail=link_of(_text(said, "thumbnail_url")),
    )


def _by_tags(url: str, known: Found, policy: Policy) -> Found:
    """What the page says of itself, for networks and search engines, where it is not `known`."""
    answer = fetch(url, accept=_HTML, most_bytes=_MOST_HTML, policy=policy)
    try:
        page = answer.body.decode(answer.charset, "replace")[:_HEAD]
    except LookupError:
        page = answer.body.decode("utf-8", "replace")[:_HEAD]
    tags: dict[str, str] = {}
    for kind, name, source in scan(page):
        if kind is Kind.START and name == "meta":
            found = attributes(source)
            key = (found.get("property") or found.get("name") or "").lower()
            tags.setdefault(key, found.get("content", ""))
    title = _TITLE.search(page)
    is_post = bool(frame := frame_of(url)) and not (frame and frame.ratio)
    words = ["og:title", "twitter:title"]
    words = ["og:description", *words] if is_post else words
    author = ["author", "article:author", *(["og:title"] if is_post else [])]
    picture = _first(tags, ["og:image:secure_url", "og:image", "twitter:image"])
    heading = _first(tags, words) or unescape(title[1] if title else "")
    return Found(
        title=known.title or _plain(heading, "title"),
        author=known.author or _plain(_no_address(_first(tags, author)), "author"),
        provider=_plain(_first(tags, ["og:site_name", "application-name"]), "provider"),
        ratio=known.ratio,
        thumbnail=known.thumbnail or (link_of(urljoin(answer.url, picture)) if picture else ""),
    )


def _first(tags: Mapping[str, str], names: list[str]) -> str:
    return next((tags[name] for name in names if tags.get(name, "").strip()), "")


def _no_address(text: str) -> str:
    return "" if text.startswith(("http://", "https://")) else text


def _first_paragraph(html: str) -> str:
    """The words of the first paragraph of what a site would have us print."""
    words: list[str] = []
    inside = False
    for kind, text, _source in scan(html):
        if kind is Kind.TEXT and inside:
            words.append(text)
        elif text == "p":
            if inside:
                break
            inside = kind is Kind.START
        elif inside and text == "br":
            words.append(" ")
    return "".join(words)


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _plain(text: str, field: str) -> str:
    most = Embed._meta.get_field(field).max_length
    return plain(text, most or 0)


def _ratio(width: object, height: object) -> str:
    """The shape that comes nearest to a width and a height; "" where they say nothing."""
    if not isinstance(width, int) or not isinstance(height, int) or min(width, height) <= 0:
        return ""
    return min(_RATIOS, key=lambda name: abs(_RATIOS[name] - width / height))


def _taken_in(url: str, found: Found, by: User, now: datetime, policy: Policy) -> str:
    """The uuid of the picture that stands at `found.thumbnail`, in the library from now on."""
    answer = fetch(found.thumbnail, accept=_PICTURES, most_bytes=_MOST_PICTURE, policy=policy)
    page = link_of(url)
    picture = Image(
        headline=plain(found.title or found.provider, 300),
        credit=found.provider,
        creators=plain(found.author.replace(";", " "), 500),
        source=found.provider,
        usage_terms=_("Only beside what it shows, with a link to it."),
        web_statement=page if len(page) <= 500 else "",
    )
    with NamedTemporaryFile() as file:
        file.write(answer.body)
        file.flush()
        name = f"{found.provider}.{answer.media_type.removeprefix('image/')}"
        taken = add_picture(
            Path(file.name), name=name, by=by, now=now, seconds=1.0, picture=picture
        )
    return str(taken.image.uuid)
