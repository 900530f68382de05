"""What a picture says of itself, as the first values of the fields that the desk confirms."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from images.metadata import as_date
from images.models import Image
from images.plain import plain

_LINES = (
    "headline", "description", "alt", "credit", "source", "copyright_notice", "usage_terms",
    "city", "country",
)  # fmt: skip
_SOURCE_TYPE = re.compile(r"https?://cv\.iptc\.org/newscodes/digitalsourcetype/\w+", re.ASCII)


def prefill(metadata: dict[str, Any]) -> dict[str, object]:
    """Names of fields of Image with their values, from the metadata that an ImageFile keeps.

    Texts are cut to what a field holds, between words; lists between items. What is odd (another
    type, an address that is none) is left out, as is what is empty.
    """
    fields = {name: plain(_text(metadata, name), _longest(name)) for name in _LINES}
    for name, mark in (("creators", ";"), ("keywords", ",")):
        fields[name] = _joined(metadata.get(name), mark, _longest(name))
    for name in ("web_statement", "licensor_url"):
        fields[name] = _address(_text(metadata, name), _longest(name))
    fields["created_date"] = as_date(_text(metadata, "created_date"))
    source_type = _text(metadata, "digital_source_type").strip()
    if len(source_type) <= _longest("digital_source_type") and _SOURCE_TYPE.fullmatch(source_type):
        fields["digital_source_type"] = source_type
    return {name: value for name, value in fields.items() if value}


def _text(metadata: dict[str, Any], name: str) -> str:
    value = metadata.get(name)
    return value if isinstance(value, str) else ""


def _longest(name: str) -> int:
    return getattr(Image._meta.get_field(name), "max_length", None) or 0


def _joined(items: object, mark: str, most: int) -> str:
    """As many of the items as fit, with the mark between them, which no item has within."""
    joined = ""
    for item in items if isinstance(items, list) else ():
        line = plain(item.replace(mark, " "), most) if isinstance(item, str) else ""
        longer = f"{mark} ".join(filter(None, (joined, line)))
        joined = longer if len(longer) <= most else joined
    return joined


def _address(text: str, most: int) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= most else ""
