"""Which part of the project answers which address."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

handler400 = "articles.public.views.errors.bad_request"
handler403 = "articles.public.views.errors.forbidden"
handler404 = "articles.public.views.errors.not_found"
handler500 = "articles.public.views.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("pictures/", include("images.urls")),
    path("", include("articles.admin.previewing")),
    path("", include("articles.public.urls")),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("articles.demo.urls")))
