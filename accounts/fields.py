"""Fields that every app shares: lines of plain text, and the e-mail address of a login."""

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

# Embedding and override characters can make a line read otherwise than it is spelt; isolates
# cannot reach beyond their own line and are what right-to-left scripts need.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e]")
_WHITE_SPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return `text` as one printable line: canonical characters, single spaces, no controls."""
    kept = (c for c in _BIDI_CONTROLS.sub("", text) if _WHITE_SPACE.match(c) or _is_printable(c))
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()


def plain_lines(text: str) -> str:
    """Return `text`, a note to readers, as printable lines; "" where nothing of it can be seen."""
    lines = [one_line(line) for line in text.splitlines()]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return joined if any(unicodedata.category(c)[0] not in "CZ" for c in joined) else ""


def _is_printable(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn"}


class LineField(models.CharField):  # type: ignore[type-arg]
    """A line of plain text: a headline, a kicker, a name. Line breaks become spaces.

    The value is made canonical when it is validated and again when it is saved, so that text set
    by an import or a script cannot carry control characters into pages and feeds.
    """

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


def normalise_email(address: str) -> str:
    """Return the one spelling of an address that is stored and looked up.

    Compatibility forms (full-width letters, ligatures) and case are folded, so that one mailbox is
    one account on every database. Each step can make work for the others, hence the loop; it ends
    because none of them ever undoes another.
    """
    while True:
        folded = unicodedata.normalize("NFKC", address.strip()).casefold()
        if folded == address:
            return folded
        address = folded


class NormalisedAttribute(DeferredAttribute):
    """Normalises whatever is assigned to the field's attribute."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        value = normalise_email(value) if isinstance(value, str) else value
        instance.__dict__[self.field.attname] = value


class LoginEmailField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail field that normalises when it is set, saved and looked up."""

    descriptor_class = NormalisedAttribute

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normalise_email(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return normalise_email(value) if isinstance(value, str) else value
