"""Two texts word by word: lines and rich text as runs of the same, added and removed words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.comparison.changes import Run
from articles.comparison.formatting import block_change, format_change
from articles.comparison.passage_words import Words, words_of
from articles.richtext import Passage, passages, plain_text, refuse_excess
from articles.wordwise import BREAK, Hunk, align, count_words, keys_of, pieces

Runs = tuple[Run, ...]
CONTEXT = 12  # words that are shown around a change
MOST_NOTES = 5  # in one paragraph
MOST_OPAQUE = 400  # characters that are shown of a text that is too much to read
PARAGRAPH_SIGN = "¶"


class TextChange(NamedTuple):
    """Two texts compared: their paragraphs and how many words came and went."""

    paragraphs: tuple[Runs, ...]
    added: int
    removed: int


class Gap(NamedTuple):
    """Passages that differ, and those before them that have the same words in both texts."""

    before: list[tuple[Passage, Passage]]
    gone: list[Passage]
    came: list[Passage]


class Stretch(NamedTuple):
    """Words that are the same in both texts, or words of one: `kind` as that of a Run."""

    kind: str
    old: Words
    new: Words

    @property
    def shown(self) -> Words:
        """The words as they are shown."""
        return self.old if self.kind == "removed" else self.new


def compare_lines(old: str, new: str) -> TextChange:
    """Compare two plain texts; they are one paragraph."""
    before, after = Words.of(pieces(old)), Words.of(pieces(new))
    stretches = list(_stretches(before, after))
    runs = tuple(_runs(stretches))
    if old != new and all(run.kind == "same" for run in runs):
        runs = (*runs, Run("note", _("only spaces changed")))
    return TextChange((runs,), *_counts(stretches))


def compare_rich(old: str, new: str) -> TextChange:
    """Compare two rich texts. One that is too much to read is shown as plain text, cut."""
    if is_too_much(old) or is_too_much(new):
        return _compare_opaque(old, new)
    paragraphs: list[Runs] = []
    added = removed = 0
    for gap in _gaps(passages(old), passages(new)):
        for group in _groups(gap):
            paragraphs += map(_paragraph, _split(group))
            came, went = _counts(group)
            added, removed = added + came, removed + went
    shown = tuple(_abridged(paragraphs))
    if old != new and all(run.kind in {"same", "gap"} for runs in shown for run in runs):
        shown = (*shown, (Run("note", _("formatting changed")),))
    return TextChange(shown, added, removed)


def size_of_lines(old: str, new: str) -> tuple[int, int]:
    """How many words two plain texts differ by: added, removed."""
    return _size(keys_of(pieces(old)), keys_of(pieces(new)))


def size_of_rich(old: str, new: str) -> tuple[int, int]:
    """How many words two rich texts differ by: added, removed."""
    if is_too_much(old) or is_too_much(new):
        return len(new.split()), len(old.split())
    sizes = [
        _size(words_of(gap.gone).keys, words_of(gap.came).keys)
        for gap in _gaps(passages(old), passages(new))
    ]
    return sum(came for came, _went in sizes), sum(went for _came, went in sizes)


def is_too_much(text: str) -> bool:
    """Whether a text is more than a rich text may be."""
    try:
        refuse_excess(text)
    except ValidationError:
        return True
    return False


def plain(value: str) -> str:
    """The words of a rich text; one that is too much to read comes as it is."""
    return value if is_too_much(value) else plain_text(value)


def _compare_opaque(old: str, new: str) -> TextChange:
    runs = tuple(
        Run(kind, f"{text[:MOST_OPAQUE]}…" if len(text) > MOST_OPAQUE else text)
        for kind, text in (("removed", old), ("added", new))
        if text
    )
    return TextChange((runs,), len(new.split()), len(old.split()))


def _size(old: list[str], new: list[str]) -> tuple[int, int]:
    hunks = align(old, new)
    return (
        sum(count_words(new[hunk.new_from : hunk.new_to]) for hunk in hunks),
        sum(count_words(old[hunk.old_from : hunk.old_to]) for hunk in hunks),
    )


def _counts(stretches: Iterable[Stretch]) -> tuple[int, int]:
    added = removed = 0
    for kind, old, new in stretches:
        if kind == "added":
            added += count_words(new.keys)
        elif kind == "removed":
            removed += count_words(old.keys)
    return added, removed


def _stretches(old: Words, new: Words) -> Iterator[Stretch]:
    i = j = 0
    ends = Hunk(len(old), len(old), len(new), len(new))
    for hunk in [*align(old.keys, new.keys), ends]:
        gone, came = old[hunk.old_from : hunk.old_to], new[hunk.new_from : hunk.new_to]
        if hunk.old_from > i:
            yield Stretch("same", old[i : hunk.old_from], new[j : hunk.new_from])
        if len(gone):
            yield Stretch("removed", gone, Words())
        if len(came):
            yield Stretch("added", Words(), came)
        i, j = hunk.old_to, hunk.new_to


def _gaps(old: list[Passage], new: list[Passage]) -> Iterator[Gap]:
    """Two texts cut where whole passages have the same words."""
    i = j = 0
    ends = Hunk(len(old), len(old), len(new), len(new))
    for hunk in [*align([one.text for one in old], [one.text for one in new]), ends]:
        before = list(zip(old[i : hunk.old_from], new[j : hunk.new_from], strict=True))
        yield Gap(before, old[hunk.old_from : hunk.old_to], new[hunk.new_from : hunk.new_to])
        i, j = hunk.old_to, hunk.new_to


def _groups(gap: Gap) -> Iterator[list[Stretch]]:
    """Stretches that are whole paragraphs; of passages without any change their text alone."""
    for before, after in gap.before:
        if before == after:
            whole = Words.of([after.text], after.blocks)
            whole += Words.end(after.blocks)
            yield [Stretch("same", whole, whole)]
        else:
            yield [Stretch("same", words_of([before]), words_of([after]))]
    yield list(_stretches(words_of(gap.gone), words_of(gap.came)))


def _split(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """The stretches cut after each end of a paragraph of either text."""
    paragraph: list[Stretch] = []
    for kind, old, new in stretches:
        keys = new.keys or old.keys
        start = 0
        for end in [place for place, key in enumerate(keys, start=1) if key == BREAK]:
            paragraph.append(Stretch(kind, old[start:end], new[start:end]))
            yield paragraph
            paragraph, start = [], end
        if start < len(keys):
            paragraph.append(Stretch(kind, old[start:], new[start:]))


def _paragraph(stretches: list[Stretch]) -> Runs:
    """The runs of one paragraph, with notes on what its words do not show."""
    runs = list(_runs(stretches))
    end = stretches[-1]
    if end.kind != "same" and (not runs or any(run.kind != end.kind for run in runs)):
        runs.append(Run(end.kind, PARAGRAPH_SIGN))
    notes = [note for stretch in stretches if stretch.kind == "same" for note in _notes(stretch)]
    if end.kind == "same" and end.old.blocks[-1] != end.new.blocks[-1]:
        words = "".join(text for one in stretches for text in one.new.texts)
        notes.append(block_change(words, end.old.blocks[-1], end.new.blocks[-1]))
    if len(notes) > MOST_NOTES:
        notes = [*notes[:MOST_NOTES], _("more formatting changed")]
    return (*runs, *(Run("note", note) for note in notes))


def _notes(stretch: Stretch) -> Iterator[str]:
    """What changed about the formats of words that both texts have."""
    old, new = stretch.old, stretch.new
    if old.formats == new.formats:
        return
    places = range(len(new))
    for (before, after), group in groupby(places, lambda k: (old.formats[k], new.formats[k])):
        if before != after:
            yield format_change("".join(new.texts[k] for k in group), before, after)


def _runs(stretches: Iterable[Stretch]) -> Iterator[Run]:
    for stretch in stretches:
        if text := "".join(stretch.shown.texts):
            yield Run(stretch.kind, text)


def _abridged(paragraphs: list[Runs]) -> Iterator[Runs]:
    """The paragraphs without long stretches of unchanged words; a gap says where they were."""
    for is_same, group in groupby(paragraphs, _is_same):
        if is_same:
            yield (Run("gap", "…"),)
        else:
            for runs in group:
                yield tuple(_shortened(runs))


def _is_same(runs: Runs) -> bool:
    return all(run.kind == "same" for run in runs)


def _shortened(runs: Runs) -> Iterator[Run]:
    words = [place for place, run in enumerate(runs) if run.kind != "note"]
    for place, run in enumerate(runs):
        if run.kind != "same":
            yield run
            continue
        found = pieces(run.text)
        head = CONTEXT if place != words[0] else 0
        tail = CONTEXT if place != words[-1] else 0
        if len(found) <= head + tail + CONTEXT:
            yield run
            continue
        if head:
            yield Run("same", "".join(found[:head]))
        yield Run("gap", "…")
        if tail:
            yield Run("same", "".join(found[-tail:]))
