"""The desk's door to the models: one noun a file."""

from articles.models.address import Address
from articles.models.edition import Change, Edition, EditionAuthor, EditionTopic
from articles.models.interval import Interval
from articles.models.parts import PARTS, FactBox, Part, PullQuote, TextSection
from articles.models.revision import Revision
from articles.models.site import SiteSettings, SiteText
from articles.models.story import Byline, Format, Story
from articles.models.taxonomy import (
    Author,
    AuthorText,
    Section,
    SectionText,
    Taxon,
    TaxonText,
    Topic,
    TopicText,
)

__all__ = [
    "PARTS",
    "Address",
    "Author",
    "AuthorText",
    "Byline",
    "Change",
    "Edition",
    "EditionAuthor",
    "EditionTopic",
    "FactBox",
    "Format",
    "Interval",
    "Part",
    "PullQuote",
    "Revision",
    "Section",
    "SectionText",
    "SiteSettings",
    "SiteText",
    "Story",
    "Taxon",
    "TaxonText",
    "TextSection",
    "Topic",
    "TopicText",
]
