"""Addresses: a path, once given to a story, belongs to it for ever."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story


class Origin(models.TextChoices):
    """Where an address came from."""

    PUBLISHED = "published", _("Published")
    HAND_MADE = "hand_made", _("Made by hand")
    RENAMED = "renamed", _("A section was renamed")


class Address(models.Model):
    """A path such as /world/harbour-reopens/ that belongs to one story, or leads to `target`.

    A target is a path of this site that is no story's: a section that was renamed, a page.
    """

    path = models.CharField(_("path"), max_length=500, unique=True)
    language = models.CharField(max_length=16)
    slug = models.CharField(max_length=200, blank=True)
    story = models.ForeignKey(
        Story, on_delete=models.PROTECT, null=True, blank=True, related_name="addresses"
    )
    target = models.CharField(_("leads to"), max_length=500, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.PUBLISHED)
    reserved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=False, target="")
                | (Q(story__isnull=True) & ~Q(target="")),
                name="address_leads_somewhere",
            )
        ]
        indexes = [
            models.Index(fields=["language", "slug"], name="addresses_by_slug"),
            models.Index(fields=["target"], name="addresses_by_target", condition=~Q(target="")),
        ]

    def __str__(self) -> str:
        return self.path


class Redirect(Address):
    """An address that somebody on the desk made by hand."""

    class Meta:
        proxy = True
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["path"]
