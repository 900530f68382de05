"""Changes since a cursor: what partners need to keep their copies of stories right."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from articles import announcing
from articles.addresses import absolute
from articles.models.public import TOLD, Announcement, What
from articles.public.api import cursors
from articles.public.api.problems import ERRORS
from articles.public.api.schemas import Url
from articles.public.cachetags import PICTURES, STORIES, Shown, carry

router = Router(tags=["changes"])
BEGINNING = "0.0"
Since = Annotated[
    str | None,
    Field(
        pattern=cursors.PATTERN,
        description="The `cursor` of the answer before; without it you get all from the beginning.",
    ),
]
Type = Literal["publish", "update", "correct", "move", "restore", "redact", "take_down"]


class Change(Schema):
    """Something that happened to a story which readers see, saw, or see again.

    `publish`: for the first time. `update`, `correct`, `move`: it reads otherwise, was wrong, has
    another address. `restore`: it is back. `redact`: words were removed from it by law; replace
    your copy at once. `take_down`: readers do not see it any more; take yours down. `at` is when
    that happened for readers. `url` and `previous_url` are null where nothing may be said of the
    story now, `previous_url` also where the address stayed. `change` says what kind of change an
    edition was, `reason` why a story was taken down.
    """

    cursor: str
    type: Type
    at: datetime
    uuid: UUID
    uri: Url
    language: str
    status: Literal["usable", "withheld", "canceled"]
    version: int | None
    change: Literal["first", "minor", "update", "correction", "clarification"] | None
    reason: Literal["ended", "withdrawn", "legal", "mistake"] | None
    url: Url | None
    previous_url: Url | None
    story_url: Url | None
    ninjs_url: Url | None


class Asked(Schema):
    """From where on, and how many."""

    since: Since = None
    limit: cursors.Limit = cursors.MOST


class Changes(Schema):
    """A page of changes, in the order in which they became known.

    Keep `cursor` and come back with it: `next` is that address. `more` says whether there is more
    to read at once. No change is left out and none comes twice.
    """

    changes: list[Change]
    cursor: str
    more: bool
    next: Url


@router.get("changes", response={200: Changes, **ERRORS})
def changes(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Changes:
    """What happened to stories since a cursor: publications, updates, corrections, new addresses,
    words removed by law, stories taken down, ended or put back; of all languages.
    """
    since, limit = asked.since, asked.limit
    with announcing.settled() as until:
        place = cursors.place_of(since) if since else None
        found = announcing.told(until, place, limit + 1)
    shown = found[:limit]
    last = _cursor(shown[-1]) if shown else since or BEGINNING
    carry(response, Shown(lists={STORIES, PICTURES}))
    return Changes(
        changes=[_change(one) for one in shown],
        cursor=last,
        more=len(found) > limit,
        next=absolute(f"{request.path}?since={last}&limit={limit}"),
    )


def _cursor(told: Announcement) -> str:
    return cursors.cursor_of(told.told_from, told.pk)


def _change(told: Announcement) -> Change:
    edition = told.edition
    reason: Any = (told.why or "ended") if told.is_down else None
    kind: Any = edition.change if edition and told.what == What.BEGINS else None
    moved = told.previous_path if edition and told.previous_path != edition.path else None
    story = None if told.is_down else absolute(f"/api/v1/stories/{told.story_uuid}")
    return Change(
        cursor=_cursor(told),
        type=_type(told),
        at=told.at,
        uuid=told.story_uuid,
        uri=told.story_uuid.urn,
        language=edition.language if edition else told.story_language,
        status="usable" if reason is None else "withheld" if reason == "ended" else "canceled",
        version=edition.number if edition else None,
        change=kind,
        reason=reason,
        url=absolute(edition.path) if edition and not told.is_silent else None,
        previous_url=absolute(moved) if moved and kind and not told.is_silent else None,
        story_url=story,
        ninjs_url=f"{story}/ninjs" if story else None,
    )


def _type(told: Announcement) -> Type:
    if told.what != What.BEGINS or told.edition is None:
        kinds: dict[str, Type] = {What.ENDS: "take_down", What.WORDS: "redact"}
        return kinds.get(told.what, "update")
    if not told.is_known:
        return "publish"
    if told.previous_path is None:
        return "restore"
    if told.edition.change in TOLD:
        return "correct"
    return "update" if told.previous_path == told.edition.path else "move"
