"""Which related stories a page shows, and what joins them to it, in words."""

from collections.abc import Callable, Sequence

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.document import Document
from articles.models.public import Edition
from articles.related import MOST, Neighbour
from articles.shown import Beside, StoryCard
from articles.surroundings import Surroundings


def neighbours(document: Document, around: Surroundings) -> list[Neighbour]:
    """What the page of `document` shows beside it: none that its text leads to already."""
    texts = "\n".join(text for part in document.parts for text in part.values.values() if text)
    found = [
        one
        for one in around.related
        if not any(f'"{address}"' in texts for address in _addresses_of(one.edition))
    ]
    return [] if document.is_page else found[:MOST]


def _addresses_of(edition: Edition) -> tuple[str, ...]:
    """How links lead to an edition: as a path, or as a whole address."""
    return edition.path, iri_to_uri(edition.path), absolute(edition.path)


def beside(
    document: Document,
    around: Surroundings,
    cards: Callable[[Sequence[Edition]], list[StoryCard]],
) -> Beside | None:
    """What stands beside `document`, as `cards` shows editions; None where there is nothing."""
    found = neighbours(document, around)
    if not found:
        return None
    editions = [one.edition for one in found]
    is_mixed = len({edition.section_id for edition in editions}) > 1
    return Beside(_title(found, document, around), cards(editions), is_mixed)


def _title(found: Sequence[Neighbour], document: Document, around: Surroundings) -> str:
    """What all of `found` have in common with `document`, in words."""
    section = next((one for one in around.sections if one.uuid == document.section), None)
    if all(one.is_of_series for one in found):
        return _("More from this series")
    shared = frozenset.intersection(*(one.topics for one in found))
    topic = next((topic for topic in around.topics if topic.pk in shared), None)
    if topic is not None:
        return _("More on %s") % topic.name
    if section and all(one.edition.section_id == section.pk for one in found):
        return _("More from %(section)s") % {"section": section.name}
    return _("Related stories")
