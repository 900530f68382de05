"""Markup cut into tags and text, in time that grows with its length and no faster.

The scanner follows the tokeniser of the HTML standard where it matters for what people see. It need
not be exact to be safe: what is made from its pieces is written anew and passes nh3.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from html import unescape
from itertools import islice

from .rules import MAX_ATTRIBUTES, printable

_ATTRIBUTE = r"""
    ([^\s/>][^\s/>=]*+)
    (?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|(?!["'])([^\s>]*+)))?+
"""
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.VERBOSE)
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|" + re.sub(r"\((?!\?)", "(?:", _ATTRIBUTE) + r")*+)>",
    re.VERBOSE,
)
_DECLARATION = re.compile(r"</>|<(?:[!?]|/[^a-zA-Z])[^>]*+>")
_BEGINS_MARKUP = re.compile(r"</?[a-zA-Z]|<[!?/]")
_COMMENT_END = re.compile(r"--!?>")
# In an attribute a name without its semicolon is no reference: ?a=1&copy=2 is an address.
_ATTRIBUTE_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,31};)"
)
# Elements whose content is no markup. That of the first group is not for readers and goes.
_UNREAD = frozenset({"script", "style", "title", "iframe", "noembed", "noframes", "noscript"})
_VERBATIM = frozenset({"textarea", "xmp"})
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*+>", re.IGNORECASE) for name in _UNREAD | _VERBATIM
}


class Kind(Enum):
    """What a token is."""

    TEXT = auto()
    START = auto()
    END = auto()


# Kind; the characters of a text with references such as &amp; resolved, or the name of a tag in
# lower case; the attributes of a start tag as they were written.
Token = tuple[Kind, str, str]


def scan(html: str) -> Iterator[Token]:
    """Yield the tags and texts of `html` in order.

    Comments, declarations, scripts and styles are left out. A tag or comment that never ends is
    text to the end, so nothing that somebody wrote is lost and nothing is read twice.
    """
    position = text_from = 0
    while (position := html.find("<", position)) >= 0:
        tag = _TAG.match(html, position)
        end = tag.end() if tag else _end_of_ignored(html, position)
        if not end:
            if _BEGINS_MARKUP.match(html, position):
                break
            position += 1
            continue
        if text_from < position:
            yield _text(html[text_from:position])
        position = text_from = end
        if tag:
            slash, name, source = tag.groups()
            name = name.lower()
            yield (Kind.END if slash else Kind.START), name, source
            if name in _RAW_END and not slash:
                content, position = _raw(html, name, position)
                text_from = position
                yield _text(content)
    if text_from < len(html):
        yield _text(html[text_from:])


def attributes(source: str) -> dict[str, str]:
    """Names in lower case and values of a start tag's attributes; the first of a name counts."""
    found: dict[str, str] = {}
    for match in islice(_ATTRIBUTES.finditer(source), MAX_ATTRIBUTES):
        name, double, single, bare = match.groups()
        value = double or single or bare or ""
        if "&" in value:
            references = _ATTRIBUTE_REFERENCE.sub(lambda reference: unescape(reference[0]), value)
            value = printable(references)
        found.setdefault(name.lower(), value)
    return found


def _end_of_ignored(html: str, position: int) -> int:
    """Where the comment or declaration that begins here ends; 0 if there is none."""
    if html.startswith("<!--", position):
        comment_end = _COMMENT_END.search(html, position + 2)
        return comment_end.end() if comment_end else 0
    declaration = _DECLARATION.match(html, position)
    return declaration.end() if declaration else 0


def _text(source: str) -> Token:
    return Kind.TEXT, printable(unescape(source)) if "&" in source else source, ""


def _raw(html: str, name: str, position: int) -> tuple[str, int]:
    """The words of an element whose content is no markup, and the position after it."""
    end = _RAW_END[name].search(html, position)
    content = html[position : end.start() if end else len(html)]
    return (content if name in _VERBATIM else ""), (end.end() if end else len(html))
