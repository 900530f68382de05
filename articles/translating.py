"""Translations: starting one, and what of its source has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from articles import revisions
from articles.comparison import FieldChange, compare, names_in
from articles.document import Document, DocumentPart, freeze
from articles.models import Edition, Kind, Revision, Story, TranslatedPiece
from articles.permissions import may
from articles.verbs import Unable, verb

# The columns of a story that are translated, each on its own.
COLUMNS = ("kicker", "headline", "standfirst", "lead_caption", "lead_alt")
LOOKED_AT = 60  # of the translations whose source was published again since


class UnableToTranslate(Unable):
    """Raised where a story cannot be translated."""


def languages_missing(story: Story) -> list[tuple[str, str]]:
    """The languages, with their names, that the story is not in yet; the bin counts as there."""
    group = Story.objects.filter(translation_group=story.translation_group)
    there = {story.language, *group.values_list("language", flat=True)}
    return [(code, _(name)) for code, name in settings.LANGUAGES if code not in there]


def reasons_not_to_translate(
    *, story: Story, language: str | None = None, **_arguments: Any
) -> list[str]:
    """Sentences that say why the story cannot be translated, into `language` where one is given."""
    missing = dict(languages_missing(story))
    if not missing:
        return [_("The story is in every language already.")]
    if language is not None and language not in missing:
        return [_("The story is in that language already, or the site is not.")]
    return []


@verb(
    "translate",
    reasons=reasons_not_to_translate,
    unable=UnableToTranslate,
    detail=lambda made: {"translation": made.pk, "language": made.language},
)
def translate(*, story: Story, language: str, by: User, now: datetime) -> Story:
    """Start a draft of `by`'s in another language that is paired with the story, and return it.

    It is made from what readers see of the story, else from the working copy, and has the same
    parts with the same uids, pictures, topics, section, format and bylines. What makes an address
    (headline, subheadings) is empty; all other texts stand there to be written over.
    Raises UnableToTranslate with the reasons, PermissionDenied.
    """
    source = current_revision(story, now) or revisions.save(story=story, by=by, now=now)
    document = revisions.document_of(source) if source else freeze(story)
    made = Story(language=language, translation_group=story.translation_group)
    made = revisions.start(story=made, by=by, now=now)
    draft = to_translate(revisions.to_reuse(document, story), language)
    revisions.put(made, draft, by=by, now=now, kind=Kind.COPY, base=source)
    if source:
        TranslatedPiece.objects.bulk_create(
            TranslatedPiece(story=made, piece=piece, revision=source)
            for piece in (*COLUMNS, *(str(part.uid) for part in document.parts))
        )
    return made


def to_translate(document: Document, language: str) -> Document:
    """`document` as a translation begins: without what makes addresses and anchors."""
    return replace(
        document,
        language=language,
        headline="",
        headline_language="",
        slug="",
        seo_title="",
        seo_description="",
        bylines=tuple(replace(line, uid=uuid4()) for line in document.bylines),
        parts=tuple(_unnamed(part) for part in document.parts),
    )


def _unnamed(part: DocumentPart) -> DocumentPart:
    names = ("subheading", "subheading_language", "anchor")
    empty = {name: "" for name in names if name in part.values}
    return replace(part, values={**part.values, **empty})


def current_revision(source: Story, at: datetime) -> Revision | None:
    """What a translation of `source` should say: what readers see, else the working copy."""
    live = Edition.objects.filter(story=source).live(at=at).select_related("revision").first()
    return live.revision if live else revisions.latest(source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the source: its text by field, and what changed since it was translated.

    `state`: "same", "changed", "added" (the translation has no such part), "removed".
    """

    key: str
    state: str
    part: DocumentPart | None = None
    text: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a translation is made from, as it stands now; `pieces` in the order of the source."""

    story: Story
    revision: Revision
    language: str
    pieces: dict[str, Piece]

    @property
    def behind(self) -> list[Piece]:
        """The pieces that changed since they were translated."""
        return [piece for piece in self.pieces.values() if piece.state != "same"]


def source_of(story: Story, user: User, at: datetime) -> Source | None:
    """What `story` was translated from, as `user` may read it; None where it is no translation."""
    kept = dict(TranslatedPiece.objects.filter(story=story).values_list("piece", "revision_id"))
    found = Revision.objects.in_bulk(set(kept.values()))
    source = next((revision.story for revision in found.values()), None)
    if source is None or source.translation_group != story.translation_group:
        return None
    revision = current_revision(source, at)
    if revision is None or not (_is_live(source, at) or may(user, "view", source)):
        return None
    current = revisions.document_for(revision, user)
    old = {pk: revisions.document_for(one, user) for pk, one in found.items()}
    read = {piece: old[pk] for piece, pk in kept.items()}
    pieces = {piece.key: piece for piece in _pieces(read, current)}
    return Source(story=source, revision=revision, language=current.language, pieces=pieces)


def _is_live(story: Story, at: datetime) -> bool:
    return Edition.objects.filter(story=story).live(at=at).exists()


def _pieces(read: dict[str, Document], current: Document) -> Iterable[Piece]:
    """The pieces of `current` against what was `read` of each when it was translated."""
    names = names_in(*read.values(), current)
    nothing = replace(current, parts=())
    for name in COLUMNS:
        was = read.get(name, current)
        old = replace(nothing, **{name: getattr(was, name)})
        changed = compare(old, nothing, names=names).fields
        yield Piece(
            key=name,
            state="changed" if changed else "same",
            text=getattr(current, name),
            changes=changed,
        )
    parts = {str(part.uid): part for part in current.parts}
    for key in (*parts, *(key for key in read if key not in parts and key not in COLUMNS)):
        before, after = _part(read.get(key), key), parts.get(key)
        if before is None and after is None:
            continue
        if _same(before, after):
            yield Piece(key=key, state="same", part=after)
            continue
        old = replace(nothing, parts=(before,) if before else ())
        new = replace(nothing, parts=(after,) if after else ())
        change = compare(old, new, names=names).parts[0]
        yield Piece(key=key, state=change.state, part=after or before, changes=change.fields)


def _part(document: Document | None, key: str) -> DocumentPart | None:
    parts = document.parts if document else ()
    return next((part for part in parts if str(part.uid) == key), None)


def reasons_not_to_clear(*, story: Story, source: Source, **_arguments: Any) -> list[str]:
    """Sentences that say why nothing can be called still right."""
    if source.story.translation_group != story.translation_group:
        return [_("The story is no translation of that one any more.")]
    return []


@verb("still_right", reasons=reasons_not_to_clear, unable=UnableToTranslate)
def still_right(
    *, story: Story, source: Source, pieces: Iterable[str], by: User, now: datetime
) -> int | None:
    """Say that `pieces` of the story say what `source`, which was on the screen, says.

    Returns how many were marked, None where none was. Raises UnableToTranslate, PermissionDenied.
    """
    marked = [key for key in pieces if key in source.pieces]
    rows = [TranslatedPiece(story=story, piece=key, revision=source.revision) for key in marked]
    TranslatedPiece.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["story", "piece"],
        update_fields=["revision"],
    )
    return len(marked) or None


def missing_from(stories: Iterable[Story]) -> dict[int, list[str]]:
    """By the key of a story: the codes of languages that nobody has it in. One query."""
    stories, codes = list(stories), [code for code, _name in settings.LANGUAGES]
    groups: dict[UUID, set[str]] = {story.translation_group: set() for story in stories}
    there = Story.objects.filter(translation_group__in=groups)
    for group, language in there.values_list("translation_group", "language"):
        groups[group].add(language)
    return {
        story.pk: [code for code in codes if code not in groups[story.translation_group]]
        for story in stories
    }


def behind(stories: "QuerySet[Story]", at: datetime, *, most: int) -> list[Story]:
    """Those of `stories` whose source says something else than when it was translated.

    The ones that were saved last come first; of a great many only the first are looked at. Four
    queries, however many there are.
    """
    since = TranslatedPiece.objects.filter(
        story=OuterRef("pk"), revision__story__translation_group=F("story__translation_group")
    )
    newer = Edition.objects.live(at=at).filter(story=OuterRef("revision__story"))
    stale = since.filter(Exists(newer.exclude(revision=OuterRef("revision"))))
    looked_at = list(stories.filter(Exists(stale)).order_by("-saved_at", "-pk")[:LOOKED_AT])
    kept: dict[int, dict[str, int]] = {story.pk: {} for story in looked_at}
    for row in TranslatedPiece.objects.filter(story__in=looked_at):
        kept[row.story_id][row.piece] = row.revision_id
    read = Revision.objects.in_bulk({pk for pieces in kept.values() for pk in pieces.values()})
    sources = {revision.story_id for revision in read.values()}
    live = Edition.objects.live(at=at).filter(story__in=sources).select_related("revision")
    current = {edition.story_id: edition.revision for edition in live}

    def is_behind(story: Story) -> bool:
        found = {piece: read[pk] for piece, pk in kept[story.pk].items()}
        new = current.get(next(iter(found.values())).story_id)
        return new is not None and _reads_otherwise(found, revisions.document_of(new))

    return [story for story in looked_at if is_behind(story)][:most]


def _reads_otherwise(read: dict[str, Revision], current: Document) -> bool:
    """Whether any piece of `current` says something else than what was `read` of it."""
    documents = {one.pk: revisions.document_of(one) for one in read.values()}
    old = {piece: documents[one.pk] for piece, one in read.items()}
    if any(getattr(old.get(name, current), name) != getattr(current, name) for name in COLUMNS):
        return True
    parts = {str(part.uid) for part in current.parts} | {key for key in old if key not in COLUMNS}
    return any(not _same(_part(old.get(key), key), _part(current, key)) for key in parts)


def _same(before: DocumentPart | None, after: DocumentPart | None) -> bool:
    """Whether both say the same; the anchor of a subheading is the server's."""
    if before is None or after is None:
        return before is after
    return {**before.values, "anchor": ""} == {**after.values, "anchor": ""}
