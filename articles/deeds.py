"""Audit lines about a story as sentences: what somebody did, and what they said about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditLine
from articles.local_time import in_words
from articles.models import Why

Detail = Mapping[str, Any]
NO_NAMES: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done, in a sentence, and the words that somebody gave it: a reason, a note."""

    what: str
    said: str = ""


def deed_of(line: AuditLine, names: Mapping[int, str] = NO_NAMES) -> Deed:
    """What `line` says. A verb that has no sentence here stands as its name.

    `names` are those of the people whom `people_in` found.
    """
    said = str(line.detail.get("reason") or line.detail.get("note") or "")
    if line.action == "assign":
        return Deed(what=_assigned(line.detail, names), said=said)
    what = SENTENCES.get(line.action, _name_of(line.action))
    return Deed(what=what(line.detail), said=said)


def people_in(lines: Iterable[AuditLine]) -> set[int]:
    """The primary keys of the people whom `lines` mention besides who acted."""
    mentioned = (line.detail.get("to") for line in lines if line.action == "assign")
    return {key for key in mentioned if isinstance(key, int)}


def _name_of(action: str) -> Callable[[Detail], str]:
    return lambda _detail: action.replace("_", " ").capitalize()


def _plain(sentence: Any) -> Callable[[Detail], str]:
    """A verb whose sentence is always the same."""
    return lambda _detail: str(sentence)


def _version(sentence: Any) -> Callable[[Detail], str]:
    """A verb done to a version: its sentence has a place for the number."""
    return lambda detail: str(sentence) % {"number": detail.get("revision", "?")}


def _version_at(sentence: Any) -> Callable[[Detail], str]:
    """A verb that sets a version for an instant."""
    return lambda detail: (
        str(sentence)
        % {"number": detail.get("revision", "?"), "when": _instant(detail.get("live_from"))}
    )


def _until(key: str, sentence: Any, lifted: Any) -> Callable[[Detail], str]:
    """A verb that sets an instant, or lifts it where there is none."""
    return lambda detail: (
        str(sentence) % {"when": _instant(detail[key])} if detail.get(key) else str(lifted)
    )


def _instant(text: Any) -> str:
    """The instant that a line holds as ISO text, in the user's zone."""
    try:
        return in_words(datetime.fromisoformat(text))
    except (TypeError, ValueError):
        return "?"


def _taken_down(detail: Detail) -> str:
    sentences: Mapping[str, str] = {
        Why.MISTAKE: _("Taken down: published by mistake"),
        Why.WITHDRAWN: _("Taken down: withdrawn"),
        Why.LEGAL: _("Taken down: legal order"),
    }
    return sentences.get(str(detail.get("why")), _("Taken down"))


def _resolved(detail: Detail) -> str:
    number = {"number": detail.get("revision", "?")}
    if detail.get("is_waiting"):
        return _("Decided a conflict; version %(number)s meets another one") % number
    return _("Decided a conflict: version %(number)s") % number


def _assigned(detail: Detail, names: Mapping[int, str] = NO_NAMES) -> str:
    if detail.get("to", 0) is None:
        return _("Assigned to nobody any more")
    name = names.get(detail.get("to", 0))
    return _("Assigned to %s") % name if name else _("Assigned to somebody else")


def _named(detail: Detail) -> str:
    values = {"number": detail.get("revision", "?"), "name": detail.get("name", "")}
    if not values["name"]:
        return _("Took the name of version %(number)s away") % values
    return _("Named version %(number)s “%(name)s”") % values


def _shared(detail: Detail) -> str:
    values = {"number": detail.get("revision"), "when": _instant(detail.get("expires_at"))}
    if values["number"]:
        return _("Shared a preview of version %(number)s until %(when)s") % values
    return _("Shared a preview of whatever is newest until %(when)s") % values


def _in_series(detail: Detail) -> str:
    if not detail.get("series"):
        return _("Taken out of its series")
    values = {"number": detail.get("place", "?"), "series": detail["series"]}
    return _("Made part %(number)s of the series “%(series)s”") % values


SENTENCES: Mapping[str, Callable[[Detail], str]] = {
    "start": _plain(gettext_lazy("Started")),
    "write": _version(gettext_lazy("Saved version %(number)s")),
    "fix": _version(gettext_lazy("Kept version %(number)s, a fix of what is live")),
    "restore": lambda detail: (
        _("Restored version %(old)s as version %(number)s")
        % {"old": detail.get("from", "?"), "number": detail.get("revision", "?")}
    ),
    "name_revision": _named,
    "resolve": _resolved,
    "publish": _version(gettext_lazy("Published version %(number)s")),
    "update": _version(gettext_lazy("Published version %(number)s, with new information")),
    "minor": _version(gettext_lazy("Published version %(number)s, a small fix")),
    "correct": _version(gettext_lazy("Published version %(number)s, with a correction")),
    "clarify": _version(gettext_lazy("Published version %(number)s, with a clarification")),
    "schedule": _version_at(gettext_lazy("Scheduled version %(number)s for %(when)s")),
    "move_scheduled": _version_at(
        gettext_lazy("Moved version %(number)s, which now goes out at %(when)s")
    ),
    "cancel_scheduled": _version_at(
        gettext_lazy("Cancelled version %(number)s, which was to go out at %(when)s")
    ),
    "expire_at": _until(
        "ends_at", gettext_lazy("Set to end at %(when)s"), gettext_lazy("Took the timed end away")
    ),
    "embargo": _until(
        "until",
        gettext_lazy("Held under embargo: not before %(when)s"),
        gettext_lazy("Lifted the embargo"),
    ),
    "take_down": _taken_down,
    "undo": _version(gettext_lazy("Undid the last publication: version %(number)s is back")),
    "reinstate": _version(gettext_lazy("Put back: version %(number)s")),
    "submit": _version(gettext_lazy("Sent version %(number)s to the desk")),
    "approve": _version(gettext_lazy("Approved version %(number)s")),
    "report_error": _plain(gettext_lazy("A reader reported an error")),
    "note": _plain(gettext_lazy("Wrote a note")),
    "resolve_note": _plain(gettext_lazy("Resolved a note")),
    "reopen_note": _plain(gettext_lazy("Opened a resolved note again")),
    "send_back": _version(gettext_lazy("Sent version %(number)s back")),
    "assign": _assigned,
    "set_due": _until(
        "at", gettext_lazy("Due at %(when)s"), gettext_lazy("Took the time it is due away")
    ),
    "pair": _plain(gettext_lazy("Changed which story it is a translation of")),
    "remove_words": _plain(gettext_lazy("Removed words for legal reasons")),
    "put_words_back": _plain(gettext_lazy("Put words back that had been removed")),
    "readdress": _plain(gettext_lazy("Moved to another address")),
    "evidence": _plain(gettext_lazy("Made the evidence file")),
    "place": _plain(gettext_lazy("Given another place on fronts")),
    "put_in_series": _in_series,
    "share": _shared,
    "unshare": _plain(gettext_lazy("Closed a link that shared a preview")),
    "copy": _plain(gettext_lazy("Copied as new")),
    "translate": _plain(gettext_lazy("Translated")),
    "still_right": _plain(gettext_lazy("Said that the translation is still right")),
    "bin": _plain(gettext_lazy("Put into the bin")),
    "unbin": _plain(gettext_lazy("Brought back from the bin")),
}
