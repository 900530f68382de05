"""Addresses: a path, once given to a story, belongs to it for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story


class Address(models.Model):
    """A path such as /world/harbour-reopens/ that belongs to one story."""

    path = models.CharField(_("path"), max_length=500, unique=True)
    language = models.CharField(max_length=16)
    slug = models.CharField(max_length=200)
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="addresses")
    reserved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["path"]
        indexes = [models.Index(fields=["language", "slug"], name="addresses_by_slug")]

    def __str__(self) -> str:
        return self.path
