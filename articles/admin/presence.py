"""Who else is at a story, for its form, the list and the dashboard."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from articles import clock, presence, revisions
from articles.admin.autosaving import base_of, number_of, uuid_of
from articles.admin.requests import person
from articles.admin.words import people_words
from articles.models import Revision, Story
from articles.permissions import visible_to
from articles.presence import Somebody

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

MOST_STORIES = 100  # that one page asks about


@never_cache
@require_POST
def heartbeat(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """A form is open, and where in it somebody is; answers who else is, and what was saved since.

    With `goodbye` the tab closes.
    """
    story = model_admin.story_or_404(request, object_id, "view")
    session, by, now = uuid_of(request.POST.get("_session", "")), person(request), clock.now()
    if "goodbye" in request.POST:
        presence.leave(session=session, by=by)
        return HttpResponse(status=204)
    seen, part = base_of(request, story), request.POST.get("part")
    presence.beat(
        session=session,
        story=story,
        by=by,
        part=uuid_of(part) if part else None,
        has_typed="typed" in request.POST,
        seen=seen,
        now=now,
    )
    people = [
        {"name": who.name, "part": who.part, "typed": who.typed, "is_self": who.user == by.pk}
        for who in presence.here([story.pk], now, but=session).get(story.pk, [])
    ]
    # The form of a fix names no version: it shows what readers see, not the working copy.
    saved = saved_since(request, story, seen) if "base_revision" in request.POST else {}
    return JsonResponse({"people": people, "saved": saved})


def saved_since(request: HttpRequest, story: Story, seen: Revision | None) -> dict[str, object]:
    """The newest version, where it is newer than the one that the form has; else nothing."""
    newest = revisions.latest(story)
    if newest is None or newest.number <= (seen.number if seen else 0):
        return {}
    values = {"name": newest.created_by or "—", "number": newest.number}
    if newest.created_by == person(request):
        words = _("You saved version %(number)d in another window") % values
    else:
        words = _("%(name)s saved version %(number)d") % values
    return {"number": newest.number, "words": words}


@never_cache
@require_GET
def here(request: HttpRequest) -> HttpResponse:
    """Who is signed in, with a token for their next post, and who is at which of some stories."""
    asked = [number_of(key) for key in request.GET.getlist("story")[:MOST_STORIES]]
    seen = visible_to(request.user).filter(pk__in=asked).values_list("pk", flat=True)
    user = person(request)
    sentences = people_at(seen, user, clock.now()) if asked else {}
    return JsonResponse(
        {"user": user.pk, "name": str(user), "token": get_token(request), "stories": sentences}
    )


def people_at(stories: Iterable[int], user: User, now: datetime) -> dict[int, list[str]]:
    """Sentences about who but `user`, who reads them, is at which of `stories` (primary keys of
    such as they may see).

    One query, and one more where anybody is anywhere.
    """
    here = presence.here(stories, now)
    others = {
        story: [who for who in people if who.user != user.pk] for story, people in here.items()
    }
    found = {story: people for story, people in others.items() if people}
    if not found:
        return {}
    parts = presence.names_of_parts(found)
    return {story: [in_words(who, parts) for who in people] for story, people in found.items()}


def in_words(who: Somebody, parts: dict[UUID, str]) -> str:
    """“Sam Subeditor is in Section 3 (typing 5 s ago)”."""
    part = parts.get(who.part) if who.part else None
    key = ("here" if who.typed is None else "here_typing") + ("_in" if part else "")
    return people_words()[key] % {"name": who.name, "seconds": who.typed, "part": part}
