"""Words that stories have, to recognise them where one letter is wrong, missing, added or swapped.

Half of a word with one such mistake is right: its first letters or its last ones. So candidates
come along two indexes, whatever the database, and are compared here.
"""

from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Q

from articles.models import SearchWord
from articles.search.analysis import folded_words

SHORTEST, LONGEST = 4, 64  # letters of a word that is recognised
MOST_LOOKED_AT = 4000  # words, for one that is mistyped
MOST_CANDIDATES = 8
AT_ONCE = 1000  # words that are asked for or saved
_LAST = "\U0010ffff"


def learn(texts: Iterable[str], language: str) -> None:
    """Remember the words of texts."""
    words: dict[str, str] = {}
    for text in texts:
        words |= folded_words(text)
    kept = {word for word in words if SHORTEST - 1 <= len(word) < LONGEST}
    new = kept.difference(_known(sorted(kept), language))
    SearchWord.objects.bulk_create(
        [
            SearchWord(
                language=language,
                word=word,
                backwards=word[::-1],
                letters=len(word),
                written=words[word][:LONGEST],
            )
            for word in sorted(new)  # two transactions in one order do not wait for each other
        ],
        ignore_conflicts=True,
        batch_size=AT_ONCE,
    )


def _known(words: list[str], language: str) -> Iterator[str]:
    known = SearchWord.objects.filter(language=language).values_list("word", flat=True)
    for first in range(0, len(words), AT_ONCE):
        yield from known.filter(word__in=words[first : first + AT_ONCE])


def candidates(words: Iterable[str], language: str) -> dict[str, list[SearchWord]]:
    """For each word that may be mistyped what may be meant, the likeliest first."""
    looked_up = [word for word in words if SHORTEST <= len(word) < LONGEST and word.isalpha()]
    if not looked_up:
        return {}
    near = Q()
    for word in looked_up:
        near |= _near(word)
    rows = SearchWord.objects.filter(near, language=language)
    found = list(rows[: MOST_LOOKED_AT * len(looked_up)])
    return {
        word: sorted(
            (row for row in found if is_one_typo(word, row.word)),
            key=lambda row: _unlikely(word, row.word),
        )[:MOST_CANDIDATES]
        for word in looked_up
    }


def _near(word: str) -> Q:
    """Where half of the word is right, and no more than a letter more or less."""
    first = (len(word) - 1) // 2
    last = len(word) - 1 - first
    return Q(letters__range=(len(word) - 1, len(word) + 1)) & (
        _begins("word", word[:first]) | _begins("backwards", word[::-1][:last])
    )


def _begins(column: str, letters: str) -> Q:
    """That a column begins so, in the way that the database has an index for."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": letters})
    return Q(**{f"{column}__gte": letters, f"{column}__lt": letters + _LAST})


def is_one_typo(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, added, or swapped with the next one."""
    first = 0
    while first < min(len(typed), len(meant)) and typed[first] == meant[first]:
        first += 1
    one, two = typed[first:], meant[first:]
    while one and two and one[-1] == two[-1]:
        one, two = one[:-1], two[:-1]
    if max(len(one), len(two)) == 1:
        return True
    return len(one) == 2 and one == two[::-1]


def _unlikely(typed: str, meant: str) -> tuple[bool, bool, int, str]:
    """People seldom mistype the first letter, and swap or miss letters more than they add any."""
    return (
        typed[:1] != meant[:1],
        sorted(typed) != sorted(meant),
        -len(meant),
        meant,
    )
