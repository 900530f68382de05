"""What people do with fronts: arrange them on the desk, publish, schedule, cancel, restore.

`places` has the verb that puts one story in its place.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from articles.fronts.document import FrontDocument, from_json
from articles.fronts.layout import (
    UnableToChangeFront,
    add_front_edition,
    drop_waiting,
    instant_of,
    live_front,
    waiting_front,
)
from articles.fronts.places import Displaced, Place, displaced_by, place, place_of
from articles.fronts.standing import (
    draft_of,
    front_of,
    has_changes,
    live_document,
    set_draft,
)
from articles.local_time import in_words
from articles.models import Front, FrontEdition, Section, Story
from articles.verbs import verb
from images.models import Image

__all__ = [
    "Displaced",
    "Place",
    "StaleFront",
    "UnableToChangeFront",
    "arrange",
    "cancel_front",
    "discard_draft",
    "displaced_by",
    "draft_of",
    "front_of",
    "has_changes",
    "live_document",
    "live_front",
    "place",
    "place_of",
    "publish_front",
    "restore_front",
    "waiting_front",
]


class StaleFront(UnableToChangeFront):
    """Raised where somebody changed the front since it was looked at; nothing was written.

    `front` is what it is now, `document` its arrangement on the desk; `front.drafted_by` says who.
    """

    def __init__(self, front: Front, document: FrontDocument) -> None:
        who = front.drafted_by or _("Somebody")
        super().__init__([_("%s changed this front in the meantime. Look at it again.") % who])
        self.front = front
        self.document = document


def reasons_not_to_arrange(
    *, front: Front, document: FrontDocument, now: datetime, version: int
) -> list[str]:
    """Sentences that say why `document` cannot be the arrangement of `front`."""
    why = []
    stories = Story.objects.filter(uuid__in=document.stories, language=front.language)
    if stories.count() != len(document.stories):
        why.append(_("A story on this front is not there, or is in another language."))
    if not _are_all_there(Section, document.sections):
        why.append(_("A section on this front is not there any more."))
    if not _are_all_there(Image, document.pictures):
        why.append(_("A picture on this front is not in the library."))
    return why


def _are_all_there(model: type[Model], uuids: set[UUID]) -> bool:
    return model._default_manager.filter(uuid__in=uuids).count() == len(uuids)


def _number(front: Front) -> dict[str, int]:
    return {"version": front.version}


def _told(edition: FrontEdition) -> dict[str, object]:
    note = {"note": edition.note} if edition.note else {}
    return {"edition": edition.number, "live_from": edition.live_from, **note}


@verb(
    "arrange_front",
    reasons=reasons_not_to_arrange,
    unable=UnableToChangeFront,
    detail=_number,
    on="front",
)
def arrange(
    *, front: Front, document: FrontDocument, version: int, by: User, now: datetime
) -> Front | None:
    """Keep `document` as the draft of `front`, and return the front with its new version.

    None where it said that already. `version` is that of the front that was looked at: raises
    StaleFront where it is another by now. Raises UnableToChangeFront, PermissionDenied.
    """
    _must_be_fresh(front, version, now)
    if draft_of(front, now) == document:
        return None
    return set_draft(front, document, by=by, now=now)


def _must_be_fresh(front: Front, version: int, now: datetime) -> None:
    if front.version != version:
        raise StaleFront(front, draft_of(front, now))


def reasons_not_to_publish_front(
    *, front: Front, version: int, now: datetime, at: datetime | None = None, note: str = ""
) -> list[str]:
    """Sentences that say why the draft of `front` cannot be published, or scheduled for `at`."""
    if front.version != version:
        return []  # StaleFront says more
    now = instant_of(front, now)
    waiting = waiting_front(front, now)
    if not has_changes(front, now):
        return [_("Readers already see this arrangement.")]
    if at is not None and at <= now:
        return [_("This time has passed. Publish now, or choose a later time.")]
    if at is not None and waiting:
        when = in_words(waiting.live_from)
        return [_("A version is scheduled for %s already. Cancel it first.") % when]
    return []


@verb(
    "publish_front",
    reasons=reasons_not_to_publish_front,
    unable=UnableToChangeFront,
    detail=_told,
    on="front",
)
def publish_front(
    *,
    front: Front,
    version: int,
    by: User,
    now: datetime,
    at: datetime | None = None,
    note: str = "",
) -> FrontEdition:
    """Show the draft to readers from now on, or from `at`, and return its edition.

    A version that waits for its instant still takes over then. Raises StaleFront,
    UnableToChangeFront with the reasons, PermissionDenied.
    """
    _must_be_fresh(front, version, now)
    made_at = instant_of(front, now)
    document = draft_of(front, made_at)
    if at is None:
        front.draft = None
        front.save(update_fields=["draft"])
    return add_front_edition(front, document, by=by, made_at=made_at, live_from=at, note=note)


def reasons_not_to_cancel_front(*, front: Front, now: datetime) -> list[str]:
    """Sentences that say why nothing scheduled can be cancelled."""
    return [] if waiting_front(front, instant_of(front, now)) else [_("Nothing is scheduled.")]


@verb(
    "cancel_front",
    reasons=reasons_not_to_cancel_front,
    unable=UnableToChangeFront,
    detail=_told,
    on="front",
)
def cancel_front(*, front: Front, by: User, now: datetime) -> FrontEdition:
    """Take back the version that waits for its instant, and return what it was.

    It stays the draft where the desk has no other. Raises UnableToChangeFront.
    """
    waiting = drop_waiting(front, now=instant_of(front, now))
    if waiting is None:
        raise UnableToChangeFront([_("Nothing is scheduled.")])
    if front.draft is None:
        set_draft(front, from_json(waiting.document), by=by, now=now)
    return waiting


def reasons_not_to_restore_front(
    *, front: Front, edition: FrontEdition, now: datetime
) -> list[str]:
    """Sentences that say why readers cannot be given the arrangement of `edition` again."""
    if edition.front_id != front.pk:
        return [_("This is a version of another front.")]
    live = live_front(front, instant_of(front, now))
    if live and live.document == edition.document:
        return [_("Readers already see this arrangement.")]
    return []


@verb(
    "restore_front",
    reasons=reasons_not_to_restore_front,
    unable=UnableToChangeFront,
    detail=_told,
    on="front",
)
def restore_front(*, front: Front, edition: FrontEdition, by: User, now: datetime) -> FrontEdition:
    """Give readers the arrangement of `edition` again, at once.

    The desk goes on from it too, unless it has a draft: that stays as it is. Raises
    UnableToChangeFront, PermissionDenied.
    """
    made_at = instant_of(front, now)
    note = _("Back to the version of %s") % in_words(edition.live_from)
    document = from_json(edition.document)
    draft = None if front.draft in (None, edition.document) else from_json(front.draft)
    set_draft(front, draft, by=by, now=now)  # counted: other windows show what was before
    return add_front_edition(front, document, by=by, made_at=made_at, note=note)


def reasons_not_to_discard(*, front: Front, version: int, now: datetime) -> list[str]:
    """Sentences that say why there is no draft to drop."""
    is_there = front.draft is not None or front.version != version
    return [] if is_there else [_("There is nothing to discard.")]


@verb(
    "discard_front",
    reasons=reasons_not_to_discard,
    unable=UnableToChangeFront,
    detail=_number,
    on="front",
)
def discard_draft(*, front: Front, version: int, by: User, now: datetime) -> Front:
    """Let the desk go on from what readers see. Raises StaleFront, UnableToChangeFront."""
    _must_be_fresh(front, version, now)
    return set_draft(front, None, by=by, now=now)
