"""The page that says what can be asked, made from the OpenAPI document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import page, surroundings
from articles.addresses import absolute, language_prefix
from articles.public.api.interface import api
from articles.public.cachetags import Shown, carry
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.shown import Link
from articles.wording import direction


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be said with a question: `values` are those that it has, or how one is written."""

    name: str
    description: SafeString
    values: str
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A question that can be asked, at `path`, and the statuses of its answers."""

    path: str
    paragraphs: list[SafeString]
    parameters: list[Parameter]
    statuses: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage:
    """The page about the API. What OpenAPI says of itself is in English."""

    language: str
    direction: str
    title: str
    description: str
    canonical_url: str
    robots: str = ""
    breadcrumb: list[Link]
    openapi_url: str
    operations: list[Operation]


@require_safe
@fresh
def documented(request: HttpRequest) -> HttpResponse:
    """The page about the API, in the default language."""
    language, at = settings.LANGUAGE_CODE, instant_of(request)
    around = surroundings.gather(language=language, at=at)
    shown = ApiPage(
        language=language,
        direction=direction(language),
        title=_("Stories for programs"),
        description=_("What readers see on this site as JSON: read-only, without a key."),
        canonical_url=absolute(request.path_info),
        breadcrumb=[Link(_("Home"), language_prefix(language))],
        openapi_url=reverse("openapi"),
        operations=list(operations()),
    )
    site = page.furniture(around, at=at)
    return carry(render(request, "public/pages/api.html", {"page": shown, "site": site}), Shown())


def operations() -> Iterator[Operation]:
    """What can be asked, in the order of the OpenAPI document."""
    for path, methods in api.described["paths"].items():
        told = methods["get"]
        parameters = [_parameter(one) for one in told["parameters"]]
        paragraphs = [_marked(one) for one in told["description"].split("\n\n")]
        yield Operation(path, paragraphs, parameters, sorted(told["responses"]))


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    values = ", ".join(map(str, schema.get("enum", ()))) or schema.get("format", "")
    if "maximum" in schema:
        values = f"{schema.get('minimum', 0)}–{schema['maximum']}"
    default = "" if schema.get("default") is None else str(schema["default"])
    return Parameter(told["name"], _marked(told.get("description", "")), values, default)


def _marked(text: str) -> SafeString:
    """What OpenAPI has between backticks, as the code that it is."""
    pieces = enumerate(text.split("`"))
    markup = (("<code>{}</code>" if number % 2 else "{}", piece) for number, piece in pieces)
    return format_html_join("", "{}", ((format_html(*one),) for one in markup))
