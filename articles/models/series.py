"""Series: stories that belong together in an order that the desk gives them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story
from articles.models.taxonomy import Taxon, TaxonText


class Series(Taxon):
    """Stories that are read one after another."""

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["id"]


class SeriesText(TaxonText):
    """A series' words in one language."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["series", "language"], name="one_series_text"),
            models.UniqueConstraint(fields=["language", "slug"], name="one_series_slug"),
        ]


class SeriesPart(models.Model):
    """A story in its series: in one at most."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="parts")
    story = models.OneToOneField(
        Story, on_delete=models.CASCADE, related_name="series_part", verbose_name=_("story")
    )
    position = models.PositiveIntegerField(
        _("position"),
        default=1,
        help_text=_("Lower is read first. Readers count only parts that are live."),
    )

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.story_id}"
