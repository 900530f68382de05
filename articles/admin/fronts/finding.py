"""The stories that can be put on a front: live and scheduled ones of its language."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.fields import one_line
from articles import clock
from articles.admin.fronts.asking import front_for
from articles.admin.requests import person
from articles.local_time import briefly
from articles.models import Edition, Format, Front
from articles.permissions import visible_to

MOST = 20  # that one search shows
MOST_WORDS = 8


@never_cache
@require_safe
def stories(request: HttpRequest, object_id: int, model_admin: object) -> JsonResponse:
    """The newest stories whose headline or kicker has the words of `q`, for scripts."""
    front, now = front_for(request, object_id), clock.now()
    words = one_line(request.GET.get("q", ""))[:200].split()[:MOST_WORDS]
    found = offered(front, request, now).filter(_with(words))
    rows = found.select_related("section").prefetch_related("section__texts", "author_rows")
    return JsonResponse({"stories": [_row(edition, now) for edition in _one_each(rows)]})


def offered(front: Front, request: HttpRequest, now: datetime) -> "QuerySet[Edition]":
    """What readers see at `now`, and what of the person's stories goes out later."""
    ahead = Edition.objects.not_ended(now=now).filter(language=front.language)
    mine = Q(live_from__lte=now) | Q(story__in=visible_to(person(request)))
    listed = ahead.filter(mine).exclude(format=Format.PAGE)
    return listed.select_related("story").order_by("-first_published_at", "-story_id", "live_from")


def _with(words: list[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(headline__icontains=word) | Q(kicker__icontains=word)
    return found


def _one_each(rows: "QuerySet[Edition]") -> list[Edition]:
    """The first edition of each story, and no more than one search shows."""
    found: dict[int, Edition] = {}
    for edition in rows[: 2 * MOST]:
        found.setdefault(edition.story_id, edition)
    return list(found.values())[:MOST]


def _row(edition: Edition, now: datetime) -> dict[str, object]:
    is_live = edition.live_from <= now
    begins = edition.first_published_at if is_live else edition.live_from
    return {
        "uuid": str(edition.story.uuid),
        "headline": edition.headline,
        "language": edition.language,
        "section": edition.section.name_in(edition.language) if edition.section else "",
        "authors": ", ".join(row.name for row in edition.author_rows.all()),
        "when": briefly(begins, now=now),
        "is_live": is_live,
        "is_off_fronts": edition.is_off_fronts,
    }
