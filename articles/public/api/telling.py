"""Editions turned into what partners get; what pages show of them is the measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet, prefetch_related_objects

from articles import series, surroundings, syndicating
from articles.addresses import absolute, author_path, section_path, topic_path
from articles.models.public import Edition, EditionAuthor, EditionTopic
from articles.page import describe, document_of
from articles.pictured import lead_of, pictures_of
from articles.public.api import pictures, schemas
from articles.public.api.filing import filing
from articles.public.api.problems import NotThere
from articles.shown import SeriesPlace
from articles.surroundings import Surroundings

API = "/api/v1/stories/"
PART = {
    "text": schemas.TextPart,
    "picture": schemas.PicturePart,
    "quote": schemas.QuotePart,
    "facts": schemas.FactsPart,
    "embed": schemas.EmbedPart,
}
# Where a text of a part is in another language than the story; older documents say nothing of it.
OWN_LANGUAGES = ("subheading_language", "caption_language", "quote_language", "title_language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story, and what it shows: its translations, the keys of its series and its pictures."""

    story: schemas.Story
    translations: list[Edition]
    series: int | None
    pictures: list[int]


def with_identity(editions: Sequence[Edition]) -> list[Edition]:
    """The same editions, each with what names its story for ever. One query."""
    keys = [edition.pk for edition in editions]
    uuids = dict(Edition.objects.filter(pk__in=keys).values_list("pk", "story__uuid"))
    for edition in editions:
        edition.story_uuid = uuids[edition.pk]
    return list(editions)


def summaries(
    editions: Sequence[Edition], around: Surroundings, at: datetime
) -> list[schemas.StorySummary]:
    """Editions in one language, loaded `with_pictures()` and `with_identity()`. Two queries."""
    prefetch_related_objects(
        editions,
        Prefetch("author_rows", _named(EditionAuthor, "author", around), to_attr="told_authors"),
        Prefetch("topic_rows", _named(EditionTopic, "topic", around), to_attr="told_topics"),
    )
    sections = {one.pk: filing(one, section_path) for one in around.sections}
    return [
        schemas.StorySummary(
            **_common(edition),
            section=sections.get(edition.section_id or 0),
            topics=[
                told
                for row in vars(edition)["told_topics"]
                if (told := _filing_of(row, around.language, topic_path))
            ],
            bylines=[
                schemas.Byline(
                    name=row.name,
                    role=row.role,
                    author=_filing_of(row, around.language, author_path),
                )
                for row in vars(edition)["told_authors"]
            ],
            picture=pictures.of_list(edition, at),
        )
        for edition in editions
    ]


def _named(rows: Any, owner: str, around: Surroundings) -> "QuerySet[Any]":
    """The facts of editions with the uuid, the name and the slug of what they are about."""
    texts = f"{owner}__texts"
    words = FilteredRelation(texts, condition=Q(**{f"{texts}__language": around.language}))
    return rows.objects.annotate(
        words=words,
        its_uuid=F(f"{owner}__uuid"),
        its_name=F("words__name"),
        its_slug=F("words__slug"),
    )


def _filing_of(row: Any, language: str, path: Any) -> schemas.Filing | None:
    """None where it has no name in the language, and so no page."""
    if not row.its_slug:
        return None
    url = absolute(path(language, row.its_slug))
    return schemas.Filing(uuid=row.its_uuid, name=row.its_name, slug=row.its_slug, url=url)


def _common(edition: Edition) -> dict[str, Any]:
    """The fields that an edition has in its columns."""
    return {
        "uuid": edition.story_uuid,
        "language": edition.language,
        "url": absolute(edition.path),
        "api_url": absolute(f"{API}{edition.story_uuid}"),
        "format": edition.format,
        "kicker": edition.kicker,
        "headline": edition.headline,
        "headline_language": edition.headline_language,
        "standfirst": edition.standfirst,
        "first_published_at": edition.first_published_at,
        "updated_at": max(edition.updated_at, edition.first_published_at),
    }


def whole(edition: Edition, corrections: Sequence[Edition], at: datetime) -> Told:
    """A live edition, loaded as `resolve_story` does, with its `corrections`, newest first.

    NotThere in a language that the site does not offer. At most six queries.
    """
    around = surroundings.gather(language=edition.language, at=at, edition=edition, has_pages=False)
    if edition.language not in around.languages:
        raise NotThere("The site has no stories in this language.")
    translations = _translations(edition, around, at)
    place = series.series_of(edition, at)
    document = document_of(edition)
    images = pictures_of(document)
    lead = lead_of(document)
    section = next((one for one in around.sections if one.pk == edition.section_id), None)
    story = schemas.Story(
        **_common(edition),
        section=filing(section, section_path) if section else None,
        topics=[filing(one, topic_path) for one in around.topics],
        bylines=[_byline(line, around) for line in document.bylines],
        title=document.seo_title or document.headline,
        description=describe(document),
        dateline=document.dateline,
        sponsor=document.sponsor,
        picture=pictures.used(lead, images.get(lead.image) if lead else None, at),
        edition_began_at=edition.live_from,
        html=syndicating.text_of(document, edition, images, at),
        parts=[_part(part, at) for part in syndicating.parts_of(document, edition, images, at)],
        corrections=[_correction(one) for one in corrections],
        series=_place(place) if place else None,
        translations=[_translation(one) for one in translations],
    )
    return Told(
        story=story,
        translations=translations,
        series=place.key if place else None,
        pictures=[image.pk for image in images.values()],
    )


def _translations(edition: Edition, around: Surroundings, at: datetime) -> list[Edition]:
    """The story in the other languages that the site offers."""
    live = Edition.objects.live(at=at).filter(translation_group=edition.translation_group)
    others = live.exclude(story=edition.story_id).filter(language__in=around.languages)
    return list(others.with_identity().order_by("language", "pk"))


def _translation(edition: Edition) -> schemas.Translation:
    common = _common(edition)
    names = ("uuid", "language", "headline", "url", "api_url")
    return schemas.Translation(**{name: common[name] for name in names})


def _byline(line: Any, around: Surroundings) -> schemas.Byline:
    author = around.authors.get(line.author) if line.author else None
    told = filing(author, author_path) if author else None
    return schemas.Byline(name=line.name, role=line.role, author=told)


def _correction(edition: Edition) -> schemas.Correction:
    told: dict[str, Any] = {"kind": edition.change, "note": edition.note}
    return schemas.Correction(**told, is_serious=edition.is_serious, published_at=edition.live_from)


def _place(place: SeriesPlace) -> schemas.SeriesPlace:
    return schemas.SeriesPlace(
        name=place.series.title,
        url=absolute(place.series.url),
        position=place.position,
        of=place.of,
    )


def _part(part: syndicating.SentPart, at: datetime) -> schemas.Part:
    """A part in the schema of its kind; its rich text is called `html` there."""
    values: dict[str, Any] = {**dict.fromkeys(OWN_LANGUAGES, ""), **part.values}
    if "body" in values:
        values["html"] = values.pop("body")
    if part.kind == "picture":
        values["picture"] = pictures.used(part.use, part.image, at)
    elif part.kind == "embed":
        values["picture"] = pictures.of_embed(part.image, at)
    return PART[part.kind](kind=part.kind, uid=part.uid, **values)
