"""The picture of the page that the editor arranges: filled and rendered as for readers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from articles import page, surroundings
from articles.addresses import section_path
from articles.admin.previewing import framed
from articles.front_page import front_page
from articles.fronts.comparison import Names
from articles.fronts.document import WITH_SLOTS, FrontDocument
from articles.fronts.filling import Absent, FilledBlock, FilledFront, FilledSlot, filled
from articles.local_time import briefly
from articles.models import Front, Story


def fill(front: Front, document: FrontDocument, at: datetime) -> FilledFront:
    """`document` as the front of readers would show it at `at`."""
    return filled(document, language=front.language, section=front.section_id, at=at)


def rendered(request: HttpRequest, front: Front, shown: FilledFront, at: datetime) -> HttpResponse:
    """The page of `shown`, with blocks and places marked for the editor, for its frame alone."""
    with translation.override(front.language):
        around = surroundings.gather(language=front.language, at=at)
        section = next((one for one in around.sections if one.pk == front.section_id), None)
        path = section_path(front.language, section.slug) if section else ""
        listed = front_page(shown, around=around, section=section, path=path, at=at)
        site = page.furniture(around, at=at, current_section=front.section_id, path=path)
        kind = "section" if section else "home"
        context = {"page": listed, "site": site, "desk": True}
        response = render(request, f"public/pages/{kind}.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return framed(response)


# --- what the editor's script is told of it -------------------------------------------------------

ABSENT = {
    Absent.NOT_LIVE: lambda: _("Readers do not see this story: another one stands here"),
    Absent.OVER: lambda: _("Its time here is over: another one stands here"),
    Absent.OFF_FRONTS: lambda: _("Kept off fronts: another one stands here"),
    Absent.TWICE: lambda: _("It stands further up already: another one stands here"),
}


def facts(shown: FilledFront, names: Names, now: datetime) -> list[dict[str, Any]]:
    """What stands in each place of each block, and why, in words."""
    keys = {edition.story_id for edition in shown.editions}
    uuids = dict(Story.objects.filter(pk__in=keys).values_list("pk", "uuid"))
    return [
        {
            "uid": str(one.block.uid),
            "name": names.block(one.block),
            "places": [_place(slot, names, uuids, now) for slot in _with_room(one)],
        }
        for one in shown.blocks
    ]


def _with_room(one: FilledBlock) -> tuple[FilledSlot, ...]:
    """The places of a block, and an empty one where it would show another story."""
    holds = one.block.kind in WITH_SLOTS and len(one.slots) < one.block.size
    return (*one.slots, FilledSlot()) if holds else one.slots


def _place(
    filled_slot: FilledSlot, names: Names, uuids: Mapping[int, UUID], now: datetime
) -> dict[str, Any]:
    slot, edition = filled_slot.slot, filled_slot.edition
    own = slot.story if slot else None
    return {
        "story": str(own) if own else (str(uuids[edition.story_id]) if edition else ""),
        "name": _name(filled_slot, names),
        "shown": filled_slot.headline,
        "is_automatic": own is None,
        "is_pinned": filled_slot.is_pinned,
        "note": _note(filled_slot, now),
    }


def _name(filled_slot: FilledSlot, names: Names) -> str:
    if filled_slot.waiting:
        return filled_slot.waiting.headline
    if filled_slot.absent and filled_slot.slot and filled_slot.slot.story:
        return names.stories.get(filled_slot.slot.story, "")
    return filled_slot.edition.headline if filled_slot.edition else ""


def _note(filled_slot: FilledSlot, now: datetime) -> str:
    waiting, absent = filled_slot.waiting, filled_slot.absent
    if waiting:
        when = briefly(waiting.begins_at, now=now)
        if not filled_slot.edition:
            return _("From %s. Nothing fills the place until then") % when
        words = {"time": when, "headline": filled_slot.headline}
        return _("From %(time)s. Until then: “%(headline)s”") % words
    return str(ABSENT[absent]()) if absent in ABSENT else ""
