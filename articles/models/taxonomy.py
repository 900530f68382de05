"""What stories are filed under and who signs them: one row each, with texts per language."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models.fields import LineField, plain_lines, validate_slug
from images.models import Image

MOST_LINKS = 10
_is_web_address = URLValidator(schemes=["https", "http"])


def validate_links(text: str) -> None:
    """Raise ValidationError unless `text` is a few web addresses, one a line."""
    links = text.split()
    if len(links) > MOST_LINKS:
        raise ValidationError(_("At most %d links.") % MOST_LINKS, code="links")
    for link in links:
        _is_web_address(link)


class Taxon(models.Model):
    """A section, a topic or an author. Never deleted once a document names it, only retired."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    retired_at = models.DateTimeField(
        _("retired"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Hidden from choosers; old stories keep it."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or settings.LANGUAGE_CODE)

    def name_in(self, language: str) -> str:
        """The name in `language`, else in any language; asks the database unless prefetched."""
        names = {text.language: text.name for text in self.texts.all()}  # type: ignore[attr-defined]
        fallback = next(iter(names.values()), str(self.uuid))
        return names.get(language, names.get(settings.LANGUAGE_CODE, fallback))


class TaxonText(models.Model):
    """The words of a taxon in one language."""

    language = models.CharField(_("language"), max_length=16, choices=settings.LANGUAGES)
    name = LineField(_("name"), max_length=120)
    slug = models.CharField(
        _("in the address"), max_length=120, validators=[validate_slug], help_text=_("world-news")
    )
    description = LineField(_("description"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Colour(models.TextChoices):
    """The colours that a section may have: each is read well on light and on dark paper."""

    PAPER = "", _("That of the newspaper")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    OCHRE = "ochre", _("Ochre")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    INDIGO = "indigo", _("Indigo")
    PURPLE = "purple", _("Purple")
    PINK = "pink", _("Pink")
    SLATE = "slate", _("Slate")


class Section(Taxon):
    """A section of the site, such as World."""

    position = models.PositiveIntegerField(
        _("position"), default=100, help_text=_("Lower comes first in the navigation.")
    )
    colour = models.CharField(
        _("colour"),
        max_length=12,
        blank=True,
        choices=Colour.choices,
        help_text=_("Of its page and of the words above its headlines."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "id"]


class SectionText(TaxonText):
    """A section's words in one language."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["section", "language"], name="one_section_text"),
            models.UniqueConstraint(fields=["language", "slug"], name="one_section_slug"),
        ]


class Topic(Taxon):
    """A subject across sections."""

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["id"]


class TopicText(TaxonText):
    """A topic's words in one language."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["topic", "language"], name="one_topic_text"),
            models.UniqueConstraint(fields=["language", "slug"], name="one_topic_slug"),
        ]


class Author(Taxon):
    """Somebody who signs stories; may be a person with an account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
        help_text=_("New stories of this account start with this byline."),
    )
    portrait = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
    )
    email = models.EmailField(
        _("public e-mail address"), blank=True, help_text=_("Readers see it on the author’s page.")
    )
    links = models.TextField(
        _("links"),
        max_length=2000,
        blank=True,
        validators=[validate_links],
        help_text=_("Where else readers find the author: one address a line, https://…"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["id"]

    def clean(self) -> None:
        """Keep one address a line."""
        self.links = "\n".join(self.links.split())


class AuthorText(TaxonText):
    """An author's name and biography in one language."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="texts")
    role = LineField(
        _("role"), max_length=120, blank=True, help_text=_("Such as Mediterranean correspondent.")
    )
    biography = models.TextField(
        _("biography"),
        max_length=4000,
        blank=True,
        help_text=_("Plain text; an empty line begins a paragraph."),
    )

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["author", "language"], name="one_author_text"),
            models.UniqueConstraint(fields=["language", "slug"], name="one_author_slug"),
        ]

    def clean(self) -> None:
        """Keep printable lines of the biography."""
        self.biography = plain_lines(self.biography)
