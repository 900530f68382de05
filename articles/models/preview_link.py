"""Links that show a story to somebody outside the desk before it is published."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision
from articles.models.story import Story


class PreviewLink(models.Model):
    """A share link: of one revision, or (None) of the working copy as it is when it is opened."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="preview_links")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.expires_at:%Y-%m-%d %H:%M}"
