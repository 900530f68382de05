"""The bar over the story form: the one primary button, the stage, and what is behind ⋯."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import publishing, workflow
from articles.local_time import in_words
from articles.models import Stage, Story
from articles.permissions import may
from articles.status import Status, status

SAYS_STAGE = {"draft", "live-changed", "ended", "taken-down"}  # where the desk has something ahead


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides on the bar of a story for somebody, at an instant."""

    story: Story
    user: User
    status: Status
    now: datetime

    def may(self, verb: str) -> bool:
        """Whether they may do `verb` to the story."""
        return may(self.user, verb, self.story)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu: what one must have the right to, where it leads, when it is there."""

    verb: str
    view: str
    words: str | Promise
    applies: Callable[[Facts], bool]
    is_sheet: bool = True


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the menu as the template shows it."""

    url: str
    words: str
    is_sheet: bool


def _is_live(facts: Facts) -> bool:
    return facts.status.live is not None


def _was_never_public(facts: Facts) -> bool:
    return facts.status.key == "draft"


def _can_undo(facts: Facts) -> bool:
    live = facts.status.live
    if live is None or facts.now - live.live_from > publishing.UNDO_WITHIN:
        return False
    return publishing.edition_to_return_to(facts.story, facts.now) is not None


ENTRIES = (
    Entry("fix", "fix", gettext_lazy("Fix what is live"), _is_live, is_sheet=False),
    Entry("undo", "undo", gettext_lazy("Undo publication…"), _can_undo),
    Entry(
        "move_scheduled",
        "move",
        gettext_lazy("Move or cancel…"),
        lambda facts: facts.status.scheduled is not None,
    ),
    Entry("expire_at", "end", gettext_lazy("End at…"), lambda _facts: True),
    Entry("take_down", "take_down", gettext_lazy("Take down…"), _is_live),
    Entry(
        "reinstate",
        "put_back",
        gettext_lazy("Put back…"),
        lambda facts: facts.status.key == "taken-down",
    ),
    Entry("copy", "copy", gettext_lazy("Copy as new"), lambda _facts: True),
    Entry("translate", "translate", gettext_lazy("Translate…"), lambda _facts: True),
    Entry(
        "put_in_series",
        "series",
        gettext_lazy("Series…"),
        lambda facts: not facts.story.is_page,
    ),
    Entry("bin", "bin", gettext_lazy("Move to bin"), _was_never_public),
    Entry("share", "share", gettext_lazy("Share link…"), lambda _facts: True, is_sheet=False),
    Entry(
        "remove_words",
        "remove-words",
        gettext_lazy("Remove words for legal reasons"),
        lambda facts: facts.status.key not in {"draft", "scheduled"},
        is_sheet=False,
    ),
    Entry(
        "evidence",
        "evidence",
        gettext_lazy("Evidence"),
        lambda facts: facts.status.key not in {"draft", "scheduled"},
        is_sheet=False,
    ),
    Entry("view", "history", gettext_lazy("History"), lambda _facts: True, is_sheet=False),
)


def menu(facts: Facts) -> list[MenuItem]:
    """What is behind ⋯: what somebody may do, where it applies."""
    found = [entry for entry in ENTRIES if facts.may(entry.verb) and entry.applies(facts)]
    return [
        MenuItem(
            url=reverse(f"admin:articles_story_{entry.view}", args=[facts.story.pk]),
            words=str(entry.words),
            is_sheet=entry.is_sheet,
        )
        for entry in found
    ]


def primary(facts: Facts) -> str:
    """The one primary button: "publish", "approve", "submit", or "" where Save is all there is."""
    is_with_desk = facts.story.stage == Stage.SUBMITTED and facts.may("approve")
    if is_with_desk and workflow.submitted_by(facts.story) != facts.user:
        return "approve"
    if facts.may("publish"):
        return "publish"
    is_with_writer = facts.story.stage in {Stage.DRAFT, Stage.CHANGES_REQUESTED}
    return "submit" if is_with_writer and facts.may("submit") else ""


def stage_in_words(facts: Facts) -> str:
    """Where the working copy is on the desk; "" where that says nothing."""
    stage = Stage(facts.story.stage)
    is_said = stage != Stage.DRAFT or facts.status.key in SAYS_STAGE
    return str(stage.label) if is_said else ""


def publish_words(facts: Facts) -> str:
    """What the button that publishes says."""
    return _("Publish changes…") if facts.status.live else _("Publish…")


@dataclass(frozen=True, slots=True)
class Bar:
    """What the template of the bar shows besides the state of the desk."""

    menu: list[MenuItem]
    may_publish: bool
    may_approve: bool
    may_submit: bool
    sent_back: workflow.SentBack | None

    @property
    def sent_back_at(self) -> str:
        """When it was sent back, in words."""
        return in_words(self.sent_back.at) if self.sent_back else ""


def shown(story: Story, user: User, *, now: datetime) -> Bar:
    """The bar over the form of `story` as `user` has it."""
    facts = Facts(story, user, status(story, at=now), now)
    return Bar(
        menu=menu(facts),
        may_publish=facts.may("publish"),
        may_approve=facts.may("approve"),
        may_submit=facts.may("submit"),
        sent_back=workflow.sent_back(story),
    )
