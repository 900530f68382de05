"""Three-way merge of documents: field by field, part by part."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from articles.comparison.contents import story_field, story_label, value_in_words
from articles.comparison.names import NO_NAMES
from articles.document import STORY_FIELDS, Document
from articles.merging.bylines import merge_bylines
from articles.merging.conflicts import SIDES, Conflict, Decisions, Merged
from articles.merging.fields import merge_field, merge_name
from articles.merging.parts import merge_parts
from articles.merging.values import agreed, is_agreed

NO_CHOICES: Mapping[str, str] = {}
CHOSEN = ("language", "format")  # from a list, not written


def merge(
    base: Document,
    theirs: Document,
    mine: Document,
    *,
    choices: Mapping[str, str] = NO_CHOICES,
    names: Mapping[UUID, str] = NO_NAMES,
) -> Merged:
    """Merge what `theirs` and `mine` made of `base`. Asks no database and never raises.

    `choices` says what a person chose or wrote for a place (see Conflict). A text that was chosen
    counts even where nothing clashes any more. `names` are those of `names_in`, for conflicts.
    """
    decisions = Decisions(choices)
    texts = (base, theirs, mine)
    content = {name: _field(name, texts, decisions) for name in STORY_FIELDS}
    document = replace(
        mine,
        **content,
        section=_section(texts, names, decisions),
        topics=_topics(*texts),
        bylines=merge_bylines(*texts, names, decisions),
        parts=merge_parts(*texts, decisions),
    )
    return Merged(document=document, conflicts=tuple(decisions.waiting))


def _field(name: str, texts: tuple[Document, Document, Document], decisions: Decisions) -> str:
    base, theirs, mine = (getattr(document, name) for document in texts)
    if name == "slug" and not base:
        return merge_name(base, theirs, mine)
    if name not in CHOSEN:
        return merge_field(
            story_field(name),
            (base, theirs, mine),
            place=name,
            label=story_label(name),
            decisions=decisions,
        )
    if is_agreed(base, theirs, mine):
        return agreed(base, theirs, mine)
    words = [value_in_words(name, value) for value in (base, theirs, mine)]
    return theirs if _side(name, words, decisions) == "theirs" else mine


def _section(
    texts: tuple[Document, Document, Document], names: Mapping[UUID, str], decisions: Decisions
) -> UUID | None:
    base, theirs, mine = (document.section for document in texts)
    if is_agreed(base, theirs, mine):
        return agreed(base, theirs, mine)
    words = [names.get(uuid, str(uuid)) if uuid else "" for uuid in (base, theirs, mine)]
    return theirs if _side("section", words, decisions) == "theirs" else mine


def _side(name: str, words: list[str], decisions: Decisions) -> str:
    base, theirs, mine = words
    return decisions.answer(
        Conflict(
            place=name,
            label=story_label(name),
            base=base,
            theirs=theirs,
            mine=mine,
            answers=SIDES,
        )
    )


def _topics(base: Document, theirs: Document, mine: Document) -> tuple[UUID, ...]:
    """Topics that either added, without those that either removed."""
    before, one, other = set(base.topics), set(theirs.topics), set(mine.topics)
    return tuple((before & one & other) | (one - before) | (other - before))
