"""What readers are told of corrections: one in words, and the months they are listed by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.encoding import iri_to_uri

from articles import local_time
from articles.models.public import Change, Edition
from articles.shown import CorrectedStory, Correction
from articles.wording import day, excerpt, moment

SHORT_NOTE = 110  # characters


def in_words(editions: Sequence[Edition]) -> list[Correction]:
    """Editions that are corrections or clarifications, as readers are told of them."""
    return [
        Correction(
            kind=edition.change,
            label=str(Change(edition.change).label),
            note=edition.note,
            short_note=excerpt(" ".join(edition.note.split()), SHORT_NOTE),
            is_serious=edition.is_serious,
            day=day(edition.live_from, edition.language),
            published=moment(edition.live_from, edition.language),
        )
        for edition in editions
    ]


def corrected_stories(editions: Sequence[Edition]) -> list[CorrectedStory]:
    """Corrections, each with its story as readers see it now."""
    return [
        CorrectedStory(
            headline=edition.live_headline, url=iri_to_uri(edition.live_path), correction=told
        )
        for edition, told in zip(editions, in_words(editions), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """A month by the newsroom's clocks; 1 is January."""

    year: int
    month: int

    @classmethod
    def of(cls, instant: datetime) -> Self:
        """The month that holds `instant`."""
        local = instant.astimezone(ZoneInfo(settings.TIME_ZONE))
        return cls(local.year, local.month)

    @property
    def begins(self) -> datetime:
        """Its first instant."""
        first = date(self.year, self.month, 1)
        return local_time.day_begins(first, ZoneInfo(settings.TIME_ZONE))

    @property
    def ends(self) -> datetime:
        """The first instant of the next one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1).begins

    @property
    def words(self) -> str:
        """November 2026, in the active language."""
        return local_time.month_in_words(date(self.year, self.month, 1))
