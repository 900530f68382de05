"""Reads the demo's stories, pictures and words from the files in content/."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

CONTENT = Path(__file__).parent / "content"
# Identities are made from names, so that loading twice finds what is there.
NAMESPACE = UUID("6f0c1a52-0d3e-4a5e-9a63-0f6f5b0b7c11")
SITE_AGE = timedelta(hours=2_000)
DRAFT_AGE = timedelta(hours=3)


def identity(*names: str) -> UUID:
    """The lasting identity of what has these names in the files."""
    return uuid5(NAMESPACE, "/".join(names))


def site() -> dict[str, Any]:
    """The site's words, sections, topics and authors."""
    return tomllib.loads((CONTENT / "site.toml").read_text(encoding="utf-8"))


def fronts() -> dict[str, list[dict[str, Any]]]:
    """The blocks of each home page that somebody arranged, by language."""
    return tomllib.loads((CONTENT / "fronts.toml").read_text(encoding="utf-8"))


@cache
def pictures() -> dict[str, dict[str, Any]]:
    """Every picture by its name: what is drawn, and what is known about it."""
    catalogue = tomllib.loads((CONTENT / "pictures.toml").read_text(encoding="utf-8"))
    return catalogue["pictures"]


def stories() -> list[tuple[str, str, dict[str, Any]]]:
    """Every story as (language, key, content), the oldest first, standing pages before all."""
    found = [
        (file.parent.name, file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted(CONTENT.glob("*/*.toml"))
    ]
    return sorted(found, key=lambda story: -age_of(story[2]))


def age_of(story: dict[str, Any]) -> timedelta:
    """How long ago a story was begun; standing pages are as old as the site."""
    of_no_date = DRAFT_AGE if story.get("draft") else SITE_AGE
    return timedelta(hours=story["hours_ago"]) if "hours_ago" in story else of_no_date
