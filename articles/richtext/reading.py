"""What readers get of a text: its markup for a page, its words for everything else."""

import re
from functools import partial
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from .cleaning import allow_listed
from .elements import INLINE
from .footnotes import Footnotes, numbered, without_notes
from .runs import escape

_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^>"]|"[^"]*+")*+>', re.IGNORECASE)
_TABLE = re.compile(r"(?P<table><table[^>]*>)(?P<caption><caption[^>]*>(?P<words>.*?)</caption>)?")
_LINK = re.compile(r'<a (?P<attributes>(?:[^>"]|"[^"]*+")*+)>')
_ADDRESS = re.compile(r'href="(?P<address>[^"]*)"')
_RELATIONS = re.compile(r'rel="(?P<tokens>[^"]*)"')


def render(html: str, notes: Footnotes | None = None) -> SafeString:
    """The markup of a stored text for a page.

    A footnote becomes a number that leads to `_note-1`; `notes` takes its words, and goes on
    counting from text to text. Without it they stand below the text. Links that leave the site get
    `rel="noopener"`, and every table gets a box that scrolls and that a keyboard reaches, named by
    the table's caption. The allow-list is applied once more, so that a row which came past the
    field is harmless too.
    """
    html = allow_listed(html)
    if "<a " in html:
        html = _LINK.sub(_leaving, html)
    if notes is None:
        html = numbered(html, None)
    else:
        html = without_notes(html, partial(_reference, notes))
    if "<table" in html:
        html = _TABLE.sub(_boxed, html)
        html = html.replace("</table>", "</table></div>")
    return mark_safe(html)  # noqa: S308 - it comes from the allow-list


def render_elsewhere(html: str, page: str, notes: Footnotes | None = None) -> SafeString:
    """The markup of a stored text for feeds: links are whole, as seen from the address `page`.

    The numbers of footnotes lead nowhere: many stories stand on one page of a reader's program.
    """

    def whole(link: re.Match[str]) -> str:
        return _ADDRESS.sub(
            lambda found: f'href="{escape(urljoin(page, unescape(found["address"])))}"', link[0]
        )

    html = _LINK.sub(whole, allow_listed(html))
    return mark_safe(numbered(html, notes))  # noqa: S308 - it comes from the allow-list


def rendered_notes(notes: Footnotes) -> list[SafeString]:
    """The markup of notes that `render` took out of texts."""
    return [mark_safe(words) for words in notes.found]  # noqa: S308 - from the allow-list


def _reference(notes: Footnotes, attributes: str, words: str) -> str:
    number = notes.take(attributes, words)
    label = gettext("Note %d") % number
    return (
        f'<sup class="footnote-reference"><a href="#_note-{number}" id="_note-{number}-in-text"'
        f' role="doc-noteref" aria-label="{escape(label, quotes=True)}">{number}</a></sup>'
    )


def plain_text(html: str, *, has_notes: bool = True) -> str:
    """The words of a text: one line for each block and line break, references resolved.

    Footnotes stand outside of the sentences, each a line at the end, if they are wanted at all.
    """
    html = html.replace("\n", " ")
    notes = Footnotes()
    html = without_notes(html, partial(_taken, notes))
    if has_notes:
        html = "<br>".join([html, *notes.found])
    lines = _TAG.sub(lambda tag: "" if tag["name"].lower() in INLINE else "\n", html)
    words = (" ".join(line.split()) for line in unescape(lines).split("\n"))
    return "\n".join(line for line in words if line)


def _taken(notes: Footnotes, attributes: str, words: str) -> str:
    notes.take(attributes, words)
    return ""


def _leaving(link: re.Match[str]) -> str:
    """A link's start tag, with `noopener` if its address is on another site."""
    attributes = link["attributes"]
    address = _ADDRESS.search(attributes)
    if not address or not address["address"].lower().startswith(("http://", "https://")):
        return link[0]
    if _host(unescape(address["address"])) == _host(settings.SITE_URL):
        return link[0]
    if _RELATIONS.search(attributes):
        return "<a " + _RELATIONS.sub(r'rel="\g<tokens> noopener"', attributes) + ">"
    return f'<a {attributes} rel="noopener">'


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _boxed(table: re.Match[str]) -> str:
    """A table's beginning in a box that scrolls, also by keyboard."""
    label = " ".join(unescape(strip_tags(table["words"] or "")).split()) or gettext("Table")
    return (
        '<div class="table" role="group" tabindex="0"'
        f' aria-label="{escape(label, quotes=True)}">{table[0]}'
    )
