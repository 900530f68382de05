"""Who is at the form of a story right now, and what they have seen of it. Nothing is locked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from articles import autosaves
from articles.models import PARTS, LastLook, Presence, Revision, Story
from articles.permissions import may

GONE_AFTER = timedelta(seconds=20)  # without a heartbeat
FORGOTTEN_AFTER = timedelta(days=1)
TYPING = timedelta(minutes=1)  # after a key, somebody is said to be typing


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person at the form of a story; `typed` so many seconds ago, None if not lately."""

    user: int
    name: str
    part: UUID | None
    typed: int | None


def beat(
    *,
    session: UUID,
    story: Story,
    by: User,
    part: UUID | None,
    has_typed: bool,
    seen: Revision | None,
    now: datetime,
) -> None:
    """Note that `by` is at the form, in which part, and which revision it shows.

    The first heartbeat of a session also clears up behind those that ended. Raises
    PermissionDenied where `by` may not see the story or the session is somebody else's.
    """
    if not may(by, "view", story):
        raise PermissionDenied(_("You may not do this."))
    mine = Presence.objects.filter(session=session, story=story, user=by)
    there = {"part": part, "seen_at": now} | ({"typed_at": now} if has_typed else {})
    with transaction.atomic():
        is_known = bool(mine.update(**there))
        if not is_known:
            Presence.objects.filter(story=story, seen_at__lt=now - FORGOTTEN_AFTER).delete()
            row = Presence(session=session, story=story, user=by, **there)
            Presence.objects.bulk_create([row], ignore_conflicts=True)
            if not mine.exists():
                raise PermissionDenied(_("This text is somebody else's."))
        look(session=session, story=story, by=by, seen=seen, now=now, begins=not is_known)
    if not is_known:
        autosaves.sweep(story, now)


def look(
    *, session: UUID, story: Story, by: User, seen: Revision | None, now: datetime, begins: bool
) -> None:
    """Note which revision `by` has seen; a session that begins keeps what was seen before it."""
    mine = LastLook.objects.filter(story=story, user=by)
    if begins:
        mine.exclude(session=session).update(before=F("revision"), session=session)
        first = LastLook(story=story, user=by, session=session, looked_at=now)
        LastLook.objects.bulk_create([first], ignore_conflicts=True)
    if seen is not None:
        older = Q(revision=None) | Q(revision__number__lt=seen.number)
        mine.filter(older).update(revision=seen, looked_at=now)


def leave(*, session: UUID, by: User) -> None:
    """Note that the tab is closed."""
    Presence.objects.filter(session=session, user=by).delete()


def here(
    stories: Iterable[int], now: datetime, *, but: UUID | None = None
) -> dict[int, list[Somebody]]:
    """Who is at the form of which of `stories` (primary keys), without the session `but`.

    One query. Of a person in several windows the one where they typed last counts.
    """
    rows = Presence.objects.filter(story__in=stories, seen_at__gt=now - GONE_AFTER)
    if but is not None:
        rows = rows.exclude(session=but)
    found: dict[int, dict[int, Somebody]] = defaultdict(dict)
    order = F("typed_at").desc(nulls_last=True)
    for row in rows.select_related("user").order_by(order, "-seen_at", "id"):
        somebody = Somebody(
            user=row.user_id, name=str(row.user), part=row.part, typed=_typed(row, now)
        )
        found[row.story_id].setdefault(row.user_id, somebody)
    return {story: list(people.values()) for story, people in found.items()}


def _typed(row: Presence, now: datetime) -> int | None:
    if row.typed_at is None or now - row.typed_at > TYPING:
        return None
    return max(1, int((now - row.typed_at).total_seconds()))


def names_of_parts(stories: Iterable[int]) -> dict[UUID, str]:
    """What the form calls the parts of `stories` (primary keys), “Section 3”, by uid. One query."""
    keys = list(stories)
    rows = [
        model._default_manager.filter(parent__in=keys)
        .order_by()
        .annotate(kind_of_part=Value(kind, output_field=CharField()))
        .values_list("parent_id", "ordering", "id", "uid", "kind_of_part")
        for kind, model in PARTS.items()
    ]
    places: dict[int, int] = defaultdict(int)
    names = {}
    kinds = list(PARTS)
    found = rows[0].union(*rows[1:], all=True)
    for story, _ordering, _id, uid, kind in sorted(
        found, key=lambda row: (*row[:2], kinds.index(row[4]), row[2])
    ):
        places[story] += 1
        names[uid] = f"{capfirst(str(PARTS[kind]._meta.verbose_name))} {places[story]}"
    return names
