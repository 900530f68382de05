"""Withdrawals: that a story was taken down, why, and what readers are told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from articles.models.interval import Interval, IntervalQuerySet
from articles.models.story import Story


class Why(models.TextChoices):
    """The three answers to why a story is taken down."""

    MISTAKE = "mistake", _("Published by mistake")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LEGAL = "legal", _("Legal order")


class Withdrawal(Interval):
    """A story is down in [live_from, live_until): until it is put back, if it ever is."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="withdrawals")
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("What readers saw when it was taken down."),
    )
    why = models.CharField(max_length=12, choices=Why.choices)
    notice = models.TextField(blank=True, help_text=_("What readers are told."))
    read_instead = models.ForeignKey(
        Story, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(help_text=_("For the desk alone."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    put_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = IntervalQuerySet["Withdrawal"].as_manager()

    class Meta(Interval.Meta):
        abstract = False
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-live_from", "-id"]
        constraints = [
            *Interval.Meta.constraints,
            models.UniqueConstraint(
                fields=["story"],
                condition=models.Q(live_until__isnull=True),
                name="one_open_withdrawal",
            ),
            models.CheckConstraint(
                condition=models.Q(why=Why.MISTAKE) | ~models.Q(notice=""),
                name="withdrawal_has_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.why}"
