"""A document as its texts, in the order of the page, and put together again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from articles.document import Document, DocumentPart
from articles.models import PARTS, Byline, Story
from articles.models.fields import LineField
from articles.richtext import NOTE, RichTextField, flow

BEFORE_PARTS = (
    "kicker",
    "headline",
    "standfirst",
    "dateline",
    "sponsor",
    "lead_alt",
    "lead_caption",
)
AFTER_PARTS = ("seo_title", "seo_description")
BYLINE_FIELDS = ("name", "role")
ANCHOR = "anchor"  # the field of a part that stands in its address on the page

Where = tuple[str, int, str]  # "story", "byline" or "part"; which of them, from 0; its field


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a document: what it says and where it stands.

    `owner` is "story", "byline" or "part", `place` counts its bylines or parts from 0. `runs_on`
    says that a passage may begin in it and end in the next one, as from part to part.
    """

    owner: str
    place: int
    name: str
    value: str
    is_rich: bool = False
    limit: int | None = None  # of its characters
    runs_on: bool = False
    is_notes: bool = False  # the footnotes of a rich text, which are looked at by themselves

    @property
    def where(self) -> Where:
        """What tells it from the other texts of its document."""
        return self.owner, self.place, self.name

    @property
    def words(self) -> str:
        """What is looked at for passages."""
        return flow(self.value, of_notes=self.is_notes) if self.is_rich else self.value


def texts_of(document: Document) -> Iterator[Text]:
    """The texts of a document that readers get, but for addresses; footnotes last, as on pages."""
    for name in BEFORE_PARTS:
        yield _of_story(document, name)
    for place, line in enumerate(document.bylines):
        for name in BYLINE_FIELDS:
            limit = _limit(Byline, name)
            yield Text("byline", place, name, getattr(line, name), limit=limit)
    for place, part in enumerate(document.parts):
        yield from _of_part(part, place)
    for name in AFTER_PARTS:
        yield _of_story(document, name)
    for place, part in enumerate(document.parts):
        for text in _of_part(part, place):
            if text.is_rich and f"<{NOTE}" in text.value:
                yield replace(text, is_notes=True, runs_on=False)


def with_texts(document: Document, changed: Mapping[Where, str]) -> Document:
    """The same document with other texts where `changed` has them."""

    def of(owner: str, place: int) -> dict[str, Any]:
        return {
            name: text
            for (kind, number, name), text in changed.items()
            if (kind, number) == (owner, place)
        }

    return replace(
        document,
        **of("story", 0),
        bylines=tuple(replace(line, **of("byline", n)) for n, line in enumerate(document.bylines)),
        parts=tuple(
            replace(part, values={**part.values, **of("part", n)}) if of("part", n) else part
            for n, part in enumerate(document.parts)
        ),
    )


def _of_story(document: Document, name: str) -> Text:
    return Text("story", 0, name, getattr(document, name), limit=_limit(Story, name))


def _of_part(part: DocumentPart, place: int) -> Iterator[Text]:
    """The texts of a part; a field that this code does not know is a line."""
    fields = (
        {field.name: field for field in PARTS[part.kind].content_fields()}
        if (part.kind in PARTS)
        else {}
    )
    for name in [*fields, *(name for name in part.values if name not in fields)]:
        field = fields.get(name)
        if name == ANCHOR or name not in part.values or not is_said(field):
            continue
        yield Text(
            "part",
            place,
            name,
            part.values[name],
            is_rich=isinstance(field, RichTextField),
            limit=getattr(field, "max_length", None),
            runs_on=True,
        )


def is_said(field: "models.Field[Any, Any] | None") -> bool:
    """Whether a field of a part holds words that readers get, and no choice."""
    return field is None or isinstance(field, LineField | RichTextField)


def _limit(model: type[models.Model], name: str) -> int | None:
    return getattr(model._meta.get_field(name), "max_length", None)
