"""The story on the desk: its list and its form."""

from typing import Any

from content_editor.admin import ContentEditor
from csp.constants import NONCE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import ImportMap, Media, Script

from articles import clock, revisions, translations
from articles.admin import history, story_views
from articles.admin.desk_state import desk_state
from articles.admin.forms import StoryForm
from articles.admin.listing import StoryList
from articles.admin.parts import PART_INLINES, BylineInline
from articles.admin.requests import person
from articles.admin.words import form_words
from articles.models import Story
from articles.permissions import may, visible_to
from articles.verbs import Unable, lock

# Where an editor is shown: the nonce is for content-editor's import map, inline styles are what
# CKEditor draws its buttons with. Scripts stay ours alone.
EDITOR_POLICY = {"script-src": [SELF, NONCE], "style-src": [SELF, UNSAFE_INLINE]}
CLOSED_TO_POSTS = ("_clone", "_clone_region", "_clone_ordering", "_saveasnew")
# The form's own modules; the import map gives them the names of the collected files.
MODULES = ("bylines", "checks", "dom", "fields", "menus", "parts", "saving", "sheets", "words")
DESK_MEDIA = Media(
    js=[Script("js/desk/form.js", type="module")],
    importmap=ImportMap({f"desk/{name}": f"js/desk/{name}.js" for name in MODULES}),
)


@admin.register(Story)
class StoryAdmin(StoryList, ContentEditor):
    """Stories: started, written, previewed, published and taken down here."""

    form = StoryForm
    inlines = [BylineInline, *PART_INLINES]
    change_form_template = "admin/articles/story/change_form.html"
    change_list_template = "admin/articles/story/change_list.html"
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "standfirst", "dateline", "base_revision"]}),
        (
            gettext_lazy("Story"),
            {
                "fields": [
                    "section",
                    "topics",
                    "format",
                    "sponsor",
                    "language",
                    "translation_of",
                    "assigned_to",
                ]
            },
        ),
        (gettext_lazy("More"), {"fields": ["slug", "seo_title", "seo_description"]}),
    ]

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

    def get_fieldsets(self, request: HttpRequest, obj: Story | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if may(request.user, "assign", obj):
            return fieldsets
        return [
            (title, {**options, "fields": [f for f in options["fields"] if f != "assigned_to"]})
            for title, options in fieldsets
        ]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.user = person(request)  # the class is made anew for each request
        return form

    def _get_obj_does_not_exist_redirect(self, *_args: Any) -> HttpResponse:
        raise Http404("There is no such story for you.")

    # --- addresses ------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                f"<path:object_id>/{name}/",
                wrap(view),
                {"model_admin": self},
                name=f"articles_story_{name}",
            )
            for name, view in story_views.VIEWS.items()
        ]
        return [*own, *super().get_urls()]

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
        """The form, or its posted text saved; the content editor's copying of parts is closed."""
        if request.method == "POST":
            request.POST = without(request.POST, CLOSED_TO_POSTS)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Unable as error:
            if wants_json(request):
                return JsonResponse({"errors": {"": error.reasons}}, status=422)
            for reason in error.reasons:
                messages.error(request, reason)
            return HttpResponseRedirect(request.path)

    def _changeform_view(self, request: HttpRequest, object_id: str | None, *args: Any) -> Any:
        """Two people's saves of one story wait for each other, so that each sees the other's."""
        if request.method == "POST" and object_id is not None:
            lock(self.story_or_404(request, object_id, "write"))
        return super()._changeform_view(request, object_id, *args)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"languages": settings.LANGUAGES}
        return super().changelist_view(request, more | (extra_context or {}))

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404("Stories are taken down, never deleted.")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who saved and published what; the log of Django's admin is not used."""
        story = self.story_or_404(request, object_id, "view")
        context = self.admin_site.each_context(request) | {
            "title": _("History"),
            "story": story,
            "lines": history.lines(story),
        }
        return TemplateResponse(request, "admin/articles/story/history.html", context)

    def log_change(self, *_args: Any) -> None:
        """Revisions and audit lines say more than Django's log, and one record is enough."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Story | None = None) -> Any:
        """Spell-checking and quotation marks go by the story's language, not the interface's."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            for field in formset.form.base_fields.values():
                if obj is not None and hasattr(field.widget, "language"):
                    field.widget.language = obj.language
            yield formset, inline

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save topics and rows, then record the revision.

        The content editor's own `save_related` is passed over: it copies any part by primary key
        without asking whose it is.
        """
        super(ContentEditor, self).save_related(request, form, formsets, change)
        by, now = person(request), clock.now()
        revisions.save(story=form.instance, by=by, now=now)
        if "translation_of" in form.changed_data:
            other = form.cleaned_data["translation_of"]
            translations.pair(story=form.instance, other=other, by=by, now=now)
        form.instance.refresh_from_db()

    def response_change(self, request: HttpRequest, obj: Story) -> HttpResponse:
        if wants_json(request):
            return JsonResponse(desk_state(obj, person(request)).as_json())
        if "_publish" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_story_publish", args=[obj.pk]))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        story: Story = kwargs.get("obj") or context["original"]
        form = context["adminform"].form
        is_stale = form.has_error("__all__", code="stale")
        if wants_json(request) and request.method == "POST":
            if is_stale:
                message = " ".join(form.non_field_errors())
                return JsonResponse({"message": message}, status=409)
            return JsonResponse({"errors": posted_errors(context)}, status=422)
        context["desk"] = desk_state(story, person(request))
        context["words"] = form_words()
        context["is_stale"] = is_stale
        context["may_assign"] = may(request.user, "assign", story)
        form.initial["base_revision"] = context["desk"].revision
        response = super().render_change_form(request, context, **kwargs)
        media = response.context_data["media"] + DESK_MEDIA
        response.context_data["media"] = media.with_nonce(str(vars(request)["csp_nonce"]))
        response._csp_update = EDITOR_POLICY
        return response


def wants_json(request: HttpRequest) -> bool:
    """Whether the form was saved in the background."""
    return request.headers.get("Accept", "").startswith("application/json")


def without(post: Any, names: tuple[str, ...]) -> Any:
    """A copy of `post` without `names`."""
    copy = post.copy()
    for name in names:
        copy.pop(name, None)
    copy._mutable = False
    return copy


def posted_errors(context: dict[str, Any]) -> dict[str, list[str]]:
    """Sentences by the name of the form's field that they are about; "" for the whole form."""
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms.extend(inline.formset.forms)
    errors = {
        form.add_prefix(name) if name != "__all__" else "": [str(error) for error in sentences]
        for form in forms
        for name, sentences in form.errors.items()
    }
    for inline in context["inline_admin_formsets"]:
        for error in inline.formset.non_form_errors():
            errors.setdefault("", []).append(str(error))
    return errors
