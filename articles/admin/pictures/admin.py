"""The picture on the desk: the library and a page for each."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import clock
from articles.admin.pictures import (
    choosing,
    deeds,
    describing,
    filling_in,
    library,
    previewing,
    replacing,
    uploading,
    used,
)
from articles.admin.pictures.facts import shown_of
from articles.admin.pictures.finding import SEARCHED, Wanted, matching
from articles.admin.pictures.forms import GROUPS, PictureForm
from articles.admin.requests import person
from articles.permissions import may, pictures_visible_to
from articles.pictures import describe_picture, scope_picture
from images.models import Image, ImageQuerySet

VIEWS: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
    "cards/": ("cards", choosing.cards),
    "choose/": ("choose", choosing.choose),
    "<int:object_id>/replace/": ("replace", replacing.replace),
    "<int:object_id>/replace/<uuid:uuid>/": ("replace_finish", replacing.finish),
    "<int:object_id>/words/": ("words", describing.words),
    "upload/": ("upload", uploading.page),
    "uploads/": ("uploads", uploading.begin),
    "uploads/<uuid:uuid>/": ("upload_piece", uploading.piece),
    "uploads/<uuid:uuid>/finish/": ("upload_finish", uploading.finish),
}


@admin.register(Image)
class PictureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Pictures: found, described, replaced and taken down here."""

    form = PictureForm
    fieldsets = [(title, {"fields": names}) for title, names in GROUPS]
    change_form_template = "admin/images/image/change_form.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = SEARCHED  # of the fields elsewhere that find a picture while one types

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "see_pictures")

    def has_view_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return may(request.user, "see_pictures")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "add_picture")

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return may(request.user, "describe_picture", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> ImageQuerySet:
        return pictures_visible_to(person(request)).with_file()

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """The pictures that have every word, as in the library; what was retired is not offered."""
        return matching(queryset.offered(), Wanted(words=search_term)), False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:object_id>/preview/<slug:key>/",
                wrap(previewing.preview, cacheable=True),
                {"model_admin": self},
                name="images_image_preview",
            ),
            path(
                "<int:object_id>/uses/",
                wrap(used.page),
                {"model_admin": self},
                name="images_image_uses",
            ),
        ]
        own += [
            path(route, wrap(view), {"model_admin": self}, name=f"images_image_{name}")
            for route, (name, view) in VIEWS.items()
        ]
        own += [
            path(
                f"<int:object_id>/{name.replace('_', '-')}/",
                wrap(view),
                {"model_admin": self},
                name=f"images_image_{name}",
            )
            for name, view in (deeds.VIEWS | {"describe": filling_in.describe}).items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """A picture begins with its file."""
        return HttpResponseRedirect(reverse("admin:images_image_upload"))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Image | None = None,
    ) -> HttpResponse:
        """The page of a picture: the form beside the picture, its cuts and its file."""
        if obj is None:
            raise ValueError("A picture begins with its file.")
        return super().render_change_form(
            request, context | shown_of(request, obj), add, change, form_url, obj
        )

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        now, values = clock.now(), {name: form.cleaned_data[name] for name in form.changed_data}
        to: dict[str, Any] = {"picture": Image.objects.get(pk=obj.pk), "by": person(request)}
        sections = values.pop("sections", None)
        describe_picture(fields=values, now=now, **to)
        if sections is not None:
            scope_picture(sections=sections, now=now, **to)

    @admin.display(description=_("Only in these sections"))
    def sections(self, obj: Image) -> str:
        """Where alone it may be used, for those who may not change it."""
        scopes = obj.scopes.select_related("section").prefetch_related("section__texts")
        return ", ".join(str(scope.section) for scope in scopes) or gettext("Everywhere")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return library.library(request, model_admin=self)
