"""How long others may keep a readers' page: browsers ask again each time, which is cheap."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

View = Callable[..., HttpResponse]


def fresh(view: View) -> View:
    """Let browsers keep the page and revalidate it by ETag before they show it again."""

    @conditional_page
    @cache_control(public=True, max_age=0, must_revalidate=True)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return run
