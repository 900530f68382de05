"""What answers consist of. Every field is always there; one that may have nothing to say is null
or empty. New fields may come with time, none goes or changes its meaning in this version."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, WithJsonSchema

Url = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
# Of a text that is not in the language of its story.
OwnLanguage = Annotated[str, Field(description='"" where it is that of the story.')]
Html = Annotated[str, Field(description="HTML of a short allow-list; links are whole.")]
Format = Literal[
    "news", "opinion", "analysis", "interview", "explainer", "review", "obituary", "sponsored",
    "page",
]  # fmt: skip
Next = Annotated[
    Url | None, Field(description="The address of the next page; null on the last one.")
]


class Filing(Schema):
    """What a story is filed under, in the story's language. `uuid` holds in all of them."""

    uuid: UUID
    name: str
    slug: str
    url: Url


class Byline(Schema):
    """A name as printed; `author` where it is somebody who has a page."""

    name: str
    role: str
    author: Filing | None


class Rendition(Schema):
    """One file of a picture, in pixels."""

    url: Url
    width: int
    height: int
    type: str


class Picture(Schema):
    """A picture with its rights, which are ours: ask before you print it where `licence` is not
    open. From `rights_end_at` on nobody may show it. `alt` is "" where it tells nothing.

    `licence` is one of: own, agency, single-use, handout, permission, creative-commons,
    public-domain, or "" where it is not known.
    """

    uuid: UUID
    alt: str
    credit: str
    creators: list[str]
    copyright_notice: str
    usage_terms: str
    licence: str
    rights_url: str
    licensor_url: str
    rights_end_at: datetime | None
    renditions: list[Rendition]


class UsedPicture(Picture):
    """A picture where it stands in a story."""

    caption: str
    caption_language: OwnLanguage


class TextPart(Schema):
    """A section of the text, with or without a subheading."""

    kind: Literal["text"]
    uid: UUID
    subheading: str
    subheading_language: OwnLanguage
    anchor: str
    html: Html


class PicturePart(Schema):
    """A picture in the text; null where none is to be seen (any more).

    `layout` is "" for the width of the text, else wide, portrait or gallery; portraits and pictures
    of a gallery that follow each other stand together.
    """

    kind: Literal["picture"]
    uid: UUID
    layout: str
    picture: UsedPicture | None


class QuotePart(Schema):
    """A sentence from the story, set large."""

    kind: Literal["quote"]
    uid: UUID
    quote: str
    quote_language: OwnLanguage
    attribution: str


class FactsPart(Schema):
    """A box of facts."""

    kind: Literal["facts"]
    uid: UUID
    title: str
    html: Html


class EmbedPart(Schema):
    """Something that stands elsewhere, at `url`. `ratio` is its shape (16:9), or ""."""

    kind: Literal["embed"]
    uid: UUID
    url: str
    title: str
    title_language: OwnLanguage
    author: str
    provider: str
    caption: str
    caption_language: OwnLanguage
    ratio: str
    picture: Picture | None


Part = Annotated[
    TextPart | PicturePart | QuotePart | FactsPart | EmbedPart, Field(discriminator="kind")
]


class Correction(Schema):
    """What readers are told about something that was wrong, or unclear."""

    kind: Literal["correction", "clarification"]
    note: str
    is_serious: bool
    published_at: datetime


class SeriesPlace(Schema):
    """Where a story is among the parts of its series that readers see; the first is 1."""

    name: str
    url: Url
    position: int
    of: int


class Translation(Schema):
    """The same story in another language."""

    uuid: UUID
    language: str
    headline: str
    url: Url
    api_url: Url


class StorySummary(Schema):
    """A story in a list. `url` is its page, `api_url` the whole of it here.

    `updated_at` is when it last changed in a way that readers should notice.
    """

    uuid: UUID
    language: str
    url: Url
    api_url: Url
    format: Format
    kicker: str
    headline: str
    headline_language: OwnLanguage
    standfirst: str
    section: Filing | None
    topics: list[Filing]
    bylines: list[Byline]
    picture: Picture | None
    first_published_at: datetime
    updated_at: datetime


class Story(StorySummary):
    """A whole story. `edition_began_at` is since when readers see just this, small fixes included.

    `html` is the text in one piece, with its pictures; `parts` are the same, each by itself. A part
    keeps its `uid` while the story changes. `corrections` come newest first.
    """

    title: str
    description: str
    dateline: str
    sponsor: str
    picture: UsedPicture | None
    edition_began_at: datetime
    html: Html
    parts: list[Part]
    corrections: list[Correction]
    series: SeriesPlace | None
    translations: list[Translation]


class Stories(Schema):
    """A page of stories, newest first by first publication: one that is updated keeps its place."""

    stories: list[StorySummary]
    next: Next
