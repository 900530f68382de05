"""Readers' addresses: the same ones under every language's prefix."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from articles.public.views import lists, stories


class WordConverter:
    """A piece of a path in any script; control characters stand in no address."""

    regex = r"[^/\x00-\x1f\x7f]+"

    def to_python(self, value: str) -> str:
        """The piece as it stands in the path."""
        return value

    def to_url(self, value: str) -> str:
        """The piece as it stands in the path."""
        return value


register_converter(WordConverter, "word")

pages = [
    path("", lists.home, name="home"),
    path("<word:word>/", stories.first_piece, name="first_piece"),
    path("<word:section>/<word:slug>/", stories.story, name="story"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{code}/", include((pages, "public"), namespace=f"public_{code}"))
    for code, _name in settings.LANGUAGES[1:]
]
urlpatterns.append(path("", include((pages, "public"), namespace="public")))
