"""Texts as the terms that they are found by: the same ones on every database.

A term is a word without accents, as its stem in the language of the text. Scripts that put no space
between words are found by pairs of characters. This module alone knows the library of stemmers.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

import snowballstemmer

from articles.removed import Found, words
from articles.wordwise import UNSPACED, marks

LONGEST_TERM = 64  # characters
# Before terms that are no words of the text; no word that anybody types has them.
IN_HEADLINE, OF_LANGUAGE, OF_SECTION, OF_AUTHOR = "\ue000", "\ue001", "\ue002", "\ue003"
_KNOWN_WORDS = 1 << 16
_UNSPACED = re.compile(f"[{UNSPACED}]")
# What may stand inside a word: “l'Italia”, “co-operation”, “U.S.”, “AT&T”.
APOSTROPHES = "'’ʼ‘`´"
_JOINERS = f"{APOSTROPHES}.&/_\u00ad\u2010\u2011-"
_JOINER = re.compile(f"[{_JOINERS}]")
# The words of a text that has no mark, and no script, of which `words` must know.
_PLAIN = re.compile(r"[^\W_]+")
_PLAIN_RUN = re.compile(rf"[^\W_]+(?:[{_JOINERS}][^\W_]+)+")
_PERHAPS_HARD = re.compile("[\u00ad\u0300-\u1fff\u200b-\u200f\u2060-\u206f\u2c00-\U0010ffff]")
# Accents, vowel points and the like; the signs that make another letter of a kana stay.
_POINTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# Letters that have no accent to lose and that many keyboards lack.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


class Word(NamedTuple):
    """A word of a text: without accents, and where it stands."""

    folded: str
    start: int
    end: int


class Run(NamedTuple):
    """Words with no space between them. In a run of a script without spaces each is a letter."""

    words: list[Word]
    is_unspaced: bool
    has_apostrophe: bool = False  # as the first sign between them


class Term(NamedTuple):
    """What a text is found by, and where that stands."""

    term: str
    start: int
    end: int


def fold(word: str) -> str:
    """A word as keyboards without accents type it."""
    return _fold(word)[:LONGEST_TERM]


@lru_cache(maxsize=_KNOWN_WORDS)
def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    bare = _POINTS.sub("", normalize("NFKD", word.casefold()))
    return normalize("NFC", bare.translate(_LETTERS))


@lru_cache(maxsize=_KNOWN_WORDS)
def stem(folded: str, language: str) -> str:
    """The term of a folded word: its stem, or the word itself in a language without stemmer."""
    stemmer = _stemmer(language.partition("-")[0])
    return (stemmer.stemWord(folded) or folded) if stemmer else folded


@lru_cache(maxsize=_KNOWN_WORDS)
def term_of(word: str, language: str) -> str:
    """The term of a word as it is written."""
    return stem(fold(word), language)


@cache
def _stemmer(language: str) -> "snowballstemmer.basestemmer.BaseStemmer | None":
    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def runs(text: str) -> Iterator[Run]:
    """The words of a text, those together that no space parts."""
    found: list[Word] = []
    is_unspaced = False
    for one in words(text):
        folded = fold(one.key)
        if not folded:
            continue
        unspaced = bool(_UNSPACED.match(text, one.start))
        if found and (unspaced != is_unspaced or not _is_joined(text, found[-1], one, unspaced)):
            yield _run(text, found, is_unspaced)
            found = []
        is_unspaced = unspaced
        found.append(Word(folded, one.start, one.end))
    if found:
        yield _run(text, found, is_unspaced)


def _run(text: str, found: list[Word], is_unspaced: bool) -> Run:
    return Run(found, is_unspaced, text[found[0].end : found[0].end + 1] in tuple(APOSTROPHES))


def _is_joined(text: str, before: Word, after: Found, unspaced: bool) -> bool:
    if unspaced:
        return before.end == after.start
    return after.start - before.end == 1 and bool(_JOINER.match(text, before.end))


def terms_of_run(run: Run, language: str) -> list[Term]:
    """The terms of a run in order: pairs of characters and the last one, or stems."""
    if not run.is_unspaced:
        return [Term(stem(one.folded, language), one.start, one.end) for one in run.words]
    pairs = pairwise(run.words)
    last = run.words[-1]
    return [
        *(Term(one.folded + two.folded, one.start, two.end) for one, two in pairs),
        Term(last.folded, last.start, last.end),
    ]


def joined(run: Run, language: str) -> str:
    """The term of a run as one word: “cooperation”, “usa”; "" for a single word."""
    if run.is_unspaced or len(run.words) == 1:
        return ""
    return stem("".join(one.folded for one in run.words)[:LONGEST_TERM], language)


def terms(text: str, language: str) -> list[str]:
    """What a text is found by: its terms in order, then its runs as one word."""
    if _is_plain(text):
        in_order = [term_of(word, language) for word in _PLAIN.findall(text)]
        return in_order + [
            term_of("".join(_PLAIN.findall(run)), language) for run in _PLAIN_RUN.findall(text)
        ]
    in_order, together = [], []
    for run in runs(text):
        in_order += [one.term for one in terms_of_run(run, language)]
        if whole := joined(run, language):
            together.append(whole)
    return in_order + together


def placed(text: str, language: str) -> Iterator[Term]:
    """The terms of a text in order, each with where it stands."""
    if _is_plain(text):
        for match in _PLAIN.finditer(text):
            yield Term(term_of(match[0], language), *match.span())
    else:
        for run in runs(text):
            yield from terms_of_run(run, language)


def folded_words(text: str) -> dict[str, str]:
    """The words of a text that are letters alone: without accents, and as they are written."""
    if _is_plain(text):
        found = {fold(word): word.lower() for word in _PLAIN.findall(text)}
    else:
        found = {
            one.folded: text[one.start : one.end].lower()
            for run in runs(text)
            if not run.is_unspaced
            for one in run.words
        }
    return {folded: word for folded, word in found.items() if folded.isalpha()}


def beginnings(text: str) -> list[str]:
    """What somebody who is typing may have typed so far: words as they are, pairs of characters."""
    return list(
        dict.fromkeys(
            one
            for run in runs(text)
            for one in (
                [term.term for term in terms_of_run(run, "")]
                if run.is_unspaced
                else [word.folded for word in run.words]
            )
        )
    )


def _is_plain(text: str) -> bool:
    return text.isascii() or not _PERHAPS_HARD.search(text) or not _hard().search(text)


@cache
def _hard() -> re.Pattern[str]:
    """Scripts without spaces, marks of their own, and what is invisible inside words."""
    return re.compile(f"[{UNSPACED}{marks()}\u00ad\u034f\u200b-\u200f\u2060-\u206f\ufeff]")
