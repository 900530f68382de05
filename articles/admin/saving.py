"""The posted story form: read as a document, checked, written, answered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from articles import clock, revisions
from articles.admin import autosaving, sheets
from articles.admin.desk_state import desk_state
from articles.admin.forms import Errors, StateForm
from articles.admin.merged import news
from articles.admin.opening import Typed, open_form
from articles.admin.requests import person, wants_json
from articles.document import Document, read_form, row_names
from articles.models import Conflict, Revision, Story
from articles.revisions import Written
from articles.validation import Problem, problems
from articles.verbs import Unable, lock

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What a form said when it was posted, and what it was made from."""

    document: Document
    base: Revision | None
    state: StateForm
    errors: Errors


class Refused(Exception):
    """Raised inside the transaction of a save, so that nothing of it stays."""

    def __init__(self, posted: Posted, errors: Errors) -> None:
        super().__init__()
        self.posted, self.errors = posted, errors


def save(model_admin: "StoryAdmin", request: HttpRequest, story: Story) -> HttpResponse:
    """Write what was posted into the working copy; all of it or nothing.

    As JSON: the state of the desk; 409 where the same words were changed by somebody else; 422
    with the errors by field.
    """
    by, now = person(request), clock.now()
    try:
        with transaction.atomic():
            story = lock(story)
            posted = checked(request, story)
            try:
                written = revisions.write(
                    story=story, document=posted.document, base=posted.base, by=by, now=now
                )
                posted.state.apply()
            except Unable as error:
                raise Refused(posted, {"": error.reasons}) from error
            autosaving.take_in(request, story, now)
    except Refused as error:
        return refused(model_admin, request, story, error)
    story.refresh_from_db()
    if written and written.conflict:
        return met(request, written.conflict)
    return saved(request, story, posted, written)


def checked(request: HttpRequest, story: Story) -> Posted:
    """What was posted for the locked `story`. Raises Refused where something is wrong with it."""
    posted = read(request, story)
    errors = dict(posted.errors)
    if not posted.state.is_valid():
        errors |= {name: [*map(str, said)] for name, said in posted.state.errors.items()}
    if errors:
        raise Refused(posted, errors)
    return posted


def read(request: HttpRequest, story: Story) -> Posted:
    """What was posted, with what its fields refuse."""
    base = base_of(request.POST, story)
    known = revisions.document_of(base) if base else None
    document = read_form(request.POST, known)
    return Posted(
        document=document,
        base=base,
        state=StateForm(request.POST, story=story, user=person(request), now=clock.now()),
        errors=named(problems(document, story=story, known=known), request.POST),
    )


def base_of(post: QueryDict, story: Story) -> Revision | None:
    """The revision that the form was opened with; None before the first, and for an unknown one."""
    number = post.get("base_revision", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return Revision.objects.filter(story=story, number=int(number)).first()


def named(found: list[Problem], post: QueryDict) -> dict[str, list[str]]:
    """Sentences by the name of the form's field that they are about; "" for the whole form."""
    rows = row_names(post)
    errors: dict[str, list[str]] = {}
    for problem in found:
        name = problem.field
        if problem.row:
            name = f"{rows[problem.row]}-{name}" if problem.row in rows else ""
        errors.setdefault(name, []).extend(problem.sentences)
    return errors


def refused(
    model_admin: "StoryAdmin", request: HttpRequest, story: Story, error: Refused, **context: Any
) -> HttpResponse:
    """Nothing was saved: the errors, and without scripts the form with all that was typed."""
    if wants_json(request):
        return JsonResponse({"errors": error.errors}, status=422)
    return show_again(model_admin, request, story, error.posted, error.errors, **context)


def somebody_elses(
    model_admin: "StoryAdmin", request: HttpRequest, story: Story, **context: Any
) -> HttpResponse | None:
    """The answer to a form that another person opened than the one who sends it, else None.

    Nobody's login saves another's text as their own.
    """
    opened_by = request.POST.get("_user", "")
    if opened_by in {"", str(request.user.pk)}:
        return None
    name = str(person(request))
    if wants_json(request):
        return JsonResponse({"other_person": name}, status=409)
    sentence = _(
        "You are signed in as %s now, but somebody else opened this form. Nothing is saved. Copy "
        "the text, or sign in again as who wrote it and save."
    )
    posted = read(request, story)
    errors = {"": [sentence % name]}
    return show_again(model_admin, request, story, posted, errors, **context)


def show_again(
    model_admin: "StoryAdmin",
    request: HttpRequest,
    story: Story,
    posted: Posted,
    errors: Errors,
    **context: Any,
) -> HttpResponse:
    """The form as it was posted, with what is wrong; `context` is for its template."""
    typed, base = Typed(request.POST, errors), posted.base
    return open_form(
        model_admin, request, story, posted.document, base=base, typed=typed, **context
    )


def met(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """The answer where somebody else changed the same words: both are kept, somebody decides."""
    address = reverse("admin:articles_story_conflict", args=[conflict.story_id, conflict.pk])
    other = conflict.theirs.created_by
    if other == request.user:
        changed = _("You changed the same words in another window.")
    else:
        changed = _("%s changed the same words.") % (other or "—")
    kept = _("Both versions are kept; the story stays as it was saved until you decide.")
    message = f"{changed} {kept}"
    if wants_json(request):
        answer = {
            "conflict": address,
            "message": message,
            "base_revision": conflict.mine.number,
        }
        return JsonResponse(answer, status=409)
    messages.warning(request, message)
    return HttpResponseRedirect(address)


def saved(
    request: HttpRequest, story: Story, posted: Posted, written: Written | None
) -> HttpResponse:
    """The answer to a save, with what others changed and the screen does not show yet."""
    newest = revisions.latest(story)
    held = revisions.document_of(newest) if newest else posted.document
    others = news(posted.document, held)
    screen = (written and written.mine) or posted.base if others else newest
    words = what_came(story, screen, person(request)) if others else {}
    if wants_json(request):
        state = desk_state(story, person(request), held).as_json()
        state["base_revision"] = screen.number if screen else 0
        if others:
            state["merged"] = words | others
        return JsonResponse(state)
    for verb in sheets.HANDING_ON:
        if f"_{verb}" in request.POST:
            return sheets.hand_on(request, story, verb, newest)
    messages.success(request, " ".join(filter(None, [_("Saved."), words.get("message", "")])))
    return HttpResponseRedirect(
        sheets.sheet_address(story, "publish")
        if "_publish" in request.POST
        else reverse("admin:articles_story_change", args=[story.pk])
    )


def what_came(story: Story, screen: Revision | None, user: User) -> dict[str, Any]:
    """Who else saved since the version that the screen shows, as names and as a sentence."""
    since = revisions.saved_since(story, screen).exclude(created_by=user)
    people = User.objects.filter(pk__in=since.values("created_by")).order_by("pk")
    names = [str(who) for who in people]
    if not names:
        return {"names": [], "message": _("What you saved in another window is in it too.")}
    message = ngettext(
        "%s’s changes are in it too.", "The changes of %s are in it too.", len(names)
    )
    return {"names": names, "message": message % get_text_list(names, _("and"))}
