"""The types of what one can ask for, exact enough that the OpenAPI document says it all."""

import re
from datetime import UTC, datetime
from typing import Annotated

from django.conf import settings
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from articles.models.public import SiteSettings
from articles.public.api.problems import NotThere

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
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
# A word of an address, or a uuid.
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]


def offered(language: str) -> str:
    """`language`. Raises NotThere where the site has it no more."""
    if language not in SiteSettings.load().languages:
        raise NotThere("The site has no stories in this language.")
    return language
