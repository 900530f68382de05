"""What readers ask of search, as addresses have it, and what its page shows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count
from django.utils.encoding import iri_to_uri
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.fields import one_line
from articles import local_time
from articles.addresses import absolute, language_prefix, make_slug, search_path, topic_path
from articles.models.public import AuthorText, Edition, EditionTopic
from articles.page import card, feed_links
from articles.search import Pieces, Query, Results
from articles.shown import FeedLink, Link, StoryCard
from articles.surroundings import Named, Surroundings, TaxonName
from articles.wording import direction, language_name

LONGEST = 300  # characters of a value that are read
RECENT = 200  # of the newest stories topics are offered
MOST_TOPICS = 14
# The days that can be asked for: whatever the clocks of a site, they are instants.
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)
WORDS, SECTION, AUTHOR, SINCE, UNTIL = "q", "section", "author", "from", "until"
ORDER, NEWEST = "order", "newest"
AFTER = "after"
FEED = "search"  # of what the feeds of searches are
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for. `mistakes` are what is wrong with it, by the name of the value."""

    words: str
    section: TaxonName | None = None
    author: TaxonName | None = None
    since: date | None = None
    until: date | None = None
    newest: bool = False
    mistakes: Mapping[str, str] = field(default_factory=dict)

    def query(self, language: str, *, newest: bool | None = None) -> Query:
        """The same for search in `language`."""
        return Query(
            words=self.words,
            language=language,
            section=self.section.pk if self.section else None,
            author=self.author.pk if self.author else None,
            since=self.since,
            until=self.until,
            newest=self.newest if newest is None else newest,
        )

    @property
    def values(self) -> dict[str, str]:
        """What the address of exactly this has behind the question mark, by name."""
        values = {
            WORDS: self.words,
            SECTION: self.section.slug if self.section else "",
            AUTHOR: self.author.slug if self.author else "",
            SINCE: self.since.isoformat() if self.since else "",
            UNTIL: self.until.isoformat() if self.until else "",
            ORDER: NEWEST if self.newest else "",
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A story that was found, with what was looked for marked in its headline and a passage."""

    card: StoryCard
    headline: Pieces
    snippet: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A page of what was found, and the form that asks; without `words` only the form."""

    language: str
    direction: str
    title: str
    canonical_url: str
    breadcrumb: list[Link]
    asked: Asked
    author: str  # as the field has it
    authors: list[str]  # whom the field offers
    sections: list[Link]  # whose addresses are the values of the field
    orders: list[Link]
    filters: list[Link]  # those set, each leading to the same without it
    unfiltered_url: str
    hits: list[SearchHit]
    count: int
    number: str  # the count in words
    elsewhere: list[Link]
    spelling: Link | None
    is_corrected: bool
    is_partial: bool
    next_url: str
    first_url: str  # "" on the first page
    topics: list[Link]
    feeds: list[FeedLink]
    counterparts: dict[str, str]
    description: str = ""
    robots: str = "noindex"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was looked for yet."""
        return not self.asked.words


def text_of(parameters: Mapping[str, str], name: str) -> str:
    """A value of an address as one line without what no text keeps; "" where it has none."""
    return one_line(parameters.get(name, "")[:LONGEST])


def author_asked(parameters: Mapping[str, str]) -> Named | None:
    """Whose stories are asked for: a name or a slug."""
    slug = make_slug(text_of(parameters, AUTHOR))
    return Named(AuthorText, slug) if slug else None


def read(parameters: Mapping[str, str], around: Surroundings) -> Asked:
    """What `parameters` ask for; the author is the one whose page it would be.

    What is wrong is left out, and said. Never raises.
    """
    mistakes: dict[str, str] = {}
    slug = text_of(parameters, SECTION)
    section = next((one for one in around.sections if one.slug == slug), None)
    if slug and section is None:
        mistakes[SECTION] = _("There is no such section.")
    author = next((one for one in around.here if one.language == around.language), None)
    if text_of(parameters, AUTHOR) and author is None:
        mistakes[AUTHOR] = _("Nobody of this name writes here.")
    days = {name: _day(text_of(parameters, name), name, mistakes) for name in (SINCE, UNTIL)}
    return Asked(
        words=text_of(parameters, WORDS),
        section=section,
        author=author,
        since=days[SINCE],
        until=days[UNTIL],
        newest=parameters.get(ORDER) == NEWEST,
        mistakes=mistakes,
    )


def _day(text: str, name: str, mistakes: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        mistakes[name] = _("This is no day. Write it like 2025-03-31.")
        return None
    return min(max(day, FIRST_DAY), LAST_DAY)


def path_of(language: str, values: Mapping[str, str]) -> str:
    """The address of a search."""
    return search_path(language) + query_of(values)


def query_of(values: Mapping[str, str]) -> str:
    """What stands behind an address that asks for `values`, with its question mark."""
    return f"?{urlencode(values)}" if values else ""


def search_page(
    asked: Asked,
    found: Results,
    *,
    around: Surroundings,
    at: datetime,
    after: str = "",
    topics: Sequence[Link] = (),
) -> SearchPage:
    """What was `found` of what was `asked`, from the cursor `after` on."""
    language, values = around.language, asked.values
    counterparts = _counterparts(asked, around)
    return SearchPage(
        language=language,
        direction=direction(language),
        title=_("Search: %s") % asked.words if asked.words else _("Search"),
        description=_("Find stories by their words, section, author and date."),
        canonical_url=absolute(path_of(language, values)),
        breadcrumb=[Link(_("Home"), language_prefix(language))],
        asked=asked,
        author=_typed(asked.author),
        authors=_authors(found),
        sections=_sections(asked, around),
        orders=_orders(asked, language),
        filters=_filters(asked, language),
        unfiltered_url=path_of(language, _only(values, WORDS, ORDER)),
        hits=_hits(found, around, at),
        count=found.count,
        number=_number(found.count) + ("+" if found.has_more_than_counted else ""),
        elsewhere=_elsewhere(found, counterparts),
        spelling=_spelling(found, asked, language),
        is_corrected=found.is_corrected,
        is_partial=found.is_partial,
        next_url=path_of(language, values | {AFTER: found.next}) if found.next else "",
        first_url=path_of(language, values) if after else "",
        topics=[*topics],
        feeds=feeds_of(asked, language),
        counterparts=counterparts,
    )


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=True))


def _sections(asked: Asked, around: Surroundings) -> list[Link]:
    return [
        Link(one.name, one.slug, current=one == asked.section)
        for one in around.sections
        if not one.is_retired or one == asked.section
    ]


def _only(values: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if name in names}


def _hits(found: Results, around: Surroundings, at: datetime) -> list[SearchHit]:
    return [
        SearchHit(card=card(hit.edition, around, at), headline=hit.headline, snippet=hit.snippet)
        for hit in found.hits
    ]


def _spelling(found: Results, asked: Asked, language: str) -> Link | None:
    if not found.spelling:
        return None
    return Link(found.spelling, path_of(language, asked.values | {WORDS: found.spelling}))


def _counterparts(asked: Asked, around: Surroundings) -> dict[str, str]:
    """The addresses of the same question in other languages."""
    others = (code for code in around.languages if code != around.language)
    return {code: path_of(code, _values_in(code, asked, around)) for code in others}


def _values_in(language: str, asked: Asked, around: Surroundings) -> dict[str, str]:
    """The same question for an address in another language; without what has no name there."""
    values = dict(asked.values)
    for name, taxon, others in (
        (SECTION, asked.section, around.sections_elsewhere),
        (AUTHOR, asked.author, around.here),
    ):
        values.pop(name, None)
        for one in others:
            if taxon and one.pk == taxon.pk and one.language == language:
                values[name] = one.slug
    return values


def _typed(author: TaxonName | None) -> str:
    """What to type for an author: the name, where it leads to this one."""
    if author is None:
        return ""
    return author.name if make_slug(author.name) == author.slug else author.slug


def _authors(found: Results) -> list[str]:
    rows = (row for hit in found.hits for row in hit.edition.author_rows.all() if row.author_id)
    return sorted({row.name for row in rows})


def _orders(asked: Asked, language: str) -> list[Link]:
    values = {name: value for name, value in asked.values.items() if name != ORDER}
    return [
        Link(_("By relevance"), path_of(language, values), current=not asked.newest),
        Link(_("Newest first"), path_of(language, values | {ORDER: NEWEST}), current=asked.newest),
    ]


def _filters(asked: Asked, language: str) -> list[Link]:
    """The filters that are set, in words, each with the address of the same without it."""
    names = {
        SECTION: asked.section.name if asked.section else "",
        AUTHOR: asked.author.name if asked.author else "",
        SINCE: _("from %s") % local_time.day_in_words(asked.since) if asked.since else "",
        UNTIL: _("until %s") % local_time.day_in_words(asked.until) if asked.until else "",
    }
    values = asked.values
    return [
        Link(words, path_of(language, {key: values[key] for key in values if key != name}))
        for name, words in names.items()
        if words
    ]


def _elsewhere(found: Results, counterparts: Mapping[str, str]) -> list[Link]:
    """What other languages have, as links that say how many."""
    return [
        Link(
            ngettext(
                "%(number)s result in %(language)s", "%(number)s results in %(language)s", many
            )
            % {"number": _number(many), "language": language_name(code)},
            counterparts[code],
            language=code,
        )
        for code, many in found.elsewhere.items()
        if code in counterparts
    ]


def feeds_of(asked: Asked, language: str) -> list[FeedLink]:
    """The feeds of a search; none where nothing is looked for."""
    if not asked.words:
        return []
    values = query_of({name: value for name, value in asked.values.items() if name != ORDER})
    return [
        FeedLink(feed.title, feed.url + values, feed.media_type)
        for feed in feed_links(language, _("Search: %s") % asked.words, of=FEED)
    ]


def topics_of_note(language: str, at: datetime) -> list[Link]:
    """The topics that the newest stories of a language have most, by name. One query."""
    newest = Edition.objects.in_lists(language, at=at).newest_first().values("pk")[:RECENT]
    names = ("topic__texts__name", "topic__texts__slug")
    rows = (
        EditionTopic.objects.filter(edition__in=newest, topic__texts__language=language)
        .order_by()
        .values_list(*names)
        .annotate(many=Count("pk"))
        .order_by("-many", names[0])[:MOST_TOPICS]
    )
    return [Link(name, iri_to_uri(topic_path(language, slug))) for name, slug, _n in sorted(rows)]
