"""Field classes that the models of stories share."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField, one_line, plain_lines

__all__ = ["LineField", "one_line", "plain_lines", "validate_slug"]


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
