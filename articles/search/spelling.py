"""What is looked for instead where nothing has the words as they were typed.

Readers are offered only words that some live story has: a word of a story to come, or of one that
was taken down, is never said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.models import SearchEntry, SearchWord
from articles.search.analysis import stem, terms
from articles.search.asking import Asked, Phrase, Wanted
from articles.search.engines import Scope, engine
from articles.search.vocabulary import candidates


@dataclass(frozen=True, slots=True)
class Better:
    """What is looked for instead, and how that is typed where words were corrected."""

    asked: Asked
    spelling: str = ""

    @property
    def is_better(self) -> bool:
        """Whether it is anything else than what was asked."""
        return bool(self.spelling) or self.asked.lacks_one


def better(words: str, asked: Asked, scope: Scope) -> Better:
    """What to look for instead of `asked`, which finds nothing: with mistyped words corrected,
    else with one of the words missing."""
    meant = candidates(_unknown(asked, scope), scope.language)
    wider = _with_candidates(asked, meant, scope.language)
    if wider != asked:
        found = engine().newest(wider, scope, 1)
        if found:
            return _corrected(words, asked, meant, found[0].place, scope)
    if len(asked.wanted) > 1:
        return Better(replace(wider, lacks_one=True))
    return Better(asked)


def _unknown(asked: Asked, scope: Scope) -> list[str]:
    """The words that no live story of the language has."""
    single = [one for one in asked.wanted if one.word]
    everywhere = Scope(language=scope.language, at=scope.at)
    counts = engine().count([(Asked(wanted=(one,)), everywhere) for one in single], 1)
    return [one.word for one, count in zip(single, counts, strict=True) if not count]


def _with_candidates(asked: Asked, meant: dict[str, list[SearchWord]], language: str) -> Asked:
    """The same with whatever may be meant in place of unknown words."""

    def wider(one: Wanted) -> Wanted:
        words = [found.word for found in meant.get(one.word, [])]
        phrases = dict.fromkeys(Phrase((stem(word, language),)) for word in words)
        return replace(one, phrases=tuple(phrases)) if phrases else one

    return replace(asked, wanted=tuple(wider(one) for one in asked.wanted))


def _corrected(
    words: str, asked: Asked, meant: dict[str, list[SearchWord]], place: int, scope: Scope
) -> Better:
    """The words with those that the story at `place` has instead of unknown ones."""
    entry = SearchEntry.objects.get(place=place)
    has = set(terms(f"{entry.headline}\n{entry.standfirst}\n{entry.text}", scope.language))
    chosen = {
        word: next((one for one in found if stem(one.word, scope.language) in has), found[0])
        for word, found in meant.items()
        if found
    }
    spelling = "".join(_written(words, asked, chosen))
    only = {word: [one] for word, one in chosen.items()}
    return Better(_with_candidates(asked, only, scope.language), spelling)


def _written(words: str, asked: Asked, chosen: dict[str, SearchWord]) -> Iterator[str]:
    last = 0
    for one in asked.wanted:
        if one.word in chosen:
            yield words[last : one.start]
            yield chosen[one.word].written
            last = one.end
    yield words[last:]
