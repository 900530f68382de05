"""What a story was translated from, piece by piece."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision
from articles.models.story import Story


class TranslatedPiece(models.Model):
    """A piece of `story` says what the same piece of `revision`, of another story, says.

    `piece` is a column of the story, or the uid of a part, which both stories share. A piece that
    the revision does not have was left out on purpose.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="translated_pieces")
    piece = models.CharField(max_length=36)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("translated piece")
        verbose_name_plural = _("translated pieces")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["story", "piece"], name="one_source_of_a_piece"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.piece}: {self.revision_id}"
