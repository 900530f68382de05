"""Passages like one that was marked: the same words with a few changed, added or gone."""

from collections import Counter
from collections.abc import Iterable, Sequence

from articles.removed.finding import Found, Span, spans_of, words

LIKE = 0.6  # of the letters of the passage's words
ROOT = 5  # letters that words share which count as forms of one
STRAY = 3  # words before and after, up to the end of their sentence, that belong to it
_SENTENCE_ENDS = frozenset(".!?…\n。！？")


def similar_spans(passage: Sequence[str], text: str) -> list[tuple[int, int, float]]:
    """Where `text` says nearly what `passage` says: begin, end and likeness from LIKE to 1.

    The passage itself is left out. The best come first; no two overlap.
    """
    found = words(text)
    keys = [one.key for one in found]
    wanted = Counter(map(_root, passage))
    roots = list(map(_root, keys)) if len(passage) > 1 else _forms(passage, keys)
    total = _weight(wanted)
    taken = spans_of(passage, keys)
    spans: list[tuple[int, int, float]] = []
    for score, span in _windows(wanted, roots, len(passage)):
        whole = _trimmed(span, wanted, roots)
        if len(passage) > 1:
            whole = _to_sentence(whole, passage, found, text)
        if _is_free(whole, taken):
            taken.append(whole)
            spans.append((found[whole.first].start, found[whole.end - 1].end, score / total))
    return spans


def _root(word: str) -> str:
    return word[:ROOT]


def _forms(passage: Sequence[str], keys: Sequence[str]) -> list[str]:
    """The root of a passage of one word wherever a word begins like it, to its last letter."""
    (word,) = passage
    return [
        _root(one)
        if min(len(one), len(word)) >= ROOT and (one.startswith(word) or word.startswith(one))
        else ""
        for one in keys
    ]


def _weight(roots: Counter[str]) -> int:
    return sum(len(root) * count for root, count in roots.items())


def _windows(wanted: Counter[str], roots: Sequence[str], length: int) -> Iterable[tuple[int, Span]]:
    """Stretches of text that have most of the wanted roots, the best first, with their weight."""
    size = length + (max(2, length // 3) if length > 1 else 0)
    least = LIKE * _weight(wanted)
    inside: Counter[str] = Counter()
    score, found = 0, []
    for end, root in enumerate(roots, start=1):
        inside[root] += 1
        score += len(root) * (inside[root] <= wanted[root])
        if end > size:
            left = roots[end - size - 1]
            score -= len(left) * (inside[left] <= wanted[left])
            inside[left] -= 1
        if score >= least:
            found.append((score, Span(max(0, end - size), end)))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _trimmed(span: Span, wanted: Counter[str], roots: Sequence[str]) -> Span:
    """The span from its first wanted word to its last."""
    places = [place for place in range(*span) if roots[place] in wanted]
    return Span(places[0], places[-1] + 1)


def _to_sentence(span: Span, passage: Sequence[str], found: Sequence[Found], text: str) -> Span:
    """The span with the few words that were put before or after it in its sentence."""
    first, end = span
    if found[first].key != passage[0]:
        for place in range(first, max(-1, first - STRAY - 1), -1):
            if place == 0 or _ends_sentence(text[found[place - 1].end : found[place].start]):
                first = place
                break
    if found[end - 1].key != passage[-1]:
        for place in range(end, min(len(found), end + STRAY) + 1):
            if place == len(found) or _ends_sentence(
                text[found[place - 1].end : found[place].start]
            ):
                end = place
                break
    return Span(first, end)


def _ends_sentence(between: str) -> bool:
    return any(sign in between for sign in _SENTENCE_ENDS)


def _is_free(span: Span, taken: Sequence[Span]) -> bool:
    return all(span.end <= other.first or span.first >= other.end for other in taken)
