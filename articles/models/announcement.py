"""Announcements: what partners who keep copies of stories are told, in one order for ever."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from articles.models.story import Format, Story
from articles.models.withdrawal import Withdrawal


class What(models.TextChoices):
    """What happened to what readers see of a story."""

    BEGINS = "begins", _("An edition begins")
    ENDS = "ends", _("Readers see the story no longer")
    CHANGES = "changes", _("Something in it changed, and no edition began")
    WORDS = "words", _("Words were removed from it")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Questions about announcements."""

    def in_order(self) -> Self:
        """The order in which partners are told."""
        return self.order_by("told_from", "pk")

    def of_stories(self) -> Self:
        """Those of stories, not of standing pages."""
        return self.exclude(edition__format=Format.PAGE)

    def with_facts(self) -> Self:
        """With the edition, and with all that says what kind of event it is.

        As of each: `previous_path`, that of the edition that ended when this one began; `is_known`,
        whether there was one before at all; `why`, for which reason the story was taken down then;
        `is_silent`, whether nothing may be said of the story now but that it is down.
        """
        editions = Edition.objects.filter(story=OuterRef("story"))
        begins = OuterRef("edition__live_from")
        withdrawals = Withdrawal.objects.filter(story=OuterRef("story"))
        silent = withdrawals.filter(live_until=None).exclude(why="withdrawn")
        return self.select_related("edition").annotate(
            story_uuid=F("story__uuid"),
            story_language=F("story__language"),
            previous_path=Subquery(editions.filter(live_until=begins).values("path")[:1]),
            is_known=Exists(editions.filter(live_from__lt=begins)),
            why=Subquery(withdrawals.filter(live_from=OuterRef("at")).values("why")[:1]),
            is_silent=Exists(silent),
        )


class Announcement(models.Model):
    """Something that readers notice of a story at the instant `at`.

    `told_from` is the instant from which on partners are told: `at` itself, or when it was written
    down, whatever is later. What lies ahead is written anew whenever the story is laid out anew.
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        Edition,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("What readers see from then on, or saw until then."),
    )
    what = models.CharField(max_length=8, choices=What.choices)
    at = models.DateTimeField()
    told_from = models.DateTimeField()

    objects = AnnouncementQuerySet.as_manager()
    # What with_facts() sets.
    story_uuid: UUID
    story_language: str
    previous_path: str | None
    is_known: bool
    why: str | None
    is_silent: bool

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["told_from", "id"]
        indexes = [
            models.Index(fields=["told_from", "id"], name="announcements_in_order"),
            models.Index(fields=["story", "told_from", "id"], name="announcements_of_story"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.what}, {self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def is_down(self) -> bool:
        """Whether readers see nothing of the story from then on."""
        return self.what == What.ENDS
