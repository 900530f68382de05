"""The place of one story on fronts: on top, off them, or wherever they fill themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from articles.fronts import placing
from articles.fronts.document import FrontDocument, from_json
from articles.fronts.filling import filled
from articles.fronts.layout import (
    UnableToChangeFront,
    add_front_edition,
    instant_of,
    replace_document,
    waiting_front,
)
from articles.fronts.standing import front_of, live_document, set_draft
from articles.models import Edition, Front, Section, Story
from articles.verbs import lock, verb


class Place(Enum):
    """Where a story stands on fronts."""

    AUTOMATIC = "automatic"
    TOP_OF_SECTION = "top-of-section"
    TOP_OF_HOME = "top-of-home"
    OFF_FRONTS = "off-fronts"


@dataclass(frozen=True, slots=True)
class Displaced:
    """What a story would displace: the headline in its place, which moves down, and the one that
    leaves the block at its end; "" for none."""

    from_top: str
    falls_off: str


def reasons_not_to_place(*, story: Story, place: Place, now: datetime) -> list[str]:
    """Sentences that say why `story` cannot have `place`."""
    if place is Place.OFF_FRONTS:
        has_any = Edition.objects.filter(story=story).not_ended(now=now).exists()
        return [] if has_any else [_("Publish or schedule it first.")]
    if place is Place.AUTOMATIC:
        return []
    if story.is_page:
        return [_("A standing page stands on no front.")]
    front = _front_for(story, place, now)
    if front is None:
        return [_("This story has no section.")]
    top = placing.on_top(live_document(front, now), story.uuid)
    return [] if top else [_("Every place at the top of this front is pinned.")]


@verb(
    "place",
    reasons=reasons_not_to_place,
    unable=UnableToChangeFront,
    detail=lambda place: {"place": place.value},
)
def place(*, story: Story, place: Place, by: User, now: datetime) -> Place | None:
    """Give `story` its place on fronts from now on, and return that; None where it had it.

    At the top it takes the first place that is not pinned, also in what is scheduled and on the
    desk; if it is not live yet, the place fills itself until it is. Raises UnableToChangeFront.
    """
    is_off = place is Place.OFF_FRONTS
    ahead = Edition.objects.filter(story=story).not_ended(now=now)
    changed = ahead.exclude(is_off_fronts=is_off).update(is_off_fronts=is_off) > 0
    if place is Place.AUTOMATIC:
        for each in (Place.TOP_OF_SECTION, Place.TOP_OF_HOME):
            changed = _mend(story, each, placing.not_on_top, by=by, now=now) or changed
    elif not is_off:
        changed = _mend(story, place, placing.on_top, by=by, now=now) or changed
    return place if changed else None


def place_of(story: Story, at: datetime) -> Place:
    """The place that `story` has on fronts at `at`."""
    editions = Edition.objects.filter(story=story).not_ended(now=at)
    if editions.filter(is_off_fronts=True).exists():
        return Place.OFF_FRONTS
    for each in (Place.TOP_OF_HOME, Place.TOP_OF_SECTION):
        front = _front_for(story, each, at)
        if front and placing.is_on_top(live_document(front, at), story.uuid):
            return each
    return Place.AUTOMATIC


def _mend(
    story: Story,
    place: Place,
    change: Callable[[FrontDocument, UUID], FrontDocument | None],
    *,
    by: User,
    now: datetime,
) -> bool:
    """Make `change` for `story` to what is live, waits, and is on the desk of a front.

    Returns whether readers' front changed; where it does not, nothing does.
    """
    front = _front_for(story, place, now)
    if front is None:
        return False
    front = lock(front)
    made_at = instant_of(front, now)
    live = live_document(front, made_at)
    wanted = change(live, story.uuid)
    if wanted is None or wanted == live:
        return False
    waiting = waiting_front(front, made_at)
    if waiting is not None:
        ahead = change(from_json(waiting.document), story.uuid)
        replace_document(waiting, ahead) if ahead else None
    draft = from_json(front.draft) if front.draft is not None else None
    kept = change(draft, story.uuid) or draft if draft is not None else None
    set_draft(front, kept, by=by, now=now)
    note = _("“%s” moved to the top") if change is placing.on_top else _("“%s” not on top any more")
    add_front_edition(front, wanted, by=by, made_at=made_at, note=note % story)
    return True


def displaced_by(story: Story, place: Place, at: datetime) -> Displaced | None:
    """What `story` would displace at `at` in `place`; None where that is nothing, or not known.

    `at` is when the story goes out: now, or the instant that it is scheduled for.
    """
    at_top = place in {Place.TOP_OF_SECTION, Place.TOP_OF_HOME}
    if not at_top or reasons_not_to_place(story=story, place=place, now=at):
        return None
    front = _front_for(story, place, at)
    if front is None:
        return None
    before = live_document(front, at)
    shown = filled(before, language=front.language, section=front.section_id, at=at)
    index = placing.first_block(before)
    found = shown.blocks[index].slots if index is not None else ()
    free = [slot for slot in found if not slot.is_pinned and slot.edition]
    others = [slot for slot in free if slot.edition and slot.edition.story_id != story.pk]
    if not others:
        return None
    has_room = index is not None and len(found) < before.blocks[index].size
    is_gap = len(free) < sum(not slot.is_pinned for slot in found)
    stays = has_room or is_gap or len(others) != len(free)
    return Displaced(others[0].headline, "" if stays else others[-1].headline)


def _front_for(story: Story, place: Place, at: datetime) -> Front | None:
    """The front that `place` is on; None for the section of a story that has none."""
    if place is Place.TOP_OF_HOME:
        return front_of(story.language, None)
    section = _section_of(story, at)
    return front_of(story.language, section) if section else None


def _section_of(story: Story, at: datetime) -> Section | None:
    """The section under which readers find `story`, or will."""
    ahead = Edition.objects.filter(story=story).not_ended(now=at).select_related("section")
    edition = ahead.order_by("live_from").first()
    return edition.section if edition else story.section
