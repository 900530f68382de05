"""Three-way merge of one field, whatever it is a field of."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Field

from articles.comparison.contents import value_in_words
from articles.merging.conflicts import SIDES, Conflict, Decisions
from articles.merging.texts import MergedText, merge_lines, merge_rich, merge_values
from articles.merging.values import agreed, is_agreed
from articles.models.fields import LineField
from articles.richtext import RichTextField

Values = tuple[str, str, str]  # base, theirs, mine


def merge_field(
    field: "Field[Any, Any] | None",
    values: Values,
    *,
    place: str,
    label: str,
    decisions: Decisions,
) -> str:
    """The merged value of a field; what clashes waits in `decisions` for a choice."""
    chosen = decisions.text(place)
    if chosen is not None:
        return tidy(field, chosen)
    merged = _way(field)(*values)
    if merged.clashes:
        base, theirs, mine = values
        decisions.waiting.append(
            Conflict(
                place=place,
                label=label,
                base=base,
                theirs=theirs,
                mine=mine,
                with_theirs=merged.with_theirs,
                with_mine=merged.with_mine,
                is_rich=isinstance(field, RichTextField),
            )
        )
    return merged.with_mine


def merge_chosen(
    field: "Field[Any, Any] | None",
    values: Values,
    *,
    names: Mapping[UUID, str],
    place: str,
    label: str,
    decisions: Decisions,
) -> str:
    """The merged value of a field that is chosen, not written: one of the two, whole."""
    if is_agreed(*values):
        return agreed(*values)
    base, theirs, mine = (value_in_words(field, value, names) for value in values)
    side = decisions.answer(
        Conflict(place=place, label=label, base=base, theirs=theirs, mine=mine, answers=SIDES)
    )
    return values[1] if side == "theirs" else values[2]


def crop_of_picture(image: str, crop: str, sides: Iterable[tuple[str, str]]) -> str:
    """The crop that belongs to the merged picture: a crop that was made of another one is none."""
    made_for = [picture for picture, own in sides if own == crop]
    return crop if image in made_for else next((own for one, own in sides if one == image), "")


def merge_name(base: str, theirs: str, mine: str) -> str:
    """The merged value of what the server names by itself: theirs, unless I alone changed it."""
    return mine if theirs == base else theirs


def tidy(field: "Field[Any, Any] | None", text: str) -> str:
    """What the field makes of a text that somebody wrote; as it is where the field refuses it."""
    try:
        return text if field is None else str(field.to_python(text))
    except ValidationError:
        return text


def _way(field: "Field[Any, Any] | None") -> Callable[[str, str, str], MergedText]:
    if isinstance(field, RichTextField):
        return merge_rich
    return merge_lines if field is None or isinstance(field, LineField) else merge_values
