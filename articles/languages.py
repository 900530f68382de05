"""Languages that words in a story can be in: far more than the site itself is in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Django has names for these, in every language of the desk.
_OF_DJANGO = (
    "af", "ar", "az", "be", "bg", "bn", "br", "bs", "ca", "ckb", "cs", "cy", "da", "de", "el", "en",
    "eo", "es", "et", "eu", "fa", "fi", "fr", "fy", "ga", "gd", "gl", "he", "hi", "hr", "hu", "hy",
    "id", "is", "it", "ja", "ka", "kk", "km", "ko", "ky", "lb", "lt", "lv", "mk", "mn", "mr", "ms",
    "my", "ne", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta",
    "te", "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi", "zh-hans", "zh-hant",
)  # fmt: skip
# Others that newspapers quote.
_OTHERS = {
    "am": _("Amharic"),
    "fur": _("Friulian"),
    "grc": _("Ancient Greek"),
    "la": _("Latin"),
    "mt": _("Maltese"),
    "nap": _("Neapolitan"),
    "ps": _("Pashto"),
    "sc": _("Sardinian"),
    "scn": _("Sicilian"),
    "so": _("Somali"),
    "ti": _("Tigrinya"),
    "yi": _("Yiddish"),
}
_FROM_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
LONGEST = 16  # characters of a code


def names() -> Iterator[tuple[str, "_StrPromise"]]:
    """The codes of all languages with their names, which are in the language of who looks."""
    codes = dict.fromkeys([*_OF_DJANGO, *(code for code, _name in settings.LANGUAGES)])
    for code in codes:
        yield code, _(get_language_info(code)["name"])
    yield from _OTHERS.items()


def choices() -> list[tuple[str, str]]:
    """The languages by name, after that of the story itself."""
    own = _("That of the story")
    named = sorted((str(name).capitalize(), code) for code, name in names())
    return [("", str(own)), *((code, name) for name, code in named)]


def direction(code: str) -> str:
    """Which way a language runs: ltr or rtl."""
    return "rtl" if code.partition("-")[0] in _FROM_RIGHT else "ltr"


def attributes(code: str, around: str) -> SafeString:
    """The attributes of words in language `code` among words in `around`; "" where that is one."""
    if not code or code == around:
        return SafeString()
    return format_html(' lang="{}" dir="{}"', code, direction(code))
