"""Fronts: how the home page and the sections are arranged, on the desk and for readers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import LineField
from articles.models.interval import Interval, IntervalQuerySet
from articles.models.story import Story
from articles.models.taxonomy import Section
from images.models import Image


class Front(models.Model):
    """The home page of a language, or a section's page in it.

    `draft` is the arrangement that the desk works on; null while that is what readers see.
    `version` counts what was done to it, so that a stale save is known.
    """

    language = models.CharField(_("language"), max_length=16, choices=settings.LANGUAGES)
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="fronts",
        verbose_name=_("section"),
        help_text=_("None for the home page."),
    )
    draft = models.JSONField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True, editable=False)
    laid_out_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When it was last published, scheduled or placed.")
    )

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")
        ordering = ["language", "section__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "section"],
                condition=models.Q(section__isnull=False),
                name="one_front_of_section",
            ),
            models.UniqueConstraint(
                fields=["language"],
                condition=models.Q(section__isnull=True),
                name="one_home_page",
            ),
        ]

    def __str__(self) -> str:
        name = self.section.name_in(self.language) if self.section else str(_("Home page"))
        return f"{name} ({self.language})"


class FrontEditionQuerySet(IntervalQuerySet["FrontEdition"]):
    """Questions about editions of fronts."""

    def of(self, *, language: str, section: int | None) -> Self:
        """Those of the front of a section, by its key, or of the home page."""
        return self.filter(front__language=language, front__section=section)


class FrontEdition(Interval):
    """An arrangement that readers see from `live_from` until `live_until`."""

    front = models.ForeignKey(Front, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = LineField(max_length=200, blank=True)
    made_at = models.DateTimeField(help_text=_("When it was published or scheduled."))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = FrontEditionQuerySet.as_manager()

    class Meta(Interval.Meta):
        abstract = False
        verbose_name = _("edition of a front")
        verbose_name_plural = _("editions of fronts")
        ordering = ["-live_from", "-id"]
        constraints = [
            *Interval.Meta.constraints,
            models.UniqueConstraint(fields=["front", "number"], name="one_front_edition_number"),
            models.UniqueConstraint(fields=["front", "live_from"], name="one_front_at_a_time"),
        ]
        indexes = [models.Index(fields=["live_from", "id"], name="front_editions_by_begin")]

    def __str__(self) -> str:
        return f"{self.front} {self.number}"


class FrontSlot(models.Model):
    """A story in an edition of a front, with the interval of that edition beside it.

    It repeats what questions about stories and about time need of the document.
    """

    edition = models.ForeignKey(FrontEdition, on_delete=models.CASCADE, related_name="slots")
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")
    shows_from = models.DateTimeField(null=True)
    shows_until = models.DateTimeField(null=True)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["story", "-live_from"], name="front_slots_of_story"),
            models.Index(
                fields=["shows_from", "id"],
                name="front_slots_by_begin",
                condition=models.Q(shows_from__isnull=False),
            ),
            models.Index(
                fields=["shows_until", "id"],
                name="front_slots_by_end",
                condition=models.Q(shows_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.story_id}"
