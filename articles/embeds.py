"""Things that stand elsewhere and are shown in a story: whose they are, and how to frame them.

Nothing here asks anybody: an address says by itself what it is. Whoever is in the table below is
shown in a frame once a reader asks for it; of everybody else there is a card with a link.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from django.http import HttpResponse

from articles.document import Document
from articles.models.parts import Embed
from fetching.hosts import Target, UnusableAddress, target_of

_VIDEO_ALLOW = "autoplay; encrypted-media; fullscreen; picture-in-picture"
_SECONDS = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO = re.compile(r"/(?:video/|[\w/]+/)?(\d{4,12})(?:/([0-9a-f]{6,20}))?/?", re.ASCII)
_MASTODON = re.compile(r"/(?:@[\w.-]+|users/[\w.-]+/statuses)/(\d{10,20})/?", re.ASCII)
_BLUESKY = re.compile(r"/profile/([\w.:-]{3,253})/post/([a-z0-9]{8,20})/?", re.ASCII)
_X = re.compile(r"/\w{1,20}/status/(\d{1,20})(?:/.*)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How something is shown in a frame; `ratio` is "" for a post, as tall as it needs to be."""

    provider: str
    src: str
    ratio: str
    oembed: str  # where its title and picture are told
    allow: str = ""

    @property
    def origin(self) -> str:
        """What the page must allow to be framed."""
        return "/".join(self.src.split("/")[:3])


def frame_of(url: str) -> Frame | None:
    """The frame of what stands at `url`; None where we know of none, or it is no address."""
    target = _target(url)
    if target is None or target.port != 443:
        return None
    found = (match(target) for match in _PROVIDERS)
    return next((frame for frame in found if frame), None)


def link_of(url: str) -> str:
    """`url` in the form in which readers may follow it; "" where it is no address of the web."""
    target = _target(url)
    return target.url if target else ""


def provider_of(url: str) -> str:
    """What to call the site that `url` leads to."""
    frame, target = frame_of(url), _target(url)
    return frame.provider if frame else target.host.removeprefix("www.") if target else ""


def origins_in(document: Document) -> tuple[str, ...]:
    """What the page of `document` must be allowed to frame: exactly that."""
    urls = (p.values.get("url", "") for p in document.parts if p.kind == Embed.kind)
    return tuple(sorted({frame.origin for url in urls if (frame := frame_of(url))}))


def allow_frames(response: HttpResponse, origins: Iterable[str]) -> HttpResponse:
    """Let this answer alone frame these origins; of others nothing is framed."""
    if allowed := list(origins):
        vars(response)["_csp_update"] = {"frame-src": allowed}
    return response


def _target(url: str) -> Target | None:
    try:
        return target_of(url)
    except UnusableAddress:
        return None


def _site(target: Target) -> str:
    return re.sub(r"^(www|m|mobile)\.", "", target.host)


def _path(target: Target) -> str:
    return target.path.partition("?")[0]


def _query(target: Target, name: str) -> str:
    return parse_qs(target.path.partition("?")[2]).get(name, [""])[0]


def _oembed(endpoint: str, url: str, **more: str) -> str:
    return f"{endpoint}?{urlencode({'url': url, 'format': 'json', **more})}"


def _youtube(target: Target) -> Frame | None:
    pieces = _path(target).strip("/").split("/")
    if _site(target) == "youtu.be":
        video, is_short = pieces[0], False
    elif _site(target) not in {"youtube.com", "music.youtube.com", "youtube-nocookie.com"}:
        return None
    elif pieces == ["watch"]:
        video, is_short = _query(target, "v"), False
    elif len(pieces) == 2 and pieces[0] in {"shorts", "embed", "live", "v"}:
        video, is_short = pieces[1], pieces[0] == "shorts"
    else:
        return None
    if not _YOUTUBE_ID.fullmatch(video):
        return None
    begins = _seconds(_query(target, "t") or _query(target, "start"))
    options = {"autoplay": "1", "rel": "0"} | ({"start": str(begins)} if begins else {})
    watch = f"https://www.youtube.com/watch?v={video}"
    return Frame(
        provider="YouTube",
        src=f"https://www.youtube-nocookie.com/embed/{video}?{urlencode(options)}",
        ratio="9:16" if is_short else "16:9",
        oembed=_oembed("https://www.youtube.com/oembed", watch),
        allow=_VIDEO_ALLOW,
    )


def _seconds(text: str) -> int:
    """What “1h2m3s” or “83” are in seconds."""
    found = _SECONDS.fullmatch(text)
    hours, minutes, seconds = (int(piece or 0) for piece in (found.groups() if found else "000"))
    return 3600 * hours + 60 * minutes + seconds


def _vimeo(target: Target) -> Frame | None:
    found = _VIMEO.fullmatch(_path(target))
    if _site(target) not in {"vimeo.com", "player.vimeo.com"} or not found:
        return None
    video, secret = found[1], found[2] or _query(target, "h")
    options = {"dnt": "1", "autoplay": "1"}
    if re.fullmatch(r"[0-9a-f]{6,20}", secret):
        options["h"] = secret
    return Frame(
        provider="Vimeo",
        src=f"https://player.vimeo.com/video/{video}?{urlencode(options)}",
        ratio="16:9",
        oembed=_oembed("https://vimeo.com/api/oembed.json", target.url, dnt="1"),
        allow=_VIDEO_ALLOW,
    )


def _bluesky(target: Target) -> Frame | None:
    found = _BLUESKY.fullmatch(_path(target))
    if _site(target) != "bsky.app" or not found:
        return None
    return Frame(
        provider="Bluesky",
        src=f"https://embed.bsky.app/embed/{found[1]}/app.bsky.feed.post/{found[2]}",
        ratio="",
        oembed=_oembed("https://embed.bsky.app/oembed", target.url),
    )


def _x(target: Target) -> Frame | None:
    found = _X.fullmatch(_path(target))
    if _site(target) not in {"x.com", "twitter.com"} or not found:
        return None
    return Frame(
        provider="X",
        src=f"https://platform.twitter.com/embed/Tweet.html?id={found[1]}&dnt=true",
        ratio="",
        oembed=_oembed("https://publish.twitter.com/oembed", target.url, dnt="true"),
    )


def _mastodon(target: Target) -> Frame | None:
    """Servers of Mastodon have any name: they are known by how their addresses look."""
    path = _path(target).rstrip("/")
    if not _MASTODON.fullmatch(path):
        return None
    return Frame(
        provider="Mastodon",
        src=f"https://{target.host}{path}/embed",
        ratio="",
        oembed=_oembed(f"https://{target.host}/api/oembed", target.url),
    )


_PROVIDERS: tuple[Callable[[Target], Frame | None], ...] = (
    _youtube,
    _vimeo,
    _bluesky,
    _x,
    _mastodon,  # the last, for its addresses may be anywhere
)
