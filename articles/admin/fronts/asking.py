"""What the editor of fronts is asked: an arrangement as scripts send it, an instant, a key."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.admin.instants import InstantField
from articles.fronts.document import FrontDocument, UnreadableFront, from_json
from articles.models import Front, FrontEdition
from articles.permissions import may

LONGEST = 2**20  # characters of an arrangement
INSTANTS = {"begins_at": "begins_which", "ends_at": "ends_which"}


class BadArrangement(Exception):
    """Raised where what was sent cannot be kept; `sentence` is for the person who typed it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def front_for(request: HttpRequest, object_id: int, verb: str = "arrange_front") -> Front:
    """The front of this key, for whoever may do `verb`. Http404, PermissionDenied."""
    if not may(request.user, verb):
        raise PermissionDenied(_("You may not do this."))
    fronts = Front.objects.select_related("section", "drafted_by")
    return get_object_or_404(fronts, pk=object_id)


def version_of(request: HttpRequest) -> int:
    """The version of the front that was looked at; -1, which none has, for anything else."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def edition_of(front: Front, text: str) -> FrontEdition:
    """The edition of `front` with this number; Http404 for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404("There is no such version.")
    return get_object_or_404(FrontEdition, front=front, number=int(text))


def instant_asked(text: str, *, now: datetime) -> datetime:
    """The instant that a wall time of the person's zone says; `now` for none that can be told."""
    try:
        found: datetime | None = InstantField(required=False).clean((text[:40], "first"))
    except ValidationError:
        return now
    return found or now


def arrangement_asked(text: str) -> FrontDocument:
    """The arrangement that scripts sent as JSON; raises BadArrangement.

    Times of slots are wall times of the person's zone where they were typed, with the answer to
    which of two beside them, and instants with their offset where they were not touched.
    """
    if len(text) > LONGEST:
        raise BadArrangement(_("This arrangement is too large."))
    try:
        data = json.loads(text)
        for slot in _slots_in(data):
            _read_times(slot)
        return from_json(data)
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnreadableFront):
            raise BadArrangement(str(error)) from error
        raise BadArrangement(_("This is not an arrangement of a front.")) from error


def _slots_in(data: Any) -> list[dict[str, Any]]:
    blocks = data.get("blocks") if isinstance(data, dict) else None
    lists = [block.get("slots") for block in blocks or [] if isinstance(block, dict)]
    return [slot for slots in lists for slot in slots or [] if isinstance(slot, dict)]


def _read_times(slot: dict[str, Any]) -> None:
    for name, which_name in INSTANTS.items():
        which, text = slot.pop(which_name, "first"), slot.get(name)
        if not isinstance(text, str) or not isinstance(which, str) or text[16:].strip(":0"):
            continue  # an instant with its offset, or nothing
        try:
            instant: datetime | None = InstantField(required=False).clean((text, which))
        except ValidationError as error:
            raise BadArrangement(" ".join(error.messages)) from error
        slot[name] = instant.isoformat() if instant else None
    begins, ends = slot.get("begins_at"), slot.get("ends_at")
    if begins and ends and _ends_before(begins, ends):
        raise BadArrangement(_("It would end here before it begins."))


def _ends_before(begins: Any, ends: Any) -> bool:
    try:
        return datetime.fromisoformat(ends) <= datetime.fromisoformat(begins)
    except (TypeError, ValueError):
        return False  # reading it says what is wrong
