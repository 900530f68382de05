"""What outer caches must still be told to forget: rows that wait until it is done."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PurgeQuerySet(models.QuerySet["Purge"]):
    """Questions about what waits."""

    def due(self, *, at: datetime, is_impatient: bool = False) -> Self:
        """Those to be sent at `at`, in order: new ones, and those whose next try has come.

        Where `is_impatient`, what failed does not wait for that.
        """
        is_due = Q(next_try_at=None) | Q(next_try_at__lte=at)
        found = self.filter(is_due | Q(failures__gt=0) if is_impatient else is_due)
        return found.soonest_first()

    def soonest_first(self) -> Self:
        """In the order in which they are to be sent."""
        return self.order_by(F("next_try_at").asc(nulls_first=True), "pk")


class Purge(models.Model):
    """Tags that one outer cache must forget. It is told twice: see pagecache/purging.py."""

    cache = models.CharField(max_length=300, help_text=_("Its name, without secrets."))
    tags = models.JSONField()
    ordered_at = models.DateTimeField()
    is_told = models.BooleanField(default=False, help_text=_("For the first time."))
    next_try_at = models.DateTimeField(null=True, help_text=_("Empty: at once."))
    failures = models.PositiveIntegerField(default=0, help_text=_("One after another, so far."))
    error = models.CharField(max_length=300, blank=True, help_text=_("Of the last try."))

    objects = PurgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        ordering = ["id"]
        indexes = [models.Index(fields=["cache", "next_try_at", "id"], name="purges_by_try")]

    def __str__(self) -> str:
        return f"{self.cache}: {', '.join(self.tags)}"
