"""Sent to the desk, approved, sent back: two buttons of the bar, and a sheet."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from articles import clock, revisions, workflow
from articles.admin.requests import person
from articles.admin.sheets.sheet import Sheet, finished, sheet_address, shown_revision
from articles.models import Revision, Story
from articles.permissions import may
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

HANDING_ON: dict[str, Callable[..., Revision]] = {
    "submit": workflow.submit,
    "approve": workflow.approve,
}


def view_of_verb(name: str) -> Callable[..., HttpResponse]:
    """The view that hands the posted `revision` of a story on by the verb `name`."""

    @never_cache
    @require_POST
    def view(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
        story = model_admin.story_or_404(request, object_id, "view")
        if not may(request.user, name, story):
            raise PermissionDenied(_("You may not do this."))
        revision = shown_revision(story, request.POST.get("revision", ""))
        return hand_on(request, story, name, revision)

    return view


def hand_on(
    request: HttpRequest, story: Story, name: str, revision: Revision | None
) -> HttpResponse:
    """Do the verb `name` with `revision`, the one on the screen, and say so on the form."""
    form = sheet_address(story, "change")
    if revision is None:
        return finished(request, form, _("Save the story first."), messages.ERROR)
    try:
        HANDING_ON[name](story=story, revision=revision, by=person(request), now=clock.now())
    except Unable as error:
        return finished(request, form, " ".join(error.reasons), messages.ERROR)
    said = _("It is with the desk now.") if name == "submit" else _("Approved.")
    return finished(request, form, said, messages.SUCCESS)


class SendBackSheet(Sheet):
    """Sends a story back to who wrote it, with a reason."""

    verb = "send_back"
    template = "send_back"

    reason = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what should be changed.")},
    )

    def prepare(self) -> None:
        number = self.asked.get("revision", "")
        newest = revisions.latest(self.story) if not number else None
        self.revision = newest or shown_revision(self.story, number)
        self.reasons = []
        if self.revision is None:
            self.absent = _("Save the story first.")
            return
        self.reasons = workflow.reasons_not_to_send_back(
            story=self.story, revision=self.revision, now=self.now, reason="—"
        )

    def run(self, *, by: User, now: datetime) -> str:
        reason = self.cleaned_data["reason"]
        workflow.send_back(story=self.story, revision=self.revision, reason=reason, by=by, now=now)
        return _("Sent back. Whoever wrote it reads your reason on the form.")
