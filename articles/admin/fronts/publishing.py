"""Fronts given to readers: now, later, again as they were; and what is dropped."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import clock
from articles.admin.fronts.asking import edition_of, front_for, version_of
from articles.admin.instants import InstantField
from articles.admin.requests import person
from articles.fronts.comparison import differences, names_in
from articles.fronts.document import from_json
from articles.fronts.layout import waiting_front
from articles.fronts.standing import draft_of, live_document
from articles.fronts.verbs import (
    cancel_front,
    discard_draft,
    publish_front,
    reasons_not_to_publish_front,
    restore_front,
)
from articles.local_time import briefly
from articles.models import Front, FrontEdition
from articles.verbs import Unable

NOW, AT = "now", "at"
MOST_EDITIONS = 50  # that the history lists


class PublishForm(forms.Form):
    """When readers get the arrangement, and a word about it for the history."""

    when = forms.ChoiceField(
        choices=[(NOW, ""), (AT, "")],
        initial=NOW,
        error_messages={"required": gettext_lazy("Say when.")},
    )
    at = InstantField(required=False, label=gettext_lazy("Goes out at"))
    note = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Note for the history, if you like")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == AT and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Give a date and a time, such as 2026-11-22 18:00."))
        return cleaned


def to_the_editor(front: Front) -> HttpResponse:
    """Back to the picture of the page."""
    return HttpResponseRedirect(reverse("admin:articles_front_change", args=[front.pk]))


@never_cache
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """What changes for readers, and when; posted, it is given to them."""
    front, now = front_for(request, object_id, "publish_front"), clock.now()
    is_post = request.method == "POST"
    form = PublishForm(request.POST if is_post else None, label_suffix="", auto_id="sheet_%s")
    unable: list[str] = []
    if is_post and form.is_valid():
        at = form.cleaned_data["at"] if form.cleaned_data["when"] == AT else None
        how = {"at": at, "note": form.cleaned_data["note"]}
        try:
            edition = publish_front(
                front=front, version=version_of(request), by=person(request), now=now, **how
            )
        except Unable as error:
            unable = error.reasons
        else:
            return _published(request, front, edition, now)
    reasons = reasons_not_to_publish_front(front=front, version=front.version, now=now)
    before, after = live_document(front, now), draft_of(front, now)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Publish"),
        "front": front,
        "form": form,
        "chosen": form["when"].value(),
        "unable": unable,
        "reasons": reasons,
        "waiting": waiting_front(front, now),
        "changes": differences(before, after, names_in(front.language, before, after)),
    }
    status = 422 if is_post else 200
    return render(request, "admin/articles/front/publish.html", context, status=status)


def _published(
    request: HttpRequest, front: Front, edition: FrontEdition, now: datetime
) -> HttpResponse:
    if edition.live_from > now and edition.live_from > edition.made_at:
        when = briefly(edition.live_from, now=now)
        said = _("Scheduled for %s. Readers see nothing of it until then.") % when
    else:
        said = _("Published. Readers see it now.")
    messages.success(request, said)
    return to_the_editor(front)


@never_cache
@require_POST
def cancel(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """Take back what is scheduled."""
    front, now = front_for(request, object_id, "cancel_front"), clock.now()
    try:
        was = cancel_front(front=front, by=person(request), now=now)
    except Unable as error:
        messages.error(request, str(error))
    else:
        when = briefly(was.live_from, now=now)
        messages.success(request, _("Cancelled. Nothing goes out at %s.") % when)
    return to_the_editor(front)


@never_cache
@require_POST
def discard(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """Go on from what readers see."""
    front = front_for(request, object_id, "discard_front")
    try:
        discard_draft(front=front, version=version_of(request), by=person(request), now=clock.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The front is again what readers see."))
    return to_the_editor(front)


@never_cache
@require_POST
def restore(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """Give readers an earlier version again, at once."""
    front = front_for(request, object_id, "restore_front")
    edition = edition_of(front, request.POST.get("edition", ""))
    try:
        restore_front(front=front, edition=edition, by=person(request), now=clock.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Readers see version %d again.") % edition.number)
    return to_the_editor(front)


@never_cache
@require_safe
def history(request: HttpRequest, object_id: int, model_admin: Any) -> HttpResponse:
    """The versions of a front, the newest first; two of them compared where the address asks."""
    front, now = front_for(request, object_id), clock.now()
    editions = FrontEdition.objects.filter(front=front).select_related("published_by")
    compared: dict[str, Any] = {}
    if request.GET.get("from") and request.GET.get("to"):
        old, new = (edition_of(front, request.GET[name]) for name in ("from", "to"))
        before, after = from_json(old.document), from_json(new.document)
        names = names_in(front.language, before, after)
        compared = {"old": old, "new": new, "changes": differences(before, after, names)}
    context = model_admin.admin_site.each_context(request) | {
        "title": _("History"),
        "front": front,
        "compared": compared,
        "editions": [
            {
                "edition": edition,
                "from": briefly(edition.live_from, now=now),
                "until": briefly(edition.live_until, now=now) if edition.live_until else "",
                "is_live": edition.is_live(now),
                "is_waiting": edition.live_from > now,
            }
            for edition in editions.order_by("-live_from", "-pk")[:MOST_EDITIONS]
        ],
    }
    return render(request, "admin/articles/front/history.html", context)
