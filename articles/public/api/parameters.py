"""The types of what one can ask for, exact enough that the OpenAPI document says it all."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.conf import settings
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
CODES = [code for code, _name in settings.LANGUAGES]


def _known(language: str) -> str:
    if language not in CODES:
        raise ValueError(f"This site has {', '.join(CODES)}.")
    return language


def _as_written(text: object) -> object:
    """An instant as RFC 3339 writes it; no other number or day is one."""
    if isinstance(text, str) and not _INSTANT.fullmatch(text):
        raise ValueError("Write an instant as in 2026-11-22T18:05:00Z.")
    return text


def as_number(text: object) -> object:
    """A number in plain digits, as JSON writes it; no other way to write one is taken."""
    if isinstance(text, str) and not _NUMBER.fullmatch(text):
        raise ValueError("Write a number in digits.")
    return text


def _as_flag(text: object) -> object:
    if isinstance(text, str) and text not in {"true", "false"}:
        raise ValueError("Write true or false.")
    return text


def _as_day(text: object) -> object:
    if isinstance(text, str) and not _DAY.fullmatch(text):
        raise ValueError("Write a day as in 2026-11-22.")
    return text


def _in_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("No calendar has this instant.") from error


Language = Annotated[
    str,
    AfterValidator(_known),
    WithJsonSchema({"type": "string", "enum": CODES, "default": CODES[0]}),
    Field(description="The language of stories and of names."),
]
Instant = Annotated[datetime, BeforeValidator(_as_written), AfterValidator(_in_utc)]
Flag = Annotated[bool, BeforeValidator(_as_flag)]
Day = Annotated[date, BeforeValidator(_as_day)]
# A word of an address or a uuid, of what has one.
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
SECTION: Any = Field(None, description="Of a section: its slug, a former slug, or its uuid.")
AUTHOR: Any = Field(None, description="Of an author, named in the same ways.")
