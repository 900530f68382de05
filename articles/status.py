"""Where a story stands, in one sentence: for the form, the list and the calendar alike."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from articles.local_time import briefly
from articles.models import Edition, Revision, Story, Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What readers see of a story, what they will see, and how far the desk is ahead of it.

    `key` is one of draft, scheduled, live, live-changed, ended, taken-down. `saves_ahead` counts
    the saves since the version that readers see; it is 0 where the desk's says the same again.
    """

    key: str
    words: str
    live: Edition | None = None
    scheduled: Edition | None = None
    saves_ahead: int = 0


def status(story: Story, *, at: datetime) -> Status:
    """Where `story` stands at `at`. Two queries."""
    return statuses([story], at=at)[story.pk]


def statuses(stories: Collection[Story], *, at: datetime) -> dict[int, Status]:
    """Where each of `stories` stands at `at`, by primary key.

    Two queries, however many stories there are and however many versions and editions they have.
    """
    found = list(_with_facts(Story.objects.filter(pk__in=[story.pk for story in stories]), at))
    wanted = {pk for story in found for pk in (vars(story)["last_pk"], vars(story)["next_pk"])}
    editions = Edition.objects.select_related("revision").defer("revision__document")
    by_pk = editions.in_bulk(wanted - {None})
    return {story.pk: _status(story, by_pk, at) for story in found}


def _with_facts(stories: "QuerySet[Story]", at: datetime) -> "QuerySet[Story]":
    """`stories`, each with what its status depends on: every fact is one step into an index."""
    editions = Edition.objects.filter(story=OuterRef("pk")).values("pk")
    saves = Revision.objects.filter(story=OuterRef("pk")).of_working_copy().order_by("-number")
    down = Withdrawal.objects.filter(story=OuterRef("pk")).live(at=at)
    return stories.annotate(
        last_pk=Subquery(editions.filter(live_from__lte=at).order_by("-live_from")[:1]),
        next_pk=Subquery(editions.filter(live_from__gt=at).order_by("live_from")[:1]),
        saved_number=Subquery(saves.values("number")[:1]),
        saved_digest=Subquery(saves.values("digest")[:1]),
        is_down=Exists(down),
    )


def _status(story: Story, editions: dict[int, Edition], at: datetime) -> Status:
    facts = vars(story)
    last, scheduled = editions.get(facts["last_pk"]), editions.get(facts["next_pk"])
    live = last if last and last.is_live(at) else None
    ahead = 0
    if live and facts["saved_digest"] != live.revision.digest:
        ahead = max(facts["saved_number"] - live.revision.number, 1)
    if live:
        key = "live-changed" if ahead else "live"
    elif facts["is_down"]:
        key = "taken-down"
    elif scheduled:
        key = "scheduled"
    else:
        key = "ended" if last else "draft"
    words = in_words(key, story, last=last, scheduled=scheduled, saves_ahead=ahead, at=at)
    return Status(key=key, words=words, live=live, scheduled=scheduled, saves_ahead=ahead)


def in_words(
    key: str,
    story: Story,
    *,
    last: Edition | None,
    scheduled: Edition | None,
    saves_ahead: int,
    at: datetime,
) -> str:
    """The sentence: where the story stands, and what is set to happen to it."""
    sentence = [_stands(key, last, scheduled, saves_ahead, at)]
    if scheduled and key in {"live", "live-changed"}:
        sentence.append(_("update at %s") % briefly(scheduled.live_from, now=at))
    if story.ends_at and story.ends_at > at and key in {"live", "live-changed", "scheduled"}:
        sentence.append(_("ends at %s") % briefly(story.ends_at, now=at))
    if story.embargo and story.embargo > at:
        sentence.append(_("not before %s") % briefly(story.embargo, now=at))
    return " · ".join(sentence)


def _stands(
    key: str, last: Edition | None, scheduled: Edition | None, saves_ahead: int, at: datetime
) -> str:
    if key == "scheduled" and scheduled:
        return _("Goes out at %s") % briefly(scheduled.live_from, now=at)
    if key == "taken-down":
        return _("Taken down")
    if key == "ended" and last and last.live_until:
        return _("Ended at %s") % briefly(last.live_until, now=at)
    if key == "live" and last:
        return _("Live since %s") % briefly(last.first_published_at, now=at)
    if key == "live-changed" and last:
        changed = _("Live, changes not published (%d)") % saves_ahead
        since = _("since %s") % briefly(last.first_published_at, now=at)
        return f"{changed} · {since}"
    return _("Not published")
