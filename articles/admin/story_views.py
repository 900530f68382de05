"""What the story form opens besides itself: preview, checks, sheets."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import clock
from articles.admin import previewing, sheets
from articles.admin.autosaving import autosave
from articles.admin.conflicts import conflict
from articles.admin.desk_state import shown_findings
from articles.admin.fixing import fix
from articles.admin.looking_up import look_up_embed
from articles.admin.noting import notes
from articles.admin.presence import heartbeat
from articles.admin.proof import evidence
from articles.admin.removals import put_words_back, remove_words
from articles.document import read_form, showable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


@never_cache
@require_POST
def checks(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """What the checks find in the form as it stands, as JSON."""
    model_admin.story_or_404(request, object_id, "view")
    found = shown_findings(showable(read_form(request.POST)), at=clock.now())
    return JsonResponse({"findings": [asdict(finding) for finding in found]})


# By route below the story's address; its first piece is the name of the page.
VIEWS: dict[str, Callable[..., HttpResponseBase]] = {
    **previewing.VIEWS,
    "conflict/<int:conflict_id>": conflict,
    "fix": fix,
    "checks": checks,
    "look-up": look_up_embed,
    "notes": notes,
    "autosave": autosave,
    "presence": heartbeat,
    "remove-words": remove_words,
    "put-words-back": put_words_back,
    "evidence": evidence,
    **sheets.VIEWS,
}
