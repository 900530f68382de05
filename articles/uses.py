"""Where pictures of the library are used: live, scheduled and on the desk; where readers saw one.

All of it starts from the mentions of a picture, one for each story that ever named it in a version.
So a page of uses goes on by the key of its last story, and costs the same with three and with ten
thousand of them. Stories that somebody may not see are counted and not named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import groupby
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat, RowNumber, Substr

from accounts.models import User
from articles.models import Edition, EditionPicture, Embed, Picture, PictureMention, Story
from articles.permissions import pictures_visible_to, visible_to
from images.models import Image

PAGE = 50  # stories
_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))  # of a uuid's digits: begin, length

Mentions = QuerySet[PictureMention]
Span = tuple[datetime, datetime | None]
_LIVE = Q(live_pk__isnull=False)
_DESK = Q(waiting_pk__isnull=False) | Q(leads_on_desk=True) | Q(is_part_on_desk=True)


class Which(Enum):
    """Of the stories that name a picture: those that use it live, those that do so on the desk or
    will when they go out, and those whose readers saw it and see it no longer."""

    LIVE = "live"
    DESK = "desk"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A story that uses a picture: in the edition that is live, in the one that waits, on the desk.

    Where it is live, readers see the picture from `since` until `until`, as things are; None for no
    end. `is_lead` says whether it is the lead picture in one of them.
    """

    story: Story
    live: Edition | None
    since: datetime | None
    until: datetime | None
    scheduled: Edition | None
    is_on_desk: bool
    is_lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A story whose readers saw a picture, and when: spans of [from, until), the last one first."""

    story: Story
    spans: list[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many stories there are of a kind; `hidden` are those that are not to be named."""

    total: int
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the stories, the newest first; `next` is the key to go on by, None at the end."""

    uses: list[Use]
    showings: list[Showing]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A picture whose rights end or have ended, and some of the `total` stories concerned.

    `is_open` says whether the person who asked may see the picture's page.
    """

    image: Image
    stories: list[Story]
    total: int
    is_open: bool


def no_longer_shown_from(image: Image, at: datetime) -> datetime | None:
    """Since when readers have not been shown `image`, by `at`; None where they are shown it."""
    ends = (image.taken_down_at, image.expires_at)
    return min((end for end in ends if end and end <= at), default=None)


def counted(image: Image, user: User, at: datetime, which: Which) -> Counted:
    """How many stories there are of `which`. One query."""
    found = _of(image, at, which).aggregate(
        total=Count("pk"), seen=Count("pk", filter=Q(_is_among(_seen_by(user))))
    )
    return Counted(total=found["total"], hidden=found["total"] - found["seen"])


def page(
    image: Image,
    user: User,
    at: datetime,
    which: Which,
    *,
    before: int | None = None,
    most: int = PAGE,
) -> Page:
    """At most `most` of the stories of `which` that `user` may see. Three queries.

    `before` is the key at which the page before it ended.
    """
    rows = _of(image, at, which).filter(_is_among(_seen_by(user)))
    if before is not None:
        rows = rows.filter(story__lt=before)
    found = list(rows.select_related("story").order_by("-story_id")[: most + 1])
    shown = found[:most]
    is_past = which is Which.SHOWN
    return Page(
        uses=[] if is_past else _uses(image, at, shown),
        showings=_showings(image, at, [row.story for row in shown]) if is_past else [],
        next=shown[-1].story_id if len(found) > most else None,
    )


def rights_ending(user: User, at: datetime, until: datetime, *, most: int) -> list[Concern]:
    """Pictures whose rights end in (at, until] and that stories of `user` use, soonest first.

    Two queries.
    """
    ending = Q(image__expires_at__gt=at, image__expires_at__lte=until, image__taken_down_at=None)
    rows = _used(PictureMention.objects.filter(ending), at)
    return _concerns(rows, user, F("image__expires_at").asc(), most)


def gone_from_live(user: User, at: datetime, since: datetime, *, most: int) -> list[Concern]:
    """Pictures that live stories of `user` show a box for, since an instant in (since, at].

    Those whose rights ended and those that were taken down, the latest first. Two queries.
    """
    ended = Q(image__expires_at__gt=since, image__expires_at__lte=at, image__taken_down_at=None)
    down = Q(image__taken_down_at__gt=since, image__taken_down_at__lte=at)
    latest = Coalesce("image__taken_down_at", "image__expires_at").desc()
    rows = _used(PictureMention.objects.filter(ended | down), at, where=_LIVE)
    return _concerns(rows, user, latest, most)


def _of(image: Image, at: datetime, which: Which) -> Mentions:
    mentions = PictureMention.objects.filter(image=image)
    if which is not Which.SHOWN:
        where = _LIVE if which is Which.LIVE else _DESK & ~_LIVE
        return _used(mentions, at, where=where, named_as=Value(str(image.uuid)))
    seen = Exists(_seen_editions(image, at).filter(story=OuterRef("story")))
    return (
        mentions.filter(seen)
        if no_longer_shown_from(image, at)
        else mentions.filter(seen, ~Exists(_live_editions(at)))
    )


def _used(
    mentions: Mentions, at: datetime, *, where: Q = _LIVE | _DESK, named_as: Any = None
) -> Mentions:
    """Those of `mentions` whose story uses the picture at `at`, each with what uses it.

    `where` says which uses are meant, `named_as` the picture's uuid as text, where it is but one.
    """
    live = _live_editions(at)
    waiting = _editions_of_mention().filter(live_from__gt=at).order_by("live_from")
    parts = Picture.objects.filter(parent=OuterRef("story"), image=OuterRef("named_as"))
    embeds = Embed.objects.filter(parent=OuterRef("story"), thumbnail=OuterRef("named_as"))
    is_lead = ExpressionWrapper(Q(story__lead_image=F("named_as")), output_field=BooleanField())
    return (
        mentions.alias(named_as=named_as or UuidText("image__uuid"))
        .annotate(
            live_pk=Subquery(live.values("edition")[:1]),
            waiting_pk=Subquery(waiting.values("edition")[:1]),
            leads_on_desk=is_lead,
            is_part_on_desk=Exists(parts) | Exists(embeds),
        )
        .filter(where)
    )


def _editions_of_mention() -> "QuerySet[EditionPicture]":
    return EditionPicture.objects.filter(image=OuterRef("image"), story=OuterRef("story"))


def _live_editions(at: datetime) -> "QuerySet[EditionPicture]":
    is_open = Q(live_until=None) | Q(live_until__gt=at)
    return _editions_of_mention().filter(is_open, live_from__lte=at)


class UuidText(Cast):
    """A uuid as text in canonical form, as documents have it."""

    def __init__(self, expression: Any) -> None:
        super().__init__(expression, CharField())

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """It keeps a uuid as digits alone."""
        (digits,) = self.get_source_expressions()
        groups = [Substr(Cast(digits, CharField()), *group) for group in _GROUPS]
        first, *others = groups
        joined = Concat(first, *(piece for group in others for piece in (Value("-"), group)))
        return compiler.compile(joined.resolve_expression(compiler.query))


def _seen_editions(image: Image, at: datetime) -> "QuerySet[EditionPicture]":
    """What of `image` readers had seen by `at` and see no longer, by editions."""
    rows = EditionPicture.objects.filter(image=image, live_from__lte=at)
    end = no_longer_shown_from(image, at)
    return rows.filter(live_from__lt=end) if end else rows.filter(live_until__lte=at)


def _seen_by(user: User) -> "QuerySet[Story]":
    return visible_to(user) | visible_to(user, in_bin=True)


def _is_among(stories: "QuerySet[Story]") -> Exists:
    """Whether the story of a mention is one of `stories`: a look at each, not a list of all."""
    return Exists(stories.filter(pk=OuterRef("story")))


def _uses(image: Image, at: datetime, rows: Iterable[PictureMention]) -> list[Use]:
    facts = {row.story: vars(row) for row in rows}
    wanted = {fact[name] for fact in facts.values() for name in ("live_pk", "waiting_pk")}
    editions = Edition.objects.in_bulk(wanted - {None})
    spans = _spans(EditionPicture.objects.filter(image=image, story__in=facts))
    found = []
    for story, fact in facts.items():
        live, waiting = editions.get(fact["live_pk"]), editions.get(fact["waiting_pk"])
        leads = [edition.lead_image_id == image.pk for edition in (live, waiting) if edition]
        begun = [span for span in spans.get(story.pk, []) if span[0] <= at]
        since, until = begun[-1] if live else (None, None)
        found.append(
            Use(
                story=story,
                live=live,
                since=since,
                until=until,
                scheduled=waiting,
                is_on_desk=fact["leads_on_desk"] or fact["is_part_on_desk"],
                is_lead=any([*leads, fact["leads_on_desk"]]),
            )
        )
    return found


def _showings(image: Image, at: datetime, stories: Iterable[Story]) -> list[Showing]:
    by_key = {story.pk: story for story in stories}
    end = no_longer_shown_from(image, at) or at
    spans = _spans(_seen_editions(image, at).filter(story__in=by_key))
    return [
        Showing(
            story=by_key[key],
            spans=[(begin, min(until or end, end)) for begin, until in reversed(of_story)],
        )
        for key, of_story in spans.items()
    ]


def _spans(rows: "QuerySet[EditionPicture]") -> dict[int, list[Span]]:
    """From when until when `rows` show a picture, by story, the newest story first.

    What follows each other without a gap is one span.
    """
    spans: dict[int, list[Span]] = {}
    seen = rows.order_by("-story_id", "live_from").values_list("story", "live_from", "live_until")
    for story, begin, until in seen:
        of_story = spans.setdefault(story, [])
        if of_story and of_story[-1][1] == begin:
            of_story[-1] = of_story[-1][0], until
        else:
            of_story.append((begin, until))
    return spans


_NAMED = 2  # stories of a picture, where many pictures are told of


def _concerns(rows: Mentions, user: User, order: Any, most: int) -> list[Concern]:
    """The first `most` pictures of `rows` in `order`, each with the newest of its stories.

    What is counted over all uses are narrow rows; the few that are told of are loaded after.
    """
    of_picture: dict[str, Any] = {"partition_by": [F("image")]}
    told = (
        rows.filter(_is_among(visible_to(user)))
        .annotate(
            place=Window(RowNumber(), order_by=F("story").desc(), **of_picture),
            total=Window(Count("pk"), **of_picture),
        )
        .filter(place__lte=_NAMED)
        .order_by(order, "image_id", "place")
    )
    totals = dict(told.values_list("pk", "total")[: most * _NAMED])
    is_open = Exists(pictures_visible_to(user).filter(pk=OuterRef("image")))
    loaded = PictureMention.objects.select_related("image", "story").annotate(is_open=is_open)
    by_key = loaded.in_bulk(totals)
    found = []
    for image, group in groupby(map(by_key.__getitem__, totals), key=lambda row: row.image):
        first, *others = group
        found.append(
            Concern(
                image=image,
                stories=[first.story, *(row.story for row in others)],
                total=totals[first.pk],
                is_open=vars(first)["is_open"],
            )
        )
    return found[:most]
