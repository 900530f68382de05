"""Words that pages need: instants, running heads, labels, lists of names."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from articles import local_time
from articles.models.public import Edition
from articles.models.story import Format
from articles.shown import Moment

# Languages whose newspapers set running heads in title case.
TITLE_CASE_LANGUAGES = frozenset({"en"})


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


def _capitalise(word: str) -> str:
    if word != word.lower():
        return word
    first = next((index for index, c in enumerate(word) if c.isalnum()), None)
    if first is None:
        return word
    return word[:first] + word[first].upper() + word[first + 1 :]


def shortened(text: str, length: int) -> str:
    """`text` if it has at most `length` characters, else its first words and an ellipsis."""
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]) + "…"


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
