"""Three-way merge of documents: field by field, part by part."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from articles.comparison.contents import is_chosen, story_field, story_label
from articles.comparison.names import NO_NAMES
from articles.document import STORY_FIELDS, Document
from articles.merging.bylines import merge_bylines
from articles.merging.conflicts import SIDES, Conflict, Decisions, Merged
from articles.merging.fields import crop_of_picture, merge_chosen, merge_field, merge_name
from articles.merging.parts import merge_parts
from articles.merging.values import agreed, is_agreed

NO_CHOICES: Mapping[str, str] = {}


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
    content = {name: _field(name, texts, names, decisions) for name in STORY_FIELDS}
    content["lead_crop"] = crop_of_picture(
        content["lead_image"],
        content["lead_crop"],
        [(side.lead_image, side.lead_crop) for side in (mine, theirs)],
    )
    document = replace(
        mine,
        **content,
        section=_section(texts, names, decisions),
        topics=_topics(*texts),
        bylines=merge_bylines(*texts, names, decisions),
        parts=merge_parts(*texts, names, decisions),
    )
    return Merged(document=document, conflicts=tuple(decisions.waiting))


def _field(
    name: str,
    texts: tuple[Document, Document, Document],
    names: Mapping[UUID, str],
    decisions: Decisions,
) -> str:
    base, theirs, mine = (getattr(document, name) for document in texts)
    field, values = story_field(name), (base, theirs, mine)
    if name == "slug" and not base:
        return merge_name(base, theirs, mine)
    where: dict[str, Any] = {"place": name, "label": story_label(name), "decisions": decisions}
    if is_chosen(field):
        return merge_chosen(field, values, names=names, **where)
    return merge_field(field, values, **where)


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
