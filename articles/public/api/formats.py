"""One story in the formats of others: IPTC ninjs, and Markdown."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from ninja import Router, Schema
from pydantic import ConfigDict

from articles import markdown, ninjs, surroundings
from articles.addresses import absolute
from articles.models.public import Edition, Why
from articles.public import resolving
from articles.public.api.problems import ERRORS, NotThere
from articles.public.api.schemas import Url
from articles.public.api.stories import GONE, refusal
from articles.public.cachetags import ELSEWHERE, Shown, carry
from articles.public.reading import instant_of
from articles.public.views.stories import corrected
from articles.surroundings import Surroundings

router = Router(tags=["formats"])
MEDIA_TYPE = "application/json; charset=utf-8"
AS_MARKDOWN: dict[str, Any] = {
    "responses": {
        200: {
            "description": "OK",
            "content": {markdown.MEDIA_TYPE: {"schema": {"type": "string"}}},
        }
    }
}


class Ninjs(Schema):
    """An item of ninjs 3.1, which the IPTC describes; `standard` names its schema."""

    model_config = ConfigDict(extra="allow")

    uri: Url
    standard: dict[str, str]
    pubStatus: str  # noqa: N815 - as ninjs has it
    versionCreated: str  # noqa: N815


@router.get("stories/{uuid}/ninjs", response={200: Ninjs, **ERRORS, 410: Ninjs, 451: Ninjs})
def story_as_ninjs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One story as IPTC ninjs 3.1.

    One that was taken down, or whose time was up, is answered with 410, or 451 on a legal order,
    and with its identity and its status alone: canceled, or withheld where it may come back.
    """
    at = instant_of(request)
    found = resolving.resolve_story(uuid, at)
    if found is None:
        raise NotThere("Readers know no story by this uuid.")
    if isinstance(found, resolving.Gone):
        why = found.withdrawal.why if found.withdrawal else ""
        item = ninjs.unusable(uuid, found.since, why)
        tags = Shown.of_story(found.edition)
        tags.lists.add(ELSEWHERE)
        return carry(_json(item, 451 if why == Why.LEGAL else 410), tags)
    with translation.override(found.language):
        written = ninjs.usable(found, corrected(found, at), _around(found, request), at)
    answer = _json(written.item)
    answer.headers["Content-Language"] = found.language
    return carry(answer, Shown.of_story(found, pictures=written.pictures))


@router.get("stories/{uuid}.md", response={200: str, **ERRORS, **GONE}, openapi_extra=AS_MARKDOWN)
def story_as_markdown(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One story as Markdown: CommonMark, with tables as GitHub writes them, and no HTML."""
    at = instant_of(request)
    found = resolving.resolve_story(uuid, at)
    if found is None:
        raise NotThere("Readers know no story by this uuid.")
    if isinstance(found, resolving.Gone):
        with translation.override(found.edition.language):
            raise refusal(found)
    with translation.override(found.language):
        written = markdown.story_page(found, corrected(found, at), _around(found, request), at)
    answer = HttpResponse(written.text, content_type=f"{markdown.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Content-Language"] = found.language
    answer.headers["Link"] = f'<{absolute(found.path)}>; rel="canonical"'
    return carry(answer, Shown.of_story(found, pictures=written.pictures))


def _around(edition: Edition, request: HttpRequest) -> Surroundings:
    """The names around a story. NotThere in a language that the site does not offer."""
    around = surroundings.gather(
        language=edition.language, at=instant_of(request), edition=edition, has_pages=False
    )
    if edition.language not in around.languages:
        raise NotThere("The site has no stories in this language.")
    return around


def _json(item: dict[str, Any], status: int = 200) -> HttpResponse:
    unescaped = {"ensure_ascii": False}
    return JsonResponse(item, status=status, content_type=MEDIA_TYPE, json_dumps_params=unescaped)
