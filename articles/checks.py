"""What is wrong with a story before it is published: findings, blocking or not.

A check is a small function registered with `@check`; it takes a document and yields findings.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from articles.document import Document
from articles.models import PARTS, SectionText
from articles.richtext import RichTextField, plain_text

LONGEST_HEADLINE = 110  # characters; search engines and cards cut longer ones
_OPEN_TK = re.compile(r"\b(?:TK)+\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a check found: a sentence, and where to go to mend it."""

    message: str
    blocking: bool
    field: str = ""  # of the story's form
    part: UUID | None = None


Check = Callable[[Document], Iterator[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check; they run in the order in which they are written."""
    CHECKS.append(function)
    return function


def findings(document: Document) -> list[Finding]:
    """What every check found, blocking findings first."""
    found = [finding for run in CHECKS for finding in run(document)]
    return sorted(found, key=lambda finding: not finding.blocking)


def texts(document: Document) -> Iterator[tuple[UUID, str, str]]:
    """The part, field name and plain text of everything written in the parts."""
    for part in document.parts:
        for content in PARTS[part.kind].content_fields():
            value = part.values.get(content.name, "")
            is_rich = isinstance(content, RichTextField)
            yield part.uid, content.name, plain_text(value) if is_rich else value


@check
def headline_missing(document: Document) -> Iterator[Finding]:
    """A story needs a headline."""
    if not document.headline:
        yield Finding(message=_("There is no headline."), blocking=True, field="headline")


@check
def text_missing(document: Document) -> Iterator[Finding]:
    """A story needs text in one of its parts; a subheading alone is none."""
    written = (text for _uid, name, text in texts(document) if name in {"body", "quote"})
    if not any(text.strip() for text in written):
        yield Finding(message=_("There is no text."), blocking=True)


@check
def section_missing(document: Document) -> Iterator[Finding]:
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
def sponsor_missing(document: Document) -> Iterator[Finding]:
    """Readers are told who paid for a sponsored story."""
    if document.format == "sponsored" and not document.sponsor:
        message = _("A sponsored story must name its sponsor.")
        yield Finding(message=message, blocking=True, field="sponsor")


@check
def open_tk(document: Document) -> Iterator[Finding]:
    """TK marks what is still to come; it must not be published."""
    for name in ("kicker", "headline", "standfirst", "dateline"):
        if _OPEN_TK.search(getattr(document, name)):
            yield Finding(message=_("There is an open TK."), blocking=True, field=name)
    for uid in dict.fromkeys(uid for uid, _n, text in texts(document) if _OPEN_TK.search(text)):
        yield Finding(message=_("There is an open TK in the text."), blocking=True, part=uid)


@check
def headline_long(document: Document) -> Iterator[Finding]:
    """Long headlines are cut by search engines and on cards."""
    if len(document.headline) > LONGEST_HEADLINE:
        message = _("The headline is longer than %d characters.") % LONGEST_HEADLINE
        yield Finding(message=message, blocking=False, field="headline")


@check
def standfirst_missing(document: Document) -> Iterator[Finding]:
    """Lists and cards show the standfirst."""
    if not document.standfirst and not document.is_page:
        yield Finding(message=_("There is no standfirst."), blocking=False, field="standfirst")


@check
def part_empty(document: Document) -> Iterator[Finding]:
    """A part without content leaves a hole on the page."""
    filled = {uid for uid, name, text in texts(document) if name != "anchor" and text.strip()}
    for part in document.parts:
        if part.uid not in filled:
            yield Finding(message=_("One part is empty."), blocking=False, part=part.uid)
