"""Editions: what readers see, saw, or will see of a story, and when."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles import clock
from articles.models.interval import Interval, IntervalQuerySet
from articles.models.redaction import Redaction
from articles.models.revision import Revision
from articles.models.series import SeriesPart
from articles.models.story import Format, Purpose, Story
from articles.models.taxonomy import Author, Section, Topic
from images.models import Image

if TYPE_CHECKING:
    from articles.models.search import SearchEntry

# How long after its end an edition may be marked as superseded: not at once, for a machine whose
# clock is a little behind must still find it.
SUPERSEDED_AFTER = timedelta(minutes=1)
# What begins the names of the columns that `about` and `signed_by` order by.
FACT = "fact_"


class Change(models.TextChoices):
    """What an edition changes for readers."""

    FIRST = "first", _("First publication")
    MINOR = "minor", _("Small fix")
    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")


# Changes that owe readers a note.
TOLD = (Change.CORRECTION, Change.CLARIFICATION)
# The same for queries, in the very words of the indexes: SQLite takes these for nothing else.
IS_TOLD = Q(Q(change="correction") | Q(change="clarification"), is_mistake=False)


class EditionQuerySet(IntervalQuerySet["Edition"]):
    """Chainable questions about editions; `live(at=…)` is the only definition of public."""

    def with_document(self) -> Self:
        """Load the documents in the same query, and whether words were removed from the story."""
        removed = Redaction.objects.in_force().filter(story=models.OuterRef("story"))
        return self.select_related("revision").annotate(has_removed=models.Exists(removed))

    def with_identity(self) -> Self:
        """Say of each, as `story_uuid`, what names its story for ever."""
        return self.annotate(story_uuid=F("story__uuid"))

    def with_pictures(self) -> Self:
        """Load lead pictures with their files in the same query."""
        return self.select_related("lead_image__file")

    def listed(self) -> Self:
        """Those that lists show: all but standing pages."""
        return self.exclude(format=Format.PAGE)

    def in_lists(self, language: str | models.OuterRef, *, at: datetime) -> Self:
        """What lists of a language show at `at`; the language may be that of an outer query."""
        return self.live(at=at).filter(language=language).of_today(at).listed()

    def corrections(self) -> Self:
        """Those that tell readers what was wrong or unclear; none that was itself a mistake."""
        return self.filter(IS_TOLD)

    def public(self, *, at: datetime) -> Self:
        """Those that readers had been given by `at`, but for those that were mistakes."""
        return self.filter(live_from__lte=at, is_mistake=False)

    def with_history(self) -> Self:
        """Say of each, as `has_history`, whether readers saw another one of its story before."""
        earlier = self.model._default_manager.filter(
            story=models.OuterRef("story"),
            live_from__lt=models.OuterRef("live_from"),
            is_mistake=False,
        )
        return self.annotate(has_history=models.Exists(earlier))

    def with_series(self) -> Self:
        """Say of each, as `series_key` and `series_place`, where it is in which series of its
        language."""
        part = SeriesPart.objects.filter(
            story=models.OuterRef("story"), series__texts__language=models.OuterRef("language")
        )
        return self.annotate(
            series_key=models.Subquery(part.values("series")[:1]),
            series_place=models.Subquery(part.values("position")[:1]),
        )

    def of_live_stories(self, *, at: datetime) -> Self:
        """Those whose story readers see at `at` in the same language.

        Each says, as `live_path` and `live_headline`, where and under which headline.
        """
        return self.with_live_story(at=at).filter(live_path__isnull=False)

    def with_live_story(self, *, at: datetime) -> Self:
        """Say of each, as `live_path` and `live_headline`, where readers see its story at `at`."""
        live = self.model._default_manager.live(at=at).filter(
            story=models.OuterRef("story"), language=models.OuterRef("language")
        )
        return self.annotate(
            live_path=models.Subquery(live.values("path")[:1]),
            live_headline=models.Subquery(live.values("headline")[:1]),
        )

    def begun_between(self, begins: datetime, ends: datetime) -> Self:
        """Those that began in [begins, ends).

        Each says, as `nearest_before` and `nearest_after`, when the nearest others of these began.
        """
        before = self.filter(live_from__lt=begins).order_by("-live_from", "-pk")
        after = self.filter(live_from__gte=ends).order_by("live_from", "pk")
        return self.filter(live_from__gte=begins, live_from__lt=ends).annotate(
            nearest_before=models.Subquery(before.values("live_from")[:1]),
            nearest_after=models.Subquery(after.values("live_from")[:1]),
        )

    def first_published_between(self, begins: datetime, ends: datetime) -> Self:
        """Those whose story was first published in [begins, ends)."""
        return self.filter(first_published_at__gte=begins, first_published_at__lt=ends)

    def with_oldest(self) -> Self:
        """Say of each, as `oldest`, when the oldest of these was first published."""
        first = self.order_by("first_published_at", "story_id")
        return self.annotate(oldest=models.Subquery(first.values("first_published_at")[:1]))

    def of_today(self, at: datetime) -> Self:
        """For lists as of `at`: without what has long been superseded, as their indexes are.

        Only where that can miss nothing: what is marked so ended SUPERSEDED_AFTER ago or earlier,
        measured by the clock. As of an instant before that every edition is looked at.
        """
        return self.filter(is_superseded=False) if self._is_of_today(at) else self

    @staticmethod
    def _is_of_today(at: datetime) -> bool:
        return at > clock.now() - SUPERSEDED_AFTER / 2

    def about(self, topic: int | models.OuterRef, *, at: datetime) -> Self:
        """Those of a topic, by its key, that are live at `at`."""
        return self._with_fact("topic_rows", "topic", topic, at)

    def signed_by(self, author: int | models.OuterRef, *, at: datetime) -> Self:
        """Those that an author signed, by the author's key, that are live at `at`."""
        return self._with_fact("author_rows", "author", author, at)

    def _with_fact(self, rows: str, owner: str, key: int | models.OuterRef, at: datetime) -> Self:
        """One join with the facts of the editions, along their index.

        Each says, as `fact_first_published_at` and `fact_story_id`, what that index is ordered by:
        a filter on the facts themselves would join them once more.
        """
        fact = {f"{rows}__{owner}": key, f"{rows}__live_from__lte": at}
        if self._is_of_today(at):
            fact[f"{rows}__is_superseded"] = False
        ends = Q(**{f"{rows}__live_until": None}) | Q(**{f"{rows}__live_until__gt": at})
        return self.filter(ends, **fact).annotate(
            **{f"{FACT}{name}": F(f"{rows}__{name}") for name in ("first_published_at", "story_id")}
        )

    def newest_first(self) -> Self:
        """The order of every list. A story keeps its place when it is updated."""
        return self.order_by("-first_published_at", "-story_id")

    def newest_key(self, facts: str = "") -> models.Subquery:
        """The key of the newest of these, or NULL: whether there is one, as a column of a query.

        EXISTS has no order, and lets PostgreSQL read the whole table for a row that is not there.
        `facts` is FACT after `about` and `signed_by`.
        """
        ordered = self.order_by(f"-{facts}first_published_at", f"-{facts}story_id")
        return models.Subquery(ordered.values("pk")[:1])

    def latest_first(self) -> Self:
        """The order of what changed for readers."""
        return self.order_by("-live_from", "-pk")


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
    headline_language = models.CharField(max_length=16, blank=True, default="")
    standfirst = models.CharField(max_length=1000, blank=True)
    format = models.CharField(max_length=16, choices=Format.choices)
    lead_image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")
    lead_alt = models.CharField(max_length=500, blank=True)
    lead_purpose = models.CharField(max_length=12, choices=Purpose.choices, blank=True)
    lead_crop = models.CharField(max_length=19, blank=True)
    translation_group = models.UUIDField()
    change = models.CharField(max_length=16, choices=Change.choices)
    note = models.TextField(blank=True, help_text=_("What a correction says to readers."))
    is_serious = models.BooleanField(
        default=False, help_text=_("The note of the correction stands above the text.")
    )
    is_mistake = models.BooleanField(
        default=False, help_text=_("Published by mistake and taken back: in no public history.")
    )
    made_at = models.DateTimeField(help_text=_("When it was published or scheduled on the desk."))
    made_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("What readers saw when this one was scheduled."),
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    is_superseded = models.BooleanField(
        default=False, help_text=_("Another edition has had its place for a while.")
    )

    is_off_fronts = models.BooleanField(
        default=False, help_text=_("It is in lists, and no front shows it.")
    )

    objects = EditionQuerySet.as_manager()
    has_removed = True  # for all that one knows; with_document() says it
    # What questions above set on what they find.
    has_history = False
    series_key: int | None = None
    series_place: int | None = None
    story_uuid: UUID
    live_path = ""
    live_headline = ""
    nearest_before: datetime | None = None
    nearest_after: datetime | None = None
    oldest: datetime
    search_entry: "SearchEntry"  # of those that can be found

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
            models.Index(
                fields=["language", "-first_published_at", "-story"],
                name="opinion_of_site",
                condition=models.Q(is_superseded=False, format=Format.OPINION),
            ),
            models.Index(
                fields=["section", "language", "-first_published_at", "-story"],
                name="opinion_of_section",
                condition=models.Q(is_superseded=False, format=Format.OPINION),
            ),
            models.Index(fields=["translation_group"], name="editions_of_group"),
            models.Index(
                fields=["live_from"],
                name="standing_pages",
                condition=models.Q(format=Format.PAGE),
            ),
            models.Index(
                fields=["story"],
                name="editions_of_story_in_lists",
                condition=models.Q(is_superseded=False),
            ),
            models.Index(
                fields=["language", "-live_from", "-id"],
                name="corrections_of_site",
                condition=IS_TOLD,
            ),
            models.Index(
                fields=["story", "live_from"],
                name="corrections_of_story",
                condition=IS_TOLD,
            ),
            models.Index(fields=["live_from", "id"], name="editions_by_begin"),
            models.Index(
                fields=["live_until", "id"],
                name="editions_by_end",
                condition=models.Q(live_until__isnull=False),
            ),
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


class EditionPicture(EditionFact):
    """A picture that an edition shows, its lead picture or one in the text."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="picture_rows")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "image"], name="one_edition_picture")
        ]
        indexes = [models.Index(fields=["image", "-live_from", "-id"], name="picture_editions")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.image_id}"
