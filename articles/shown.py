"""The typed values that templates of pages get."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from articles.comparison import Comparison
from articles.surroundings import AlertLine
from images.showing import PLAIN, ShownPicture, Still


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reader can go."""

    title: str
    url: str
    current: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A story in another language: that it exists, in words, and where."""

    words: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlace:
    """Where a story is among the live parts of its series; the first one has `position` 1."""

    key: int
    series: Link
    position: int
    of: int
    previous: Link | None
    following: Link | None


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, for machines (ISO 8601 with zone) and in words with its zone; or a day."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class FeedLink:
    """Where a feed is."""

    title: str
    url: str
    media_type: str


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
    corrections: Link
    archive: Link
    search: Link
    feeds: list[FeedLink]  # of the page itself first, then of the site
    colour: str = ""  # of the section that the page is in
    alert: AlertLine | None = None
    contact_email: str = ""  # for readers


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story in a list. `headline_in` are attributes: in which language the headline is."""

    url: str
    headline: str
    headline_in: SafeString = PLAIN
    kicker: str
    standfirst: str
    format_key: str
    format_label: str
    section: Link | None
    bylines: str
    published: Moment
    language: str
    picture: ShownPicture | None = None
    thumbnail: ShownPicture | None = None  # the same, for where it stands beside the words
    colour: str = ""  # of its section


@dataclass(frozen=True, slots=True)
class Beside:
    """The stories that stand beside one, under a title that says what joins them to it."""

    title: str
    stories: list[StoryCard]
    names_sections: bool  # they are of several


@dataclass(frozen=True, slots=True)
class Byline:
    """A name as printed; `url` leads to the author's page, "" where there is none."""

    name: str
    role: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents list."""

    title: str
    anchor: str
    title_in: SafeString = PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A part as its template gets it; rich text is safe HTML, everything else plain text."""

    kind: str
    template: str
    anchor: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """The lead picture as search engines and networks are told of it."""

    stills: tuple[Still, ...]  # 16:9, 4:3 and 1:1
    share: Still | None
    alt: str
    caption: str
    credit: str
    creators: tuple[str, ...]
    copyright_notice: str
    web_statement: str
    licensor_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What readers are told about something that was wrong, or unclear."""

    kind: str  # "correction" or "clarification"
    label: str
    note: str
    short_note: str  # its first words, as one line
    is_serious: bool
    day: Moment
    published: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingOn:
    """The whole address of a story, where it can be sent to, how it is cited, where an error in it
    is reported."""

    url: str
    mail_url: str
    whatsapp_url: str
    mastodon_url: str
    bluesky_url: str
    citation: str
    report_url: str


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
    headline_in: SafeString  # attributes: in which language it is
    running_head: str
    kicker: str
    standfirst: str
    format_key: str
    format_label: str
    sponsor: str
    dateline: str
    section: Link | None
    breadcrumb: list[Link]
    bylines: list[Byline]
    published: Moment | None
    updated: Moment | None
    modified: str  # when it last changed in a way that readers should notice, in ISO 8601
    corrections: list[Correction]  # newest first
    history_url: str  # "" where there is nothing but this
    markdown_url: str = ""  # "" for what is not public
    minutes: int  # that it takes to read, 0 for a standing page
    passing_on: PassingOn | None = None  # None for what is not public, or a standing page
    contents: list[ContentsEntry]
    parts: list[PagePart]
    notes: list[SafeString]  # footnotes in order; the first has the number 1
    topics: list[Link]
    beside: Beside | None
    lead_picture: ShownPicture | None = None
    image: PageImage | None = None
    pictures: tuple[int, ...] = ()  # keys of those that it names, shown or not
    has_embeds: bool = False
    framed: tuple[str, ...] = ()  # the origins of what readers may load into frames
    translations: list[Link] = field(default_factory=list)

    @property
    def is_standing(self) -> bool:
        """Whether this is a standing page: no section, byline or date."""
        return self.format_key == "page"

    @property
    def serious_corrections(self) -> list[Correction]:
        """Those that stand above the text."""
        return [correction for correction in self.corrections if correction.is_serious]

    series: SeriesPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedStory:
    """A correction in the list of all, and the story that it belongs to."""

    headline: str
    url: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class FrontPlace:
    """A place of a block, counted from 0, and what stands in it."""

    index: int
    story: StoryCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontBlock:
    """A block of a front. `level` is that of its headlines."""

    uid: str
    kind: str
    template: str
    title: str
    url: str
    text: str
    level: int
    names_sections: bool
    holds_stories: bool
    places: list[FrontPlace]
    corrections: list[CorrectedStory]
    colour: str = ""

    @property
    def stories(self) -> list[FrontPlace]:
        """The places in which a story stands."""
        return [place for place in self.places if place.story]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to read in it."""
        return bool(self.stories or self.corrections or self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page that lists stories: the home page or a section; the first one has `blocks`."""

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
    newest_url: str  # the first page of the list
    is_first: bool
    blocks: list[FrontBlock] = field(default_factory=list)
    translations: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage(ListPage):
    """The stories of a topic, or of an author with what readers are told of them."""

    here: Link
    is_author: bool = False
    role: str = ""
    biography: str = ""
    portrait: ShownPicture | None = None
    portrait_url: str = ""  # the same for machines
    email: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage(SubjectPage):
    """The stories of a period, or all; links without an address are periods without stories."""

    years: list[Link] = field(default_factory=list)
    months: list[Link] = field(default_factory=list)
    weekdays: list[str] = field(default_factory=list)
    weeks: list[list[Link | None]] = field(default_factory=list)  # None: of another month
    earlier: Link | None = None
    later: Link | None = None
    sections: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsPage:
    """The corrections of one month, newest first; those of the newest month where `is_index`."""

    language: str
    direction: str
    title: str
    description: str
    canonical_url: str
    robots: str = ""
    breadcrumb: list[Link]
    is_index: bool
    month: Link | None
    stories: list[CorrectedStory]
    older_url: str
    is_first: bool
    earlier: Link | None
    later: Link | None
    translations: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One public edition: when, of what kind, what readers were told, and what it changed."""

    began: Moment
    label: str
    note: str
    comparison: Comparison | None  # None for the first one


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The public editions of a story, newest first."""

    language: str
    direction: str
    title: str
    description: str
    canonical_url: str
    robots: str = "noindex"
    breadcrumb: list[Link]
    story: Link
    entries: list[HistoryEntry]
    older_url: str
    newest_url: str  # "" on the first page
    translations: list[Link] = field(default_factory=list)
