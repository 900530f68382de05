"""The library: pictures and their files. It knows nothing of stories."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField

KEY_LENGTH = 20  # hexadecimal digits of a file's digest that stand in the addresses of its pictures


class Licence(models.TextChoices):
    """Why we may print a picture."""

    OWN = "own", _("Our own")
    AGENCY = "agency", _("From an agency")
    SINGLE_USE = "single-use", _("Bought for one use")
    HANDOUT = "handout", _("Handout")
    PERMISSION = "permission", _("By permission")
    CREATIVE_COMMONS = "creative-commons", _("Creative Commons")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")


class TakenDown(models.TextChoices):
    """Why a picture was taken down."""

    WITHDRAWN = "withdrawn", _("Withdrawn")
    LEGAL = "legal", _("Legal order")


class ImageQuerySet(models.QuerySet["Image"]):
    """Questions about pictures and their rights."""

    def with_file(self) -> Self:
        """Load each picture's file in the same query."""
        return self.select_related("file")

    def offered(self) -> Self:
        """Those that choosers show: neither retired nor taken down."""
        return self.filter(retired_at=None, taken_down_at=None)

    def usable(self, *, at: datetime) -> Self:
        """Those that may be shown at `at`."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), taken_down_at=None)


class Image(models.Model):
    """A picture: what is known of it, the rights to it, where its subject is.

    Its file may be replaced by a better one; whoever uses the picture uses the new file then.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(
        "ImageFile", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    headline = LineField(_("title"), max_length=300, blank=True)
    description = LineField(_("caption"), max_length=2000, blank=True)
    alt = LineField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it."),
    )
    creators = LineField(
        _("made by"), max_length=500, blank=True, help_text=_("Several names: with semicolons.")
    )
    credit = LineField(
        _("credit"), max_length=300, blank=True, help_text=_("Printed under the picture.")
    )
    source = LineField(_("source"), max_length=300, blank=True)
    copyright_notice = LineField(_("copyright"), max_length=500, blank=True)
    usage_terms = LineField(_("usage terms"), max_length=2000, blank=True)
    web_statement = models.URLField(_("page about the rights"), max_length=500, blank=True)
    licensor_url = models.URLField(_("page of the licensor"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    keywords = LineField(
        _("keywords"), max_length=2000, blank=True, help_text=_("Several: with commas.")
    )
    created_date = LineField(
        _("taken"), max_length=40, blank=True, help_text=_("As in 2026-11-22 or 2026-11-22T18:05.")
    )
    city = LineField(_("town"), max_length=120, blank=True)
    country = LineField(_("country"), max_length=120, blank=True)
    digital_source_type = models.CharField(
        _("digital source"),
        max_length=200,
        blank=True,
        help_text=_("How it came about, if with software: an address of the IPTC's list."),
    )
    expires_at = models.DateTimeField(
        _("rights end"), null=True, blank=True, help_text=_("From then on no page shows it.")
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focal point, across"), default=500, validators=[MaxValueValidator(1000)]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point, down"), default=500, validators=[MaxValueValidator(1000)]
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(editable=False)
    retired_at = models.DateTimeField(
        _("retired"),
        null=True,
        editable=False,
        help_text=_("Hidden from choosers; stories keep it."),
    )
    taken_down_at = models.DateTimeField(null=True, editable=False)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    taken_down_why = models.CharField(
        max_length=16, choices=TakenDown.choices, blank=True, editable=False
    )
    taken_down_reason = models.TextField(blank=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__lte=1000, focus_y__lte=1000), name="image_focus_is_within"
            )
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="images_by_upload"),
            models.Index(
                fields=["expires_at", "id"],
                name="images_by_end_of_rights",
                condition=Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.description[:80] or str(_("Untitled picture"))

    @property
    def creator_names(self) -> tuple[str, ...]:
        """The names of who made it. A comma may stand within one: Rossi, Anna."""
        return tuple(name for name in map(str.strip, self.creators.split(";")) if name)

    @property
    def is_offered(self) -> bool:
        """Whether choosers show it: it was neither retired nor taken down."""
        return self.retired_at is None and self.taken_down_at is None

    def is_available(self, at: datetime) -> bool:
        """Whether readers may be shown it at `at`. What was taken down is shown at no instant."""
        return self.taken_down_at is None and (self.expires_at is None or self.expires_at > at)


class ImageFile(models.Model):
    """A file of a picture: the original, never changed and never served, and the master.

    The master is what renditions are made from: upright, in sRGB, without metadata. Names are those
    in the storage "originals"; `key` stands in the addresses of the renditions.
    """

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    sha256 = models.CharField(
        max_length=64, unique=True, help_text=_("Of the original, in hexadecimal.")
    )
    original = models.CharField(max_length=100)
    original_name = LineField(
        max_length=255, blank=True, help_text=_("What it was called where it came from.")
    )
    original_size = models.PositiveBigIntegerField(help_text=_("In bytes."))
    original_width = models.PositiveIntegerField()
    original_height = models.PositiveIntegerField()
    format = models.CharField(max_length=8, help_text=_("Of the original: JPEG, PNG, …"))
    master = models.CharField(max_length=100)
    width = models.PositiveIntegerField(help_text=_("Of the master."))
    height = models.PositiveIntegerField(help_text=_("Of the master."))
    colour = models.CharField(max_length=7, help_text=_("The one that stands out: #1c1a17."))
    metadata = models.JSONField(
        default=dict, help_text=_("What the original says of itself, as it was read.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("picture file")
        verbose_name_plural = _("picture files")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.original_name or self.key


class Upload(models.Model):
    """A file that is coming in, piece by piece. Its bytes are in a file of their own."""

    uuid = models.UUIDField(default=uuid4, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = LineField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(help_text=_("In bytes, of the whole file."))
    fingerprint = models.CharField(
        max_length=64, help_text=_("By which a browser knows the file again, hashed.")
    )
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name or str(self.uuid)
