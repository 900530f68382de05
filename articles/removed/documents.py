"""Documents and lines without the passages that were removed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.addresses import make_slug
from articles.document import Document
from articles.local_time import day_in_words
from articles.models import Redaction
from articles.removed.finding import passage_words, places_in, spans_of, words
from articles.removed.row import Row, Said
from articles.removed.texts import ANCHOR, Text, Where, texts_of, with_texts
from articles.richtext import BREAK, Cut, cut

NEW_ANCHOR = "removed"


class _Stretch(NamedTuple):
    """Words of a row that go, and when they were removed: the last date where removals overlap."""

    start: int
    end: int
    removed_at: datetime


def placeholder(removed_at: datetime, language: str) -> str:
    """What stands in the place of removed words, in the language of their story."""
    local = removed_at.astimezone(ZoneInfo(settings.TIME_ZONE))
    with translation.override(language):
        return _("[removed for legal reasons, %s]") % day_in_words(local)


def without_removed(document: Document, redactions: Iterable[Redaction]) -> Document:
    """`document` as readers get it: without the passages of `redactions`, wherever they stand.

    A passage is found by its words, over formats, paragraphs and parts; links and anchors that
    repeat it go too. What does not touch a passage stays as it is, to the byte.
    """
    redactions = list(redactions)
    if not redactions:
        return document
    row = Row(texts_of(document))
    cuts = _cuts(row, redactions, document.language)
    changed: dict[Where, str] = {}
    for text, said in zip(row.texts, row.said, strict=True):
        if text.is_notes:
            continue
        mine = cuts.get(text.where, [])
        new = _without(text, said, mine, redactions, document.language)
        if new != text.value:
            changed[text.where] = new
    return _with_anchors(with_texts(document, changed), changed, redactions)


def line_without_removed(text: str, redactions: Sequence[Redaction], language: str) -> str:
    """A text that stands in no document, such as the note of a correction, as readers get it."""
    line = Text("story", 0, "line", text)
    cuts = _cuts(Row([line]), redactions, language)
    return _line(line, cuts.get(line.where, []))


def standing(row: Row, passages: Iterable[Sequence[str]]) -> list[set[Where]]:
    """In which texts of `row` each passage, given by its words, stands, if only in part."""
    found = []
    for passage in passages:
        places = places_in(row.line, passage)
        wheres = {text.where for place in places for text, *_ends in row.parts_of(*place)}
        wheres |= {
            text.where
            for text, said in zip(row.texts, row.said, strict=True)
            if any(stands_in(passage, unquote(value)) for _name, value in said.attributes)
        }
        found.append(wheres)
    return found


def stands_in(passage: Sequence[str], text: str) -> bool:
    """Whether the words of a passage stand in a plain text or an address."""
    return bool(spans_of(passage, [found.key for found in words(text)]))


def _cuts(row: Row, redactions: Iterable[Redaction], language: str) -> Mapping[Where, list[Cut]]:
    """What goes from each text."""
    cuts: dict[Where, list[Cut]] = defaultdict(list)
    for start, end, removed_at in _stretches(row, redactions):
        put = placeholder(removed_at, language)
        for text, begin, until in row.parts_of(start, end):
            last = _with_signs(text.words, begin, until)
            cuts[text.where].append(Cut(begin, last, put, text.is_notes))
    return cuts


def _with_signs(text: str, start: int, end: int) -> int:
    """The end of a cut: past the signs that it would leave alone of a block that began in it."""
    rest = text[end:].partition(BREAK)[0]
    is_alone = BREAK in text[start:end] and not any(map(str.isalnum, rest))
    return end + len(rest) if is_alone else end


def _stretches(row: Row, redactions: Iterable[Redaction]) -> list[_Stretch]:
    """The places in the line of `row` that go, in order; those that overlap or touch as one."""
    found = sorted(
        _Stretch(*place, redaction.removed_at)
        for redaction in redactions
        for place in places_in(row.line, passage_words(redaction.passage))
    )
    joined: list[_Stretch] = []
    for one in found:
        if joined and one.start <= joined[-1].end + 1:
            last = joined.pop()
            latest = max(last.removed_at, one.removed_at)
            joined.append(_Stretch(last.start, max(last.end, one.end), latest))
        else:
            joined.append(one)
    return joined


def _without(
    text: Text, said: Said, cuts: list[Cut], redactions: Sequence[Redaction], language: str
) -> str:
    if not text.is_rich:
        return _line(text, cuts)

    def attribute(name: str, value: str) -> str:
        return _attribute(name, value, redactions, language)

    if not cuts and all(attribute(*pair) == pair[1] for pair in said.attributes):
        return text.value
    try:
        return cut(text.value, cuts, attribute)
    except ValidationError:  # the markup around the gaps is too much: the text goes as a whole
        last = max(redactions, key=lambda redaction: redaction.removed_at)
        return f"<p>{escape(placeholder(last.removed_at, language))}</p>"


def _line(text: Text, cuts: Iterable[Cut]) -> str:
    pieces, kept_from = [], 0
    for start, end, put, _is_in_notes in cuts:
        pieces += [text.value[kept_from:start], put]
        kept_from = end
    line = "".join([*pieces, text.value[kept_from:]])
    if text.limit and len(line) > text.limit:
        return f"{line[: text.limit - 1]}…"
    return line


def _attribute(name: str, value: str, redactions: Sequence[Redaction], language: str) -> str:
    """The value of an attribute without the passages; an address that has one goes."""
    if name == "href":
        address = unquote(value)
        found = any(stands_in(passage_words(one.passage), address) for one in redactions)
        return "" if found else value
    return line_without_removed(value, redactions, language)


def _with_anchors(
    document: Document, changed: Mapping[Where, str], redactions: Sequence[Redaction]
) -> Document:
    """The document with other anchors where they repeat a passage or a subheading that had one."""
    slugs = [passage_words(make_slug(redaction.passage)) for redaction in redactions]
    free = _free_anchors({part.values.get(ANCHOR, "") for part in document.parts})
    parts = []
    for place, part in enumerate(document.parts):
        anchor = part.values.get(ANCHOR, "")
        had_one = ("part", place, "subheading") in changed
        if anchor and (had_one or any(stands_in(slug, anchor) for slug in slugs)):
            parts.append(replace(part, values={**part.values, ANCHOR: next(free)}))
        else:
            parts.append(part)
    return replace(document, parts=tuple(parts))


def _free_anchors(taken: set[str]) -> Iterator[str]:
    number = 1
    while True:
        anchor = NEW_ANCHOR if number == 1 else f"{NEW_ANCHOR}-{number}"
        if anchor not in taken:
            yield anchor
        number += 1
