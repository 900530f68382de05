"""Words that were removed from every public text of a story for legal reasons."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story


class RedactionQuerySet(models.QuerySet["Redaction"]):
    """Removals are lifted, never deleted."""

    def in_force(self) -> Self:
        """Those that have not been lifted."""
        return self.filter(lifted_at=None)


class Redaction(models.Model):
    """A passage that readers may not see, in whatever edition it stands, until it is lifted.

    `originals` are the notes and notices that it changed, as they were: the only texts of readers
    that no revision keeps. Keys are "edition:12" and "withdrawal:3".
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="redactions")
    passage = models.TextField(help_text=_("Plain text, as it was marked."))
    reason = models.TextField(help_text=_("For the desk alone."))
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    originals = models.JSONField(default=dict)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["removed_at", "id"]
        indexes = [
            models.Index(
                fields=["story"],
                name="redactions_in_force",
                condition=models.Q(lifted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.removed_at:%Y-%m-%d}"
