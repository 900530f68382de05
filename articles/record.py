"""Pages of record: the corrections of a month, and what readers were given of a story before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import corrections
from articles.addresses import absolute, corrections_path, language_prefix
from articles.comparison import compare, names_in
from articles.corrections import Month
from articles.document import Document
from articles.models.public import Change, Edition
from articles.page import corrections_link, document_of, removed_from, translation_links
from articles.shown import CorrectionsPage, HistoryEntry, HistoryPage, Link
from articles.surroundings import Surroundings
from articles.wording import direction, moment


def corrections_page(
    editions: Sequence[Edition],
    *,
    around: Surroundings,
    month: Month | None,
    is_index: bool,
    is_first: bool,
    older_query: str,
    neighbours: tuple[datetime | None, datetime | None],
) -> CorrectionsPage:
    """The corrections `editions` of `month`, which know their live story.

    `neighbours` are an instant within the month before that has any, and one within the month
    after. `month` is None where the language has no corrections at all; `older_query` is what the
    address of the next page has behind that of the month.
    """
    language = around.language
    index = corrections_link(language)
    here = month_link(language, month) if month else None
    earlier, later = (month_link(language, Month.of(at)) if at else None for at in neighbours)
    languages = {code: corrections_path(code) for code in around.languages} if is_index else {}
    own = index if is_index or here is None else here
    home = Link(_("Home"), language_prefix(language))
    return CorrectionsPage(
        language=language,
        direction=direction(language),
        title=_("Corrections, %s") % here.title if here and not is_index else index.title,
        description=_("What we corrected or made clearer, story by story, with the newest first."),
        canonical_url=absolute(own.url) if is_first else "",
        robots="" if is_first else "noindex",
        breadcrumb=[home, *([] if is_index else [index])],
        is_index=is_index,
        month=here,
        stories=corrections.corrected_stories(editions),
        older_url=f"{here.url}{older_query}" if here and older_query else "",
        is_first=is_first,
        earlier=earlier,
        later=later,
        translations=translation_links(languages, around),
    )


def month_link(language: str, month: Month) -> Link:
    """Where the corrections of `month` are."""
    return Link(month.words, corrections_path(language, month.year, month.month))


def history_page(
    edition: Edition,
    editions: Sequence[Edition],
    *,
    before: Edition | None,
    around: Surroundings,
    older_url: str,
    newest_url: str,
) -> HistoryPage:
    """The history of the story that is live as `edition`: its public `editions`, newest first.

    Each comes with its document; `before` is what the last of them is compared with.
    """
    story = Link(edition.headline, iri_to_uri(edition.path))
    return HistoryPage(
        language=edition.language,
        direction=direction(edition.language),
        title=_("History of “%s”") % edition.headline,
        description="",
        canonical_url=absolute(edition.path),
        breadcrumb=[Link(_("Home"), language_prefix(edition.language)), story],
        story=story,
        entries=entries([*editions, *([before] if before else [])], len(editions)),
        older_url=older_url,
        newest_url=newest_url,
    )


def entries(editions: Sequence[Edition], count: int) -> list[HistoryEntry]:
    """The first `count` of `editions`, each compared with the one that stands after it.

    Small fixes that change nothing which readers see are left out.
    """
    removed = removed_from(editions[0].story_id) if editions and editions[0].has_removed else []
    documents = [as_seen(document_of(edition, removed)) for edition in editions]
    names = names_in(*reversed(documents))
    shown = []
    for place, edition in enumerate(editions[:count]):
        old = documents[place + 1] if place + 1 < len(documents) else None
        change = compare(old, documents[place], names=names) if old else None
        if change and not change.has_changes and edition.change == Change.MINOR:
            continue
        shown.append(
            HistoryEntry(
                began=moment(edition.live_from, edition.language),
                label=label(edition, is_first=old is None),
                note=edition.note,
                comparison=change if change and change.has_changes else None,
            )
        )
    return shown


def as_seen(document: Document) -> Document:
    """`document` without what no page shows as its text."""
    return replace(document, slug="", seo_title="", seo_description="")


def label(edition: Edition, *, is_first: bool) -> str:
    """What kind of change an edition was, in words."""
    if is_first:
        return str(Change.FIRST.label)
    if edition.change == Change.FIRST:
        return _("Published again")
    return str(Change(edition.change).label)
