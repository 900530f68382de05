"""What is known of a story at one moment, but for its texts: values that JSON can hold."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from articles.models import Address, Edition, Redaction, Story, Withdrawal
from articles.permissions import may
from articles.verbs import Unable, verb

Row = dict[str, Any]


class UnableToProve(Unable):
    """Raised where the evidence of a story cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence of a story as of `taken["at"]`; rows in the order of time.

    `language` is that of whoever takes it. `revisions` are the primary keys of those whose
    documents belong to it, by number.
    """

    language: str
    taken: Row
    story: Row
    editions: list[Row]
    withdrawals: list[Row]
    removals: list[Row]
    addresses: list[Row]
    audit: list[Row]
    timeline: list[Row]
    revisions: dict[int, int]


def reasons_for(user: User, story: Story) -> list[str]:
    """Sentences that say why `user` cannot have the evidence of `story`."""
    has_removed = Redaction.objects.filter(story=story).exists()
    if has_removed and not may(user, "see_removed", story):
        return [
            _(
                "Words were removed from this story for legal reasons, and its evidence has them. "
                "Ask somebody who has the right to see them."
            )
        ]
    return []


@verb("evidence", unable=UnableToProve, detail=lambda found: {"editions": len(found.editions)})
def gather(*, story: Story, by: User, now: datetime) -> Evidence:
    """The evidence of `story` as of `now`, read under its lock, for `stream` to write.

    Raises UnableToProve where `by` may not see words that it has, PermissionDenied.
    """
    why = reasons_for(by, story)
    if why:
        raise UnableToProve(why)
    removals = list(Redaction.objects.filter(story=story).select_related("removed_by", "lifted_by"))
    originals: dict[str, str] = {}
    for removal in removals:
        originals = removal.originals | originals
    editions = list(_editions(story))
    withdrawals = [_withdrawal(one, originals) for one in _withdrawals(story)]
    rows = [_edition(edition, originals) for edition in editions]
    return Evidence(
        language=get_language() or settings.LANGUAGE_CODE,
        taken={"at": instant(now), "by": person(by)},
        story={
            "number": story.pk,
            "uuid": str(story.uuid),
            "language": story.language,
            "headline": story.headline,
            "started": instant(story.created_at),
            "started_by": person(story.created_by),
        },
        editions=rows,
        withdrawals=withdrawals,
        removals=[_removal(one) for one in removals],
        addresses=[_address(one) for one in Address.objects.filter(story=story).order_by("pk")],
        audit=[_line(one) for one in audit.lines_about(story).order_by("at", "pk")],
        timeline=timeline(rows, withdrawals, now),
        revisions={edition.revision.number: edition.revision_id for edition in editions},
    )


def timeline(editions: list[Row], withdrawals: list[Row], now: datetime) -> list[Row]:
    """What readers were given from when until when, in the order of time."""
    periods = [
        {
            "from": edition["live_from"],
            "until": edition["live_until"],
            "what": "edition",
            "edition": edition["number"],
            "address": edition["address"],
            "is_ahead": edition["live_from"]["utc"] > instant(now)["utc"],
        }
        for edition in editions
    ]
    periods += [
        {
            "from": withdrawal["from"],
            "until": withdrawal["until"],
            "what": "withdrawal",
            "why": withdrawal["why"],
            "notice": withdrawal["notice"],
            "is_ahead": False,
        }
        for withdrawal in withdrawals
    ]
    return sorted(periods, key=lambda period: (period["from"]["utc"], period["what"]))


def instant(at: datetime) -> dict[str, str]:
    """An instant to the microsecond: in UTC, and by the newsroom's clocks with their offset."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return {
        "utc": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "local": local.isoformat(timespec="microseconds"),
    }


def person(user: User | None) -> Row | None:
    """Who somebody is; None for nobody."""
    return {"number": user.pk, "name": str(user), "email": user.email} if user else None


def _maybe(at: datetime | None) -> dict[str, str] | None:
    return instant(at) if at else None


def _editions(story: Story) -> Any:
    found = Edition.objects.filter(story=story).select_related("revision__created_by")
    found = found.defer("revision__document").select_related("published_by", "made_from")
    return found.order_by("live_from", "pk")


def _withdrawals(story: Story) -> Any:
    found = Withdrawal.objects.filter(story=story).order_by("live_from", "pk")
    return found.select_related("by", "put_back_by", "edition", "read_instead")


def _edition(edition: Edition, originals: dict[str, str]) -> Row:
    revision = edition.revision
    return {
        "number": edition.number,
        "live_from": instant(edition.live_from),
        "live_until": _maybe(edition.live_until),
        "made_at": instant(edition.made_at),
        "made_from": edition.made_from.number if edition.made_from else None,
        "published_by": person(edition.published_by),
        "change": edition.change,
        "note": originals.get(f"edition:{edition.pk}", edition.note),
        "note_as_shown": edition.note,
        "is_serious": edition.is_serious,
        "is_mistake": edition.is_mistake,
        "first_published_at": instant(edition.first_published_at),
        "updated_at": instant(edition.updated_at),
        "address": edition.path,
        "headline_as_shown": edition.headline,
        "revision": revision.number,
        "saved_at": instant(revision.created_at),
        "saved_by": person(revision.created_by),
        "sha256": revision.digest,
    }


def _withdrawal(withdrawal: Withdrawal, originals: dict[str, str]) -> Row:
    instead = withdrawal.read_instead
    return {
        "from": instant(withdrawal.live_from),
        "until": _maybe(withdrawal.live_until),
        "why": withdrawal.why,
        "notice": originals.get(f"withdrawal:{withdrawal.pk}", withdrawal.notice),
        "notice_as_shown": withdrawal.notice,
        "reason": withdrawal.reason,
        "edition": withdrawal.edition.number,
        "read_instead": str(instead.uuid) if instead else None,
        "by": person(withdrawal.by),
        "put_back_by": person(withdrawal.put_back_by),
    }


def _removal(removal: Redaction) -> Row:
    return {
        "passage": removal.passage,
        "reason": removal.reason,
        "removed_at": instant(removal.removed_at),
        "removed_by": person(removal.removed_by),
        "lifted_at": _maybe(removal.lifted_at),
        "lifted_by": person(removal.lifted_by),
    }


def _address(address: Address) -> Row:
    return {
        "path": address.path,
        "origin": address.origin,
        "reserved_at": instant(address.reserved_at),
    }


def _line(line: Any) -> Row:
    return {
        "at": instant(line.at),
        "by": person(line.actor),
        "action": line.action,
        "detail": line.detail,
    }
