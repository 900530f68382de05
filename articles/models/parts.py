"""The ordered pieces of a story's body, one table a kind.

A new kind costs a model here, an inline in admin/parts.py, a template in templates/public/parts/
and its line in PARTS below: documents, revisions, comparison and pages follow from its fields.
"""

from typing import ClassVar
from uuid import uuid4

from content_editor.models import create_plugin_base
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import (
    CropField,
    LanguageField,
    LineField,
    PictureField,
    validate_slug,
    validate_web_address,
)
from articles.models.story import Purpose, Story
from articles.richtext import RichTextField


class Part(create_plugin_base(Story)):  # type: ignore[misc]
    """What every kind of part has: its story, its place in it, and a lasting identity."""

    kind: ClassVar[str]

    uid = models.UUIDField(default=uuid4)

    class Meta:
        abstract = True
        ordering = ["ordering", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "uid"], name="one_%(class)s_uid"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def content_fields(cls) -> "list[models.Field]":  # type: ignore[type-arg]
        """The fields that are content: they stand in a document, in this order."""
        plumbing = {"id", "parent", "region", "ordering", "uid"}
        return [field for field in cls._meta.concrete_fields if field.name not in plumbing]


class TextSection(Part):
    """The main kind of part: an optional subheading and its text. On screen: Section."""

    kind = "text"

    subheading = LineField(_("subheading"), max_length=500, blank=True)
    subheading_language = LanguageField(_("language of the subheading"))
    anchor = models.CharField(max_length=120, blank=True, validators=[validate_slug])
    body = RichTextField(_("text"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class Layout(models.TextChoices):
    """How a picture stands in the text; the same ones that follow each other stand together."""

    NORMAL = "", _("As wide as the text")
    WIDE = "wide", _("Wider than the text")
    PORTRAIT = "portrait", _("Portrait, side by side with the next")
    GALLERY = "gallery", _("In a gallery with the next")


class Picture(Part):
    """A picture of the library in the text."""

    kind = "picture"
    USE_FIELDS = (
        "caption",
        "caption_language",
        "alt",
        "purpose",
        "layout",
        "crop",
    )  # beside the picture itself

    image = PictureField(_("picture"))
    caption = LineField(
        _("caption"), max_length=2000, blank=True, help_text=_("Printed under the picture.")
    )
    caption_language = LanguageField(_("language of the caption"))
    alt = LineField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("The picture's own where it is left empty."),
    )
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, blank=True, default=""
    )
    layout = models.CharField(
        _("layout"), max_length=12, choices=Layout.choices, blank=True, default=""
    )
    crop = CropField(_("crop"))

    class Meta(Part.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            models.Index(fields=["image"], name="parts_by_picture", condition=~models.Q(image=""))
        ]


class PullQuote(Part):
    """A sentence from the story, set large."""

    kind = "quote"

    quote = LineField(_("quote"), max_length=1000, blank=True)
    quote_language = LanguageField(_("language of the quote"))
    attribution = LineField(_("who said it"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("pull quote")
        verbose_name_plural = _("pull quotes")


class FactBox(Part):
    """A box of facts beside the text."""

    kind = "facts"

    title = LineField(_("title"), max_length=200, blank=True)
    body = RichTextField(_("text"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("fact box")
        verbose_name_plural = _("fact boxes")


class Ratio(models.TextChoices):
    """The shape of what is shown in a frame."""

    OWN = "", _("As the site says")
    WIDE = "16:9", "16:9"
    STANDARD = "4:3", "4:3"
    SQUARE = "1:1", "1:1"
    UPRIGHT = "9:16", "9:16"


class Embed(Part):
    """Something that stands elsewhere: a video, a post. Readers load it from there if they ask."""

    kind = "embed"

    url = models.CharField(
        _("address"),
        max_length=1000,
        blank=True,
        validators=[validate_web_address],
        help_text=_("Of the video, post or page, as it stands in the browser."),
    )
    title = LineField(
        _("title"),
        max_length=500,
        blank=True,
        help_text=_("Of a post: what it says. Readers see it before they load anything."),
    )
    title_language = LanguageField(_("language of the title"))
    author = LineField(_("who made it"), max_length=200, blank=True)
    provider = LineField(
        _("site"), max_length=100, blank=True, help_text=_("Known of most sites by itself.")
    )
    thumbnail = PictureField(_("picture"))
    caption = LineField(_("caption"), max_length=2000, blank=True)
    caption_language = LanguageField(_("language of the caption"))
    ratio = models.CharField(
        _("shape"), max_length=5, choices=Ratio.choices, blank=True, default=""
    )

    class Meta(Part.Meta):
        verbose_name = _("embed")
        verbose_name_plural = _("embeds")
        indexes = [
            models.Index(
                fields=["thumbnail"], name="embeds_by_picture", condition=~models.Q(thumbnail="")
            )
        ]


# Kind in a document -> its table. The one registry of kinds.
PARTS: dict[str, type[Part]] = {
    model.kind: model for model in (TextSection, Picture, PullQuote, FactBox, Embed)
}
