"""The picture on the desk: the library and a page for each."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles.admin.pictures import library, previewing
from articles.admin.requests import person
from articles.permissions import may, pictures_visible_to
from images.models import Image, ImageQuerySet


@admin.register(Image)
class PictureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Pictures: found, described, replaced and taken down here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "see_pictures")

    def has_view_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return may(request.user, "see_pictures")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> ImageQuerySet:
        return pictures_visible_to(person(request)).with_file()

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:object_id>/preview/<slug:key>/",
                wrap(previewing.preview, cacheable=True),
                {"model_admin": self},
                name="images_image_preview",
            ),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return library.library(request, model_admin=self)
