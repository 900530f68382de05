"""What people do at the form right now: their unsaved text, their presence, what they have seen."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision
from articles.models.story import Story


class EditingSession(models.Model):
    """Somebody at the form of a story, in one tab: `session` is made there when it opens."""

    session = models.UUIDField(unique=True)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Autosave(EditingSession):
    """What is typed in one editing session and not saved: overwritten, and not a revision.

    `changes` are the raw values that differ from `base`, as the form has them: never cleaned, so
    that text that a field would refuse is kept too. It is empty once a save has taken them in.
    """

    # What somebody typed never goes with an empty draft.
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveBigIntegerField(
        default=0, help_text=_("Counts up in the browser; a lower one comes late and is ignored.")
    )
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    began_at = models.DateTimeField()
    typed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        ordering = ["-typed_at", "-id"]
        indexes = [models.Index(fields=["story", "-typed_at", "-id"], name="autosaves_of_story")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.user_id} {self.typed_at:%H:%M:%S}"


class Presence(EditingSession):
    """Where somebody is in a story, as of `seen_at`."""

    part = models.UUIDField(null=True)
    typed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["-seen_at", "-id"]
        indexes = [models.Index(fields=["story", "-seen_at", "-id"], name="presence_in_story")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.user_id} {self.seen_at:%H:%M:%S}"


class LastLook(models.Model):
    """Which revision of a story somebody has seen, and which one in the session before."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.UUIDField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("last look")
        verbose_name_plural = _("last looks")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["story", "user"], name="one_last_look")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.user_id} {self.revision_id}"
