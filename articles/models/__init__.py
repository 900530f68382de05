"""The desk's door to the models: one noun a file."""

from articles.models.address import Address, Origin, Redirect
from articles.models.alert import Alert
from articles.models.announcement import Announcement, What
from articles.models.edition import (
    TOLD,
    Change,
    Edition,
    EditionAuthor,
    EditionPicture,
    EditionTopic,
)
from articles.models.front import Front, FrontEdition, FrontSlot
from articles.models.interval import Interval
from articles.models.mention import AuthorMention, SectionMention, TopicMention
from articles.models.note import Note
from articles.models.parts import (
    PARTS,
    Embed,
    FactBox,
    Layout,
    Part,
    Picture,
    PullQuote,
    Ratio,
    TextSection,
)
from articles.models.pictures import MOST_IN_GALLERY, PictureMention, PictureScope
from articles.models.preview_link import PreviewLink
from articles.models.redaction import Redaction
from articles.models.revision import Conflict, Kind, Milestone, Revision
from articles.models.search import SearchEntry, SearchWord
from articles.models.series import Series, SeriesPart, SeriesText
from articles.models.session import Autosave, LastLook, Presence
from articles.models.site import SiteSettings, SiteText
from articles.models.story import Byline, Format, Purpose, Stage, Story
from articles.models.taxonomy import (
    Author,
    AuthorText,
    Colour,
    Section,
    SectionText,
    Taxon,
    TaxonText,
    Topic,
    TopicText,
)
from articles.models.translated import TranslatedPiece
from articles.models.withdrawal import Why, Withdrawal

__all__ = [
    "MOST_IN_GALLERY",
    "PARTS",
    "TOLD",
    "Address",
    "Alert",
    "Announcement",
    "Author",
    "AuthorMention",
    "AuthorText",
    "Autosave",
    "Byline",
    "Change",
    "Colour",
    "Conflict",
    "Edition",
    "EditionAuthor",
    "EditionPicture",
    "EditionTopic",
    "Embed",
    "FactBox",
    "Format",
    "Front",
    "FrontEdition",
    "FrontSlot",
    "Interval",
    "Kind",
    "LastLook",
    "Layout",
    "Milestone",
    "Note",
    "Origin",
    "Part",
    "Picture",
    "PictureMention",
    "PictureScope",
    "Presence",
    "PreviewLink",
    "PullQuote",
    "Purpose",
    "Ratio",
    "Redaction",
    "Redirect",
    "Revision",
    "SearchEntry",
    "SearchWord",
    "Section",
    "SectionMention",
    "SectionText",
    "Series",
    "SeriesPart",
    "SeriesText",
    "SiteSettings",
    "SiteText",
    "Stage",
    "Story",
    "Taxon",
    "TaxonText",
    "TextSection",
    "Topic",
    "TopicMention",
    "TopicText",
    "TranslatedPiece",
    "What",
    "Why",
    "Withdrawal",
]
