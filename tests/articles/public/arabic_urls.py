"""The site's addresses with Arabic among its languages."""

from django.urls import include, path

from articles.public.urls import pages

urlpatterns = [
    path("ar/", include((pages, "public"), namespace="public_ar")),
    path("", include("newsroom.urls")),
]
