"""Looking up what a site says of an embed, for the story form."""

from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import clock
from articles.admin.requests import person
from articles.looking_up import look_up
from fetching import Unfetchable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

MOST_A_MINUTE = 20  # for one person: each makes us ask other people's sites


@never_cache
@require_POST
def look_up_embed(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> JsonResponse:
    """Values for the fields of an embed whose address is posted, as JSON, and what to say."""
    model_admin.story_or_404(request, object_id, "write")
    by, now = person(request), clock.now()
    url = request.POST.get("url", "").strip()
    if not url:
        return _only(_("Give an address first."))
    key = f"look-up:{by.pk}:{int(now.timestamp()) // 60}"
    cache.add(key, 0, 60)
    if cache.incr(key) > MOST_A_MINUTE:
        return _only(_("That was a lot at once. Try again in a minute."), status=429)
    try:
        found = look_up(url, by=by, now=now, policy=model_admin.outside)
    except Unfetchable as error:
        return _only(_("%s Type title and author yourself.") % error)
    return JsonResponse({"values": dict(found.values), "said": found.said})


def _only(said: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"values": {}, "said": said}, status=status)
