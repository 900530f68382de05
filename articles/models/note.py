"""What somebody wrote about a story for the desk: never public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story


class Source(models.TextChoices):
    """Whom a note comes from."""

    DESK = "desk", _("The desk")
    READER = "reader", _("A reader")


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes by where they come from and where they stand."""

    def open(self) -> "NoteQuerySet":
        """Those that nobody has resolved."""
        return self.filter(resolved_at=None)

    def from_readers(self) -> "NoteQuerySet":
        """Errors that readers reported."""
        return self.filter(source=Source.READER)

    def newest_first(self) -> "NoteQuerySet":
        """In the order in which they came, the last first."""
        return self.order_by("-created_at", "-pk")


class Note(models.Model):
    """Words about `story`, by somebody on the desk or by a reader who reports an error.

    `address` is where a reader wants to be answered, forgotten after a time; `sender` stands for
    the connection that a report came from and leads back to nobody.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notes")
    source = models.CharField(max_length=6, choices=Source.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    words = models.TextField(_("note"), max_length=2000)
    address = models.EmailField(_("e-mail address"), blank=True)
    sender = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["source", "-created_at"],
                condition=models.Q(resolved_at=None),
                name="open_notes",
            ),
            models.Index(fields=["source", "created_at"], name="notes_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_by=None) | models.Q(resolved_at__isnull=False),
                name="resolved_at_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]
