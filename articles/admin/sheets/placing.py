"""The question of the publish sheet where a story stands on fronts, and what it displaces there."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock
from articles.admin.instants import InstantField
from articles.fronts.places import Place, displaced_by, place_of, reasons_not_to_place
from articles.local_time import briefly
from articles.models import Story
from articles.permissions import may

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

WORDS = {
    Place.AUTOMATIC: gettext_lazy("Wherever fronts fill themselves"),
    Place.TOP_OF_SECTION: gettext_lazy("At the top of its section"),
    Place.TOP_OF_HOME: gettext_lazy("At the top of the home page"),
    Place.OFF_FRONTS: gettext_lazy("Keep it off fronts"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """An answer: its key, its words, and what comes of it."""

    key: str
    words: str
    about: str


def wheres(
    story: Story, standing: Place, *, now: datetime, at: datetime | None = None
) -> list[Where]:
    """The answers that there are for `story`, which has the place `standing`.

    `at` is when it goes out by what is known so far; what it displaces is told as of then.
    """
    then = at if at and at > now else now
    return [
        Where(place.value, str(words), _about(story, place, then, now=now))
        for place, words in WORDS.items()
        if place is standing
        or place is Place.OFF_FRONTS
        or not reasons_not_to_place(story=story, place=place, now=now)
    ]


@never_cache
@require_safe
def places(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> JsonResponse:
    """What comes of each answer where the story goes out at the wall time `at`, for scripts."""
    story = model_admin.story_or_404(request, object_id, "view")
    if not may(request.user, "place", story):
        raise PermissionDenied(_("You may not do this."))
    now = clock.now()
    try:
        at = InstantField(required=False).clean((request.GET.get("at", "")[:40], "first"))
    except ValidationError:
        at = None
    found = wheres(story, place_of(story, now), now=now, at=at)
    return JsonResponse({one.key: one.about for one in found})


def _about(story: Story, place: Place, at: datetime, *, now: datetime) -> str:
    if place is Place.AUTOMATIC:
        return _("Newest first, as it is published.")
    if place is Place.OFF_FRONTS:
        return _("Readers find it in lists, in search and by its address.")
    displaced = displaced_by(story, place, at)
    if displaced is None:
        return ""
    words = {"headline": displaced.from_top, "last": displaced.falls_off}
    said = _("“%(headline)s” moves down") % words
    if displaced.falls_off and displaced.falls_off != displaced.from_top:
        said = _("“%(headline)s” moves down, “%(last)s” leaves the block") % words
    when = briefly(at, now=now) if at > now else ""
    return (_("At %(time)s: %(what)s.") % {"time": when, "what": said}) if when else f"{said}."
