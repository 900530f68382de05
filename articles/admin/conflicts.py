"""The conflict page: the places where two people changed the same words, and a decision each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock, resolving, revisions
from articles.admin.conflict_questions import (
    BOTH,
    MINE,
    OWN,
    THEIRS,
    Clash,
    may_stay_twice,
    part_of,
)
from articles.admin.opening import EDITOR_POLICY
from articles.admin.requests import person
from articles.merging import Conflict as Place
from articles.models import Conflict, Revision, Story
from articles.permissions import may
from articles.richtext import RichTextWidget
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


@never_cache
@require_http_methods(["GET", "POST"])
def conflict(
    request: HttpRequest, object_id: str, conflict_id: int, model_admin: "StoryAdmin"
) -> HttpResponse:
    """Both versions at every place where they clash; posted, the decision between them."""
    verb = "resolve" if request.method == "POST" else "view"
    story = model_admin.story_or_404(request, object_id, verb)
    of_story = Conflict.objects.filter(story=story).select_related(
        "story", "base__story", "mine__story", "mine__created_by"
    )
    found, newest = of_story.filter(pk=conflict_id).first(), revisions.latest(story)
    if found is None or newest is None:
        raise Http404("There is no such conflict.")
    if found.resolved_at is not None:
        messages.info(request, _("This is decided already."))
        return to_form(story)
    if request.method != "POST":
        return show(request, model_admin, Clash.of(found, newest, request.user))
    return decide(request, model_admin, Clash.of(found, seen(request, newest), request.user))


def seen(request: HttpRequest, newest: Revision) -> Revision:
    """The version of the working copy that the page showed, else the newest."""
    number = request.POST.get("seen", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return newest
    saved = Revision.objects.filter(story=newest.story_id).of_working_copy()
    return saved.filter(number=int(number)).first() or newest


def decide(request: HttpRequest, model_admin: "StoryAdmin", clash: Clash) -> HttpResponse:
    """Do what was decided, or show what is still open, with everything that was typed."""
    choices, both = decision(request, clash.merged.conflicts)
    story = clash.conflict.story
    try:
        done = resolving.resolve(
            story=story,
            conflict=clash.conflict,
            seen=clash.seen,
            choices=choices,
            side_by_side=both,
            by=person(request),
            now=clock.now(),
        )
    except Unable as error:
        return show(request, model_admin, clash, error.reasons)
    if done.waiting:
        sentence = _("The same words were changed once more. Your decision is kept: compare it.")
        messages.warning(request, sentence)
        return HttpResponseRedirect(request.path)
    messages.success(request, _("Saved as you decided. Every version is kept in the history."))
    return to_form(story)


def decision(request: HttpRequest, places: Sequence[Place]) -> tuple[dict[str, str], set[UUID]]:
    """What was posted, as `resolving.resolve` takes it: a choice by place, parts to keep twice.

    What was not answered is not in it.
    """
    choices: dict[str, str] = {}
    both = set()
    for place in places:
        chosen = request.POST.get(f"choice-{place.place}", "")
        part = part_of(place)
        if place.answers and chosen == BOTH and part and may_stay_twice(place):
            choices[place.place] = THEIRS
            both.add(part)
        elif chosen in place.answers:
            choices[place.place] = chosen
        elif place.answers:
            continue
        elif chosen == MINE:
            choices[place.place] = place.with_mine
        elif chosen == OWN:
            choices[place.place] = request.POST.get(f"text-{place.place}", "")
        elif chosen == THEIRS or (chosen == BOTH and part):
            choices[place.place] = place.with_theirs
            both |= {part} if part and chosen == BOTH else set()
    return choices, both


def show(
    request: HttpRequest, model_admin: "StoryAdmin", clash: Clash, reasons: Sequence[str] = ()
) -> HttpResponse:
    """The page; after a decision that could not be made with the `reasons` and what was typed."""
    story = clash.conflict.story
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Two versions of the same words"),
        "opts": Story._meta,
        "story": story,
        "clash": clash,
        "sides": [clash.theirs, clash.mine],
        "questions": clash.questions(request.POST),
        "reasons": reasons,
        "may_decide": may(request.user, "resolve", story),
        "media": RichTextWidget(language=story.language).media,
    }
    response = render(request, "admin/articles/story/conflict.html", context)
    response._csp_update = EDITOR_POLICY  # type: ignore[attr-defined]
    return response


def to_form(story: Story) -> HttpResponse:
    """To the story's form."""
    return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story.pk]))
