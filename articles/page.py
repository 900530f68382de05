"""What pages show: documents and editions turned into what templates need.

The public view and the desk's preview both call `story_page`. Nothing here knows of requests.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import corrections, embeds, illustrating, languages, neighbouring
from articles.addresses import (
    absolute,
    archive_path,
    author_path,
    corrections_path,
    feed_path,
    history_path,
    language_prefix,
    markdown_path,
    search_path,
    section_path,
    topic_path,
)
from articles.document import Document, from_json
from articles.models import PARTS
from articles.models.fields import LanguageField
from articles.models.public import Edition, Redaction
from articles.passing_on import passing_on
from articles.pictured import pictures_of
from articles.removed import without_removed
from articles.richtext import Footnotes, RichTextField, plain_text, render, rendered_notes
from articles.shown import (
    Byline,
    ContentsEntry,
    FeedLink,
    Furniture,
    Link,
    ListPage,
    PagePart,
    StoryCard,
    StoryPage,
)
from articles.surroundings import Surroundings, TaxonName
from articles.wording import (
    date_in_words,
    direction,
    excerpt,
    format_label,
    headline_in,
    in_words,
    moment,
    reading_time,
    times,
)

FEWEST_SUBHEADINGS_FOR_CONTENTS = 3
DESCRIPTION_LENGTH = 200  # characters
FEED_TYPES = {
    "atom.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
}
NOT_PUBLIC: dict[str, Any] = {
    "canonical_url": "",
    "published": None,
    "updated": None,
    "modified": "",
    "history_url": "",
}


def furniture(
    around: Surroundings,
    *,
    at: datetime,
    current_section: int | None = None,
    path: str = "",
    counterparts: dict[str, str] | None = None,
    feeds: Sequence[FeedLink] = (),
) -> Furniture:
    """What stands around a page.

    `feeds` are those of the page itself, beside those of the site. `path` is its own address, to
    mark where the reader is; `counterparts` are its paths by language: a language without one leads
    to that language's home.
    """
    language = around.language
    offered = [section for section in around.sections if not section.is_retired]
    return Furniture(
        language=language,
        direction=direction(language),
        name=around.site_name,
        tagline=around.tagline,
        description=around.site_description,
        home_url=language_prefix(language),
        today=date_in_words(at, language),
        sections=[section_link(one, current=one.pk == current_section) for one in offered],
        pages=[
            Link(page.headline, iri_to_uri(page.path), page.path == path)
            for page in around.pages
            if page.language == language
        ],
        languages=language_links(counterparts or {}, around),
        corrections=corrections_link(language, path),
        archive=archive_link(language, path),
        search=Link(_("Search"), search_path(language), path == search_path(language)),
        contact_email=around.contact_email,
        colour=next((one.colour for one in around.sections if one.pk == current_section), ""),
        feeds=[*feeds, *feed_links(language, around.site_name)],
        alert=around.alert,
    )


def feed_links(language: str, title: str, *, of: str = "", slug: str = "") -> list[FeedLink]:
    """The feeds of the site, or of one of its lists as in `feed_path`, called `title`."""
    return [
        FeedLink(title, iri_to_uri(feed_path(language, kind, of=of, slug=slug)), media_type)
        for kind, media_type in FEED_TYPES.items()
    ]


def corrections_link(language: str, path: str = "") -> Link:
    """Where all corrections are; `path` is the page's own address."""
    url = corrections_path(language)
    return Link(_("Corrections"), url, path == url)


def archive_link(language: str, path: str = "") -> Link:
    """Where everything is by its day; `path` is the page's own address."""
    url = archive_path(language)
    return Link(_("Archive"), url, path == url)


def language_links(counterparts: dict[str, str], around: Surroundings) -> list[Link]:
    """Where a reader goes on in each language: the counterpart, else that language's home."""
    return [
        Link(
            dict(settings.LANGUAGES)[code],
            iri_to_uri(counterparts.get(code, language_prefix(code))),
            current=code == around.language,
            language=code,
        )
        for code in around.languages
    ]


def story_page(
    document: Document,
    *,
    edition: Edition | None,
    around: Surroundings,
    at: datetime,
    corrected: Sequence[Edition] = (),
) -> StoryPage:
    """The page of `document` at `at`; of `edition` where it is public, else of a preview.

    Its pictures cost one query, where there are any. `corrected` are the corrections so
    far, newest first.
    """
    language = document.language
    section = next((s for s in around.sections if s.uuid == document.section), None)
    filed = section_link(section) if section else None
    breadcrumb = [Link(_("Home"), language_prefix(language))]
    return StoryPage(
        language=language,
        direction=direction(language),
        title=document.seo_title or document.headline,
        description=describe(document),
        **headline_in(document.headline_language or language, document.headline, language),
        kicker=document.kicker,
        standfirst=document.standfirst,
        format_key=document.format,
        format_label=format_label(document.format),
        sponsor=document.sponsor,
        dateline=document.dateline,
        section=filed,
        breadcrumb=[*breadcrumb, filed] if filed else breadcrumb,
        bylines=[] if document.is_page else bylines(document, around),
        corrections=corrections.in_words(corrected),
        minutes=0 if document.is_page else reading_time(words_of(document), document.language),
        topics=[Link(t.name, iri_to_uri(topic_path(t.language, t.slug))) for t in around.topics],
        beside=neighbouring.beside(document, around, lambda found: cards(found, around, at)),
        **_with_pictures(document, at),
        **(_of_edition(edition, document, around) if edition else NOT_PUBLIC),
    )


def bylines(document: Document, around: Surroundings) -> list[Byline]:
    """The names of a document as printed, each with where its author's page is."""
    found = [
        (line, around.authors.get(line.author) if line.author else None)
        for line in document.bylines
    ]
    return [
        Byline(line.name, line.role, iri_to_uri(author_path(a.language, a.slug)) if a else "")
        for line, a in found
    ]


def _with_pictures(document: Document, at: datetime) -> dict[str, Any]:
    """The parts and the lead picture, with what may be seen at `at`."""
    pictures = pictures_of(document)
    notes = Footnotes()
    ready = [page_part(part.kind, part.values, document.language, notes) for part in document.parts]
    parts = list(illustrating.parts(document, ready, pictures, at))
    return {
        "contents": contents(parts),
        "parts": parts,
        "notes": rendered_notes(notes),
        "lead_picture": illustrating.lead(document, pictures, at),
        "image": illustrating.for_machines(document, pictures, at),
        "pictures": tuple(image.pk for image in pictures.values()),
        "has_embeds": any(part.kind == "embed" for part in parts),
        "framed": embeds.origins_in(document),
    }


def _of_edition(edition: Edition, document: Document, around: Surroundings) -> dict[str, Any]:
    """What only a page that is public has: times, addresses, other languages."""
    published, updated = (None, None) if document.is_page else times(edition)
    return {
        "canonical_url": absolute(edition.path),
        "published": published,
        "updated": updated,
        "modified": moment(edition.updated_at, document.language).iso,
        "history_url": iri_to_uri(history_path(edition.path)) if edition.has_history else "",
        "markdown_url": iri_to_uri(markdown_path(edition.path)),
        "passing_on": passing_on(document, edition, around.site_name),
        "translations": translation_links(counterparts_of_story(edition, around), around),
    }


def list_page(
    editions: Sequence[Edition],
    *,
    around: Surroundings,
    at: datetime,
    section: TaxonName | None,
    path: str,
    older_url: str,
    is_first: bool = False,
) -> ListPage:
    """A list of `editions`, newest first: a page of older stories, or a front where `is_first`."""
    link = Link(section.name, iri_to_uri(path)) if section else None
    words = (section.description if section else "") or around.site_description or around.tagline
    counterparts = counterparts_of_list(section, around) if is_first else {}
    return ListPage(
        language=around.language,
        direction=direction(around.language),
        title=section.name if section else around.site_name,
        description=words,
        canonical_url=absolute(path) if is_first else "",
        robots="" if is_first else "noindex",
        section=link,
        breadcrumb=[Link(_("Home"), language_prefix(around.language))] if section else [],
        lead=None,
        stories=cards(editions, around, at),
        older_url=older_url,
        newest_url=iri_to_uri(path),
        is_first=is_first,
        translations=translation_links(counterparts, around),
    )


def cards(editions: Sequence[Edition], around: Surroundings, at: datetime) -> list[StoryCard]:
    """Editions as cards. Bylines are shown where `author_rows` were prefetched, pictures where
    editions were loaded `with_pictures()`."""
    return [card(edition, around, at) for edition in editions]


def card(
    edition: Edition, around: Surroundings, at: datetime, *, is_lead: bool = False
) -> StoryCard:
    """One edition as a card; larger where it `is_lead`."""
    section = next((one for one in around.sections if one.pk == edition.section_id), None)
    loaded = getattr(edition, "_prefetched_objects_cache", {})
    names = [row.name for row in edition.author_rows.all()] if "author_rows" in loaded else []
    has_picture = Edition.lead_image.is_cached(edition)
    picture = illustrating.on_card(edition, at, is_lead=is_lead) if has_picture else None
    return StoryCard(
        url=iri_to_uri(edition.path),
        headline=edition.headline,
        headline_in=languages.attributes(edition.headline_language, edition.language),
        kicker=edition.kicker,
        standfirst=edition.standfirst,
        format_key=edition.format,
        format_label=format_label(edition.format),
        section=section_link(section) if section else None,
        bylines=in_words(names),
        published=moment(edition.first_published_at, edition.language),
        language=edition.language,
        picture=picture,
        thumbnail=illustrating.small(picture),
        colour=section.colour if section else "",
    )


def section_link(section: TaxonName, *, current: bool = False) -> Link:
    """Where a section's page is."""
    return Link(section.name, iri_to_uri(section_path(section.language, section.slug)), current)


def page_part(kind: str, values: Any, language: str, notes: Footnotes | None = None) -> PagePart:
    """A part of a document in `language`, ready for its template; `notes` takes its footnotes."""
    ready = part_values(kind, values, partial(render, notes=notes), language)
    return PagePart(
        kind=kind,
        template=f"public/parts/{kind}.html",
        anchor=ready.get("anchor", ""),
        values=ready,
    )


def part_values(
    kind: str, values: Any, rendered: Callable[[str], str], language: str = ""
) -> dict[str, Any]:
    """What a part of a document in `language` says, by field; its rich text `rendered`.

    `quote_in` are the attributes that say in which language a `quote` is; the same for others.
    """
    ready: dict[str, Any] = {}
    for content in PARTS[kind].content_fields():
        value = values.get(content.name, "")
        if isinstance(content, LanguageField):
            ready[f"{content.of}_in"] = languages.attributes(value, language)
        else:
            ready[content.name] = rendered(value) if isinstance(content, RichTextField) else value
    return ready


def contents(parts: Sequence[PagePart]) -> list[ContentsEntry]:
    """The subheadings, where there are enough of them to need a list."""
    entries = [
        ContentsEntry(part.values["subheading"], part.anchor, part.values["subheading_in"])
        for part in parts
        if part.kind == "text" and part.values["subheading"]
    ]
    return entries if len(entries) >= FEWEST_SUBHEADINGS_FOR_CONTENTS else []


def counterparts_of_story(edition: Edition, around: Surroundings) -> dict[str, str]:
    """The paths of a story that is public, by language; its own included."""
    return {found.language: found.path for found in (edition, *around.translations)}


def counterparts_of_list(section: TaxonName | None, around: Surroundings) -> dict[str, str]:
    """The paths of a section's page, or of the home page, by language; its own included."""
    if section is None:
        return {code: language_prefix(code) for code in around.languages}
    same = (section, *(s for s in around.sections_elsewhere if s.pk == section.pk))
    return {found.language: section_path(found.language, found.slug) for found in same}


def translation_links(counterparts: dict[str, str], around: Surroundings) -> list[Link]:
    """Every language of a page, itself included; none where it has only one."""
    names = dict(settings.LANGUAGES)
    offered = {code: path for code, path in counterparts.items() if code in around.languages}
    if len(offered) < 2:
        return []
    return [
        Link(names[code], absolute(path), current=code == around.language, language=code)
        for code, path in sorted(offered.items())
    ]


def words_of(document: Document) -> str:
    """The words of the text of a document, without those of footnotes, pictures and embeds."""
    texts = (text for part in document.parts for text in (part.values.get("body", ""),) if text)
    return "\n".join(plain_text(text, has_notes=False) for text in texts)


def describe(document: Document) -> str:
    """What search engines and cards say of the story, in one or two sentences."""
    if document.seo_description or document.standfirst:
        return document.seo_description or document.standfirst
    bodies = (part.values.get("body", "") for part in document.parts)
    first = next((body for body in bodies if body), "")
    text = " ".join(plain_text(first, has_notes=False).split())
    return excerpt(text, DESCRIPTION_LENGTH)


def document_of(edition: Edition, redactions: Sequence[Redaction] | None = None) -> Document:
    """The document of an edition as readers get it: without words removed for legal reasons.

    Load the edition `with_document()`: then only a story that words were removed from costs a query
    more. For many editions of one story read `removed_from(story)` once and pass it on.
    """
    if redactions is None:
        redactions = removed_from(edition.story_id) if edition.has_removed else []
    return without_removed(from_json(edition.document), redactions)


def removed_from(story_id: int) -> list[Redaction]:
    """What was removed from every public text of a story."""
    return list(Redaction.objects.in_force().filter(story=story_id))
