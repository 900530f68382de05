"""The history of a story: its versions and what was done to it, newest first, page by page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import audit
from accounts.models import AuditLine, User
from articles.models import Conflict, Edition, Revision, Story

LENGTH = 50  # entries on a page
# What versions say better themselves.
UNSAID = ("write", "restore", "fix")
TO_READERS = (
    "publish",
    "update",
    "minor",
    "correct",
    "clarify",
    "schedule",
    "move_scheduled",
    "cancel_scheduled",
    "expire_at",
    "embargo",
    "take_down",
    "undo",
    "reinstate",
    "remove_words",
    "put_words_back",
    "readdress",
)
MILESTONES, PUBLISHED = "milestones", "published"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"(\d{1,9})\.(\d{1,17})\.(\d{1,18})\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a history is wanted: `show` is "" for all, MILESTONES or PUBLISHED."""

    show: str = ""
    person: int | None = None  # primary key of who did it


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a history: before this version, and before this audit line."""

    number: int
    at: datetime
    line: int

    def __str__(self) -> str:
        return f"{self.number}.{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.line}"


# Before nothing: every version has a smaller number, every line an earlier instant.
START = Place(999_999_999, datetime(9999, 1, 1, tzinfo=UTC), 10**18 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A version, or a line about what was done; one of the two.

    `editions` are those that showed the version to readers, latest first.
    """

    revision: Revision | None = None
    line: AuditLine | None = None
    editions: Sequence[Edition] = ()

    @property
    def at(self) -> datetime:
        """When it was."""
        if self.revision is not None:
            return self.revision.created_at
        assert self.line is not None  # noqa: S101 - it is one of the two
        return self.line.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a history; `older` is the place of the next one, None at the end."""

    entries: Sequence[Entry]
    older: Place | None


def place_of(text: str) -> Place:
    """The place that `text` names, as `str(place)` wrote it; the start for anything else."""
    match = _PLACE.match(text)
    if match is None:
        return START
    at = min(int(match[2]), (START.at - _EPOCH) // timedelta(microseconds=1))
    return Place(int(match[1]), _EPOCH + timedelta(microseconds=at), int(match[3]))


def page_of(story: Story, wanted: Wanted, after: Place = START) -> Page:
    """What comes after a place in the history of `story`. Three queries, and no document."""
    versions = list(_versions(story, wanted, after)[: LENGTH + 1])
    lines = list(_lines(story, wanted, after)[: LENGTH + 1])
    merged = list(_newest_first(versions, lines))
    shown = merged[:LENGTH]
    last = after
    for entry in shown:
        if entry.revision is not None:
            last = Place(entry.revision.number, last.at, last.line)
        elif entry.line is not None:
            last = Place(last.number, entry.line.at, entry.line.pk)
    return Page(entries=_with_editions(shown, story), older=last if len(merged) > LENGTH else None)


def _versions(story: Story, wanted: Wanted, after: Place) -> "QuerySet[Revision]":
    found = Revision.objects.filter(story=story, number__lt=after.number)
    if wanted.show == MILESTONES:
        found = found.filter(milestone__isnull=False)
    if wanted.show == PUBLISHED:
        found = found.filter(Exists(Edition.objects.filter(revision=OuterRef("pk"))))
    if wanted.person is not None:
        found = found.filter(created_by=wanted.person)
    return (
        found.select_related("created_by", "milestone__named_by", "base__story")
        .defer("document", "base__document")
        .order_by("-number")
    )


def _lines(story: Story, wanted: Wanted, after: Place) -> "QuerySet[AuditLine]":
    found = audit.lines_about(story).filter(Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.line))
    if wanted.show == MILESTONES:
        return found.none()
    found = found.filter(action__in=TO_READERS) if wanted.show else found.exclude(action__in=UNSAID)
    if wanted.person is not None:
        found = found.filter(actor=wanted.person)
    return found.order_by("-at", "-pk")


def _newest_first(versions: list[Revision], lines: list[AuditLine]) -> Iterator[Entry]:
    """Both in one order, each in its own: numbers and lines count up, even where clocks do not.

    At one instant a version was saved before it was published, and after the story was started.
    """
    i = j = 0
    while i < len(versions) or j < len(lines):
        if i == len(versions) or (j < len(lines) and _is_later(lines[j], versions[i])):
            yield Entry(line=lines[j])
            j += 1
        else:
            yield Entry(revision=versions[i])
            i += 1


def _is_later(line: AuditLine, version: Revision) -> bool:
    return line.at > version.created_at or (
        line.at == version.created_at and line.action != "start"
    )


def _with_editions(entries: Sequence[Entry], story: Story) -> list[Entry]:
    keys = [entry.revision.pk for entry in entries if entry.revision]
    editions: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(story=story, revision__in=keys).order_by("-live_from"):
        editions.setdefault(edition.revision_id, []).append(edition)
    return [
        Entry(revision=e.revision, line=e.line, editions=editions.get(e.revision.pk, []))
        if e.revision
        else e
        for e in entries
    ]


def people_of(story: Story) -> list[User]:
    """Who saved a version of `story` or did anything to it, by name."""
    wrote = Revision.objects.filter(story=story).order_by().values("created_by")
    did = audit.lines_about(story).order_by().values("actor")
    return list(User.objects.filter(Q(pk__in=wrote) | Q(pk__in=did)).order_by("display_name", "pk"))


def open_conflicts(story: Story) -> list[Conflict]:
    """The conflicts that wait for somebody's decision, newest first."""
    waiting = Conflict.objects.filter(story=story, resolved_at=None)
    return list(
        waiting.select_related("met_by", "mine", "theirs").defer(
            "mine__document", "theirs__document"
        )
    )
