"""Which stories stand beside one: parts of its series, then its topics, then its section.

Each is a short piece of an index, so that the query costs the same in a large archive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models.public import Edition, EditionQuerySet, EditionTopic, SeriesPart

MOST = 5  # that a page shows
SPARE = 3  # for what its text leads to already
MOST_TOPICS = 8  # that are asked for

_PLACE = "story__series_part__position"


@dataclass(frozen=True, slots=True)
class Centre:
    """The story that others stand beside, and what may join them to it, by keys."""

    story: int
    language: str
    section: int | None = None
    topics: Sequence[int] = ()
    series: int | None = None
    place: int = 0  # in the series

    @property
    def asked(self) -> Sequence[int]:
        """The topics that are asked for."""
        return sorted(self.topics)[:MOST_TOPICS]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An edition, and what joins it to the story that it stands beside."""

    edition: Edition
    is_of_series: bool
    topics: frozenset[int]


def arms(centre: Centre, at: datetime) -> list["QuerySet[Any, Any]"]:
    """Questions for the keys of all that may stand beside `centre` at `at`: a few of each kind."""
    others = Edition.objects.in_lists(centre.language, at=at).exclude(story=centre.story)
    most = MOST + SPARE
    found: list[EditionQuerySet] = []
    if centre.series is not None:
        found += _parts(others, centre, at)
    for topic in centre.asked:
        about = others.about(topic, at=at)
        newest = about.order_by("-topic_rows__first_published_at", "-topic_rows__story_id")
        found.append(newest[:most])
    if centre.section is not None:
        found.append(others.filter(section=centre.section).newest_first()[:most])
    # Parts of a union may have no order, so each stands in a query of its own.
    ready = (Edition.objects.filter(pk__in=each.values("pk")) for each in found)
    return [each.values("pk").order_by() for each in ready]


def _parts(
    others: EditionQuerySet, centre: Centre, at: datetime
) -> tuple[EditionQuerySet, EditionQuerySet]:
    """The parts of the series that come after the story, and those before it, the nearest first.

    The series is asked first: from the editions SQLite would look for its parts in all of them.
    """
    listed = Exists(others.filter(story=OuterRef("story")))
    of_series = SeriesPart.objects.filter(listed, series=centre.series)
    same = Q(position=centre.place)
    after = of_series.filter(Q(position__gt=centre.place) | Q(same, story__gt=centre.story))
    before = of_series.filter(Q(position__lt=centre.place) | Q(same, story__lt=centre.story))
    most = MOST + SPARE + 1  # one more each way: its own page leads to the nearest
    live = Edition.objects.live(at=at)
    return (
        live.filter(story__in=after.order_by("position", "story").values("story")[:most]),
        live.filter(story__in=before.order_by("-position", "-story").values("story")[:most]),
    )


def with_ties(editions: EditionQuerySet, centre: Centre) -> EditionQuerySet:
    """Say of each of a few editions what joins it to `centre`; `ranked` reads it."""
    of = EditionTopic.objects.filter(edition=OuterRef("pk"))
    found = editions.annotate(
        **{f"about_{topic}": Exists(of.filter(topic=topic)) for topic in centre.asked}
    )
    if centre.series is None:
        return found
    return found.annotate(place=F(_PLACE), series=F("story__series_part__series"))


def ranked(editions: Iterable[Edition], centre: Centre) -> list[Neighbour]:
    """The best of the `editions` that stand beside `centre`, loaded `with_ties`.

    The next parts of its series come first, then those before it; then what shares most topics, of
    that the newest; then the newest of the section. The parts just before and after it are left
    out: its page leads there by itself.
    """
    after, before, others = list[Edition](), list[Edition](), list[Edition]()
    own = (centre.place, centre.story)
    for edition in editions:
        if centre.series is None or vars(edition)["series"] != centre.series:
            others.append(edition)
        else:
            (after if _in_series(edition) > own else before).append(edition)
    after.sort(key=_in_series)
    before.sort(key=_in_series, reverse=True)
    others.sort(key=lambda one: (len(_shared(one, centre)), *_age(one)), reverse=True)
    found = [Neighbour(one, True, _shared(one, centre)) for one in (*after[1:], *before[1:])]
    found += [Neighbour(one, False, _shared(one, centre)) for one in others]
    return found[: MOST + SPARE]


def newest_of_section(editions: Iterable[Edition], centre: Centre) -> list[Edition]:
    """The newest of the section of `centre` among `editions`."""
    own = [one for one in editions if one.section_id == centre.section is not None]
    return sorted(own, key=_age, reverse=True)[:MOST]


def _in_series(edition: Edition) -> tuple[int, int]:
    return vars(edition)["place"], edition.story_id


def _age(edition: Edition) -> tuple[datetime, int]:
    return edition.first_published_at, edition.story_id


def _shared(edition: Edition, centre: Centre) -> frozenset[int]:
    return frozenset(topic for topic in centre.asked if vars(edition)[f"about_{topic}"])
