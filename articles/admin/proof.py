"""The evidence of a story, as a download."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock
from articles import evidence as proofs
from articles.admin.requests import person
from articles.models import Story
from articles.permissions import may

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


@never_cache
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponseBase:
    """What the download holds; posted, the download, which is recorded."""
    story = model_admin.story_or_404(request, object_id, "view")
    if not may(request.user, "evidence", story):
        raise PermissionDenied(_("You may not do this."))
    reasons = proofs.reasons_for(person(request), story)
    if request.method == "POST" and not reasons:
        return download(request, story)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Evidence"),
        "story": story,
        "opts": Story._meta,
        "reasons": reasons,
    }
    return render(request, "admin/articles/story/evidence.html", context)


def download(request: HttpRequest, story: Story) -> StreamingHttpResponse:
    """The archive, sent as it is written."""
    found = proofs.gather(story=story, by=person(request), now=clock.now())
    response = StreamingHttpResponse(proofs.stream(found), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{proofs.file_name(found)}"'
    return response
