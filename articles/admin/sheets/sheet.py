"""What a sheet is: one question about a story, asked over its form or on a page of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles import clock, publishing
from articles.admin.requests import person, wants_json
from articles.local_time import in_full
from articles.models import Revision, Story
from articles.permissions import may
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


class Sheet(forms.Form):
    """A form with the facts that its template shows beside it.

    `verb` is what one must have the right to do; `reasons` are sentences that stand where the
    button would, `absent` one that leads back to the story's form at once. `run` does the verb and
    returns what is said of it there.
    """

    verb: ClassVar[str]
    template: ClassVar[str]
    reasons: list[str]
    absent: str = ""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        asked: QueryDict,
        story: Story,
        user: User,
        now: datetime,
    ) -> None:
        self.story, self.user, self.asked = story, user, asked
        self.now = publishing.instant_of(story, now)
        self.live = publishing.live_edition(story, self.now)
        self.waiting = publishing.scheduled_edition(story, self.now)
        self.unable: list[str] = []
        # Its fields stand in one page with those of the story's form.
        super().__init__(data, initial=self.initial_values(), label_suffix="", auto_id="sheet_%s")
        self.prepare()

    def initial_values(self) -> dict[str, Any]:
        """What the fields hold when the sheet is opened."""
        return {}

    def prepare(self) -> None:
        """Find out what the sheet shows; set `reasons`, drop fields that ask nothing here."""
        self.reasons = []

    @property
    def state(self) -> str:
        """What readers see and will see, as this sheet shows it; it comes back with the post."""
        numbers = (edition.number if edition else 0 for edition in (self.live, self.waiting))
        return ".".join(map(str, numbers))

    @property
    def chosen(self) -> dict[str, Any]:
        """What stands in each field now, by its name."""
        return {field.name: field.value() for field in self}

    @property
    def goes_out(self) -> str:
        """When the scheduled edition goes out, in words."""
        return _("Goes out on %s") % in_full(self.waiting.live_from) if self.waiting else ""

    def clean(self) -> dict[str, Any]:
        """Refuse to act on what one has not seen."""
        if self.data.get("state", self.state) != self.state:
            message = _("Readers were given another version meanwhile. Look at it once more.")
            raise forms.ValidationError(message, code="stale")
        return super().clean() or {}

    def done_before(self) -> str:
        """What to say to a post that came twice; "" where this one is the first."""
        return ""

    def run(self, *, by: User, now: datetime) -> str:
        """Do it, and return what is said of it afterwards. Raises Unable."""
        raise NotImplementedError

    @property
    def back(self) -> str:
        """Where one goes afterwards, or instead: the story's form."""
        return sheet_address(self.story, "change")


def view_of(sheet_class: type[Sheet]) -> Callable[..., HttpResponse]:
    """The view of a sheet: GET shows it, POST does what it asks, or shows it again with why not."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
        story = model_admin.story_or_404(request, object_id, "view")
        if not may(request.user, sheet_class.verb, story):
            raise PermissionDenied(_("You may not do this."))
        is_post, now = request.method == "POST", clock.now()
        asked = request.POST if is_post else request.GET
        sheet = sheet_class(
            request.POST if is_post else None,
            asked=asked,
            story=story,
            user=person(request),
            now=now,
        )
        if sheet.absent:
            return finished(request, sheet.back, sheet.absent, messages.ERROR)
        if is_post and (answer := _answer(request, sheet)):
            return answer
        context = model_admin.admin_site.each_context(request) | {
            "sheet": sheet,
            "story": story,
            "opts": Story._meta,
        }
        template = f"admin/articles/story/sheets/{sheet.template}.html"
        return render(request, template, context, status=422 if is_post else 200)

    return view


def _answer(request: HttpRequest, sheet: Sheet) -> HttpResponse | None:
    """What a post leads to; None where the sheet must be shown again."""
    if said := sheet.done_before():
        return finished(request, sheet.back, said, messages.INFO)
    if not sheet.is_valid():
        return None
    try:
        said = sheet.run(by=sheet.user, now=sheet.now)
    except Unable as error:
        sheet.unable = error.reasons
        return None
    return finished(request, sheet.back, said, messages.SUCCESS)


def finished(request: HttpRequest, back: str, said: str, level: int) -> HttpResponse:
    """To the address `back`, with a message; the desk's script is told where to go."""
    messages.add_message(request, level, said)
    return JsonResponse({"to": back}) if wants_json(request) else HttpResponseRedirect(back)


def sheet_address(story: Story, name: str) -> str:
    """Where the sheet called `name` of `story` is."""
    return reverse(f"admin:articles_story_{name}", args=[story.pk])


def shown_revision(story: Story, number: str) -> Revision | None:
    """The revision that is on the screen: one of the working copy, or a fix of what is live."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return Revision.objects.filter(story=story, number=int(number)).publishable().first()
