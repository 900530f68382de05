"""What stands around a page, in three queries however large the archive is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, FilteredRelation, Q, QuerySet, Value

from articles.models.public import Edition, SectionText, SiteSettings, TopicText
from articles.models.story import Format

NEWER_STORIES = 5


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section in one language."""

    language: str
    pk: int
    uuid: UUID
    name: str
    slug: str
    description: str
    position: int
    is_retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The site's words, its sections, and the editions that a page links to."""

    language: str
    site_name: str
    tagline: str
    site_description: str
    languages: list[str]
    sections: list[SectionName]
    sections_elsewhere: list[SectionName]  # the same sections in other languages
    topics: list[str]
    pages: list[Edition]  # standing pages of every language
    newer: list[Edition]
    translations: list[Edition]

    def around_page(self, edition: Edition) -> "Surroundings":
        """The same around a standing page, whose other languages are among the pages."""
        others = [
            page
            for page in self.pages
            if page.translation_group == edition.translation_group and page.pk != edition.pk
        ]
        return replace(self, translations=others)


def gather(
    *,
    language: str,
    at: datetime,
    edition: Edition | None = None,
    topics: Collection[UUID] = (),
) -> Surroundings:
    """What stands around a page of `language` at `at`: around `edition`, or around a list.

    `topics` are those of a preview, which has no edition.
    """
    site = _site(language)
    carried = edition.topic_rows.values("topic__uuid") if edition is not None else topics
    sections, names = _names(language, carried)
    pages, newer, translations = _editions(language, at, edition)
    return Surroundings(
        language=language,
        site_name=site.get("text__name") or "Newsroom",
        tagline=site.get("text__tagline") or "",
        site_description=site.get("text__description") or "",
        languages=site.get("languages") or [code for code, _name in settings.LANGUAGES],
        sections=[section for section in sections if section.language == language],
        sections_elsewhere=[section for section in sections if section.language != language],
        topics=names,
        pages=pages,
        newer=newer,
        translations=translations,
    )


def _site(language: str) -> dict[str, Any]:
    words = FilteredRelation("texts", condition=Q(texts__language=language))
    columns = ("languages", "text__name", "text__tagline", "text__description")
    return SiteSettings.objects.annotate(text=words).filter(pk=1).values(*columns).first() or {}


def _names(
    language: str, topics: "Collection[UUID] | QuerySet[Any]"
) -> tuple[list[SectionName], list[str]]:
    """All sections in every language, in order, and the names of `topics` in this one."""
    rows = _named(SectionText.objects.all(), "section", F("section__position"))
    if isinstance(topics, QuerySet) or topics:
        carried = TopicText.objects.filter(language=language, topic__uuid__in=topics)
        rows = rows.union(_named(carried, "topic", Value(0)), all=True)
    found = list(rows)
    sections = [
        SectionName(code, pk, _as_uuid(uuid), name, slug, description, place, retired is not None)
        for kind, code, pk, uuid, name, slug, description, place, retired in found
        if kind == "section"
    ]
    sections.sort(key=lambda section: (section.position, section.pk))
    return sections, sorted(row[4] for row in found if row[0] == "topic")


def _named(texts: "QuerySet[Any]", kind: str, place: F | Value) -> "QuerySet[Any]":
    """Texts of one kind of taxon as rows of the same shape, so that two kinds are one query."""
    return (
        texts.annotate(
            kind=Value(kind),
            pk_=F(f"{kind}_id"),
            uuid_=F(f"{kind}__uuid"),
            place=place,
            retired=F(f"{kind}__retired_at"),
        )
        .values_list(
            "kind", "language", "pk_", "uuid_", "name", "slug", "description", "place", "retired"
        )
        .order_by()
    )


def _as_uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _editions(
    language: str, at: datetime, edition: Edition | None
) -> tuple[list[Edition], list[Edition], list[Edition]]:
    """All standing pages, newer stories of the edition's section, its other languages."""
    live = Edition.objects.live(at=at)
    wanted = Q(format=Format.PAGE)
    if edition is not None:
        wanted |= Q(translation_group=edition.translation_group)
    if edition is not None and edition.section_id is not None:
        newest = (
            live.filter(language=language, section=edition.section_id)
            .of_today(at)
            .listed()
            .exclude(story=edition.story_id)
            .newest_first()
        )
        wanted |= Q(pk__in=newest.values("pk")[:NEWER_STORIES])
    pages, newer, translations = [], [], []
    for found in live.filter(wanted).with_pictures().newest_first():
        if found.format == Format.PAGE:
            pages.append(found)
        elif edition is None or found.story_id == edition.story_id:
            continue
        elif found.translation_group == edition.translation_group and found.language != language:
            translations.append(found)
        else:
            newer.append(found)
    pages.sort(key=lambda page: (page.headline, page.pk))
    return pages, newer, translations
