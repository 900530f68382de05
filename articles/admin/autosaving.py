"""What the story form sends at every pause, and the unsaved text that it offers when it opens."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import autosaves, clock, local_time, revisions, typed
from articles.admin.requests import person, wants_json
from articles.models import Autosave, Revision, Story

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

HIGHEST = 2**63 - 1  # that the column of a sequence holds
OLDEST = timedelta(days=3650)


@never_cache
@require_http_methods(["GET", "POST"])
def autosave(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """Posted: what one session has typed so far, kept; or what it typed, put aside.

    Else what the person typed into this story and did not save, as the form shows it.
    """
    story = model_admin.story_or_404(request, object_id, "view")
    if request.method != "POST":
        context = offered(request, story, taken_from(request, story))
        return render(request, "admin/articles/story/offers.html", context)
    refuse_somebody_elses(request)
    try:
        if "put_aside" in request.POST:
            return put_aside(request, story)
        return JsonResponse({"is_kept": keep(request, story)})
    except Story.DoesNotExist as gone:  # an empty draft that was swept away this very moment
        raise Http404("There is no such story any more.") from gone


def keep(request: HttpRequest, story: Story) -> bool:
    """Keep what was posted; False where it came late."""
    return autosaves.keep(
        session=uuid_of(request.POST.get("_session", "")),
        sequence=number_of(request.POST.get("_sequence", "")),
        story=story,
        base=base_of(request, story),
        changes=changes_of(request),
        by=person(request),
        typed_at=clock.now() - age_of(request),
    )


def put_aside(request: HttpRequest, story: Story) -> HttpResponse:
    """Offer the session that was posted no more."""
    session = uuid_of(request.POST["put_aside"])
    autosaves.put_aside(session=session, story=story, by=person(request))
    if wants_json(request):
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story.pk]))


def offered(request: HttpRequest, story: Story, taken: Autosave | None = None) -> dict[str, Any]:
    """What the template of the offers needs; without the one that the form is opened with."""
    now = clock.now()
    found = autosaves.offers(story, person(request), but=taken.session if taken else None)
    offers = [
        {"offer": offer, "when": local_time.briefly(offer.typed_at, now=now)} for offer in found
    ]
    return {"original": story, "offers": offers}


def taken_from(request: HttpRequest, story: Story) -> Autosave | None:
    """The unsaved text of the person that the address names, to open the form with."""
    try:
        session = UUID(request.GET.get("autosave", ""))
    except ValueError:
        return None
    return autosaves.offered(story, person(request)).filter(session=session).first()


def open_taken(
    model_admin: "StoryAdmin", request: HttpRequest, story: Story, taken: Autosave
) -> HttpResponse:
    """The form with unsaved text of the person's.

    Whatever differs from the version that it was typed into is told to the form's scripts, which
    have not seen it typed.
    """
    base = autosaves.origin(taken)
    user = person(request)
    document, before = (
        revisions.shown_to(one, story, user)
        for one in (autosaves.document_with(taken), autosaves.base_of(story, base))
    )
    return model_admin.open_form(
        request,
        story,
        document,
        base=base,
        is_unsaved=True,
        taken=taken,
        taken_when=local_time.briefly(taken.typed_at, now=clock.now()),
        refused=typed.refused_texts(taken.changes),
        changes=typed.between(before, document),
        **offered(request, story, taken),
    )


def take_in(request: HttpRequest, story: Story, now: datetime) -> None:
    """Note that the posted form, which is being saved, has what its session typed so far.

    In the transaction of the save, whatever became of it: saved, merged or kept at a conflict. A
    form without the scripts has no session, and nothing to note. `_taken` names the session whose
    unsaved text the form was opened with.
    """
    by = person(request)
    session, sequence = request.POST.get("_session", ""), request.POST.get("_sequence", "")
    if session:
        number = number_of(sequence)
        autosaves.taken_in(session=uuid_of(session), sequence=number, story=story, by=by, now=now)
    session, _colon, sequence = request.POST.get("_taken", "").partition(":")
    if session:
        number = number_of(sequence)
        autosaves.taken_over(session=uuid_of(session), sequence=number, story=story, by=by)
    autosaves.sweep(story, now)


def refuse_somebody_elses(request: HttpRequest) -> None:
    """Raise PermissionDenied where another person opened the form than the one who sends it."""
    opened_by = request.POST.get("_user", "")
    if opened_by and opened_by != str(person(request).pk):
        raise PermissionDenied(_("This text is somebody else's."))


def uuid_of(text: str) -> UUID:
    """Raises BadRequest for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadRequest("This is no UUID.") from error


def number_of(text: str) -> int:
    """A whole number from 0 to the highest one of a sequence. Raises BadRequest."""
    if not re.fullmatch("[0-9]{1,19}", text) or int(text) > HIGHEST:
        raise BadRequest("This is no number.")
    return int(text)


def base_of(request: HttpRequest, story: Story) -> Revision | None:
    """The revision that the form was opened with; None before the first. Raises BadRequest."""
    number = number_of(request.POST.get("base_revision", "0"))
    if number == 0:
        return None
    found = Revision.objects.filter(story=story, number=min(number, 2**31 - 1)).first()
    if found is None:
        raise BadRequest("There is no such version.")
    return found


def changes_of(request: HttpRequest) -> typed.Changes:
    """What differs from the form's base. Raises BadRequest."""
    try:
        return typed.read(request.POST.get("changes", ""))
    except typed.UnreadableChanges as error:
        raise BadRequest("These are no changes.") from error


def age_of(request: HttpRequest) -> timedelta:
    """How long ago it was typed: what a browser kept is sent late. Raises BadRequest."""
    age = timedelta(milliseconds=min(number_of(request.POST.get("age", "0")), 2**50))
    return min(age, OLDEST)
