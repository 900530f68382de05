"""What somebody typed, as what must be found.

Words are found in any order and form, a phrase in quotes as it stands; a minus before either leaves
out what has it. The first LONGEST characters count, and of those the first MOST_WORDS words or
phrases: everything else is ignored, so no text that anybody sends can cost more than that.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from articles.search.analysis import IN_HEADLINE, Run, joined, runs, stem, terms_of_run

LONGEST = 300  # characters
MOST_WORDS = 12  # that must be there, and as many that must not
SHORTEST_PREFIX = 2  # letters of a word that is still being typed
# Languages that join a word to the next one: of “dell'acqua” the last word counts.
_ELIDING = frozenset({"ca", "fr", "it"})
_ENDING = 2  # letters after an apostrophe that end a word: “Japan's”, “don't”
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_ASKED = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other; the last one may be the beginning of one."""

    terms: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Something of which one of the `phrases` must be found.

    `word` is it without accents where it is a single word, else ""; it stands in what was typed
    from `start` to `end`.
    """

    phrases: tuple[Phrase, ...]
    word: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What must be found, and what must not. `lacks_one` lets one of what is wanted be missing."""

    wanted: tuple[Wanted, ...] = ()
    unwanted: tuple[Wanted, ...] = ()
    lacks_one: bool = False

    @property
    def terms(self) -> frozenset[str]:
        """Every term that is wanted, to mark it where it stands."""
        return frozenset(t for one in self.wanted for p in one.phrases for t in p.terms)

    @property
    def groups(self) -> list[tuple[Wanted, ...]]:
        """What must be found together: all of one group, whichever."""
        if not self.lacks_one:
            return [self.wanted]
        return [
            (*self.wanted[:place], *self.wanted[place + 1 :]) for place in range(len(self.wanted))
        ]


def parse(words: str, language: str) -> Asked:
    """What `words` ask for in a language. Without any wanted word nothing is asked for."""
    wanted: dict[tuple[Phrase, ...], Wanted] = {}
    unwanted: dict[tuple[Phrase, ...], Wanted] = {}
    typed = words[:LONGEST].translate(_QUOTES)
    for match in _ASKED.finditer(typed):
        side = unwanted if match["minus"] else wanted
        if match["phrase"] is not None:
            found = [_phrase(list(runs(match["phrase"])), language)]
        else:
            found = [_word(run, language, match.start("word")) for run in runs(match["word"])]
        for one in found:
            if one.phrases and len(side) < MOST_WORDS:
                side.setdefault(one.phrases, one)
    return Asked(wanted=tuple(wanted.values()), unwanted=tuple(unwanted.values()))


def beginning(words: str) -> Asked:
    """What headlines must have for somebody who is typing: words that begin like all of these."""
    return Asked(
        wanted=tuple(
            Wanted(phrases=(Phrase((IN_HEADLINE + one,), is_open=True),))
            for run in runs(words[:LONGEST])
            for one in _beginnings(run)
        )[:MOST_WORDS]
    )


def _beginnings(run: Run) -> list[str]:
    words = [one.folded for one in run.words]
    if run.is_unspaced:
        return [one + two for one, two in pairwise(words)] or words
    return [word for word in words if len(word) >= SHORTEST_PREFIX]


def _phrase(found: list[Run], language: str) -> Wanted:
    """Terms as they follow each other. A run of letters that is the last one may go on."""
    terms: list[str] = []
    for run in found:
        in_order = [one.term for one in terms_of_run(run, language)]
        is_last = run is found[-1]
        terms += in_order[:-1] if run.is_unspaced and is_last and len(in_order) > 1 else in_order
    if not terms:
        return Wanted(phrases=())
    alone = len(found) == 1 and found[0].is_unspaced and len(terms) == 1 and len(terms[0]) == 1
    return Wanted(phrases=(Phrase(tuple(terms[:MOST_WORDS]), is_open=alone),))


def _word(run: Run, language: str, offset: int) -> Wanted:
    """A word and what may be written for it: “l'Italia” is Italia, “co-operation” one word too."""
    start, end = offset + run.words[0].start, offset + run.words[-1].end
    if run.is_unspaced:
        return replace(_phrase([run], language), start=start, end=end)
    words = [one.folded for one in run.words]
    if len(words) > 1 and run.has_apostrophe:
        words = _without_joined(words, language)
    phrases = {Phrase(tuple(stem(word, language) for word in words[:MOST_WORDS])): None}
    if whole := joined(run, language):
        phrases[Phrase((whole,))] = None
    word = words[0] if len(words) == 1 else ""
    return Wanted(phrases=tuple(phrases), word=word, start=start, end=end)


def _without_joined(words: list[str], language: str) -> list[str]:
    """The words of a run without those that an apostrophe ties to it."""
    if len(words[-1]) <= _ENDING and len(words[0]) > 1:
        return words[:-1]
    return words[-1:] if language.partition("-")[0] in _ELIDING else words
