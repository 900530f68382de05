"""Alerts: one line with a link over all pages of a language, for a while."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.fields import LineField
from articles.models.interval import Interval, IntervalQuerySet
from articles.models.site import SiteSettings
from articles.models.story import Story

LONGEST_ALERT = 120  # characters: two lines on a phone


class AlertQuerySet(IntervalQuerySet["Alert"]):
    """Questions about alerts."""


class Alert(Interval):
    """What readers are told from `live_from` until `live_until`; of a language one at a time.

    It leads to a story, wherever that is then, or to `url`: a path of this site, or an address
    elsewhere. Other words are another row: what was said stays known.
    """

    site = models.ForeignKey(SiteSettings, on_delete=models.PROTECT, related_name="alerts")
    language = models.CharField(_("language"), max_length=16, choices=settings.LANGUAGES)
    text = LineField(_("line"), max_length=LONGEST_ALERT)
    story = models.ForeignKey(
        Story, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("story")
    )
    url = models.CharField(_("leads to"), max_length=500, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AlertQuerySet.as_manager()

    class Meta(Interval.Meta):
        abstract = False
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-live_from", "-id"]
        constraints = [
            *Interval.Meta.constraints,
            models.UniqueConstraint(fields=["language", "live_from"], name="one_alert_at_a_time"),
            models.CheckConstraint(
                condition=Q(story__isnull=False, url="") | (Q(story__isnull=True) & ~Q(url="")),
                name="alert_leads_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["live_from", "id"], name="alerts_by_begin"),
            models.Index(fields=["live_until", "id"], name="alerts_by_end"),
        ]

    def __str__(self) -> str:
        return self.text
