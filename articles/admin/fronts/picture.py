"""The picture of the page that the editor arranges: filled and rendered as for readers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from articles import illustrating, page, surroundings
from articles.admin.previewing import framed
from articles.fronts.comparison import Names
from articles.fronts.document import WITH_SLOTS, FrontDocument
from articles.fronts.filling import Absent, FilledBlock, FilledFront, FilledSlot, filled
from articles.local_time import briefly
from articles.models import Front, Story
from articles.shown import Link, ListPage, StoryCard
from articles.surroundings import Surroundings, TaxonName
from articles.wording import direction


def fill(front: Front, document: FrontDocument, at: datetime) -> FilledFront:
    """`document` as the front of readers would show it at `at`."""
    return filled(document, language=front.language, section=front.section_id, at=at)


def rendered(
    request: HttpRequest, front: Front, shown: FilledFront, at: datetime, names: Names
) -> HttpResponse:
    """The page of `shown`, with blocks and places marked for the editor, for its frame alone."""
    with translation.override(front.language):
        around = surroundings.gather(language=front.language, at=at)
        section = next((one for one in around.sections if one.pk == front.section_id), None)
        context = {
            "page": _page(around, section),
            "site": page.furniture(around, at=at, current_section=front.section_id),
            "blocks": list(_blocks(shown, around, at, names)),
        }
        response = render(request, "admin/articles/front/picture.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return framed(response)


def _page(around: Surroundings, section: TaxonName | None) -> ListPage:
    return ListPage(
        language=around.language,
        direction=direction(around.language),
        title=section.name if section else around.site_name,
        description="",
        canonical_url="",
        robots="noindex",
        section=page.section_link(section) if section else None,
        breadcrumb=[],
        lead=None,
        stories=[],
        older_url="",
        newest_url="",
        is_first=True,
    )


def _blocks(
    shown: FilledFront, around: Surroundings, at: datetime, names: Names
) -> Iterator[dict[str, Any]]:
    for one in shown.blocks:
        section = next((s for s in around.sections if s.uuid == one.block.section), None)
        yield {
            "block": one.block,
            "title": one.block.title or (section.name if section else ""),
            "link": page.section_link(section) if section else None,
            "kind": names.block(one.block),
            "places": [
                (index, slot, card_of(slot, around, at, is_lead=not index))
                for index, slot in enumerate(one.slots)
            ],
            "corrections": [Link(row.headline, row.path) for row in one.corrections],
        }


def card_of(
    slot: FilledSlot, around: Surroundings, at: datetime, *, is_lead: bool
) -> StoryCard | None:
    """What stands in a place, in the words and with the picture of the front; None for nothing."""
    if slot.edition is None:
        return None
    edition, alt = slot.edition, slot.slot.alt if slot.slot else ""
    if slot.picture is not None:
        edition.lead_image = slot.picture
        edition.lead_alt, edition.lead_crop = alt or slot.picture.alt, ""
    shown = page.cards([edition], around, at, leads=is_lead)[0]
    if slot.picture is not None:
        picture = illustrating.on_card(edition, at, is_lead=is_lead)
        shown = replace(shown, picture=picture, thumbnail=illustrating.small(picture))
    return replace(shown, headline=slot.headline, kicker=slot.kicker)


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
