"""The inlines of the story form: one for every kind of part, and the bylines."""

from content_editor.admin import ContentEditorInline
from django.contrib import admin
from django.http import HttpRequest

from articles.admin.forms import BylineForm, PartForm
from articles.admin.formsets import PartFormSet, UidFormSet
from articles.models import Byline, Embed, FactBox, Picture, PullQuote, Story, TextSection
from articles.permissions import may


class StoryRows:
    """Who may write a story may change its rows; nobody else may.

    Without a story Django asks whether there could be rows at all.
    """

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return may(request.user, "start") if obj is None else may(request.user, "view", obj)

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return may(request.user, "start") if obj is None else may(request.user, "write", obj)

    has_add_permission = has_delete_permission = has_change_permission


class PartInline(StoryRows, ContentEditorInline):
    """A kind of part."""

    is_part = True
    form = PartForm
    formset = PartFormSet
    template = "admin/articles/story/parts.html"

    @property
    def kind(self) -> str:
        """The kind of part, as documents name it."""
        return self.model.kind


class TextSectionInline(PartInline):
    """Section."""

    model = TextSection
    fields = [
        "uid",
        "anchor",
        "subheading",
        "subheading_language",
        "body",
        "region",
        "ordering",
    ]


class PictureInline(PartInline):
    """Picture."""

    model = Picture
    fields = [
        "uid",
        "image",
        "caption",
        "caption_language",
        "alt",
        "layout",
        "purpose",
        "crop",
        "region",
        "ordering",
    ]


class PullQuoteInline(PartInline):
    """Quote."""

    model = PullQuote
    fields = ["uid", "quote", "quote_language", "attribution", "region", "ordering"]


class FactBoxInline(PartInline):
    """Fact box."""

    model = FactBox
    fields = ["uid", "title", "body", "region", "ordering"]


class EmbedInline(PartInline):
    """Embed."""

    model = Embed
    fields = [
        "uid",
        "url",
        "title",
        "title_language",
        "author",
        "provider",
        "thumbnail",
        "caption",
        "caption_language",
        "ratio",
        "region",
        "ordering",
    ]


class BylineInline(StoryRows, admin.StackedInline):  # type: ignore[type-arg]
    """Who made the story."""

    is_part = False
    model = Byline
    form = BylineForm
    formset = UidFormSet
    extra = 0
    template = "admin/articles/story/bylines.html"


PART_INLINES = [TextSectionInline, PictureInline, PullQuoteInline, FactBoxInline, EmbedInline]
