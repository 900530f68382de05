"""Addresses of pages of a story on the desk."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


def story_paths(
    model_admin: Any, views: Mapping[str, Callable[..., HttpResponseBase]]
) -> list[URLPattern]:
    """For each route in `views` the address /…/<key of the story>/<route>/.

    It is named by the first word of the route. A view is called with the request, `object_id`,
    `model_admin` and what the route names, for who is signed in.
    """
    wrap = model_admin.admin_site.admin_view
    return [
        path(
            f"<path:object_id>/{route}/",
            wrap(view),
            {"model_admin": model_admin},
            name=f"articles_story_{route.split('/')[0]}",
        )
        for route, view in views.items()
    ]
