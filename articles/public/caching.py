"""How long others may keep a readers' page: browsers ask again each time, which is cheap."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

View = Callable[..., HttpResponse]
ASK_AGAIN = {"public": True, "max_age": 0, "must_revalidate": True}


def fresh(view: View) -> View:
    """Let browsers keep the page and revalidate it by ETag before they show it again."""

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy: dict[str, Any] = {}

        @conditional_page
        @cache_control(**ASK_AGAIN)
        def answer(request: HttpRequest) -> HttpResponse:
            response = view(request, *args, **kwargs)
            policy.update(vars(response).get("_csp_update") or {})
            return response

        response = answer(request)
        if policy:  # also where nothing changed: browsers keep the headers of the last answer
            vars(response)["_csp_update"] = policy
        return response

    return run


def ask_again(response: HttpResponse) -> HttpResponse:
    """Let nobody keep an answer that time alone can change: what is not there may be soon."""
    patch_cache_control(response, **ASK_AGAIN)
    return response
