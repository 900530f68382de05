"""How stories use pictures of the library, and where a picture may be used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story
from articles.models.taxonomy import Section
from images.models import Image

MOST_IN_GALLERY = 30


class PictureScope(models.Model):
    """A section that a picture may be used in. One without any may be used everywhere."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="scopes")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, related_name="+", verbose_name=_("section")
    )

    class Meta:
        verbose_name = _("section in which it may be used")
        verbose_name_plural = _("sections in which it may be used")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["image", "section"], name="one_picture_scope")
        ]

    def __str__(self) -> str:
        return str(self.section)


class PictureMention(models.Model):
    """A version of `story` names the picture; written once, when the first one does."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="mentions")

    class Meta:
        verbose_name = _("mention of a picture")
        verbose_name_plural = _("mentions of pictures")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["image", "story"], name="one_picturemention")
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.image_id}"
