"""Words that pages need: instants, running heads, labels, lists of names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unicodedata import category, name
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from articles import languages, local_time
from articles.models.public import Edition
from articles.models.story import Format
from articles.shown import Moment

# Languages whose newspapers set running heads in title case.
TITLE_CASE_LANGUAGES = frozenset({"en"})
WORDS_A_MINUTE = 220
HANGING = " ,;:、，；：،؛"  # what an excerpt does not end in
WORDS_END_BEFORE = HANGING + ".!?。！？؟…"
JAPANESE_PACE = 357
FIRST_SPACELESS = "\u0e00"  # what comes before is of scripts that set spaces
# Characters a minute of scripts without spaces between words, by how Unicode names its letters.
PACE = {
    "CJK": 255,
    "HIRAGANA": JAPANESE_PACE,
    "KATAKANA": JAPANESE_PACE,
    "THAI": 850,
    "LAO": 850,
    "KHMER": 850,
    "MYANMAR": 850,
}


def times(edition: Edition) -> tuple[Moment, Moment | None]:
    """When the story was first published and, where it reads differently, last updated."""
    published = moment(edition.first_published_at, edition.language)
    updated = moment(edition.updated_at, edition.language)
    is_later = edition.updated_at > edition.first_published_at
    return published, updated if is_later and updated.words != published.words else None


def moment(instant: datetime, language: str) -> Moment:
    """`instant` in the newsroom's zone: 22 November 2026, 18:05 CET."""
    local = instant.astimezone(ZoneInfo(settings.TIME_ZONE))
    with translation.override(language):
        day = local_time.day_in_words(local)
        words = f"{day}, {format_date(local, 'H:i')} {local_time.offset_name(local)}"
    return Moment(local.isoformat(timespec="seconds"), words)


def day(instant: datetime, language: str) -> Moment:
    """The day of `instant` in the newsroom's zone: 22 November 2026."""
    local = instant.astimezone(ZoneInfo(settings.TIME_ZONE))
    with translation.override(language):
        return Moment(local.date().isoformat(), local_time.day_in_words(local))


def date_in_words(instant: datetime, language: str) -> str:
    """The day of `instant` in the newsroom's zone: Sunday 22 November 2026."""
    local = instant.astimezone(ZoneInfo(settings.TIME_ZONE))
    with translation.override(language):
        return local_time.weekday_in_words(local)


def running_head(headline: str, language: str) -> str:
    """The headline as the running head sets it.

    In title case where the language's newspapers use it: every word that has no capital yet gets
    one; no capital that is there is lowered.
    """
    if language.split("-", maxsplit=1)[0] not in TITLE_CASE_LANGUAGES:
        return headline
    return " ".join(_capitalise(word) for word in headline.split(" "))


def headline_in(spoken: str, headline: str, language: str) -> dict[str, Any]:
    """A headline whose words are in the language `spoken`, for a page in `language`."""
    return {
        "headline": headline,
        "headline_in": languages.attributes(spoken, language),
        "running_head": running_head(headline, spoken),
    }


def _capitalise(word: str) -> str:
    if word != word.lower():
        return word
    first = next((index for index, c in enumerate(word) if c.isalnum()), None)
    if first is None:
        return word
    return word[:first] + word[first].upper() + word[first + 1 :]


def excerpt(text: str, length: int) -> str:
    """`text` if it has at most `length` characters, else its beginning and an ellipsis.

    It ends after a word; in scripts that set no spaces between words, after a character with all
    its marks, and no clause's comma is left hanging.
    """
    if len(text) <= length:
        return text
    cut = length
    is_between = is_spaceless(text[length - 1]) and is_spaceless(text[length])
    if not is_between and text[length] not in WORDS_END_BEFORE:
        space = text[: length + 1].rfind(" ")
        cut = space if space > 0 and not any(map(is_spaceless, text[space:length])) else length
    while cut > 1 and category(text[cut])[0] == "M":
        cut -= 1
    return text[:cut].rstrip(HANGING) + "…"


def reading_time(text: str, language: str) -> int:
    """How many minutes it takes to read `text`, at least one.

    Words are counted; in scripts that set no spaces between them, characters, at the pace at which
    each script is read. Japanese mixes kana with characters and is read at its own.
    """
    if not text or max(text) < FIRST_SPACELESS:  # most texts, at a word's price
        return max(1, round(_words_in(text) / WORDS_A_MINUTE))
    japanese = language.split("-", maxsplit=1)[0] == "ja"
    minutes = 0.0
    for character in text:
        if is_spaceless(character):
            pace = JAPANESE_PACE if japanese else PACE[_script(character)]
            minutes += 1 / pace
    spaced = "".join(" " if is_spaceless(character) else character for character in text)
    return max(1, round(minutes + _words_in(spaced) / WORDS_A_MINUTE))


def _words_in(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def is_spaceless(character: str) -> bool:
    """Whether the character is of a script that sets no spaces between words."""
    return bool(_script(character))


def _script(character: str) -> str:
    if character < "\u0e00" or not character.isalpha():
        return ""
    return next((script for script in PACE if name(character, "").startswith(script)), "")


def format_label(key: str) -> str:
    """The word before a headline, or "" for news and standing pages."""
    return "" if key in {Format.NEWS, Format.PAGE} else str(Format(key).label)


def in_words(names: Sequence[str]) -> str:
    """Names as a sentence has them: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def language_name(code: str) -> str:
    """The name of a language in the active one, as a sentence has it: Italian, inglese."""
    name = str(translation.get_language_info(code)["name_translated"])
    is_small = (translation.get_language() or "").split("-")[0] in local_time.SMALL_MONTHS
    return name.lower() if is_small else name


def direction(language: str) -> str:
    """Which way the language runs: ltr or rtl."""
    return "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
