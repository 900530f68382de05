"""The typed values that templates of pages get."""

from dataclasses import dataclass, field
from typing import Any

from articles.document import BylineLine


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reader can go."""

    title: str
    url: str
    current: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, for machines (ISO 8601 with zone) and in words with its zone."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands around every page of one language."""

    language: str
    direction: str
    name: str
    tagline: str
    description: str
    home_url: str
    today: str
    sections: list[Link]
    pages: list[Link]
    languages: list[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story in a list."""

    url: str
    headline: str
    kicker: str
    standfirst: str
    format_key: str
    format_label: str
    section: Link | None
    bylines: str
    published: Moment
    language: str


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents list."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A part as its template gets it; rich text is safe HTML, everything else plain text."""

    kind: str
    template: str
    anchor: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A story's page."""

    language: str
    direction: str
    title: str
    description: str
    canonical_url: str
    robots: str = ""
    headline: str
    running_head: str
    kicker: str
    standfirst: str
    format_key: str
    format_label: str
    sponsor: str
    dateline: str
    section: Link | None
    breadcrumb: list[Link]
    bylines: list[BylineLine]
    published: Moment | None
    updated: Moment | None
    contents: list[ContentsEntry]
    parts: list[PagePart]
    topics: list[str]
    newer: list[StoryCard]
    translations: list[Link] = field(default_factory=list)

    @property
    def is_standing(self) -> bool:
        """Whether this is a standing page: no section, byline or date."""
        return self.format_key == "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page that lists stories: the home page or a section."""

    language: str
    direction: str
    title: str
    description: str
    canonical_url: str
    robots: str = ""
    section: Link | None
    breadcrumb: list[Link]
    lead: StoryCard | None
    stories: list[StoryCard]
    older_url: str
    is_first: bool
    translations: list[Link] = field(default_factory=list)
