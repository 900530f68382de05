"""Field classes that the models of stories share."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Embedding and override characters can make a line read otherwise than it is spelt; isolates
# cannot reach beyond their own line and are what right-to-left scripts need.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e]")
_WHITE_SPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return `text` as one printable line: canonical characters, single spaces, no controls."""
    text = unicodedata.normalize("NFC", text)
    text = _WHITE_SPACE.sub(" ", text)
    text = _BIDI_CONTROLS.sub("", text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return text.strip()


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


def validate_slug(text: str) -> None:
    """Raise ValidationError unless `text` may stand between two slashes of an address.

    Lower-case letters, digits and marks of any script, in canonical form, joined by single hyphens.
    """
    words = text.split("-")
    plain = all(unicodedata.category(c)[0] in "LNM" for word in words for c in word)
    canonical = unicodedata.normalize("NFKC", text).lower() == text
    if not plain or not canonical or not all(words):
        raise ValidationError(
            _("Use small letters and digits, joined by hyphens: harbour-reopens."), code="slug"
        )
