"""Three-way merge of parts, each known by its kind and uid."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from articles.comparison.contents import (
    Key,
    by_key,
    content_fields,
    field_label,
    is_chosen,
    is_plumbing,
    is_written,
    part_label,
    words_of_part,
)
from articles.document import Document, DocumentPart
from articles.merging.conflicts import FATES, Conflict, Decisions
from articles.merging.fields import (
    Values,
    crop_of_picture,
    merge_chosen,
    merge_field,
    merge_name,
    tidy,
)
from articles.merging.order import merge_order
from articles.merging.values import agreed, is_agreed

if TYPE_CHECKING:
    from articles.comparison.contents import AnyField
Parts = Mapping[Key, DocumentPart]


def merge_parts(
    base: Document,
    theirs: Document,
    mine: Document,
    titles: Mapping[UUID, str],
    decisions: Decisions,
) -> tuple[DocumentPart, ...]:
    """Parts that either added are kept; what one removed goes unless the other changed it.

    `titles` are those of the pictures, for conflicts.
    """
    old, one, other = by_key(base.parts), by_key(theirs.parts), by_key(mine.parts)
    names, numbers = _names({*old, *one, *other}), _numbers(one) | _numbers(other)
    merged: dict[Key, DocumentPart] = {}
    for key in {**other, **one}:
        merger = _PartMerger(names[key], part_label(key[0], numbers[key]), titles, decisions)
        part = merger.merged(old.get(key), one.get(key), other.get(key))
        if part is not None:
            merged[key] = part
    return tuple(merged[key] for key in merge_order(list(old), list(one), list(other), merged))


def _numbers(parts: Parts) -> dict[Key, int]:
    return {key: number for number, key in enumerate(parts, start=1)}


def _names(keys: Collection[Key]) -> dict[Key, str]:
    """The places of the parts; nobody makes two parts of one uid, but a forged form may."""
    shared = Counter(uid for _kind, uid, _number in keys)
    return {
        key: f"part:{key[1]}" if shared[key[1]] == 1 else f"part:{key[1]}-{key[0]}-{key[2]}"
        for key in keys
    }


class _PartMerger:
    """Merges one part, which is `place` in the choices and `label` on the form."""

    def __init__(
        self, place: str, label: str, titles: Mapping[UUID, str], decisions: Decisions
    ) -> None:
        self._place = place
        self._label = label
        self._titles = titles
        self._decisions = decisions

    def merged(
        self, base: DocumentPart | None, theirs: DocumentPart | None, mine: DocumentPart | None
    ) -> DocumentPart | None:
        """The part with the changes of both; None where it is removed."""
        if is_agreed(base, theirs, mine):
            part = agreed(base, theirs, mine)
            return part if part is None else self._as_written(part)
        if theirs is None or mine is None:
            return self._kept(base, theirs, mine)
        old = base.values if base is not None else {}
        values = {}
        for name, field in content_fields(mine.kind, old, theirs.values, mine.values).items():
            texts = (old.get(name, ""), theirs.values.get(name, ""), mine.values.get(name, ""))
            if is_plumbing(field):
                values[name] = merge_name(*texts)
                continue
            values[name] = self._merged_field(name, field, texts)
        if "crop" in values:
            values["crop"] = crop_of_picture(
                values["image"],
                values["crop"],
                [
                    (one.values.get("image", ""), one.values.get("crop", ""))
                    for one in (mine, theirs)
                ],
            )
        return DocumentPart(kind=mine.kind, uid=mine.uid, values=values)

    def _merged_field(self, name: str, field: "AnyField | None", values: Values) -> str:
        what = {"part": self._label, "field": field_label(name, field)}
        where: dict[str, Any] = {
            "place": f"{self._place}:{name}",
            "label": _("%(part)s: %(field)s") % what,
            "decisions": self._decisions,
        }
        if is_chosen(field):
            return merge_chosen(field, values, names=self._titles, **where)
        return merge_field(field, values, **where)

    def _kept(
        self, base: DocumentPart | None, theirs: DocumentPart | None, mine: DocumentPart | None
    ) -> DocumentPart | None:
        """What becomes of a part that one side removed and the other changed."""
        changed = theirs or mine
        if changed is None or (base is not None and _says(base) == _says(changed)):
            return None
        conflict = Conflict(
            place=self._place,
            label=self._label,
            base=words_of_part(base, self._titles),
            theirs=words_of_part(theirs, self._titles),
            mine=words_of_part(mine, self._titles),
            answers=FATES,
        )
        if self._decisions.answer(conflict) == "delete":
            return None
        return self._as_written(changed)

    def _as_written(self, part: DocumentPart) -> DocumentPart:
        """A part on which both agree, with what a person wrote for it all the same."""
        values = dict(part.values)
        for name, field in content_fields(part.kind, part.values).items():
            written = self._decisions.text(f"{self._place}:{name}")
            if written is not None and is_written(field):
                values[name] = tidy(field, written)
        return part if values == part.values else replace(part, values=values)


def _says(part: DocumentPart) -> dict[str, str]:
    """The values of a part that people write."""
    fields = content_fields(part.kind, part.values)
    return {name: text for name, text in part.values.items() if not is_plumbing(fields[name])}
