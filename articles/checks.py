"""What is wrong with a story before it is published: findings, blocking or not.

A check is a small function registered with `@check`; it takes a document and the instant at which
readers would begin to see it, and yields findings.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from articles import embeds
from articles.document import Document, DocumentPart
from articles.local_time import in_words
from articles.models import MOST_IN_GALLERY, PARTS, Embed, Layout, PictureScope, SectionText
from articles.pictured import PictureUse, pictures_of, use_in, uses_in
from articles.richtext import RichTextField, plain_text
from images.models import Image

LONGEST_HEADLINE = 110  # characters; search engines and cards cut longer ones
MOST_DAYS = timedelta(days=14)  # before the end of a picture's rights the desk is warned
IDLE = {
    "anchor",
    "purpose",
    "layout",
    "crop",
    "ratio",
}  # fields of parts that say nothing by themselves
_OPEN_TK = re.compile(r"\b(?:TK)+\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a check found: a sentence, and where to go to mend it."""

    message: str
    blocking: bool
    field: str = ""  # of the story's form
    part: UUID | None = None


Check = Callable[[Document, datetime], Iterator[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check; they run in the order in which they are written."""
    CHECKS.append(function)
    return function


def findings(document: Document, *, at: datetime) -> list[Finding]:
    """What every check found for readers who see it from `at` on, blocking findings first."""
    found = [finding for run in CHECKS for finding in run(document, at)]
    return sorted(found, key=lambda finding: not finding.blocking)


def texts(document: Document) -> Iterator[tuple[UUID, str, str]]:
    """The part, field name and plain text of everything written in the parts."""
    for part in document.parts:
        for content in PARTS[part.kind].content_fields():
            value = part.values.get(content.name, "")
            is_rich = isinstance(content, RichTextField)
            yield part.uid, content.name, plain_text(value) if is_rich else value


@check
def headline_missing(document: Document, at: datetime) -> Iterator[Finding]:
    """A story needs a headline."""
    if not document.headline:
        yield Finding(message=_("There is no headline."), blocking=True, field="headline")


@check
def text_missing(document: Document, at: datetime) -> Iterator[Finding]:
    """A story needs text in one of its parts; a subheading alone is none."""
    written = (text for _uid, name, text in texts(document) if name in {"body", "quote"})
    if not any(text.strip() for text in written):
        yield Finding(message=_("There is no text."), blocking=True)


@check
def section_missing(document: Document, at: datetime) -> Iterator[Finding]:
    """Every story but a standing page needs a section that has a name in its language."""
    if document.is_page:
        return
    if document.section is None:
        yield Finding(message=_("No section is chosen."), blocking=True, field="section")
    elif not SectionText.objects.filter(
        section__uuid=document.section, language=document.language
    ).exists():
        message = _("This section has no name in the language of the story.")
        yield Finding(message=message, blocking=True, field="section")


@check
def sponsor_missing(document: Document, at: datetime) -> Iterator[Finding]:
    """Readers are told who paid for a sponsored story."""
    if document.format == "sponsored" and not document.sponsor:
        message = _("A sponsored story must name its sponsor.")
        yield Finding(message=message, blocking=True, field="sponsor")


@check
def open_tk(document: Document, at: datetime) -> Iterator[Finding]:
    """TK marks what is still to come; it must not be published."""
    for name in ("kicker", "headline", "standfirst", "dateline"):
        if _OPEN_TK.search(getattr(document, name)):
            yield Finding(message=_("There is an open TK."), blocking=True, field=name)
    for uid in dict.fromkeys(uid for uid, _n, text in texts(document) if _OPEN_TK.search(text)):
        yield Finding(message=_("There is an open TK in the text."), blocking=True, part=uid)


@check
def headline_long(document: Document, at: datetime) -> Iterator[Finding]:
    """Long headlines are cut by search engines and on cards."""
    if len(document.headline) > LONGEST_HEADLINE:
        message = _("The headline is longer than %d characters.") % LONGEST_HEADLINE
        yield Finding(message=message, blocking=False, field="headline")


@check
def standfirst_missing(document: Document, at: datetime) -> Iterator[Finding]:
    """Lists and cards show the standfirst."""
    if not document.standfirst and not document.is_page:
        yield Finding(message=_("There is no standfirst."), blocking=False, field="standfirst")


@check
def part_empty(document: Document, at: datetime) -> Iterator[Finding]:
    """A part without content leaves a hole on the page."""
    filled = {uid for uid, name, text in texts(document) if name not in IDLE and text.strip()}
    for part in document.parts:
        if part.uid not in filled:
            yield Finding(message=_("One part is empty."), blocking=False, part=part.uid)


@check
def pictures(document: Document, at: datetime) -> Iterator[Finding]:
    """Pictures are shown by right, with a credit, and with words for who does not see them."""
    found = pictures_of(document)
    scopes = _scopes(found)
    for use in uses_in(document):
        image = found.get(use.image)
        why = _why_not(image, at, document.section, scopes)
        where: dict[str, Any] = {"field": "" if use.part else use.field, "part": use.part}
        for sentence in why:
            yield Finding(message=sentence, blocking=True, **where)
        for sentence in _doubts(use, image, at) if image and not why else ():
            yield Finding(message=sentence, blocking=False, **where)


@check
def embeds_unclear(document: Document, at: datetime) -> Iterator[Finding]:
    """Readers load nothing from elsewhere before they know what it is, and from where."""
    for part in document.parts:
        if part.kind != Embed.kind:
            continue
        url, title = (part.values.get(name, "") for name in ("url", "title"))
        where: dict[str, Any] = {"blocking": False, "part": part.uid}
        if not embeds.link_of(url) and any(map(str.strip, part.values.values())):
            yield Finding(message=_("An embed has no address."), field="url", **where)
        if url and not title:
            message = _("An embed has no title: readers do not know what they would load.")
            yield Finding(message=message, field="title", **where)
        if url and not embeds.frame_of(url):
            message = _("“%s” is not shown on the page: readers get a card with a link.")
            name = embeds.provider_of(url) or url
            yield Finding(message=message % name, field="url", **where)


@check
def gallery_long(document: Document, at: datetime) -> Iterator[Finding]:
    """Nobody looks at the end of a long gallery."""
    for is_gallery, group in groupby(document.parts, _is_in_gallery):
        first, *others = group
        if is_gallery and len(others) >= MOST_IN_GALLERY:
            message = _("A gallery has more than %d pictures.") % MOST_IN_GALLERY
            yield Finding(message=message, blocking=False, part=first.uid)


def _is_in_gallery(part: DocumentPart) -> bool:
    use = use_in(part)
    return use is not None and use.layout == Layout.GALLERY


def _scopes(found: Mapping[UUID, Image]) -> dict[int, set[UUID]]:
    """In which sections pictures may be used, by their key; one that may everywhere is not here."""
    rows = PictureScope.objects.filter(image__in=[image.pk for image in found.values()])
    scopes: dict[int, set[UUID]] = {}
    for image, section in rows.values_list("image", "section__uuid"):
        scopes.setdefault(image, set()).add(section)
    return scopes


def _why_not(
    image: Image | None, at: datetime, section: UUID | None, scopes: Mapping[int, set[UUID]]
) -> list[str]:
    """What stands against showing a picture from `at` on, in sentences."""
    if image is None:
        return [_("A picture is not in the library.")]
    why = []
    if image.taken_down_at:
        why.append(_("The picture “%s” was taken down. Choose another one.") % image)
    elif image.expires_at and image.expires_at <= at:
        words = {"picture": image, "when": in_words(image.expires_at)}
        why.append(_("The rights to the picture “%(picture)s” end %(when)s.") % words)
    if not image.credit:
        why.append(_("The picture “%s” has no credit.") % image)
    if section not in scopes.get(image.pk, {section}):
        why.append(_("The picture “%s” may not be used in this section.") % image)
    return why


def _doubts(use: PictureUse, image: Image, at: datetime) -> list[str]:
    """What the desk should know about a use that nothing stands against."""
    doubts = []
    if not (use.is_decorative or use.alt or image.alt):
        doubts.append(_("The picture “%s” has no alternative text.") % image)
    if image.expires_at and image.expires_at <= at + MOST_DAYS:
        words = {"picture": image, "when": in_words(image.expires_at)}
        doubts.append(_("The rights to the picture “%(picture)s” end %(when)s.") % words)
    return doubts
