"""What the conflict page asks and says: typed values for its template."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import local_time, revisions
from articles.admin.forms import line_area
from articles.comparison import FieldChange, compare, names_in
from articles.comparison.texts import compare_lines, compare_rich
from articles.document import Document
from articles.merging import Conflict as Place
from articles.merging import Merged, merge
from articles.models import Conflict, Revision
from articles.permissions import Person
from articles.richtext import RichTextWidget, plain_text

THEIRS, MINE, BOTH, OWN, KEEP, DELETE = "theirs", "mine", "both", "own", "keep", "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: whose it is, when it was saved, what it says, what else changed in it."""

    wrote: str  # "What Sam Subeditor wrote"
    when: str
    document: Document
    changes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to a question: its label, and what becomes of the words that were there."""

    value: str
    label: str
    when: str = ""
    change: FieldChange | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One place: what it was, the answers, and a field for a text of one's own, or "" for none."""

    place: str
    label: str
    before: str
    options: list[Option]
    own_field: SafeString | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A conflict as somebody may read it, between what is kept of it and `seen`, a version of the
    working copy."""

    conflict: Conflict
    seen: Revision
    theirs: Side
    mine: Side
    merged: Merged

    @classmethod
    def of(cls, conflict: Conflict, seen: Revision, user: Person) -> "Clash":
        """The conflict, without the words that `user` may not see."""
        base = revisions.document_for(conflict.base, user) if conflict.base else revisions.EMPTY
        theirs, mine = (revisions.document_for(one, user) for one in (seen, conflict.mine))
        merged = merge(base, theirs, mine, names=names_in(base, theirs, mine))
        places = {place.place for place in merged.conflicts}
        return cls(
            conflict=conflict,
            seen=seen,
            theirs=side(seen, base, theirs, user, places),
            mine=side(conflict.mine, base, mine, user, places),
            merged=merged,
        )

    def questions(self, post: QueryDict) -> list[Question]:
        """A question for every place that does not merge by itself, answered as in `post`."""
        return [
            Question(
                place=place.place,
                label=place.label,
                before=plain_text(place.base) if place.is_rich else place.base,
                options=list(self._options(place, post.get(f"choice-{place.place}", ""))),
                own_field="" if place.answers else own_field(place, post, self.mine.document),
            )
            for place in self.merged.conflicts
        ]

    def _options(self, place: Place, chosen: str) -> Iterator[Option]:
        def option(value: str, label: str, text: str | None = None, when: str = "") -> Option:
            change = None if text is None else compared(place, text)
            return Option(
                value=value, label=label, when=when, change=change, is_chosen=value == chosen
            )

        theirs, mine = self.theirs, self.mine
        if DELETE in place.answers:
            yield option(KEEP, _("Keep the part"), place.theirs or place.mine)
            yield option(DELETE, _("Delete the part"))
            return
        yield option(THEIRS, theirs.wrote, place.theirs, theirs.when)
        yield option(MINE, mine.wrote, place.mine, mine.when)
        if may_stay_twice(place):
            yield option(BOTH, _("Keep both, one after the other"))
        if not place.answers:
            yield option(OWN, _("Write it anew"))


def side(
    revision: Revision, base: Document, document: Document, user: Person, places: Collection[str]
) -> Side:
    """One side of a conflict, with what it changed beside the `places` that clash."""
    author = revision.created_by
    wrote = _("What you wrote") if author == user else _("What %s wrote") % (author or "—")
    when = local_time.in_words(revision.created_at)
    changes = list(in_short(base, document, places))
    return Side(wrote=wrote, when=when, document=document, changes=changes)


def in_short(old: Document, new: Document, places: Collection[str]) -> Iterator[str]:
    """Where `new` differs from `old`, in a word or two each, but for the `places` that clash."""
    comparison = compare(old, new)
    yield from (field.label for field in comparison.fields if field.name not in places)
    states = {"added": _("%s: added"), "removed": _("%s: deleted")}
    for part in comparison.changed_parts:
        if f"part:{part.uid}" in places:
            continue
        if part.state in states:
            yield states[part.state] % part.label
            continue
        if part.moved:
            yield _("%s: moved") % part.label
        for field in part.fields:
            if f"part:{part.uid}:{field.name}" not in places:
                yield _("%(part)s: %(field)s") % {"part": part.label, "field": field.label}


def compared(place: Place, text: str) -> FieldChange:
    """What `text` makes of the words that were there."""
    compare_texts = compare_rich if place.is_rich else compare_lines
    paragraphs = compare_texts(place.base, text).paragraphs
    return FieldChange(name=place.place, label=place.label, paragraphs=paragraphs)


def own_field(place: Place, post: QueryDict, document: Document) -> SafeString:
    """The field in which a text can be written instead: an editor where it is rich."""
    widget = RichTextWidget(language=document.language) if place.is_rich else line_area(rows=2)
    name = f"text-{place.place}"
    return widget.render(name, post.get(name, place.with_mine), {"id": name})


def may_stay_twice(place: Place) -> bool:
    """Whether the part can be kept twice: for the words of a text, and for which picture it is."""
    return part_of(place) is not None and (not place.answers or place.place.endswith(":image"))


def part_of(place: Place) -> UUID | None:
    """The part of which a place is a text, if it is one."""
    pieces = place.place.split(":")
    return UUID(pieces[1]) if len(pieces) == 3 else None
