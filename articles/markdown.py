"""A story as Markdown: what its page says, in the same order, for programs and archives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import embeds
from articles.addresses import absolute
from articles.corrections import in_words
from articles.document import Document, DocumentPart
from articles.models.public import Edition
from articles.page import document_of, part_values
from articles.pictured import PictureUse, lead_of, pictures_of, use_in
from articles.richtext import (
    Footnotes,
    as_markdown,
    escape_markdown,
    markdown_heading,
    markdown_link,
    markdown_picture,
)
from articles.shown import Correction
from articles.surroundings import Surroundings
from articles.wording import format_label, times
from articles.wording import in_words as listed
from images.models import Image
from images.showing import credit_of, still

MEDIA_TYPE = "text/markdown"


@dataclass(frozen=True, slots=True)
class Written:
    """The Markdown of a story, and the keys of the pictures that it names."""

    text: str
    pictures: frozenset[int]


def story_page(
    edition: Edition, corrected: Sequence[Edition], around: Surroundings, at: datetime
) -> Written:
    """The live story `edition`, which comes with its document, as readers get it at `at`.

    `corrected` are its corrections so far, newest first. Costs one query where it has pictures.
    """
    document = document_of(edition)
    pictures = pictures_of(document)
    text = written(document, edition, in_words(corrected), around.site_name, pictures, at)
    return Written(text, frozenset(image.pk for image in pictures.values()))


def written(
    document: Document,
    edition: Edition,
    told: Sequence[Correction],
    site_name: str,
    pictures: Mapping[UUID, Image],
    at: datetime,
) -> str:
    """The Markdown of a document, with the corrections that readers are told of it."""
    blocks = [
        markdown_heading(1, document.headline),
        _line(" · ".join(filter(None, (format_label(document.format), document.kicker)))),
        _line(document.standfirst),
        *([] if document.is_page else _who_and_when(document, edition)),
        *_lead(document, pictures, at),
        *(_correction(one) for one in told if one.is_serious),
    ]
    notes = Footnotes()
    for part in document.parts:
        blocks += _part(part, edition, pictures, at, notes)
    if notes.found:
        blocks += [markdown_heading(2, _("Notes")), _listed(notes, edition)]
    if told:
        blocks += [markdown_heading(2, _("Corrections")), *map(_correction, told)]
    blocks += ["___", f"{_line(site_name)}: <{absolute(edition.path)}>"]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _line(text: str) -> str:
    return escape_markdown(text)


def _who_and_when(document: Document, edition: Edition) -> Iterator[str]:
    """Who paid, who wrote it, where and when: a paragraph each."""
    if document.sponsor:
        yield _line(_("Paid for by %(sponsor)s") % {"sponsor": document.sponsor})
    names = [f"{line.name} ({line.role})" if line.role else line.name for line in document.bylines]
    yield _line(listed(names))
    published, updated = times(edition)
    moments = [document.dateline, f"{_('Published')} {published.words}"]
    moments += [f"{_('Updated')} {updated.words}"] if updated else []
    yield _line(" · ".join(filter(None, moments)))


def _lead(document: Document, pictures: Mapping[UUID, Image], at: datetime) -> Iterator[str]:
    use = lead_of(document)
    if use:
        yield from _picture(use, "lead", pictures, at)


def _correction(correction: Correction) -> str:
    """What readers are told of it, in a quotation."""
    day = f"{correction.label}, {correction.day.words}"
    lines = [_line(line) for line in correction.note.splitlines() if line.strip()]
    return "\n>\n".join(f"> {line}" for line in [f"**{_line(day)}**", *lines])


def _listed(notes: Footnotes, edition: Edition) -> str:
    """The footnotes as a list with their numbers."""
    items = "".join([f"<li>{words}</li>" for words in notes.found])
    return as_markdown(f"<ol>{items}</ol>", absolute(edition.path))


def _part(
    part: DocumentPart,
    edition: Edition,
    pictures: Mapping[UUID, Image],
    at: datetime,
    notes: Footnotes,
) -> Iterator[str]:
    rendered = partial(as_markdown, page=absolute(edition.path), notes=notes)
    values = part_values(part.kind, part.values, rendered)
    if part.kind == "text":
        yield markdown_heading(2, values["subheading"]) if values["subheading"] else ""
        yield values["body"]
    elif part.kind == "facts":
        yield markdown_heading(3, values["title"]) if values["title"] else ""
        yield values["body"]
    elif part.kind == "quote":
        said = [_line(values["quote"]), _line(values["attribution"])]
        yield "\n>\n".join(f"> {line}" for line in said if line)
    elif part.kind == "embed":
        yield from _embed(values)
    elif use := use_in(part):
        yield from _picture(use, "inline", pictures, at)


def _embed(values: Mapping[str, str]) -> Iterator[str]:
    address = embeds.link_of(values["url"])
    names = (values["title"] or values["url"], values["author"], values["provider"])
    words = _line(" · ".join(filter(None, names)))
    yield markdown_link(words, iri_to_uri(address)) if address and words else words
    yield _line(values["caption"])


def _picture(
    use: PictureUse, spec: str, pictures: Mapping[UUID, Image], at: datetime
) -> Iterator[str]:
    """A picture, its caption and whose it is; nothing where it is not shown any more."""
    image = pictures.get(use.image)
    shown = still(image, spec, at=at, crop=use.crop)
    if image is None or shown is None:
        return
    yield markdown_picture("" if use.is_decorative else use.alt or image.alt, absolute(shown.path))
    yield _line(" ".join(filter(None, (use.caption, credit_of(image)))))
