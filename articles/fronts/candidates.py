"""The editions that may stand on a front at an instant: all asked for in one query.

Each pool is a short piece of an index, so that the query costs the same in a large archive.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, Value

from articles.fronts.document import WITH_SLOTS, Block, FrontDocument
from articles.models import Edition, Format, Section
from articles.models.edition import EditionQuerySet

PLACED, LISTED, NEWEST, OPINION, CORRECTIONS = "placed", "listed", "newest", "opinion", "corrected"


class Scope(NamedTuple):
    """What a front is of: a section, by its key, or everything in a language."""

    language: str
    section: int | None


class Candidate(NamedTuple):
    """What filling needs to know of an edition."""

    pool: str
    edition: int
    story: int
    uuid: UUID
    headline: str
    format: str
    first_published_at: datetime
    live_from: datetime
    live_until: datetime | None
    is_off_fronts: bool

    def is_live(self, at: datetime) -> bool:
        """Whether readers see it at `at`."""
        return self.live_from <= at and (self.live_until is None or at < self.live_until)


@dataclass(slots=True)
class Candidates:
    """What was found, newest first. `placed` are of the stories that somebody placed, the next
    one first; `listed` has what fronts leave out too."""

    placed: Mapping[UUID, Sequence[Candidate]]
    pools: Mapping[str, Sequence[Candidate]] = field(default_factory=dict)

    @property
    def listed(self) -> Sequence[Candidate]:
        """The newest of the front's list."""
        return self.pools.get(LISTED, [])

    @property
    def corrections(self) -> Sequence[Candidate]:
        """Editions that correct, the last one first."""
        return self.pools.get(CORRECTIONS, [])

    def of(self, block: Block) -> Sequence[Candidate]:
        """What may fill `block` by itself."""
        return self.pools.get(_pool_of(block), [])

    def editions(self, keys: Iterable[int], at: datetime) -> dict[int, Edition]:
        """The editions of these keys and those that correct, by key, as cards need them.

        Those that correct say where readers see their story at `at`. Two queries.
        """
        corrections = {row.edition for row in self.corrections}
        wanted = {*keys, *corrections}
        if not wanted:
            return {}
        rows = Edition.objects.filter(pk__in=wanted).with_pictures()
        rows = rows.with_live_story(at=at) if corrections else rows
        return {edition.pk: edition for edition in rows.prefetch_related("author_rows")}


def candidates_for(
    document: FrontDocument,
    scope: Scope,
    at: datetime,
    sections: Mapping[UUID, int] | None = None,
) -> Candidates:
    """All that may stand on the front of `scope`, arranged as `document`, at `at`. One query.

    `sections` are the keys of sections by uuid; where they are not given, one more asks for them.
    """
    if sections is None:
        found_keys = Section.objects.filter(uuid__in=document.sections)
        sections = dict(found_keys.values_list("uuid", "pk")) if document.sections else {}
    arms = _arms(document, scope, at, sections)
    rows = [Candidate(*row) for row in arms[0].union(*arms[1:], all=True)]
    placed: dict[UUID, list[Candidate]] = defaultdict(list)
    pools: dict[str, list[Candidate]] = defaultdict(list)
    for row in rows:
        if row.pool == PLACED:
            placed[row.uuid].append(row)
        else:
            pools[row.pool].append(row)
    for of_story in placed.values():
        of_story.sort(key=lambda row: row.live_from)
    for pool, found in pools.items():
        by_change = pool == CORRECTIONS
        found.sort(key=_latest if by_change else _newest, reverse=True)
    return Candidates(placed, pools)


def _newest(row: Candidate) -> tuple[datetime, int]:
    return row.first_published_at, row.story


def _latest(row: Candidate) -> tuple[datetime, int]:
    return row.live_from, row.edition


def _pool_of(block: Block) -> str:
    """The name of the pool that `block` fills itself from."""
    if block.kind == "latest" and block.section:
        return block.section.hex
    return OPINION if block.kind == "opinion" else NEWEST


def _arms(
    document: FrontDocument, scope: Scope, at: datetime, keys: Mapping[UUID, int]
) -> list["QuerySet[Any, Any]"]:
    """A query for each pool that the document needs.

    No pool can be used up before its end: each has as many as the whole page shows.
    """
    blocks = [block for block in document.blocks if block.kind in WITH_SLOTS]
    most = sum(block.size for block in blocks)
    live = Edition.objects.in_lists(scope.language, at=at)
    own = live if scope.section is None else live.filter(section=scope.section)
    offered = own.filter(is_off_fronts=False)
    pools: dict[str, EditionQuerySet] = {}
    for block in blocks:
        pool = _pool_of(block)
        if pool == OPINION:
            pools[pool] = offered.filter(format=Format.OPINION)
        elif block.kind == "latest" and block.section:
            # By its key, so that the database knows how rare its stories are and takes its index.
            pools[pool] = live.filter(is_off_fronts=False, section=keys.get(block.section, 0))
        else:
            pools[pool] = offered
    arms = [_arm(LISTED, _first(own.newest_first(), most + 1))]
    arms += [_arm(name, _first(found.newest_first(), most)) for name, found in pools.items()]
    if document.stories:
        ahead = Edition.objects.not_ended(now=at).filter(language=scope.language).listed()
        arms.append(_arm(PLACED, ahead.filter(story__uuid__in=document.stories)))
    corrected = max((b.size for b in document.blocks if b.kind == "corrections"), default=0)
    if corrected:
        arms.append(_arm(CORRECTIONS, _first(_corrections(scope, at), corrected)))
    return arms


def _corrections(scope: Scope, at: datetime) -> EditionQuerySet:
    told = Edition.objects.corrections().public(at=at).filter(language=scope.language)
    own = told if scope.section is None else told.filter(section=scope.section)
    return own.of_live_stories(at=at).latest_first()


def _first(ordered: EditionQuerySet, most: int) -> EditionQuerySet:
    """The first of `ordered`, as a query without an order: parts of a union may have none."""
    return Edition.objects.filter(pk__in=ordered.values("pk")[:most])


def _arm(pool: str, editions: EditionQuerySet) -> "QuerySet[Any, Any]":
    return (
        editions.annotate(pool=Value(pool), uuid_=F("story__uuid"))
        .values_list(
            "pool", "pk", "story_id", "uuid_", "headline", "format", "first_published_at",
            "live_from", "live_until", "is_off_fronts",
        )
        .order_by()
    )  # fmt: skip
