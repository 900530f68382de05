"""The rules of rich text: which elements, attributes and values a text may have, and how much.

Everything that restricts rich text is derived from the tables here: the sanitiser, CKEditor's own
filter, the tests. A new element needs a line in ATTRIBUTES and a place in one of the kinds below.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 512 * 1024  # of UTF-8, before and after cleaning
MAX_DEPTH = 100  # open elements at one place
MAX_MARKS = 3_000  # tags, or "<" in the text
MAX_REFERENCES = 6_000  # "&"
MAX_ATTRIBUTES = 12  # looked at in one tag; the others are dropped

# Every element that a text may have, with its attributes beside `lang`, which all of them take.
# `span` is there for `lang` alone: it is how words in another language are marked. `foot-note` is
# where a sentence refers to a note, and holds the words of the note.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "p": (),
    "h3": (),
    "h4": (),
    "em": (),
    "strong": (),
    "blockquote": (),
    "ul": (),
    "ol": (),
    "li": (),
    "a": ("href", "rel", "title"),
    "table": (),
    "caption": (),
    "thead": (),
    "tbody": (),
    "tr": (),
    "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan"),
    "sup": (),
    "sub": (),
    "abbr": ("title",),
    "code": (),
    "cite": (),
    "q": (),
    "br": (),
    "hr": (),
    "span": (),
    "foot-note": (),
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
RELATIONS = frozenset({"nofollow", "sponsored", "ugc"})  # how newsrooms label paid and reader links
SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
MAX_SPAN = 1000

# Characters that no text keeps: controls, halves of surrogate pairs, noncharacters, and the
# invisible ones that reorder what stands after them (U+202A to U+202E: embeddings and overrides),
# by which a text can read otherwise than it is spelt. Isolates and the marks for writing from right
# to left stay: they override nothing, end with their paragraph at the latest, and are needed.
_NONCHARACTERS = "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u206a-\u206f\ufdd0-\ufdef\ufeff"
    f"\ufff9-\ufffb\ud800-\udfff{_NONCHARACTERS}]+"
)
_LINE_ENDS = re.compile("[\x0b\x85\u2028\u2029]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_SCHEME = re.compile(r"([^/?#]*?):")
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?:/[\w/.,;%~!+=?&#-]*)?", re.ASCII)
_NOT_IN_ADDRESSES = re.compile("[\x00-\x20\x7f-\xa0]+")


class RichTextTooLong(ValidationError):
    """A text has more than MAX_BYTES."""

    def __init__(self) -> None:
        super().__init__(
            _("This text is too long: a section takes at most %(limit)d kB. Please split it."),
            code="rich_text_too_long",
            params={"limit": MAX_BYTES // 1024},
        )


class RichTextTooDeep(ValidationError):
    """A text has elements within elements, more than MAX_DEPTH deep."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The formatting of this text is nested more than %(limit)d levels deep. "
                "Please paste it again without formatting."
            ),
            code="rich_text_too_deep",
            params={"limit": MAX_DEPTH},
        )


class RichTextTooComplex(ValidationError):
    """A text has more tags than MAX_MARKS or more references than MAX_REFERENCES."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This text has too much formatting for one section. "
                "Please split it, or paste it again without formatting."
            ),
            code="rich_text_too_complex",
        )


def refuse_excess(html: str) -> None:
    """Raise a ValidationError for a text that is too much to parse.

    Costs three passes over the text at the speed of memory, so that it may be called with anything.
    """
    if len(html) > MAX_BYTES or len(html.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RichTextTooLong
    if html.count("<") > MAX_MARKS or html.count("&") > MAX_REFERENCES:
        raise RichTextTooComplex


def printable(text: str) -> str:
    """The text without the characters that no text keeps; line separators become spaces."""
    return _LINE_ENDS.sub(" ", _UNWANTED.sub("", text))


def address(value: str) -> str:
    """A link's address, or "" for one that a text may not have.

    Allowed are addresses with a scheme of SCHEMES, paths of this site, queries and fragments. White
    space and controls go first, and a backslash counts as a slash, as in browsers.
    """
    if _PLAIN.fullmatch(value):
        return value
    value = _NOT_IN_ADDRESSES.sub("", value)
    seen_by_browsers = value.replace("\\", "/")
    scheme = _SCHEME.match(seen_by_browsers)
    if scheme is None:
        return "" if seen_by_browsers.startswith("//") else value
    name = scheme[1].lower()
    if name not in SCHEMES or (name.startswith("http") and not _has_host(value)):
        return ""
    return value


def _has_host(value: str) -> bool:
    try:
        return _WEB.match(value) is not None and bool(urlsplit(value).hostname)
    except ValueError:
        return False


def _relations(value: str) -> str:
    return " ".join(sorted(RELATIONS.intersection(value.lower().split())))


def _language(value: str) -> str:
    value = value.strip()
    return value if _LANGUAGE.fullmatch(value) else ""


def _words(value: str) -> str:
    return " ".join(value.split())


def _span(value: str) -> str:
    value = value.strip()
    if not value.isascii() or not value.isdigit() or len(value) > 6:
        return ""
    return str(int(value)) if 1 < int(value) <= MAX_SPAN else ""


def _scope(value: str) -> str:
    value = value.strip().lower()
    return value if value in SCOPES else ""


# From the value that somebody sent to the value that is kept; "" drops the attribute.
VALUES: dict[str, Callable[[str], str]] = {
    "colspan": _span,
    "href": address,
    "lang": _language,
    "rel": _relations,
    "rowspan": _span,
    "scope": _scope,
    "title": _words,
}
