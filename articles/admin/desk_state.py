"""What the story form shows besides its fields: status, checks, the one primary button."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from articles import clock, local_time, revisions
from articles.admin import bar
from articles.checks import Finding, findings
from articles.document import Document, freeze
from articles.models import Story
from articles.notes import open_notes
from articles.publishing import path_of
from articles.status import status


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding as the side panel lists it."""

    message: str
    blocking: bool
    field: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """What the form's bar and side panel say."""

    revision: int  # number of the newest revision; 0 before the first save
    saved: str
    status_key: str
    status: str
    public_url: str  # "" while readers do not see the story
    address: str  # what the address will be or is
    slug: str
    findings: list[ShownFinding]
    anchors: dict[str, str]  # of subheadings, by the uid of their part
    bylines: dict[str, str]  # printed names, by uid
    credit: str  # "By Anna Bianchi and Ugo Neri · BEIRUT"
    stage: str  # on the desk, in words; "" where that says nothing
    primary: str  # of the bar's buttons: "publish", "approve", "submit", ""
    publish_words: str  # what the button that publishes says
    notes: int  # that nobody has resolved

    def as_json(self) -> dict[str, Any]:
        """For a save in the background."""
        return asdict(self)


def desk_state(story: Story, user: User, document: Document | None = None) -> DeskState:
    """What the form of `story` shows `user`; of the working copy where no `document` is given."""
    at = clock.now()
    document = document or freeze(story)
    now = status(story, at=at)
    last = revisions.latest(story)
    saved = local_time.in_words(last.created_at) if last else ""
    live = now.live
    facts = bar.Facts(story, user, now, at)
    return DeskState(
        revision=last.number if last else 0,
        saved=_("Saved %s") % saved if last else _("Not saved yet"),
        status_key=now.key,
        status=now.words,
        public_url=live.path if live else "",
        address=path_of(document),
        slug=document.slug,
        findings=shown_findings(document, at=at),
        anchors={
            str(part.uid): part.values["anchor"]
            for part in document.parts
            if part.values.get("anchor")
        },
        bylines={str(line.uid): line.name for line in document.bylines},
        credit=credit(document),
        stage=bar.stage_in_words(facts),
        primary=bar.primary(facts),
        publish_words=bar.publish_words(facts),
        notes=open_notes(story),
    )


def shown_findings(document: Document, *, at: datetime) -> list[ShownFinding]:
    """What the checks find in `document` for readers from `at` on, for the side panel."""
    return [shown(finding) for finding in findings(document, at=at)]


def shown(finding: Finding) -> ShownFinding:
    """One finding, with its part as text."""
    return ShownFinding(
        message=finding.message,
        blocking=finding.blocking,
        field=finding.field,
        part=str(finding.part or ""),
    )


def credit(document: Document) -> str:
    """Who made the story and where, in a line."""
    names = get_text_list([line.name for line in document.bylines], _("and"))
    pieces = [_("By %(names)s") % {"names": names} if names else "", document.dateline]
    return " · ".join(filter(None, pieces)) or _("Byline and place")
