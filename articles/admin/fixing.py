"""Fix what is live: the form with what readers see. Its text is kept beside the working copy."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock, local_time, publishing, revisions
from articles.admin import autosaving, saving
from articles.admin.desk_state import desk_state
from articles.admin.requests import person, wants_json
from articles.admin.sheets import sheet_address
from articles.merging import merge
from articles.models import Edition, Kind, Revision, Story
from articles.verbs import lock

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


@never_cache
@require_http_methods(["GET", "POST"])
def fix(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The form of what readers see; posted, the fix is kept, to be published from its sheet."""
    story = model_admin.story_or_404(request, object_id, "fix")
    live = publishing.live_edition(story, clock.now())
    if request.method == "POST":
        context = around(live)
        others = saving.somebody_elses(model_admin, request, story, **context)
        return others or keep(model_admin, request, story, context)
    if live is None:
        messages.error(request, _("Readers do not see this story, so there is nothing to fix."))
        return HttpResponseRedirect(sheet_address(story, "change"))
    return show(model_admin, request, story, live)


def show(
    model_admin: "StoryAdmin", request: HttpRequest, story: Story, live: Edition
) -> HttpResponse:
    """The form with what readers see; with the person's own fix of it where there is one.

    `?from=` names a fix of an earlier version that is to be put into this one, or "live" for none.
    """
    asked = request.GET.get("from", "")
    document = revisions.document_for(live.revision, person(request))
    own = None if asked == "live" else latest_fix(story, person(request))
    context = around(live)
    if own is not None and own.base_id == live.revision_id:
        context["resumed"] = local_time.in_words(own.created_at)
        document = revisions.document_for(own, person(request))
    elif own is not None and own.base and str(own.number) == asked:
        before, fixed = (revisions.document_for(one, person(request)) for one in (own.base, own))
        merged = merge(before, document, fixed)
        context |= {"is_unsaved": True, "clashes": [place.label for place in merged.conflicts]}
        document = merged.document
    elif own is not None:
        context["earlier"] = own
    return model_admin.open_form(request, story, document, base=live.revision, **context)


def latest_fix(story: Story, user: Any) -> Revision | None:
    """The newest fix by `user` that readers were never given and that nobody wrote after."""
    fixes = Revision.objects.filter(story=story, kind=Kind.FIX, is_aside=True)
    newest = fixes.select_related("base__story", "story").order_by("-number").first()
    if newest is None or newest.created_by_id != user.pk:
        return None
    return None if Edition.objects.filter(revision=newest).exists() else newest


def around(live: Edition | None) -> dict[str, Any]:
    """What the form says otherwise where it fixes what is live: content alone, and its own bar."""
    return {
        "is_fix": True,
        "live": live,
        "state": (),
        "conflicts": (),
        "bar_template": "admin/articles/story/fix_bar.html",
    }


def keep(
    model_admin: "StoryAdmin", request: HttpRequest, story: Story, context: dict[str, Any]
) -> HttpResponse:
    """Keep what was posted as a fix of the version that the form was opened with."""
    by, now = person(request), clock.now()
    try:
        with transaction.atomic():
            story = lock(story)
            posted = saving.checked(request, story)
            if posted.base is None:
                raise saving.Refused(posted, {"": [_("Open “Fix what is live” again.")]})
            kept = revisions.fix(
                story=story, document=posted.document, base=posted.base, by=by, now=now
            )
            autosaving.take_in(request, story, now)
    except saving.Refused as error:
        return saving.refused(model_admin, request, story, error, **context)
    revision = kept or posted.base
    if wants_json(request):
        return JsonResponse(state_of(request, story, revision, posted.base))
    if "_publish" in request.POST:
        address = sheet_address(story, "publish")
        return HttpResponseRedirect(f"{address}?revision={revision.number}")
    messages.success(request, _("The fix is kept. Readers do not see it yet."))
    return HttpResponseRedirect(request.path)


def state_of(
    request: HttpRequest, story: Story, revision: Revision, base: Revision
) -> dict[str, Any]:
    """The state of the desk for the form of a fix that is kept as `revision`."""
    document = revisions.document_of(revision)
    state = desk_state(story, person(request), document).as_json()
    when = local_time.in_words(revision.created_at)
    return state | {
        "revision": revision.number,
        "base_revision": base.number,
        "saved": _("Kept %s, not published") % when if revision != base else _("No changes"),
        "primary": "publish",
        "publish_words": _("Publish fix…"),
    }
