"""What the site says about itself."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.fields import LineField


def all_languages() -> list[str]:
    """The codes of every language that the installation knows."""
    return [code for code, _name in settings.LANGUAGES]


class Crawlers(models.TextChoices):
    """What programs that gather texts for language models may do; robots.txt tells them."""

    ALLOWED = "allowed", _("They may read everything, also to train on it.")
    NO_TRAINING = "no-training", _("They may look up what they link to, and not train on it.")
    REFUSED = "refused", _("They may read nothing.")


class SiteSettings(models.Model):
    """The one row of settings of the site. `load()` gives it."""

    languages = models.JSONField(
        _("languages"),
        default=all_languages,
        help_text=_("Codes of the languages that readers are offered, the default one first."),
    )

    feeds_have_text = models.BooleanField(
        _("feeds have the whole text"),
        default=True,
        help_text=_("Otherwise they have the headline and the standfirst."),
    )
    feed_hub = models.CharField(
        _("WebSub hub"),
        max_length=200,
        validators=[URLValidator(schemes=["https", "http"])],
        blank=True,
        help_text=_("Feeds name it, so that readers’ programs hear of news at once."),
    )

    ai_crawlers = models.CharField(
        _("AI crawlers"),
        max_length=12,
        choices=Crawlers.choices,
        default=Crawlers.NO_TRAINING,
        help_text=_(
            "Said in robots.txt to the crawlers that are known by name. It is a request: those who"
            " are honest follow it. Search engines are not meant by it."
        ),
    )
    contact_email = models.EmailField(
        _("address for readers"),
        blank=True,
        help_text=_(
            "Where readers may write to; told on pages that say that something is missing."
        ),
    )
    security_contact = models.CharField(
        _("security contact"),
        max_length=200,
        blank=True,
        validators=[URLValidator(schemes=["https", "mailto"], message=_("https://… or mailto:…"))],
        help_text=_("Where to report a hole: mailto:… or https://…, told in security.txt."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_site")]

    def __str__(self) -> str:
        return str(_("Site settings"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(_("The settings of the site cannot be deleted."))

    def clean(self) -> None:
        """Refuse codes that the installation does not know, and a list without the default."""
        codes = self.languages
        known = set(all_languages())
        if not isinstance(codes, list) or not all(isinstance(c, str) and c in known for c in codes):
            raise ValidationError({"languages": _("Choose from: %s.") % ", ".join(sorted(known))})
        if settings.LANGUAGE_CODE not in codes:
            raise ValidationError({"languages": _("The default language cannot be switched off.")})

    @classmethod
    def load(cls) -> Self:
        """The settings, or unsaved ones with their defaults on a site that has none yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class SiteText(models.Model):
    """The site's name and other words, in one language."""

    site = models.ForeignKey(SiteSettings, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(
        _("language"), max_length=16, choices=settings.LANGUAGES, unique=True
    )
    name = LineField(_("name"), max_length=120)
    tagline = LineField(_("tagline"), max_length=200, blank=True)
    description = LineField(_("description"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["language"]

    def __str__(self) -> str:
        return self.name
