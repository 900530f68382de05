"""Immutable, numbered documents of a story: one for every save that changed something."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions are added, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("Revisions are never changed."))


class Revision(models.Model):
    """A document of a story as it was saved."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    document = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(
        max_length=64, help_text=_("SHA-256 of the document's canonical JSON, in hexadecimal.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("saved"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="one_revision_number")
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("Revisions are never changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("Revisions are never deleted."))
