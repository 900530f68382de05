"""What search knows of editions: their words, beside the times at which they may be found."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from articles.models.interval import IntervalQuerySet
from articles.models.taxonomy import Section

ANALYSIS = 1  # raised when the same text gets other terms than before
SENDING = 10_000  # and above: a server has not got the entry yet as it is now
_SECONDS, _NUMBERS = 2**33, 2**30


def place_of(first_published_at: datetime, number: int) -> int:
    """The place of an edition in the order of time: by the second, then by its number."""
    seconds = int(first_published_at.timestamp())
    return max(-_SECONDS, min(seconds, _SECONDS - 1)) * _NUMBERS + number % _NUMBERS


def seconds_of(place: int) -> int:
    """When the edition at a place was first published, in seconds since 1970."""
    return place // _NUMBERS


class SearchEntryQuerySet(IntervalQuerySet["SearchEntry"]):
    """Questions about what can be found."""

    def current(self) -> Self:
        """Those whose terms are what this code would make of their texts."""
        return self.filter(analysis=ANALYSIS)


class SearchEntry(models.Model):
    """An edition that is live or will be, as it is found.

    The terms stand beside the entry: on PostgreSQL in its column `vector`, on SQLite in the table
    `articles_searchindex`, under its place.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    place = models.BigIntegerField(
        unique=True, help_text=_("Where it stands among all, the newest highest.")
    )
    language = models.CharField(max_length=16)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, related_name="+")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    headline = models.TextField()
    standfirst = models.TextField()
    text = models.TextField(help_text=_("What passages are shown from."))
    analysis = models.PositiveSmallIntegerField(default=ANALYSIS)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=models.F("live_from")),
                name="searchentry_ends_after_it_begins",
            )
        ]
        indexes = [
            models.Index(fields=["language", "-place"], name="search_by_language"),
            models.Index(fields=["section", "language", "-place"], name="search_by_section"),
        ]

    def __str__(self) -> str:
        return self.headline


class SearchWord(models.Model):
    """A word that some story had, to recognise it where it is mistyped.

    It stays when its story goes: whether readers may be told of it, the entries say.
    """

    language = models.CharField(max_length=16)
    word = models.CharField(max_length=64, help_text=_("Without accents."))
    backwards = models.CharField(max_length=64)
    letters = models.PositiveSmallIntegerField()
    written = models.CharField(max_length=64, help_text=_("With its accents."))

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_search_word")]
        indexes = [
            models.Index(
                fields=["language", "letters", "word"],
                name="search_words",
                opclasses=["varchar_ops", "int2_ops", "varchar_pattern_ops"],
            ),
            models.Index(
                fields=["language", "letters", "backwards"],
                name="search_words_backwards",
                opclasses=["varchar_ops", "int2_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.written
