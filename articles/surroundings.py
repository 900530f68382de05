"""What stands around a page, in three queries however large the archive is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import (
    Case,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.encoding import iri_to_uri

from articles import related
from articles.models.public import (
    AuthorText,
    Edition,
    SectionText,
    SeriesPart,
    SeriesText,
    SiteSettings,
    TopicText,
)
from articles.models.story import Format
from articles.related import Centre, Neighbour

# Whose the texts of a page are, by their kind.
_OWNERS = {TopicText: "topic", AuthorText: "author", SeriesText: "series"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonName:
    """A section, a topic or an author in one language."""

    language: str
    pk: int
    uuid: UUID
    name: str
    slug: str
    description: str
    position: int
    is_retired: bool
    role: str = ""  # of an author, as is the biography
    biography: str = ""
    colour: str = ""  # of a section


@dataclass(frozen=True, slots=True)
class Named:
    """Whose page it is: the one that has this slug; `texts` are those of its kind."""

    texts: "type[TopicText | AuthorText | SeriesText]"
    slug: str


@dataclass(frozen=True, slots=True)
class AlertLine:
    """What readers of a language are told over every page, and where it leads."""

    key: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A story that is previewed: its key, and the section that its document names."""

    story: int
    section: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The site's words, its sections, and the editions that a page links to."""

    language: str
    site_name: str
    tagline: str
    site_description: str
    feeds_have_text: bool
    feed_hub: str
    contact_email: str
    languages: list[str]
    alert: AlertLine | None
    sections: list[TaxonName]
    sections_elsewhere: list[TaxonName]  # the same sections in other languages
    topics: list[TaxonName]
    authors: Mapping[UUID, TaxonName]  # those of the page's bylines that have a page
    here: list[TaxonName]  # whose page it is, in every language
    pages: list[Edition]  # standing pages of every language
    newer: list[Edition]  # of the section
    related: list[Neighbour]
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
    authors: Collection[UUID] = (),
    beside: Drafted | None = None,
    whose: Named | None = None,
    has_pages: bool = True,
) -> Surroundings:
    """What stands around a page of `language` at `at`: around `edition`, or around a list.

    `topics`, `authors` and `beside` are those of a preview, which has no edition; `whose` page a
    list is. What is no page itself is without standing pages: one query less.
    """
    site = _site(language, at)
    carried, signed = _keys_of(edition) if edition is not None else (topics, authors)
    names = _names(language, carried, signed, whose)
    centre = _centre(edition or beside, language, at, names)
    editions = _editions(language, at, edition, centre) if has_pages else NO_EDITIONS
    return Surroundings(
        language=language,
        site_name=site.get("text__name") or "Newsroom",
        tagline=site.get("text__tagline") or "",
        site_description=site.get("text__description") or "",
        feeds_have_text=site.get("feeds_have_text", True),
        feed_hub=site.get("feed_hub") or "",
        contact_email=site.get("contact_email") or "",
        languages=site.get("languages") or [code for code, _name in settings.LANGUAGES],
        alert=_alert_in(site),
        sections=[section for section in names["section"] if section.language == language],
        sections_elsewhere=[name for name in names["section"] if name.language != language],
        topics=sorted(names["topic"], key=lambda topic: topic.name),
        authors={author.uuid: author for author in names["author"]},
        here=sorted(names["here"], key=lambda name: name.language != language),
        **editions,
    )


def _site(language: str, at: datetime) -> dict[str, Any]:
    """The site's settings, its words in one language, and the alert that runs there at `at`."""
    words = FilteredRelation("texts", condition=Q(texts__language=language))
    lasts = Q(alerts__live_until=None) | Q(alerts__live_until__gt=at)
    runs = Q(lasts, alerts__language=language, alerts__live_from__lte=at)
    stories = Edition.objects.live(at=at).filter(story=OuterRef("alert__story"))
    joined = SiteSettings.objects.annotate(
        text=words,
        alert=FilteredRelation("alerts", condition=runs),
        alert_path=Subquery(stories.values("path")[:1]),
    )
    columns = (
        "languages", "feeds_have_text", "feed_hub", "contact_email",
        "text__name", "text__tagline", "text__description",
        "alert__pk", "alert__text", "alert__url", "alert_path",
    )  # fmt: skip
    return joined.filter(pk=1).values(*columns).first() or {}


def _alert_in(site: dict[str, Any]) -> AlertLine | None:
    """The alert that readers see; none that leads to a story which is not there."""
    url = site.get("alert__url") or site.get("alert_path")
    return AlertLine(site["alert__pk"], site["alert__text"], iri_to_uri(url)) if url else None


# The names of a page by their kind.
_Names = Mapping[str, list[TaxonName]]
NO_EDITIONS: dict[str, list[Any]] = {"pages": [], "translations": [], "newer": [], "related": []}

# Keys of what a page names, or the question for them.
_Keys = Collection[UUID] | QuerySet[Any]


def _keys_of(edition: Edition) -> tuple[_Keys, _Keys]:
    """The questions for the topics and authors of an edition."""
    topics = edition.topic_rows.values("topic__uuid")
    return topics, edition.author_rows.exclude(author=None).values("author__uuid")


def _names(
    language: str, topics: _Keys, authors: _Keys, whose: Named | None
) -> dict[str, list[TaxonName]]:
    """By kind: all sections in every language, in order; in this one `topics` and `authors`; and
    `here` whose page it is. One query.
    """
    asked = [_named(SectionText.objects.all(), "section", "section")]
    if isinstance(topics, QuerySet) or topics:
        carried = TopicText.objects.filter(language=language, topic__uuid__in=topics)
        asked.append(_named(carried, "topic", "topic"))
    if isinstance(authors, QuerySet) or authors:
        signed = AuthorText.objects.filter(language=language, author__uuid__in=authors)
        asked.append(_named(signed, "author", "author"))
    if whose is not None:
        owner = _OWNERS[whose.texts]
        same = whose.texts._default_manager.filter(language=language, slug=whose.slug)
        texts = whose.texts._default_manager.filter(**{f"{owner}__in": same.values(owner)})
        asked.append(_named(texts, owner, "here"))
    found: dict[str, list[TaxonName]] = {
        kind: [] for kind in ("section", "topic", "author", "here")
    }
    for row in asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]:
        kind, uuid, retired = row.pop("kind"), row.pop("uuid_"), row.pop("retired")
        name = TaxonName(uuid=_as_uuid(uuid), pk=row.pop("pk_"), is_retired=bool(retired), **row)
        found[kind].append(name)
    found["section"].sort(key=lambda section: (section.position, section.pk))
    return found


def _named(texts: "QuerySet[Any]", owner: str, kind: str) -> "QuerySet[Any]":
    """Texts of the taxa `owner` as rows of the same shape, so that several kinds are one query."""
    is_author = owner == "author"
    return (
        texts.annotate(
            kind=Value(kind),
            pk_=F(f"{owner}_id"),
            uuid_=F(f"{owner}__uuid"),
            position=F("section__position") if owner == "section" else Value(0),
            retired=Case(When(**{f"{owner}__retired_at": None}, then=Value(0)), default=Value(1)),
            colour=F("section__colour") if owner == "section" else Value(""),
            **({} if is_author else {"role": Value(""), "biography": Value("")}),
        )
        .values(
            "kind", "language", "pk_", "uuid_", "name", "slug", "description", "position",
            "retired", "role", "biography", "colour",
        )
        .order_by()
    )  # fmt: skip


def _as_uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _centre(
    of: Edition | Drafted | None, language: str, at: datetime, names: _Names
) -> Centre | None:
    """What others stand beside on a page: on that of `of`, where it is of anything."""
    if isinstance(of, Drafted):
        return _centre_of_draft(of, language, names)
    return _centre_of(of, at, names["topic"]) if of is not None else None


def _centre_of_draft(beside: Drafted, language: str, names: _Names) -> Centre:
    """What others would stand beside on the page of a story that is previewed. One query."""
    section = next((one.pk for one in names["section"] if one.uuid == beside.section), None)
    topics = [topic.pk for topic in names["topic"]]
    part = SeriesPart.objects.filter(story=beside.story, series__texts__language=language).first()
    series = {"series": part.series_id, "place": part.position} if part else {}
    return Centre(beside.story, language, section, topics, **series)


def _centre_of(edition: Edition, at: datetime, topics: Collection[TaxonName]) -> Centre | None:
    """What others stand beside on the page of `edition`: of what is gone, its section alone."""
    if edition.format == Format.PAGE:
        return None
    keys = [topic.pk for topic in topics] if edition.is_live(at) else []
    return Centre(
        edition.story_id,
        edition.language,
        edition.section_id,
        keys,
        edition.series_key,
        edition.series_place or 0,
    )


def _editions(
    language: str, at: datetime, edition: Edition | None, centre: Centre | None
) -> dict[str, list[Any]]:
    """All standing pages, the other languages of `edition`, and what stands beside `centre`.

    One query: each kind is asked for along its own index.
    """
    live = Edition.objects.live(at=at)
    arms = [live.filter(format=Format.PAGE)]
    if edition is not None:
        arms.append(live.filter(translation_group=edition.translation_group))
    keys = [arm.values("pk").order_by() for arm in arms]
    keys += related.arms(centre, at) if centre else []
    # Joined by OR they would be looked for in the whole archive.
    wanted = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    asked = Edition.objects.filter(pk__in=wanted).with_pictures()
    pages, translations, others = list[Edition](), list[Edition](), list[Edition]()
    for found in (related.with_ties(asked, centre) if centre else asked).newest_first():
        if found.format == Format.PAGE:
            pages.append(found)
        elif edition is not None and found.translation_group == edition.translation_group:
            translations += [found] if found.language != language else []
        else:
            others.append(found)
    pages.sort(key=lambda page: (page.headline, page.pk))
    return {
        "pages": pages,
        "translations": translations,
        "newer": related.newest_of_section(others, centre) if centre else [],
        "related": related.ranked(others, centre) if centre else [],
    }
