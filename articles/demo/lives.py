"""What happens to the demo's stories after they are written: each step of a file is one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from articles import publishing, revisions, translating, translations, workflow
from articles.document import Document, DocumentPart, freeze
from articles.models import Edition, Revision, Story
from articles.publishing import Telling

BETWEEN_STEPS = timedelta(minutes=7)
Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One `[[then]]` of a story's file: who does it, when, and its words."""

    by: User
    now: datetime
    ahead: datetime  # of which a verb about the future speaks
    words: Changes


def live_through(
    story: Story, steps: list[dict[str, Any]], *, people: Mapping[str, User], now: datetime
) -> None:
    """Do to `story` what its file says, step by step, as of `now`.

    `people` are known by their first names; Clare does what is nobody's.
    """
    for place, words in enumerate(steps):
        ago = timedelta(hours=words["hours_ago"]) if "hours_ago" in words else None
        step = Step(
            by=people[words.get("by", "clare")],
            now=now - (ago or (len(steps) - place) * BETWEEN_STEPS),
            ahead=ahead(words, now),
            words=words,
        )
        VERBS[words["verb"]](story, step)
        story.refresh_from_db()


def ahead(words: Changes, now: datetime) -> datetime:
    """The instant of `in_minutes`, or the full hour of `in_hours`."""
    if "in_minutes" in words:
        return now + timedelta(minutes=words["in_minutes"])
    return (now + timedelta(hours=words.get("in_hours", 0))).replace(
        minute=0, second=0, microsecond=0
    )


def changed(document: Document, words: Changes) -> Document:
    """`document` with another headline or standfirst, other words, and text `added` at its end."""
    fields = {name: words[name] for name in ("headline", "standfirst") if name in words}
    parts = [reworded(part, words.get("words", [])) for part in document.parts]
    if "added" in words:
        body = parts[-1].values["body"] + words["added"]
        parts[-1] = replace(parts[-1], values={**parts[-1].values, "body": body})
    return replace(document, **fields, parts=tuple(parts))


def reworded(part: DocumentPart, pairs: list[list[str]]) -> DocumentPart:
    """`part` with the second of each pair of words where the first stood."""
    body = part.values.get("body", "")
    for old, new in pairs:
        body = body.replace(old, new)
    return replace(part, values={**part.values, "body": body}) if "body" in part.values else part


def save(story: Story, step: Step) -> Revision:
    """The newest revision, once what the step changes is saved."""
    newest = revisions.latest(story)
    document = changed(freeze(story), step.words)
    revisions.write(story=story, document=document, base=newest, by=step.by, now=step.now)
    story.refresh_from_db()
    saved = revisions.latest(story)
    if saved is None:
        raise ValueError("Nothing of this story was ever saved.")
    return saved


def _publish(verb: Callable[..., Edition], *told: str) -> Callable[[Story, Step], None]:
    def run(story: Story, step: Step) -> None:
        how = {name: step.words[name] for name in told}
        verb(story=story, revision=save(story, step), by=step.by, now=step.now, **how)

    return run


def _schedule(story: Story, step: Step) -> None:
    revision = save(story, step)
    publishing.schedule(
        story=story, revision=revision, at=step.ahead, telling=Telling(), by=step.by, now=step.now
    )


def _take_down(story: Story, step: Step) -> None:
    address = step.words.get("read_instead", "")
    publishing.take_down(
        story=story,
        why=step.words["why"],
        notice=step.words["notice"],
        reason=step.words["reason"],
        read_instead=translations.find(address, Story.objects.all()) if address else None,
        by=step.by,
        now=step.now,
    )


def _clash(story: Story, step: Step) -> None:
    """Somebody saves who began with an older version, and changed words that others changed too."""
    base = Revision.objects.get(story=story, number=step.words["since"])
    document = changed(revisions.document_of(base), step.words)
    revisions.write(story=story, document=document, base=base, by=step.by, now=step.now)


def _send_back(story: Story, step: Step) -> None:
    revision, reason = save(story, step), step.words["reason"]
    workflow.send_back(story=story, revision=revision, reason=reason, by=step.by, now=step.now)


def _submit(story: Story, step: Step) -> None:
    workflow.submit(story=story, revision=save(story, step), by=step.by, now=step.now)


def _save(story: Story, step: Step) -> None:
    save(story, step)


def _embargo(story: Story, step: Step) -> None:
    publishing.embargo(story=story, until=step.ahead, by=step.by, now=step.now)


def _expire(story: Story, step: Step) -> None:
    publishing.expire_at(story=story, ends_at=step.ahead, by=step.by, now=step.now)


def _translate(story: Story, step: Step) -> None:
    """Somebody starts the story in another language, and has written what the step says."""
    language = step.words["into"]
    made = translating.translate(story=story, language=language, by=step.by, now=step.now)
    save(made, step)


VERBS: dict[str, Callable[[Story, Step], None]] = {
    "save": _save,
    "clash": _clash,
    "submit": _submit,
    "send_back": _send_back,
    "update": _publish(publishing.update),
    "minor": _publish(publishing.minor),
    "correct": _publish(publishing.correct, "note"),
    "clarify": _publish(publishing.clarify, "note"),
    "schedule": _schedule,
    "embargo": _embargo,
    "expire_at": _expire,
    "take_down": _take_down,
    "translate": _translate,
}
