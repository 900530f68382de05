"""Series as readers see them: the live parts in order, and where a story is among them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles.addresses import absolute, language_prefix, series_path
from articles.models.public import Edition, EditionQuerySet, SeriesText
from articles.page import cards, translation_links
from articles.shown import Link, SeriesPlace, SubjectPage
from articles.surroundings import Surroundings
from articles.wording import direction

MOST_PARTS = 200


def in_order(editions: EditionQuerySet) -> EditionQuerySet:
    """Editions of a series as they are read."""
    return editions.order_by("story__series_part__position", "story_id")


def parts_of(series: int, language: str, at: datetime) -> list[Edition]:
    """The parts of a series, by its key, that are live at `at`, with their pictures."""
    live = Edition.objects.live(at=at).filter(language=language).listed()
    return list(
        in_order(live.filter(story__series_part__series=series).with_pictures())[:MOST_PARTS]
    )


def series_of(edition: Edition, at: datetime) -> SeriesPlace | None:
    """Where a live edition is in its series at `at`; None where it has none in its language.

    One query, and none for an edition that is known to be in no series.
    """
    if edition.series_key is None:
        return None
    of_series = {"series": OuterRef("story__series_part__series"), "language": edition.language}
    words = SeriesText.objects.filter(**of_series)
    live = Edition.objects.live(at=at).filter(
        language=edition.language, story__series_part__series__parts__story=edition.story_id
    )
    told = (Subquery(words.values(column)[:1]) for column in ("name", "slug", "series"))
    ordered = in_order(live.listed())
    rows = list(ordered.values_list("story_id", "headline", "path", *told)[:MOST_PARTS])
    place = next((n for n, row in enumerate(rows) if row[0] == edition.story_id), None)
    if place is None or not rows[place][3]:
        return None
    links = [Link(row[1], iri_to_uri(row[2])) for row in rows]
    path = series_path(edition.language, rows[place][4])
    return SeriesPlace(
        key=rows[place][5],
        series=Link(rows[place][3], iri_to_uri(path)),
        position=place + 1,
        of=len(rows),
        previous=links[place - 1] if place else None,
        following=links[place + 1] if place + 1 < len(links) else None,
    )


def series_page(editions: Sequence[Edition], *, around: Surroundings, at: datetime) -> SubjectPage:
    """The page of a series with its live parts in order."""
    name = around.here[0]
    path = series_path(name.language, name.slug)
    return SubjectPage(
        language=around.language,
        direction=direction(around.language),
        title=name.name,
        description=name.description or _("All parts of the series, in order."),
        canonical_url=absolute(path),
        section=None,
        breadcrumb=[Link(_("Home"), language_prefix(around.language))],
        lead=None,
        stories=cards(editions, around, at),
        older_url="",
        newest_url=iri_to_uri(path),
        is_first=True,
        translations=translation_links(counterparts_of(around), around),
        here=Link(name.name, iri_to_uri(path)),
    )


def counterparts_of(around: Surroundings) -> dict[str, str]:
    """The paths of the page of a series by language; its own included."""
    return {name.language: series_path(name.language, name.slug) for name in around.here}
