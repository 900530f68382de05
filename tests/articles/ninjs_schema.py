"""Stories as ninjs against IPTC's own schema, where NINJS_SCHEMA names its file.

The schema is IPTC's and stands in no repository of ours: https://www.iptc.org/std/ninjs/.
"""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TEXTS = ("type", "version", "pubStatus", "language", "copyrightNotice", "by", "usageTerms")
INSTANTS = ("firstCreated", "versionCreated", "expires")
LISTS = {
    "headlines": {"role", "contentType", "value"},
    "descriptions": {"role", "contentType", "value"},
    "bodies": {"role", "contentType", "value", "charCount", "wordCount"},
    "people": {"name", "rel", "uri", "literal"},
    "subjects": {"name", "rel", "uri", "literal"},
    "genres": {"name", "literal"},
    "infoSources": {"name", "role", "uri"},
    "altIds": {"role", "value"},
    "trustIndicators": {"title", "href"},
    "renditions": {"name", "href", "contentType", "width", "height"},
}
OTHERS = {
    *("uri", "standard", "representationType", "copyrightHolder", "located", "associations"),
    *("digitalSourceType", "rightsInfo"),
}
OF_AN_ASSOCIATION = {"name", "rel", "title"}


def wrongs(item: Any) -> list[str]:
    """What is wrong with `item`: by our own reading of the standard, and by IPTC's schema."""
    found = _wrongs(item, set())
    file = os.environ.get("NINJS_SCHEMA")
    return found + (_by_schema(item, Path(file)) if file else [])


def _wrongs(item: dict[str, Any], more: set[str]) -> list[str]:
    known = {*TEXTS, *INSTANTS, *LISTS, *OTHERS, *more}
    found = [f"unknown: {name}" for name in item.keys() - known]
    found += [f"empty: {name}" for name, value in item.items() if value in ("", None, [], {})]
    found += [f"no text: {name}" for name in TEXTS if not isinstance(item.get(name, ""), str)]
    found += [f"no instant: {name}" for name in INSTANTS if not _is_instant(item.get(name))]
    if not _is_uri(item.get("uri", "")):
        found.append("no uri")
    if item.get("pubStatus", "usable") not in {"usable", "withheld", "canceled"}:
        found.append("no status")
    for name, keys in LISTS.items():
        for entry in item.get(name, []):
            found += [f"{name}: {key}" for key in entry.keys() - keys]
            found += [f"{name}: {key}" for key in ("uri", "href") if not _is_uri(entry.get(key))]
    for entry in item.get("associations", []):
        found += _wrongs(entry, OF_AN_ASSOCIATION)
        found += [] if entry.get("name") else ["an association without a name"]
    return found


def _is_instant(text: str | None) -> bool:
    if text is None:
        return True
    return text.endswith("Z") and datetime.fromisoformat(text).tzinfo is not None


def _is_uri(text: str | None) -> bool:
    if text is None:
        return True
    return bool(urlsplit(text).scheme) and re.fullmatch(r"[!-~]+", text) is not None


def _by_schema(item: Any, file: Path) -> list[str]:
    import json

    from jsonschema import FormatChecker
    from jsonschema.validators import validator_for
    from referencing import Registry, Resource

    schema = json.loads(file.read_text(encoding="utf-8"))
    geo = Resource.from_contents({"$schema": schema["$schema"]})
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geo)
    kind = validator_for(schema)
    checker = kind(schema, registry=registry, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(item)]
