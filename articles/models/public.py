"""The readers' door: the only models that public code may know."""

from articles.models.address import Address
from articles.models.edition import Edition, EditionAuthor, EditionQuerySet, EditionTopic
from articles.models.site import SiteSettings, SiteText
from articles.models.taxonomy import (
    Author,
    AuthorText,
    Section,
    SectionText,
    Topic,
    TopicText,
)

__all__ = [
    "Address",
    "Author",
    "AuthorText",
    "Edition",
    "EditionAuthor",
    "EditionQuerySet",
    "EditionTopic",
    "Section",
    "SectionText",
    "SiteSettings",
    "SiteText",
    "Topic",
    "TopicText",
]
