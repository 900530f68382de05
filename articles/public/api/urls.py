"""Addresses of the API: its version is in the path, a language is a parameter."""

from django.urls import path, re_path

from articles.public.api.answering import for_everybody
from articles.public.api.documented import documented
from articles.public.api.interface import api, nothing, openapi

urlpatterns = [
    path("", documented, name="api"),
    path("v1/openapi.json", for_everybody(openapi), name="openapi"),
    *(path(f"v1/{entry.pattern}", entry.callback, name=entry.name) for entry in api.patterns()),
    re_path(r"^v1\b", for_everybody(nothing, parameters=None)),
]
