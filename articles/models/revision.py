"""Immutable, numbered documents of a story: one for every save that changed something."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import LineField
from articles.models.story import Story


class Kind(models.TextChoices):
    """How a revision came to be."""

    SAVE = "save", _("Saved")
    MERGE = "merge", _("Merged")
    RESTORE = "restore", _("Restored")
    FIX = "fix", _("Fix of what is live")
    LEGAL = "legal", _("Words removed for legal reasons")
    COPY = "copy", _("Copied")
    TYPED = "typed", _("Typed, not saved")
    CONFLICT = "conflict", _("Kept beside another version")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions are added, never changed."""

    def of_working_copy(self) -> Self:
        """Those that the working copy held: without what was typed and kept beside it."""
        return self.filter(is_aside=False)

    def publishable(self) -> Self:
        """Those that can go out: of the working copy, and fixes of what is live."""
        return self.filter(models.Q(is_aside=False) | models.Q(kind=Kind.FIX))

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("Revisions are never changed."))

    def delete(self) -> NoReturn:
        raise ValidationError(_("Revisions are never deleted."))

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("Revisions are never changed."))

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """Add many at once, and nothing else: no row that is there is written over."""
        if kwargs.get("update_conflicts"):
            raise ValidationError(_("Revisions are never changed."))
        return super().bulk_create(objs, *args, **kwargs)


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
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.SAVE)
    is_aside = models.BooleanField(
        default=False, help_text=_("Kept beside the working copy, which never held it.")
    )
    base = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("The revision that its text was made from."),
    )
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="one_revision_number")
        ]
        indexes = [
            models.Index(
                fields=["story", "-number"],
                name="revisions_of_working_copy",
                condition=models.Q(is_aside=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("Revisions are never changed."))
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("Revisions are never deleted."))


class Milestone(models.Model):
    """A name that somebody gave to a revision, to find it again."""

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="milestone")
    name = LineField(_("name"), max_length=120)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["-revision__number"]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """A save that met another one in the same words, until somebody decides between them.

    `theirs` was the working copy's revision, `mine` is kept beside it; both were made from `base`.
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="conflicts")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    theirs = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    mine = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    met_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)
    resolution = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ["-met_at", "-id"]
        indexes = [
            models.Index(
                fields=["story"],
                name="open_conflicts",
                condition=models.Q(resolved_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.mine_id} ≠ {self.theirs_id}"
