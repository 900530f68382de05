"""What every answer of the API has in common: methods, headers, what caches may keep."""

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from articles.public.api import problems
from articles.public.caching import fresh

METHODS = "GET, HEAD, OPTIONS"
# The data is public and no cookie changes it, so scripts of every site may read it. Without
# `Access-Control-Allow-Credentials` a browser sends no cookie along.
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# Asking "has it changed?" is no simple request: browsers ask whether they may.
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
}
View = Callable[..., HttpResponse]


def for_everybody(view: View, parameters: Collection[str] | None = ()) -> View:
    """The view with what every answer has: HEAD as GET, 304, 405, headers for other sites.

    A parameter that is not one of `parameters`, or that is given twice, is refused: a typing error
    would otherwise go unnoticed, and caches would keep the same answer under many addresses. None:
    the view takes whatever comes.
    """
    cached = fresh(view if parameters is None else _asked_plainly(view, parameters))

    @csrf_exempt  # nothing here changes anything
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            answer = HttpResponse(status=204, headers=PREFLIGHT)
        elif request.method not in {"GET", "HEAD"}:
            error = problems.Refusal(problems.said(405, "The API is for reading."))
            answer = problems.respond(request, error)
            answer.headers["Allow"] = METHODS
        else:
            answer = _as_get(cached, request, *args, **kwargs)
        for name, value in SHARED.items():
            answer.headers[name] = value
        return answer

    return run


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer to a GET; the server leaves the body away where HEAD was asked."""
    asked, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = asked


def _asked_plainly(view: View, parameters: Collection[str]) -> View:
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wrong = [
            (name, "It is given twice." if name in parameters else "There is no such parameter.")
            for name, values in request.GET.lists()
            if name not in parameters or len(values) > 1
        ]
        if wrong:
            return problems.respond(request, problems.Unintelligible(*wrong))
        return view(request, *args, **kwargs)

    return run
