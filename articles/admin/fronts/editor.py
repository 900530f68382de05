"""The editor of a front: a picture of the page, and every change kept on the server at once."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from csp.constants import NONCE, SELF
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from js_asset import ImportMap, Media, Script

from accounts.models import User
from articles import clock
from articles.admin.fronts import picture
from articles.admin.fronts.asking import (
    BadArrangement,
    arrangement_asked,
    edition_of,
    front_for,
    instant_asked,
    version_of,
)
from articles.admin.fronts.words import front_words
from articles.admin.opening import MODULES
from articles.admin.pictures.card import card_of
from articles.admin.pictures.choosing import chooser_for
from articles.admin.requests import person
from articles.fronts.comparison import KIND_NAMES, differences, names_in
from articles.fronts.document import (
    KINDS,
    MOST_BLOCKS,
    MOST_SLOTS,
    WITH_SLOTS,
    FrontDocument,
    from_json,
    to_json,
)
from articles.fronts.layout import live_front, waiting_front
from articles.fronts.standing import draft_of, front_of, has_changes, live_document
from articles.fronts.verbs import StaleFront, arrange, discard_draft
from articles.local_time import briefly, zone_name
from articles.models import Front, Section
from articles.pictured import pictures_by_uuid
from articles.verbs import Unable

POLICY = {"script-src": [SELF, NONCE], "frame-src": [SELF]}  # the nonce is for the import map
OWN_MODULES = ("document", "drag", "frame", "keeping", "panel", "search", "state")
MEDIA = Media(
    js=[Script("js/desk/fronts.js", type="module")],
    importmap=ImportMap(
        {f"desk/{name}": f"js/desk/{name}.js" for name in MODULES}
        | {f"desk/fronts-{name}": f"js/desk/fronts-{name}.js" for name in OWN_MODULES}
    ),
)


@never_cache
@require_safe
def open_front(
    request: HttpRequest, language: str, model_admin: Any, section: int = 0
) -> HttpResponse:
    """Lead to the editor of the home page of a language, or of a section."""
    model_admin.must_arrange(request)
    found = get_object_or_404(Section, pk=section) if section else None
    front = front_of(language, found)
    return HttpResponseRedirect(reverse("admin:articles_front_change", args=[front.pk]))


def editor(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """The page of the editor."""
    front, now = front_for(request, object_id), clock.now()
    document = draft_of(front, now)
    tomorrow = timezone.localtime(now) + timedelta(days=1)
    context = model_admin.admin_site.each_context(request) | {
        "title": str(front),
        "front": front,
        "opts": Front._meta,
        "opened_by": request.user.pk,
        "zone": zone_name(timezone.get_current_timezone()),
        "tomorrow": f"{tomorrow:%Y-%m-%d}T07:00",
        "media": MEDIA.with_nonce(str(vars(request)["csp_nonce"])),
        "chooser": chooser_for(request),
        "kinds": list(KIND_NAMES.items()),
        "sections": Section.objects.filter(retired_at=None).prefetch_related("texts"),
        "words": front_words(),
        "state": state_of(request, front, document, now=now, at=now),
        "limits": {
            "kinds": KINDS,
            "holding": sorted(WITH_SLOTS),
            "blocks": MOST_BLOCKS,
            "slots": MOST_SLOTS,
        },
    }
    response = render(request, "admin/articles/front/editor.html", context)
    vars(response)["_csp_update"] = POLICY
    return response


@never_cache
@require_safe
def show(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """The page as the desk has it, or as in a `version`, as of `at`; for the editor's frame."""
    front, now = front_for(request, object_id), clock.now()
    number = request.GET.get("version", "")
    document = from_json(edition_of(front, number).document) if number else draft_of(front, now)
    at = instant_asked(request.GET.get("at", ""), now=now)
    return picture.rendered(request, front, picture.fill(front, document, at), at)


@never_cache
@require_safe
def state(request: HttpRequest, object_id: int, model_admin: Any) -> JsonResponse:
    """How the front stands: in short where it is the `version` that the editor has."""
    front, now = front_for(request, object_id), clock.now()
    if request.GET.get("version") == str(front.version):
        return JsonResponse({"version": front.version, "kept": kept_words(request, front, now)})
    at = instant_asked(request.GET.get("at", ""), now=now)
    return JsonResponse(state_of(request, front, draft_of(front, now), now=now, at=at))


@never_cache
@require_POST
def keep(request: HttpRequest, object_id: int, model_admin: Any) -> JsonResponse:
    """Keep the posted arrangement as the draft; answers what it looks like as of `at`.

    409 with what stands where somebody else kept another one; 422 with sentences where it cannot
    be kept. Nothing is written in either case.
    """
    front, now = front_for(request, object_id), clock.now()
    try:
        document = arrangement_asked(request.POST.get("document", ""))
        _keep(front, document, version=version_of(request), by=person(request), now=now)
    except BadArrangement as error:
        return JsonResponse({"reasons": [error.sentence]}, status=422)
    except StaleFront as stale:
        return _conflict(request, stale, document, now)
    except Unable as error:
        return JsonResponse({"reasons": error.reasons}, status=422)
    front = front_for(request, object_id)
    at = instant_asked(request.POST.get("at", ""), now=now)
    return JsonResponse(state_of(request, front, document, now=now, at=at))


def _keep(front: Front, document: FrontDocument, *, version: int, by: User, now: datetime) -> None:
    """Keep `document`; one that readers see already is no draft."""
    if front.draft is not None and document == live_document(front, now):
        discard_draft(front=front, version=version, by=by, now=now)
    else:
        arrange(front=front, document=document, version=version, by=by, now=now)


def _conflict(
    request: HttpRequest, stale: StaleFront, mine: FrontDocument, now: datetime
) -> JsonResponse:
    front, theirs = stale.front, stale.document
    names = names_in(front.language, theirs, mine)
    conflict = {
        "said": kept_words(request, front, now),
        "differences": differences(mine, theirs, names),
        "version": front.version,
        "theirs": to_json(theirs),
    }
    return JsonResponse({"conflict": conflict}, status=409)


def state_of(
    request: HttpRequest, front: Front, document: FrontDocument, *, now: datetime, at: datetime
) -> dict[str, Any]:
    """All that the editor shows, for its script: the arrangement, the page, how it stands."""
    names = names_in(front.language, document)
    shown = picture.fill(front, document, at)
    page = picture.rendered(request, front, shown, at)
    return {
        "version": front.version,
        "document": to_json(document),
        "live": to_json(live_document(front, now)),
        "times": _times(document),
        "pictures": _pictures(document.pictures, now),
        "blocks": picture.facts(shown, names, now),
        "page": page.content.decode(),
        "status": status_words(front, now),
        "has_changes": has_changes(front, now),
        "kept": kept_words(request, front, now),
    }


def status_words(front: Front, now: datetime) -> str:
    """What readers see of the front, and what they will."""
    live, waiting = live_front(front, now), waiting_front(front, now)
    said = []
    if live:
        said.append(_("Live since %s") % briefly(live.live_from, now=now))
    else:
        said.append(_("Live, filled by itself"))
    if has_changes(front, now):
        said.append(_("changes not published"))
    if waiting:
        said.append(_("a version goes out at %s") % briefly(waiting.live_from, now=now))
    return " · ".join(said)


def kept_words(request: HttpRequest, front: Front, now: datetime) -> str:
    """Who changed the front last, and when; "" where nobody did."""
    if front.drafted_at is None or front.drafted_by is None:
        return ""
    when = briefly(front.drafted_at, now=now)
    if front.drafted_by == request.user:
        return _("Your last change: %s") % when
    return _("%(name)s changed this front: %(time)s") % {"name": front.drafted_by, "time": when}


def _times(document: FrontDocument) -> dict[str, list[str]]:
    """The times of slots as fields show them, in the person's zone, by the uid of the slot."""

    def wall(instant: datetime | None) -> str:
        return f"{timezone.localtime(instant):%Y-%m-%dT%H:%M}" if instant else ""

    return {
        str(slot.uid): [wall(slot.begins_at), wall(slot.ends_at)]
        for slot in document.slots
        if slot.begins_at or slot.ends_at
    }


def _pictures(uuids: set[UUID], now: datetime) -> dict[str, dict[str, Any]]:
    found = pictures_by_uuid(uuids)
    return {str(uuid): asdict(card_of(image, now)) for uuid, image in found.items()}
