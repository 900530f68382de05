"""The story on the desk: its list and its form."""

from typing import Any

from content_editor.admin import ContentEditor
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles import clock, revisions
from articles.admin import autosaving, calendar, opening, presence, saving, story_views
from articles.admin.bin import BinViews
from articles.admin.listing import StoryList
from articles.admin.parts import PART_INLINES, BylineInline
from articles.admin.paths import story_paths
from articles.admin.requests import person
from articles.admin.versions import VersionViews
from articles.document import Document, freeze
from articles.models import Revision, Story
from articles.permissions import may, visible_to
from fetching import PUBLIC, Policy


@admin.register(Story)
class StoryAdmin(VersionViews, BinViews, StoryList, ContentEditor):
    """Stories: started, written, previewed, published and taken down here."""

    inlines = [BylineInline, *PART_INLINES]
    change_form_template = "admin/articles/story/change_form.html"
    change_list_template = "admin/articles/story/change_list.html"
    outside: Policy = PUBLIC  # whom embeds are looked up at

    # --- who may --------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "start")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "start")

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return may(request.user, "start") if obj is None else may(request.user, "view", obj)

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return may(request.user, "start") if obj is None else may(request.user, "write", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return False  # a story is taken down, never deleted

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Story]":
        return visible_to(request.user)

    def story_or_404(self, request: HttpRequest, object_id: str, verb: str) -> Story:
        """The story that `request.user` may do `verb` to. Http404 for all others, known or not."""
        story = self.get_object(request, object_id)
        if story is None or not may(request.user, verb, story):
            raise Http404("There is no such story for you.")
        return story

    # --- addresses ------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = story_paths(self, story_views.VIEWS)
        of_all = [
            path(
                "calendar/",
                wrap(calendar.calendar),
                {"model_admin": self},
                name="articles_story_calendar",
            ),
            path("here/", wrap(presence.here), name="articles_story_here"),
        ]
        return [*of_all, *own, *super().get_urls()]

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start an empty draft and open its form, so that there is always something to save into.

        A GET must not write, so it asks first.
        """
        if not self.has_add_permission(request):
            raise Http404("Nothing can be started here.")
        if request.method != "POST":
            context = self.admin_site.each_context(request) | {
                "title": _("New story"),
                "languages": settings.LANGUAGES,
            }
            return TemplateResponse(request, "admin/articles/story/start.html", context)
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            language = person(request).language
        story = revisions.start(story=Story(language=language), by=person(request), now=clock.now())
        return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story.pk]))

    # --- the form -------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form of the working copy, or its posted text saved."""
        verb = "write" if request.method == "POST" else "view"
        story = self.story_or_404(request, unquote(object_id or ""), verb)
        if request.method == "POST":
            others = saving.somebody_elses(self, request, story)
            return others or saving.save(self, request, story)
        taken = autosaving.taken_from(request, story)
        if taken:
            return autosaving.open_taken(self, request, story, taken)
        newest = revisions.latest(story)
        more = autosaving.offered(request, story) | (extra_context or {})
        return self.open_form(request, story, freeze(story), base=newest, **more)

    def open_form(
        self,
        request: HttpRequest,
        story: Story,
        document: Document,
        *,
        base: Revision | None,
        **more: Any,
    ) -> HttpResponse:
        """The form with any document of the story; see `opening.open_form`."""
        return opening.open_form(self, request, story, document, base=base, **more)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"languages": settings.LANGUAGES}
        return super().changelist_view(request, more | (extra_context or {}))

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404("Stories are taken down, never deleted.")

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Story | None = None) -> Any:
        """Spell-checking and quotation marks go by the story's language, not the interface's."""
        language = obj.language if obj else ""
        is_known = language in dict(settings.LANGUAGES)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            for field in formset.form.base_fields.values():
                if is_known and hasattr(field.widget, "language"):
                    field.widget.language = language
            yield formset, inline
