"""Two documents field by field and part by part."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from articles.comparison.changes import Comparison, FieldChange, PartChange
from articles.comparison.contents import (
    Key,
    by_key,
    content_fields,
    is_plumbing,
    part_label,
    story_field,
    title_of,
)
from articles.comparison.fields import (
    Size,
    compare_field,
    compare_references,
    compare_story_fields,
    size_of_field,
)
from articles.comparison.names import NO_NAMES
from articles.document import STORY_FIELDS, Document, DocumentPart
from articles.wordwise import moved

EMPTY = Document(language="", format="")
NO_VALUES: Mapping[str, str] = {}
NO_PART = DocumentPart(kind="", uid=UUID(int=0), values=NO_VALUES)


def compare(
    old: Document | None, new: Document, *, names: Mapping[UUID, str] = NO_NAMES
) -> Comparison:
    """What `new` says otherwise than `old`; everything is new where that is None.

    `names` are those of `names_in`; what has none there stands as its uuid. Asks no database.
    """
    old = old or EMPTY
    columns = compare_story_fields(old, new, names)
    references = compare_references(old, new, names)
    parts = list(_parts(old.parts, new.parts, names))
    sizes = [size for _field, size in columns]
    sizes += [size for _part, found in parts for size in found]
    added, removed = _total(sizes)
    return Comparison(
        language=new.language,
        fields=(*(field for field, _size in columns), *references),
        parts=tuple(part for part, _sizes in parts),
        words_added=added,
        words_removed=removed,
    )


def size_of_change(old: Document | None, new: Document) -> Size:
    """How many words of the story's texts were added and removed, as `compare` counts them."""
    old = old or EMPTY
    sizes = [
        size_of_field(story_field(name), getattr(old, name), getattr(new, name))
        for name in STORY_FIELDS
    ]
    before, after = by_key(old.parts), by_key(new.parts)
    for key in before.keys() | after.keys():
        pair = _values(before.get(key)), _values(after.get(key))
        sizes += [
            size_of_field(field, pair[0].get(name, ""), pair[1].get(name, ""))
            for name, field in content_fields(key[0], *pair).items()
            if not is_plumbing(field)
        ]
    return _total(sizes)


def _total(sizes: list[Size]) -> Size:
    return sum(added for added, _removed in sizes), sum(removed for _added, removed in sizes)


def _values(part: DocumentPart | None) -> Mapping[str, str]:
    return NO_VALUES if part is None else part.values


def _parts(
    old: Sequence[DocumentPart], new: Sequence[DocumentPart], names: Mapping[UUID, str]
) -> Iterator[tuple[PartChange, list[Size]]]:
    """Every part of both with the sizes of its changes."""
    before, after = by_key(old), by_key(new)
    old_places = {key: place for place, key in enumerate(before, start=1)}
    new_places = {key: place for place, key in enumerate(after, start=1)}
    moved_keys = moved(list(before), list(after))
    for key in _order(list(before), list(after)):
        shown = after[key] if key in after else before[key]
        fields, sizes = _part_fields(before.get(key), after.get(key), names)
        place = new_places.get(key) or old_places[key]
        change = PartChange(
            state=_state(key in before, key in after, bool(fields)),
            moved=key in moved_keys,
            old_place=old_places.get(key),
            new_place=new_places.get(key),
            kind=shown.kind,
            label=part_label(shown.kind, place),
            title=title_of(shown, names),
            uid=shown.uid,
            fields=tuple(fields),
        )
        yield change, sizes


def _state(was_there: bool, is_there: bool, differs: bool) -> str:
    if was_there and is_there:
        return "changed" if differs else "same"
    return "removed" if was_there else "added"


def _order(old: Sequence[Key], new: Sequence[Key]) -> list[Key]:
    """Keys of both: the order of the new ones, those that are gone after what they stood after."""
    gone: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    kept = set(new)
    for key in old:
        if key in kept:
            last = key
        else:
            gone.setdefault(last, []).append(key)
    ordered = gone.get(None, [])
    for key in new:
        ordered += [key, *gone.get(key, [])]
    return ordered


def _part_fields(
    old: DocumentPart | None, new: DocumentPart | None, names: Mapping[UUID, str]
) -> tuple[list[FieldChange], list[Size]]:
    before, after = _values(old), _values(new)
    kind = (new or old or NO_PART).kind
    found = [
        compare_field(name, field, before.get(name, ""), after.get(name, ""), names)
        for name, field in content_fields(kind, before, after).items()
        if before.get(name, "") != after.get(name, "") and not is_plumbing(field)
    ]
    return [field for field, _size in found], [size for _field, size in found]
