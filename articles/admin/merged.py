"""What others changed, for a screen that does not show it yet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from articles.document import STORY_FIELDS, BylineLine, Document

NAMED_BY_SERVER = {"slug", "anchor"}  # where the screen has none


def news(shown: Document, held: Document) -> dict[str, Any]:
    """What `held`, the working copy, says otherwise than the document that the screen shows.

    `fields` and `parts` (by uid) are new values by the name of the field; `is_all` is False where
    there is more to it: rows that came, went or moved, topics, bylines. Empty where nothing is.
    """
    fields = {
        name: getattr(held, name)
        for name in STORY_FIELDS
        if _is_news(name, getattr(shown, name), getattr(held, name))
    }
    if shown.section != held.section:
        fields["section"] = str(held.section or "")
    before = {part.uid: part.values for part in shown.parts}
    parts = {
        str(part.uid): changed
        for part in held.parts
        if part.uid in before
        and (
            changed := {
                name: value
                for name, value in {**dict.fromkeys(before[part.uid], ""), **part.values}.items()
                if _is_news(name, before[part.uid].get(name, ""), value)
            }
        )
    }
    is_all = (
        [part.uid for part in shown.parts] == [part.uid for part in held.parts]
        and shown.topics == held.topics
        and _are_alike(shown.bylines, held.bylines)
    )
    if is_all and not fields and not parts:
        return {}
    return {"fields": fields, "parts": parts, "is_all": is_all}


def _is_news(name: str, shown: str, held: str) -> bool:
    return shown != held and not (name in NAMED_BY_SERVER and not shown)


def _are_alike(shown: Sequence[BylineLine], held: Sequence[BylineLine]) -> bool:
    """Whether these are the same bylines, but for names that the server printed."""
    return len(shown) == len(held) and all(
        one == (other if one.name else replace(other, name=""))
        for one, other in zip(shown, held, strict=True)
    )
