"""Which sections, topics and authors a story has ever named, in whatever version.

What is named here cannot be deleted: an old version must always be readable.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.story import Story
from articles.models.taxonomy import Author, Section, Topic


class Mention(models.Model):
    """A version of `story` names the taxon; written once, when the first one does."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["taxon", "story"], name="one_%(class)s"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.taxon_id}"  # type: ignore[attr-defined]


class SectionMention(Mention):
    """A section that a version of a story is filed in."""

    taxon = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="mentions")

    class Meta(Mention.Meta):
        verbose_name = _("mention of a section")
        verbose_name_plural = _("mentions of sections")
        ordering = ["id"]


class TopicMention(Mention):
    """A topic of a version of a story."""

    taxon = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="mentions")

    class Meta(Mention.Meta):
        verbose_name = _("mention of a topic")
        verbose_name_plural = _("mentions of topics")
        ordering = ["id"]


class AuthorMention(Mention):
    """An author in a byline of a version of a story."""

    taxon = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="mentions")

    class Meta(Mention.Meta):
        verbose_name = _("mention of an author")
        verbose_name_plural = _("mentions of authors")
        ordering = ["id"]
