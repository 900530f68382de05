"""Field classes that the models of stories share."""

import re
import unicodedata
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import LineField, one_line, plain_lines
from articles import languages
from fetching.hosts import UnusableAddress, target_of

__all__ = [
    "CropField",
    "LanguageField",
    "LineField",
    "PictureField",
    "one_line",
    "plain_lines",
    "validate_slug",
    "validate_web_address",
]

_CROP = re.compile(r"\s*,\s*".join([r"([0-9]{1,4})"] * 4), re.ASCII)
_WHOLE = 1000  # a crop is in per mille of the picture's sides


class PictureField(models.CharField):  # type: ignore[type-arg]
    """A picture of the library by its uuid, as text in canonical form; "" for none.

    No foreign key: what documents say is text, and pictures that were named are never deleted.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: dict[str, Any] = {"max_length": 36, "blank": True, "default": "", **kwargs}
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> str:
        """Return the uuid in its one spelling. Raises ValidationError where it is none."""
        text = str(value or "").strip()
        try:
            return str(UUID(text)) if text else ""
        except ValueError:
            raise ValidationError(_("This is no picture. Choose one."), code="picture") from None


class CropField(models.CharField):  # type: ignore[type-arg]
    """The part of a picture that a use shows: "left,top,width,height" in per mille; "" for all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: dict[str, Any] = {"max_length": 19, "blank": True, "default": "", **kwargs}
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> str:
        """Return the crop in its one spelling. Raises ValidationError where it is none."""
        text = str(value or "").strip()
        found = _CROP.fullmatch(text)
        if not text:
            return ""
        left, top, width, height = map(int, found.groups()) if found else (0, 0, 0, 0)
        if not (width and height and left + width <= _WHOLE and top + height <= _WHOLE):
            raise ValidationError(_("This is no part of the picture."), code="crop")
        return f"{left},{top},{width},{height}"


class LanguageField(models.CharField):  # type: ignore[type-arg]
    """The language of what another field of the same model says; "" for that of the story.

    It is called like the other one, with `_language` behind it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["choices"] = [("", _("That of the story")), *languages.names()]
        options: dict[str, Any] = {
            "max_length": languages.LONGEST,
            "blank": True,
            "default": "",
            **kwargs,
        }
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Migrations know nothing of the choices: languages come and go."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["choices"]
        return name, path, args, kwargs

    @property
    def of(self) -> str:
        """The name of the field whose language it says."""
        return self.name.removesuffix("_language")


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


def validate_web_address(text: str) -> None:
    """Raise ValidationError unless `text` is the whole address of something on the web."""
    try:
        target_of(text)
    except UnusableAddress:
        raise ValidationError(
            _("Give the whole address of a page on the web: https://example.org/video"),
            code="address",
        ) from None
