"""Fronts on the desk: which there are, and a page to arrange each."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles import clock
from articles.admin.fronts import editor, finding, publishing
from articles.admin.fronts.editor import status_words
from articles.models import Front, Section
from articles.permissions import may

VIEWS = {
    "picture": editor.show,
    "state": editor.state,
    "keep": editor.keep,
    "stories": finding.stories,
    "publish": publishing.publish,
    "cancel": publishing.cancel,
    "discard": publishing.discard,
    "restore": publishing.restore,
    "versions": publishing.history,
}


@admin.register(Front)
class FrontAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Fronts: arranged on a picture of the page, published and put back here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "arrange_front")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "arrange_front")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # it is there as soon as somebody opens it

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "arrange_front")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def must_arrange(self, request: HttpRequest) -> None:
        """Raises PermissionDenied for whoever may arrange no front."""
        if not self.has_view_permission(request):
            raise PermissionDenied(_("You may not do this."))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        opening = [f"open/{code}/" for code, _name in settings.LANGUAGES]
        own = [
            path(
                route + tail,
                wrap(editor.open_front),
                {"model_admin": self, "language": route.split("/")[1]},
            )
            for route in opening
            for tail in ("", "<int:section>/")
        ]
        own += [
            path(
                f"<int:object_id>/{name}/",
                wrap(view),
                {"model_admin": self},
                name=f"articles_front_{name}",
            )
            for name, view in VIEWS.items()
        ]
        return [*own, *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The editor of a front."""
        self.must_arrange(request)
        if object_id is None:
            raise PermissionDenied(_("You may not do this."))
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
            raise Http404("There is no such front.")
        return editor.editor(request, int(object_id), model_admin=self)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The home page and the sections of every language, and how their fronts stand."""
        self.must_arrange(request)
        context = self.admin_site.each_context(request) | {
            "title": _("Fronts"),
            "languages": [(name, list(_rows(code))) for code, name in settings.LANGUAGES],
        }
        return render(request, "admin/articles/front/fronts.html", context)


def _rows(language: str) -> Any:
    """The fronts of a language: address of the editor, name, how it stands, who changed it."""
    now = clock.now()
    there = Front.objects.filter(language=language).select_related("drafted_by")
    fronts = {front.section_id: front for front in there}
    base = reverse("admin:articles_front_changelist") + f"open/{language}/"
    sections = Section.objects.filter(retired_at=None, texts__language=language)
    named = [(None, _("Home page"))] + [
        (section.pk, section.name_in(language)) for section in sections.prefetch_related("texts")
    ]
    for key, name in named:
        front = fronts.get(key)
        yield {
            "url": f"{base}{key}/" if key else base,
            "name": name,
            "status": status_words(front, now) if front else _("Live, filled by itself"),
        }
