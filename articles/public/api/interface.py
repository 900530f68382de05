"""The API as one object: its operations, its addresses, the document that describes it."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI, Router
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from articles.public.api import changes, filing, formats, problems, searching, stories
from articles.public.api.answering import for_everybody
from articles.public.cachetags import Shown, carry

PREFIX = "/api/v1/"
MEDIA_TYPE = "application/json"
_PIECE = re.compile(r"<(?:\w+:)?(\w+)>")  # how Django writes what OpenAPI writes as {piece}
TOLD = """What readers see on this site, for programs. Read-only, without a key.

Lists go on at the address in `next`. Every answer has an `ETag`: send it as `If-None-Match`, and
what has not changed is answered with 304. Errors are `application/problem+json` (RFC 9457).
"""


class Written(JSONRenderer):
    """JSON that has letters of all scripts as they are."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """Django Ninja's, with our errors, and with every answer and parameter said exactly."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function: one word that clients can call."""
        return operation.view_func.__name__

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """A problem, whatever happened."""
        return problems.respond(request, exc)

    @cached_property
    def described(self) -> dict[str, Any]:
        """The OpenAPI document."""
        schema = dict(self.get_openapi_schema(path_prefix=PREFIX))
        for operations in schema["paths"].values():
            for operation in operations.values():
                for parameter in operation["parameters"]:
                    parameter["schema"] = _without_null(parameter["schema"])
                operation["responses"] = _exactly(operation["responses"])
        return schema

    def patterns(self) -> list[URLPattern]:
        """The addresses of the operations, each with what every answer has."""
        found = []
        for entry in self.urls[0]:
            route = str(entry.pattern)
            told = self.described["paths"].get(PREFIX + _PIECE.sub(r"{\1}", route))
            if told and isinstance(entry, URLPattern):
                asked = (one for one in told["get"]["parameters"] if one["in"] == "query")
                view = for_everybody(entry.callback, {one["name"] for one in asked})
                found.append(path(route, view, name=entry.name))
        return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter may be: one that is left away is not there, rather than null."""
    given = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    return schema if not given else {**given[0], "title": schema["title"]}


def _exactly(responses: dict[Any, Any]) -> dict[str, Any]:
    """The responses of an operation, with the media type of errors, and with 304."""
    exact: dict[str, Any] = {}
    for status, told in responses.items():
        content = dict(told["content"])
        if len(content) > 1:  # an operation that says its own media type
            del content[MEDIA_TYPE]
        if MEDIA_TYPE in content and _is_problem(content[MEDIA_TYPE]["schema"]):
            content[problems.MEDIA_TYPE] = content.pop(MEDIA_TYPE)
        exact[str(status)] = told | {"content": content}
    exact["304"] = {"description": "Not Modified"}
    return exact


def _is_problem(schema: Mapping[str, Any]) -> bool:
    return schema.get("$ref", "").rpartition("/")[2] in problems.NAMES


api = Interface(
    title="Newsroom",
    version="1",
    description=TOLD,
    openapi_url=None,
    docs_url=None,
    servers=[{"url": "/"}],
    renderer=Written(),
    urls_namespace="api",
    default_router=Router(tags=["site"]),
)
# Formats first: a story's address would take theirs for its own.
for router in (formats.router, stories.router, changes.router, filing.router, searching.router):
    api.add_router("", router)


def openapi(request: HttpRequest) -> HttpResponse:
    """The document that describes the API."""
    return carry(JsonResponse(api.described), Shown())


def nothing(request: HttpRequest) -> HttpResponse:
    """404 in the shape of the API's errors."""
    return problems.respond(request, problems.NotThere("Nothing has this address."))
