"""The story: the working copy that the desk edits. Readers never see it."""

from typing import Self
from uuid import uuid4

from content_editor.models import Region
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.fields import (
    CropField,
    LanguageField,
    LineField,
    PictureField,
    validate_slug,
)
from articles.models.taxonomy import Author, Section, Topic


class Format(models.TextChoices):
    """What kind of piece a story is; every one but news is a word before the headline."""

    NEWS = "news", _("News")
    OPINION = "opinion", _("Opinion")
    ANALYSIS = "analysis", _("Analysis")
    INTERVIEW = "interview", _("Interview")
    EXPLAINER = "explainer", _("Explainer")
    REVIEW = "review", _("Review")
    OBITUARY = "obituary", _("Obituary")
    SPONSORED = "sponsored", _("Sponsored")
    PAGE = "page", _("Standing page")


class Purpose(models.TextChoices):
    """What a picture is there for, in one use."""

    TELLS = "", _("Tells something")
    DECORATIVE = "decorative", _("Decorates: nothing to say to people who do not see it")


class Stage(models.TextChoices):
    """Where the working copy is on the desk; nothing to do with being live."""

    DRAFT = "draft", _("Writing")
    SUBMITTED = "submitted", _("With the desk")
    CHANGES_REQUESTED = "changes_requested", _("Sent back")
    APPROVED = "approved", _("Ready")


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories are on the desk or in the bin, never both."""

    def on_desk(self) -> Self:
        """Those that are not in the bin."""
        return self.filter(binned_at=None)

    def in_bin(self) -> Self:
        """Those in the bin."""
        return self.filter(binned_at__isnull=False)


class Story(models.Model):  # type: ignore[django-manager-missing]  # parts are found by kind
    """The thing being reported, as the desk has it now."""

    regions = [Region(key="main", title=_("Story"))]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=16, choices=settings.LANGUAGES)
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("section"),
    )
    kicker = LineField(_("kicker"), max_length=120, blank=True, help_text=_("Above the headline."))
    headline = LineField(_("headline"), max_length=500, blank=True)
    headline_language = LanguageField(_("language of the headline"))
    standfirst = LineField(
        _("standfirst"), max_length=1000, blank=True, help_text=_("The story in a sentence or two.")
    )
    slug = models.CharField(
        _("in the address"),
        max_length=200,
        blank=True,
        validators=[validate_slug],
        help_text=_("Made from the headline where it is left empty."),
    )
    format = models.CharField(
        _("format"), max_length=16, choices=Format.choices, default=Format.NEWS
    )
    sponsor = LineField(
        _("sponsor"), max_length=200, blank=True, help_text=_("Who paid, for a sponsored story.")
    )
    dateline = LineField(_("place"), max_length=120, blank=True, help_text=_("As in BEIRUT."))
    lead_image = PictureField(_("lead picture"))
    lead_caption = LineField(
        _("caption"), max_length=2000, blank=True, help_text=_("Printed under the picture.")
    )
    lead_caption_language = LanguageField(_("language of the caption"))
    lead_alt = LineField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("The picture's own where it is left empty."),
    )
    lead_purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, blank=True, default=""
    )
    lead_crop = CropField(_("crop"))
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="stories", verbose_name=_("topics")
    )
    seo_title = LineField(_("search title"), max_length=200, blank=True)
    seo_description = LineField(_("search description"), max_length=400, blank=True)
    translation_group = models.UUIDField(default=uuid4, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_stories",
        verbose_name=_("assigned to"),
    )
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    embargo = models.DateTimeField(
        _("not before"), null=True, blank=True, help_text=_("Nobody can publish it earlier.")
    )
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, editable=False, help_text=_("Readers see it until then.")
    )
    laid_out_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text=_("The instant of the last verb that changed what readers see, and when."),
    )
    binned_at = models.DateTimeField(null=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"], condition=~Q(slug=""), name="one_story_slug"
            ),
            models.UniqueConstraint(
                fields=["translation_group", "language"], name="one_translation"
            ),
        ]
        indexes = [
            models.Index(fields=["-saved_at", "-id"], name="stories_by_saving"),
            models.Index(fields=["created_by", "-saved_at", "-id"], name="stories_by_creator"),
            models.Index(
                fields=["embargo", "id"],
                name="stories_by_embargo",
                condition=Q(embargo__isnull=False),
            ),
            models.Index(
                fields=["-saved_at", "-id"],
                name="stories_handed_on",
                condition=Q(stage__in=["submitted", "changes_requested"]),
            ),
            models.Index(
                fields=["lead_image"], name="stories_by_picture", condition=~Q(lead_image="")
            ),
            models.Index(
                fields=["due_at", "id"], name="stories_by_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(
                fields=["-binned_at", "-id"],
                name="stories_in_bin",
                condition=Q(binned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("Untitled story"))

    @property
    def is_page(self) -> bool:
        """Whether this is a standing page: no section, byline or date, and in no list."""
        return self.format == Format.PAGE


class Byline(models.Model):
    """One name of who made a story, as printed."""

    uid = models.UUIDField(default=uuid4)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    name = LineField(
        _("name as printed"),
        max_length=200,
        blank=True,
        help_text=_("The author's name where it is left empty."),
    )
    role = LineField(_("role"), max_length=120, blank=True, help_text=_("As in “photographs”."))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["story", "uid"], name="one_byline_uid")]

    def __str__(self) -> str:
        return self.name
