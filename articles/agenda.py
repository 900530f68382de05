"""What happens when, for the desk: what goes live, changes and ends, embargoes, drafts due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from articles import local_time
from articles.addresses import language_prefix, section_path
from articles.models import Change, Edition, Front, Story
from articles.status import Status, statuses
from articles.transitions import Transition, What, changes_between, front_changes_between

MOST = 300  # of each kind, in one look


class Kind(Enum):
    """What an entry is about."""

    BEGINS = "begins"
    CHANGES = "changes"
    ENDS = "ends"
    TAKEN_DOWN = "taken-down"
    RIGHTS_END = "rights-end"
    EMBARGO = "embargo"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happens to a story, or happened, at an instant."""

    at: datetime
    kind: Kind
    words: str
    story: Story
    headline: str
    status: Status
    is_past: bool
    path: str = ""  # where readers see it; "" for what they do not

    @property
    def then(self) -> str:
        """The instant, for the address of the page as of it."""
        return local_time.in_address(self.at)

    @property
    def is_scheduled(self) -> bool:
        """Whether it is an edition that waits for its instant, and can be moved."""
        return self.kind in {Kind.BEGINS, Kind.CHANGES} and not self.is_past


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontEntry:
    """A front that readers get otherwise from an instant on, or got."""

    at: datetime
    words: str
    front: Front
    is_past: bool
    path: str

    @property
    def then(self) -> str:
        """The instant, for the address of the page as of it."""
        return local_time.in_address(self.at)


def front_entries(*, start: datetime, end: datetime, now: datetime) -> list[FrontEntry]:
    """What happens to fronts in [start, end), in order; at most MOST of each kind."""
    return [
        FrontEntry(
            at=change.at,
            words=_("Changed") if change.at <= now else _("Changes"),
            front=change.front,
            is_past=change.at <= now,
            path=_path_of(change.front),
        )
        for change in front_changes_between(start, end, limit=MOST)
    ]


def _path_of(front: Front) -> str:
    """Where readers see `front`; "" for a section without words in its language."""
    if front.section is None:
        return language_prefix(front.language)
    slugs = {text.language: text.slug for text in front.section.texts.all()}
    slug = slugs.get(front.language)
    return section_path(front.language, slug) if slug else ""


def entries(
    stories: "QuerySet[Story]", *, start: datetime, end: datetime, now: datetime
) -> list[Entry]:
    """What happens to `stories` in [start, end), in order; at most MOST of each kind.

    Seven queries, however many there are.
    """
    changes = changes_between(start, end, stories=stories, limit=MOST)
    held = list(_within(stories, "embargo", start, end))
    due = list(_within(_drafts(stories, now), "due_at", start, end))
    shown = [*(change.edition.story for change in changes), *held, *due]
    standing = statuses(shown, at=now)
    found = [_entry_of(change, standing, now) for change in changes]
    found += _dates(held, "embargo", Kind.EMBARGO, standing, now)
    found += _dates(due, "due_at", Kind.DUE, standing, now)
    return sorted(found, key=lambda entry: (entry.at, entry.story.pk, entry.kind.value))


def _within(
    stories: "QuerySet[Story]", column: str, start: datetime, end: datetime
) -> "QuerySet[Story]":
    window = {f"{column}__gte": start, f"{column}__lt": end}
    return stories.filter(**window).order_by(column, "pk")[:MOST]


def _drafts(stories: "QuerySet[Story]", now: datetime) -> "QuerySet[Story]":
    """Those of `stories` that readers never saw: what is out is not due any more."""
    return stories.exclude(Exists(Edition.objects.filter(story=OuterRef("pk"), live_from__lte=now)))


def _entry_of(change: Transition, standing: dict[int, Status], now: datetime) -> Entry:
    edition, kind = change.edition, Kind(change.what.value)
    is_past = change.at <= now
    return Entry(
        at=change.at,
        kind=kind,
        words=_words_of(change, is_past),
        story=edition.story,
        headline=edition.headline,
        status=standing[edition.story_id],
        is_past=is_past,
        path=edition.path,
    )


def _words_of(change: Transition, is_past: bool) -> str:
    if change.what is What.TAKEN_DOWN:
        return _("Taken down")
    if change.what is What.RIGHTS_END:
        return _("Rights to a picture ended") if is_past else _("Rights to a picture end")
    if change.what is What.ENDS:
        return _("Ended") if is_past else _("Ends")
    if change.what is What.BEGINS or change.edition.change == Change.FIRST:
        return _("Went live") if is_past else _("Goes live")
    return str(Change(change.edition.change).label)


def _dates(
    stories: Iterable[Story], column: str, kind: Kind, standing: dict[int, Status], now: datetime
) -> list[Entry]:
    words = {Kind.EMBARGO: _("Embargo ends"), Kind.DUE: _("Draft due")}[kind]
    return [
        Entry(
            at=at,
            kind=kind,
            words=words,
            story=story,
            headline=str(story),
            status=standing[story.pk],
            is_past=at <= now,
        )
        for story in stories
        for at in [getattr(story, column)]
    ]
