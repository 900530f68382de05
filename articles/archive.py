"""What the archive shows: the stories of a year, a month or a day, and where to go from there.

Nothing is counted: whether a period has stories is asked of an index, period by period.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Subquery
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import local_time
from articles.addresses import absolute, archive_path, language_prefix, section_path
from articles.models.public import Edition, EditionQuerySet
from articles.page import cards, translation_links
from articles.shown import ArchivePage, Link
from articles.surroundings import Surroundings, TaxonName
from articles.wording import direction

MOST_YEARS = 300
NO_DAYS: dict[str, list[Any]] = {"weekdays": [], "weeks": []}


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day by the newsroom's clocks; without a year it is all of time."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, instant: datetime, like: Self) -> Self:
        """The year, month or day that holds `instant`: whichever `like` is."""
        local = instant.astimezone(ZoneInfo(settings.TIME_ZONE))
        return cls(local.year, like.month and local.month, like.day and local.day)

    @property
    def first(self) -> date:
        """Its first day. Raises ValueError for a day that its month has not."""
        return date(self.year or 1, self.month or 1, self.day or 1)

    @property
    def begins(self) -> datetime:
        """Its first instant."""
        return local_time.day_begins(self.first, ZoneInfo(settings.TIME_ZONE))

    @property
    def ends(self) -> datetime:
        """The first instant of the next one."""
        first = self.first
        if self.day:
            following = first + timedelta(days=1)
        elif self.month:
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        else:
            following = date(first.year + 1, 1, 1)
        return local_time.day_begins(following, ZoneInfo(settings.TIME_ZONE))

    @property
    def within(self) -> "list[Period]":
        """The months of a year, the days of a month; none of a day."""
        if not self.year or self.day:
            return []
        if not self.month:
            return [Period(self.year, month) for month in range(1, 13)]
        days = calendar.monthrange(self.year, self.month)[1]
        return [Period(self.year, self.month, day) for day in range(1, days + 1)]

    @property
    def around(self) -> "list[Period]":
        """What it is a part of, the longest first, and itself."""
        pieces = [self.year, self.month, self.day]
        return [Period(*pieces[:length]) for length in range(1, 4) if pieces[length - 1]]

    @property
    def words(self) -> str:
        """2026; November 2026; Saturday 28 November 2026, in the active language."""
        if self.day:
            first = self.first
            return local_time.weekday_in_words(datetime(first.year, first.month, first.day))
        if self.month:
            return local_time.month_in_words(self.first)
        return str(self.year or "")


def years_until(at: datetime, oldest: datetime) -> list[Period]:
    """The years from that of the `oldest` story until that of `at`, the newest first."""
    newest, first = Period.of(at, Period(1)).year or 1, Period.of(oldest, Period(1)).year or 1
    return [Period(year) for year in range(newest, max(first, newest - MOST_YEARS) - 1, -1)]


# Of each shorter period whether it has stories; the nearest period before that has, and after.
Probed = tuple[dict[Period, bool], Period | None, Period | None]


def probe(
    editions: EditionQuerySet, found: Edition, period: Period, within: Sequence[Period]
) -> Probed:
    """Which periods `within` have any of `editions`; the nearest like `period` before and after.

    `found` is one of the editions of the period. One query, of one look at an index a period.
    """
    names = [f"period_{number}" for number in range(len(within))]
    asked: dict[str, Subquery] = {
        name: editions.first_published_between(part.begins, part.ends).newest_key()
        for name, part in zip(names, within, strict=True)
    }
    if period.year:
        before = editions.filter(first_published_at__lt=period.begins).newest_first()
        after = editions.filter(first_published_at__gte=period.ends)
        after = after.order_by("first_published_at", "story_id")
        asked["before"] = Subquery(before.values("first_published_at")[:1])
        asked["after"] = Subquery(after.values("first_published_at")[:1])
    row = Edition.objects.filter(pk=found.pk).annotate(**asked).values(*asked).get()
    has = {part: bool(row[name]) for name, part in zip(names, within, strict=True)}
    earlier, later = (
        Period.of(row[side], period) if row.get(side) else None for side in ("before", "after")
    )
    return has, earlier, later


@dataclass(frozen=True, slots=True)
class Place:
    """Whose archive it is: that of a language, or of one of its sections."""

    language: str
    section: TaxonName | None

    def path(self, period: Period) -> str:
        """The address of `period` in this archive."""
        return archive_path(
            self.language,
            section=self.section.slug if self.section else "",
            year=period.year,
            month=period.month,
            day=period.day,
        )

    def link(self, period: Period, words: str = "", *, exists: bool = True) -> Link:
        """Where `period` is; without an address where it does not exist."""
        return Link(words or period.words, iri_to_uri(self.path(period)) if exists else "")


def archive_page(
    editions: Sequence[Edition],
    *,
    around: Surroundings,
    place: Place,
    period: Period,
    at: datetime,
    probed: Probed,
    is_first: bool,
    older_url: str,
) -> ArchivePage:
    """The page of `period` with `editions`, newest first, and what `probe` found in it."""
    path, (has, earlier, later) = place.path(period), probed
    title = title_of(place, period)
    links = {part: place.link(part, short(part), exists=exists) for part, exists in has.items()}
    first_page = counterparts_of(place, around) if is_first and not period.year else {}
    return ArchivePage(
        language=around.language,
        direction=direction(around.language),
        title=title,
        description=description_of(place, period, around),
        canonical_url=absolute(path) if is_first else "",
        robots="" if is_first else "noindex",
        section=None,
        breadcrumb=breadcrumb(place, period),
        lead=None,
        stories=cards(editions, around, at),
        older_url=older_url,
        newest_url=iri_to_uri(path),
        is_first=is_first,
        translations=translation_links(first_page, around),
        here=Link(period.words or _("Archive"), iri_to_uri(path)),
        **calendar_of(period, list(links.values())),
        earlier=place.link(earlier) if earlier else None,
        later=place.link(later) if later else None,
        sections=sections(around) if not period.year and not place.section else [],
    )


def calendar_of(period: Period, links: list[Link]) -> dict[str, Any]:
    """The `links` to the years of the index, the months of a year, or the days of a month."""
    if not period.year:
        return {"years": [link for link in links if link.url], "months": [], **NO_DAYS}
    if not period.month:
        return {"years": [], "months": links, **NO_DAYS}
    if period.day:
        return {"years": [], "months": [], **NO_DAYS}
    weekdays = [str(WEEKDAYS_ABBR[day]) for day in WEEKDAYS]
    return {"years": [], "months": [], "weekdays": weekdays, "weeks": weeks(period, links)}


def short(part: Period) -> str:
    """A period as the calendar of the longer one has it: 2026; November; 28."""
    if part.day:
        return str(part.day)
    return str(MONTHS[part.month]) if part.month else str(part.year)


def weeks(month: Period, days: Sequence[Link]) -> list[list[Link | None]]:
    """The `days` of a month in weeks that begin on Monday, with None for days of other months."""
    rows = calendar.Calendar().monthdayscalendar(month.first.year, month.first.month)
    return [[days[day - 1] if day else None for day in week] for week in rows]


def sections(around: Surroundings) -> list[Link]:
    """The archives of the sections."""
    return [
        Link(one.name, iri_to_uri(archive_path(one.language, section=one.slug)))
        for one in around.sections
        if not one.is_retired
    ]


def counterparts_of(place: Place, around: Surroundings) -> dict[str, str]:
    """Where the same archive begins in each language; its own included."""
    if place.section is None:
        return {code: archive_path(code) for code in around.languages}
    names = (place.section, *around.sections_elsewhere)
    same = (name for name in names if name.pk == place.section.pk)
    return {name.language: archive_path(name.language, section=name.slug) for name in same}


def breadcrumb(place: Place, period: Period) -> list[Link]:
    """Home, the section, the archive, and the longer periods that `period` is in."""
    found = [Link(_("Home"), language_prefix(place.language))]
    if place.section:
        url = section_path(place.language, place.section.slug)
        found.append(Link(place.section.name, iri_to_uri(url)))
    if period.year:
        found.append(place.link(Period(), _("Archive")))
    return found + [place.link(longer) for longer in period.around[:-1]]


def title_of(place: Place, period: Period) -> str:
    """The heading: Archive; November 2026; World: November 2026."""
    words = period.words or _("Archive")
    return f"{place.section.name}: {words}" if place.section else words


def description_of(place: Place, period: Period, around: Surroundings) -> str:
    """One sentence on what stands there."""
    name = place.section.name if place.section else around.site_name
    if not period.year:
        return _("Everything %s has published, by year, month and day.") % name
    return _("%(name)s, %(period)s: all stories, the newest first.") % {
        "name": name,
        "period": period.words,
    }
