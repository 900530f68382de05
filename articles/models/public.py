"""The readers' door: the only models that public code may know."""

from articles.models.address import Address, Origin
from articles.models.alert import Alert
from articles.models.announcement import Announcement, What
from articles.models.edition import (
    FACT,
    TOLD,
    Change,
    Edition,
    EditionAuthor,
    EditionQuerySet,
    EditionTopic,
)
from articles.models.front import FrontEdition, FrontSlot
from articles.models.redaction import Redaction
from articles.models.search import SearchEntry
from articles.models.series import SeriesPart, SeriesText
from articles.models.site import Crawlers, SiteSettings, SiteText
from articles.models.taxonomy import (
    Author,
    AuthorText,
    Section,
    SectionText,
    Topic,
    TopicText,
)
from articles.models.withdrawal import Why, Withdrawal

__all__ = [
    "FACT",
    "TOLD",
    "Address",
    "Alert",
    "Announcement",
    "Author",
    "AuthorText",
    "Change",
    "Crawlers",
    "Edition",
    "EditionAuthor",
    "EditionQuerySet",
    "EditionTopic",
    "FrontEdition",
    "FrontSlot",
    "Origin",
    "Redaction",
    "SearchEntry",
    "Section",
    "SectionText",
    "SeriesPart",
    "SeriesText",
    "SiteSettings",
    "SiteText",
    "Topic",
    "TopicText",
    "What",
    "Why",
    "Withdrawal",
]
