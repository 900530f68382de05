"""What is typed and not saved: the raw values that differ from a document, as JSON.

A browser sends them, an autosave keeps them. Nothing in them is cleaned or refused until somebody
asks for the document that they make:

    {"fields": {name: raw}, "section": uuid or null, "topics": [uuid],
     "bylines": [{"uid", "author", "name", "role"}],
     "parts": [{"uid", "kind", "values": {name: raw}}], "deleted": [uid], "order": [uid]}

A key that is not there has not changed. Of a part that the document has, `values` holds only the
fields that differ; `order` names all parts. `refused` (an object of the same form) keeps the texts
that no field takes, once the others have become a revision.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from articles.document import STORY_FIELDS, BylineLine, Document, DocumentPart, to_json
from articles.models import PARTS, Byline, Story

Changes = dict[str, Any]
LONGEST_LIST = 10_000  # more rows are no story
# No database keeps these inside JSON, and no key types them.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


class UnreadableChanges(Exception):
    """Raised where what was sent has not the form of changes."""


def read(text: str) -> Changes:
    """The changes that the JSON `text` holds; what is not known of their form is left out.

    Raises UnreadableChanges where something known is not what it should be.
    """
    try:
        sent = _object(json.loads(text))
        changes = {name: reader(sent[name]) for name, reader in READERS.items() if name in sent}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableChanges("These are no changes to a story.") from error
    return {name: value for name, value in changes.items() if value or name in NEVER_IDLE}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return _UNKEEPABLE.sub("\ufffd", value)


def _uid(value: Any) -> str:
    return str(UUID(_text(value)))


def _uid_or_none(value: Any) -> str | None:
    return _uid(value) if value not in {None, ""} else None


def _list(value: Any, reader: Callable[[Any], Any]) -> list[Any]:
    if not isinstance(value, list) or len(value) > LONGEST_LIST:
        raise TypeError(value)
    return [reader(item) for item in value]


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _texts(value: Any) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in _object(value).items()}


def _byline(value: Any) -> dict[str, str | None]:
    sent = _object(value)
    names = {name: _text(sent.get(name, "")) for name in ("name", "role")}
    return {"uid": _uid(sent["uid"]), "author": _uid_or_none(sent.get("author")), **names}


def _part(value: Any) -> dict[str, Any]:
    sent = _object(value)
    values = _texts(sent.get("values", {}))
    return {"uid": _uid(sent["uid"]), "kind": _text(sent["kind"]), "values": values}


READERS: dict[str, Callable[[Any], Any]] = {
    "fields": lambda value: {k: v for k, v in _texts(value).items() if k in STORY_FIELDS},
    "section": _uid_or_none,
    "topics": lambda value: _list(value, _uid),
    "bylines": lambda value: _list(value, _byline),
    "parts": lambda value: _list(value, _part),
    "deleted": lambda value: _list(value, _uid),
    "order": lambda value: _list(value, _uid),
}
NEVER_IDLE = {"section", "topics", "bylines"}  # none of them is a change too


def document(changes: Changes, base: Document) -> Document:
    """`base` with `changes` made to it, every value as its field would keep it.

    A text that a field refuses leaves the base's words where they were: `refused` has it.
    """
    values = _accepted(Story, changes.get("fields", {}))
    if "section" in changes:
        values["section"] = UUID(changes["section"]) if changes["section"] else None
    if "topics" in changes:
        values["topics"] = tuple(UUID(topic) for topic in changes["topics"])
    if "bylines" in changes:
        values["bylines"] = tuple(_bylines(changes["bylines"]))
    return replace(base, **values, parts=tuple(_parts(changes, base)))


def _bylines(lines: list[dict[str, Any]]) -> Iterator[BylineLine]:
    for line in lines:
        words = _accepted(Byline, {"name": line["name"], "role": line["role"]})
        author = UUID(line["author"]) if line["author"] else None
        if author or words.get("name"):
            yield BylineLine(
                uid=UUID(line["uid"]),
                author=author,
                name=words.get("name", ""),
                role=words.get("role", ""),
            )


def _parts(changes: Changes, base: Document) -> list[DocumentPart]:
    parts = {str(part.uid): part for part in base.parts}
    for change in changes.get("parts", ()):
        uid, was = change["uid"], parts.get(change["uid"])
        model = PARTS.get(was.kind if was else change["kind"])
        if model is None:
            continue
        nothing = {field.name: "" for field in model.content_fields()}
        before = {**nothing, **was.values} if was else nothing
        known = {name: text for name, text in change["values"].items() if name in before}
        values = {**before, **_accepted(model, known)}
        parts[uid] = DocumentPart(kind=model.kind, uid=UUID(uid), values=values)
    for uid in changes.get("deleted", ()):
        parts.pop(uid, None)
    order = {uid: place for place, uid in enumerate(changes.get("order", ()))}
    return sorted(parts.values(), key=lambda part: order.get(str(part.uid), len(order)))


def _accepted(model: type[models.Model], values: dict[str, str]) -> dict[str, Any]:
    """The values of `values` that their fields take, canonical."""
    accepted = {}
    for name, text in values.items():
        choices = model._meta.get_field(name).choices  # type: ignore[union-attr]
        if choices and text not in dict(choices):
            continue
        try:
            accepted[name] = _value(model, name, text)
        except ValidationError:
            continue
    return accepted


def refused(changes: Changes) -> Changes:
    """The texts that their fields do not take, in the form of changes."""
    kept = changes.get("refused", changes)
    fields = _refused(Story, kept.get("fields", {}))
    parts = [
        {**part, "values": texts}
        for part in kept.get("parts", ())
        if part["kind"] in PARTS and (texts := _refused(PARTS[part["kind"]], part["values"]))
    ]
    found = {"fields": fields, "parts": parts}
    return {name: value for name, value in found.items() if value}


def _refused(model: type[models.Model], values: dict[str, str]) -> dict[str, str]:
    known = {field.name for field in model._meta.concrete_fields} & set(values)
    return {name: values[name] for name in known if _is_refused(model, name, values[name])}


def _value(model: type[models.Model], name: str, text: str) -> str:
    return str(model._meta.get_field(name).to_python(text.strip()))  # type: ignore[union-attr]


def _is_refused(model: type[models.Model], name: str, text: str) -> bool:
    try:
        _value(model, name, text)
    except ValidationError:
        return True
    return False


def refused_texts(changes: Changes) -> list[str]:
    """What `refused` finds, text by text."""
    found = refused(changes)
    texts = list(found.get("fields", {}).values())
    return texts + [text for part in found.get("parts", ()) for text in part["values"].values()]


def between(base: Document, after: Document) -> Changes:
    """The changes that make `after` of `base`."""
    was, now = to_json(base), to_json(after)
    changes: Changes = {
        "fields": {
            name: value
            for name in STORY_FIELDS
            if (value := getattr(after, name)) != getattr(base, name)
        }
    }
    changes |= {name: now[name] for name in NEVER_IDLE if now[name] != was[name]}
    before = {part["uid"]: part for part in was["parts"]}
    changes["parts"] = [
        {**part, "values": values}
        for part in now["parts"]
        if (values := _changed(before.get(part["uid"]), part)) or part["uid"] not in before
    ]
    there = [part["uid"] for part in now["parts"]]
    changes["deleted"] = [uid for uid in before if uid not in set(there)]
    if there != [uid for uid in before if uid not in changes["deleted"]]:
        changes["order"] = there
    return {name: value for name, value in changes.items() if value or name in NEVER_IDLE}


def _changed(was: dict[str, Any] | None, part: dict[str, Any]) -> dict[str, str]:
    before = was["values"] if was else {}
    return {name: text for name, text in part["values"].items() if before.get(name) != text}
