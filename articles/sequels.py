"""A story put into a series, moved in it, or taken out: readers see that at once."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Series, SeriesPart, Story
from articles.verbs import Unable, lock, verb

MOST_PARTS = 200  # of a series


class UnableToFile(Unable):
    """Raised where a story cannot be a part of a series."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a story is now: its place in a series, by name; and the keys of all that changed."""

    series: str
    place: int
    changed: frozenset[int]


def parts_in(series: Series, language: str) -> list[SeriesPart]:
    """The parts of a series in one language, live or not, in the order of reading."""
    found = SeriesPart.objects.filter(series=series, story__language=language)
    return list(found.select_related("story").order_by("position", "story_id"))


def reasons_not_to_file(
    *, story: Story, series: Series | None, now: datetime, place: int | None = None
) -> list[str]:
    """Sentences that say why `story` cannot be a part of `series`."""
    if series is None:
        return []
    if story.is_page:
        return [_("A standing page is in no series.")]
    others = SeriesPart.objects.filter(series=series).exclude(story=story)
    return [_("This series is full.")] if others.count() >= MOST_PARTS else []


def _told(filed: Filed) -> dict[str, object]:
    return {"series": filed.series, "place": filed.place}


@verb("put_in_series", reasons=reasons_not_to_file, unable=UnableToFile, detail=_told)
def put_in_series(
    *, story: Story, series: Series | None, by: User, now: datetime, place: int | None = None
) -> Filed | None:
    """Make `story` a part of `series`, or of none, and return where it is.

    `place` counts the parts in its language from 1; without one it stays where it is, or comes
    last. Returns None where nothing changed. Raises UnableToFile, PermissionDenied.
    """
    own = SeriesPart.objects.filter(story=story).first()
    if series is None:
        if own is None:
            return None
        SeriesPart.objects.filter(pk=own.pk).delete()
        return Filed("", 0, frozenset({own.series_id}))
    series = lock(series)
    parts = list(SeriesPart.objects.filter(series=series).order_by("position", "story_id"))
    before = [part.story_id for part in parts]
    is_in = own is not None and own.series_id == series.pk
    order = before if is_in and place is None else _with(story, series, before, place)
    if order == before:
        return None
    _write(series, order, parts)
    left = {own.series_id} if own else set()
    here = [part.story_id for part in parts_in(series, story.language)]
    return Filed(
        series.name_in(story.language), here.index(story.pk) + 1, frozenset({series.pk, *left})
    )


def _with(story: Story, series: Series, before: list[int], place: int | None) -> list[int]:
    """The order `before` with `story` at its place among the parts in its language."""
    others = [key for key in before if key != story.pk]
    same = [part.story_id for part in parts_in(series, story.language) if part.story_id in others]
    if place is None or place > len(same):
        return [*others, story.pk]
    index = others.index(same[max(place, 1) - 1])
    return [*others[:index], story.pk, *others[index:]]


def _write(series: Series, order: list[int], parts: list[SeriesPart]) -> None:
    """Number the parts of a series in this order; one of them may be new, or of another series."""
    places = {part.story_id: part.position for part in parts}
    for position, story in enumerate(order, start=1):
        if places.get(story) != position:
            SeriesPart.objects.update_or_create(
                story_id=story, defaults={"series": series, "position": position}
            )
