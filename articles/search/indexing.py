"""What is findable: entries of editions that are live or will be, in step with them.

Publishing calls this where it makes, ends and deletes editions, in the same transaction. So nothing
has to happen when the instant of an edition comes: it can be found from then on, as `live(at=…)`
says, and until its end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from articles.document import Document, from_json
from articles.models import Edition, Format, Redaction, SearchEntry, Story
from articles.models.search import place_of
from articles.removed import texts_of, without_removed
from articles.richtext import plain_text
from articles.search.analysis import IN_HEADLINE, OF_AUTHOR, OF_SECTION, beginnings, terms
from articles.search.engines import Row, engine, language_facet
from articles.search.vocabulary import learn

# Bytes of terms that an entry keeps: PostgreSQL takes no more than a megabyte with positions.
MOST_BYTES, BYTES_A_TERM = 800_000, 6


@dataclass(frozen=True, slots=True)
class Said:
    """What an edition says, by how much a word in it means."""

    headline: str
    standfirst: str
    beside: str  # it: names of who wrote it, the word above the headline
    text: str


def add(edition: Edition, document: Document) -> None:
    """Let `edition` be found by the words of `document`, its own. Its facts are saved already."""
    if edition.format != Format.PAGE:
        _write([(edition, said(document))])


def set_end(edition: Edition) -> None:
    """Let the entry of `edition` end when the edition does."""
    SearchEntry.objects.filter(edition=edition).update(live_until=edition.live_until)


def drop_ended(*, now: datetime, story: Story | None = None) -> int:
    """Let go of what ended by `now`, of a story or of all; returns how many there were."""
    ended = SearchEntry.objects.filter(live_until__lte=now)
    return _drop(ended.filter(edition__story=story) if story else ended)


def drop(edition: Edition) -> None:
    """Let go of an edition that is about to be deleted."""
    _drop(SearchEntry.objects.filter(edition=edition))


def renew(story: Story, removed: Sequence[Redaction]) -> None:
    """Write the entries of `story` anew, as words were removed from it or came back."""
    kept = Edition.objects.filter(story=story, search_entry__isnull=False)
    write(kept, {story.pk: removed})


def write(editions: models.QuerySet[Edition], removed: Mapping[int, Sequence[Redaction]]) -> None:
    """Write the entries of these editions; `removed` is what was removed from stories, by key."""
    _write(
        [
            (one, said(without_removed(from_json(one.document), removed.get(one.story_id, []))))
            for one in editions.select_related("revision").prefetch_related("author_rows")
        ]
    )


def said(document: Document) -> Said:
    """What a document says to readers: without what only machines are told, and sponsors."""
    beside, parts = [document.kicker, document.dateline], [document.lead_caption, document.lead_alt]
    for text in texts_of(document):
        if text.owner == "byline" and text.name == "name":
            beside.append(text.value)
        elif text.owner == "part":
            parts.append(plain_text(text.value) if text.is_rich else text.value)
    return Said(
        headline=document.headline,
        standfirst=document.standfirst,
        beside="\n".join(filter(None, beside)),
        text="\n".join(filter(None, parts)),
    )


def _write(found: Sequence[tuple[Edition, Said]]) -> None:
    """Save entries, with their terms and the words that they teach."""
    if not found:
        return
    entries = [_entry(edition, what) for edition, what in found]
    engine().erase(_moved(entries))
    columns = [f.name for f in SearchEntry._meta.fields if not f.primary_key]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["edition"], update_fields=columns
    )
    engine().write(
        [_row(edition, entry, what) for (edition, what), entry in zip(found, entries, strict=True)]
    )
    for language in sorted({entry.language for entry in entries}):
        texts = (
            text
            for entry, (_edition, what) in zip(entries, found, strict=True)
            if entry.language == language
            for text in (what.headline, what.standfirst, what.text)
        )
        learn(texts, language)


def _moved(entries: Sequence[SearchEntry]) -> list[int]:
    """The places at which these stood before and stand no longer."""
    places = {entry.place for entry in entries}
    stood = SearchEntry.objects.filter(edition__in=[entry.edition_id for entry in entries])
    return [place for place in stood.values_list("place", flat=True) if place not in places]


def _entry(edition: Edition, what: Said) -> SearchEntry:
    return SearchEntry(
        edition=edition,
        place=place_of(edition.first_published_at, edition.pk),
        language=edition.language,
        section_id=edition.section_id,
        live_from=edition.live_from,
        live_until=edition.live_until,
        headline=what.headline,
        standfirst=what.standfirst,
        text=what.text,
    )


def _row(edition: Edition, entry: SearchEntry, what: Said) -> Row:
    language = entry.language
    authors = {row.author_id for row in edition.author_rows.all() if row.author_id}
    return Row(
        place=entry.place,
        headline=terms(what.headline, language),
        standfirst=terms(f"{what.standfirst}\n{what.beside}", language),
        text=list(_within_limit(terms(what.text, language))),
        facets=[
            language_facet(language),
            *(f"{IN_HEADLINE}{word}" for word in beginnings(what.headline)),
            *(f"{OF_AUTHOR}{author}" for author in sorted(authors)),
            *([f"{OF_SECTION}{entry.section_id}"] if entry.section_id else []),
        ],
    )


def _within_limit(found: Iterable[str]) -> Iterator[str]:
    left = MOST_BYTES
    for term in found:
        left -= len(term.encode()) + BYTES_A_TERM
        if left < 0:
            return
        yield term


def _drop(entries: "models.QuerySet[SearchEntry]") -> int:
    found = dict(entries.values_list("pk", "place"))
    if found:
        engine().erase(list(found.values()))
        SearchEntry.objects.filter(pk__in=found).delete()
    return len(found)
