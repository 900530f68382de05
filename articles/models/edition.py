"""Editions: what readers see, saw, or will see of a story, and when."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.interval import Interval, IntervalQuerySet
from articles.models.revision import Revision
from articles.models.story import Format, Story
from articles.models.taxonomy import Author, Section, Topic


class Change(models.TextChoices):
    """What an edition changes for readers."""

    FIRST = "first", _("First publication")
    MINOR = "minor", _("Small fix")
    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")


class EditionQuerySet(IntervalQuerySet["Edition"]):
    """Chainable questions about editions; `live(at=…)` is the only definition of public."""

    def with_document(self) -> Self:
        """Load the documents in the same query."""
        return self.select_related("revision")

    def listed(self) -> Self:
        """Those that lists show: all but standing pages."""
        return self.exclude(format=Format.PAGE)

    def of_today(self) -> Self:
        """For lists as of now: without what has long been superseded, as their indexes are.

        Lists as of another instant must leave this out.
        """
        return self.filter(is_superseded=False)

    def newest_first(self) -> Self:
        """The order of every list. A story keeps its place when it is updated."""
        return self.order_by("-first_published_at", "-story_id")

    def after(self, first_published_at: datetime, story_id: int) -> Self:
        """What comes after the given story in the order of lists."""
        return self.filter(
            models.Q(first_published_at__lt=first_published_at)
            | models.Q(first_published_at=first_published_at, story_id__lt=story_id)
        )


class Edition(Interval):
    """A revision that is public from `live_from` until `live_until`.

    The columns repeat what lists need from the document, so that a list is one query.
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=16)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=500)
    kicker = models.CharField(max_length=120, blank=True)
    headline = models.CharField(max_length=500)
    standfirst = models.CharField(max_length=1000, blank=True)
    format = models.CharField(max_length=16, choices=Format.choices)
    translation_group = models.UUIDField()
    change = models.CharField(max_length=16, choices=Change.choices)
    note = models.TextField(blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    is_superseded = models.BooleanField(
        default=False, help_text=_("Another edition has had its place for a while.")
    )

    objects = EditionQuerySet.as_manager()

    class Meta(Interval.Meta):
        abstract = False
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-live_from", "-id"]
        constraints = [
            *Interval.Meta.constraints,
            models.UniqueConstraint(fields=["story", "number"], name="one_edition_number"),
            models.UniqueConstraint(fields=["story", "live_from"], name="one_edition_at_a_time"),
        ]
        indexes = [
            models.Index(
                fields=["language", "-first_published_at", "-story"],
                name="editions_of_site",
                condition=models.Q(is_superseded=False),
            ),
            models.Index(
                fields=["section", "language", "-first_published_at", "-story"],
                name="editions_of_section",
                condition=models.Q(is_superseded=False),
            ),
            models.Index(fields=["translation_group"], name="editions_of_group"),
            models.Index(fields=["language", "format"], name="editions_of_format"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return self.path

    @property
    def document(self) -> dict[str, Any]:
        """The document as JSON. Load with `with_document()`, else this asks the database."""
        return self.revision.document


class EditionFact(models.Model):
    """What a list by topic or author needs of an edition, repeated beside the key it asks for."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    is_superseded = models.BooleanField(default=False)

    class Meta:
        abstract = True


class EditionTopic(EditionFact):
    """A topic of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "topic"], name="one_edition_topic")
        ]
        indexes = [
            models.Index(
                fields=["topic", "-first_published_at", "-story"],
                name="topic_editions",
                condition=models.Q(is_superseded=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.topic_id}"


class EditionAuthor(EditionFact):
    """A byline of an edition, as printed."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="author_rows")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["author", "-first_published_at", "-story"],
                name="author_editions",
                condition=models.Q(is_superseded=False),
            )
        ]

    def __str__(self) -> str:
        return self.name
