"""The history of a story on the desk: its versions and what was done to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import AuditLine, User
from articles import clock, history, local_time, revisions
from articles.admin.requests import person
from articles.admin.version_words import came_to_be
from articles.comparison import size_in_words
from articles.deeds import deed_of, people_in
from articles.history import MILESTONES, PUBLISHED, Entry, Wanted
from articles.models import Conflict, Edition, Kind, Revision
from articles.permissions import may

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

MOST_BADGES = 3  # of one version; few go out more than once


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Something to know about a version at a glance; `key` is one of desk, live, ahead, past."""

    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the history, in words. `number` is that of a version, None for anything else."""

    when: str
    at: str  # for machines
    who: str
    what: str
    said: str = ""
    number: int | None = None
    size: str = ""
    name: str = ""  # of a milestone
    badges: tuple[Badge, ...] = ()
    is_current: bool = False  # what the working copy holds
    link: int | None = None  # primary key of the story that it was copied from


@never_cache
def history_page(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """A page of the history, newest first, with what is to be decided above it."""
    story = model_admin.story_even_in_bin(request, object_id, "view")
    people = history.people_of(story)
    wanted = wanted_by(request, {someone.pk for someone in people})
    found = history.page_of(story, wanted, history.place_of(request.GET.get("before", "")))
    newest = revisions.newest_number(story)
    names = names_in([entry.line for entry in found.entries if entry.line])
    rows = [row_of(entry, request, newest, names) for entry in found.entries]
    context = model_admin.admin_site.each_context(request) | {
        "title": _("History"),
        "story": story,
        "opts": story._meta,
        "rows": rows,
        "chosen": chosen(rows),
        "conflicts": [conflict_in_words(conflict) for conflict in history.open_conflicts(story)],
        "people": people,
        "wanted": wanted,
        "older": query_of(wanted, before=str(found.older)) if found.older else "",
        "is_first": "before" not in request.GET,
        "may_write": may(request.user, "restore", story),
        "is_live": Edition.objects.filter(story=story).live(at=clock.now()).exists(),
    }
    return render(request, "admin/articles/story/history.html", context)


def wanted_by(request: HttpRequest, people: set[int]) -> Wanted:
    """What the address asks for; anything that makes no sense is left out."""
    show, who = request.GET.get("show", ""), request.GET.get("who", "")
    is_number = who.isascii() and who.isdigit() and len(who) < 10
    return Wanted(
        show=show if show in {MILESTONES, PUBLISHED} else "",
        person=int(who) if is_number and int(who) in people else None,
    )


def query_of(wanted: Wanted, **more: str) -> str:
    """The query of the address that asks for `wanted`."""
    asked = {"show": wanted.show, "who": wanted.person or "", **more}
    return urlencode({name: value for name, value in asked.items() if value})


def chosen(rows: Sequence[Row]) -> tuple[int, int]:
    """The versions that are compared unless others are chosen: the newest and that before it."""
    numbers = [row.number for row in rows if row.number is not None][:2]
    return (numbers[-1], numbers[0]) if numbers else (0, 0)


def names_in(lines: Sequence[AuditLine]) -> dict[int, str]:
    """The names of the people whom `lines` mention, by primary key. One query, if there are any."""
    mentioned = people_in(lines)
    people = User.objects.filter(pk__in=mentioned) if mentioned else []
    return {someone.pk: str(someone) for someone in people}


def row_of(entry: Entry, request: HttpRequest, newest: int, names: Mapping[int, str]) -> Row:
    """An entry in words. `newest` is the number of what the working copy holds."""
    if entry.revision is not None:
        return version_row(entry.revision, entry.editions, request, newest)
    assert entry.line is not None  # noqa: S101 - it is one of the two
    deed = deed_of(entry.line, names)
    return Row(
        when=local_time.to_the_second(entry.at),
        at=entry.at.isoformat(),
        who=str(entry.line.actor or _("Newsroom")),
        what=deed.what,
        said=deed.said,
    )


def version_row(
    revision: Revision, editions: Sequence[Edition], request: HttpRequest, newest: int
) -> Row:
    """A version in words."""
    badges = [badge_of(edition, clock.now()) for edition in editions[:MOST_BADGES]]
    is_current = revision.number == newest
    if is_current:
        badges.insert(0, Badge(key="desk", words=_("On the desk now")))
    milestone = getattr(revision, "milestone", None)
    origin = revision.base.story if revision.kind == Kind.COPY and revision.base else None
    return Row(
        when=local_time.to_the_second(revision.created_at),
        at=revision.created_at.isoformat(),
        who=str(revision.created_by or _("Newsroom")),
        what=came_to_be(revision),
        number=revision.number,
        size=size_in_words(revision.words_added, revision.words_removed) or _("No words changed"),
        name=milestone.name if milestone else "",
        badges=tuple(badges),
        is_current=is_current,
        link=origin.pk if origin and may(person(request), "view", origin) else None,
    )


def badge_of(edition: Edition, now: datetime) -> Badge:
    """When readers see, saw or will see a version."""
    begins = local_time.to_the_second(edition.live_from)
    if edition.live_from > now:
        return Badge(key="ahead", words=_("Goes out at %s") % begins)
    if edition.is_live(now) or edition.live_until is None:
        return Badge(key="live", words=_("Live since %s") % begins)
    ended = local_time.to_the_second(edition.live_until)
    return Badge(
        key="past",
        words=_("Was live from %(begin)s until %(end)s") % {"begin": begins, "end": ended},
    )


def conflict_in_words(conflict: Conflict) -> dict[str, Any]:
    """An open conflict as the page lists it."""
    values = {
        "name": conflict.met_by or _("Newsroom"),
        "mine": conflict.mine.number,
        "theirs": conflict.theirs.number,
        "when": local_time.to_the_second(conflict.met_at),
    }
    return {
        "pk": conflict.pk,
        "words": _(
            "%(name)s changed the same words as somebody else: version %(mine)d beside version "
            "%(theirs)d, %(when)s."
        )
        % values,
    }
