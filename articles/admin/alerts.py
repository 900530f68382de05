"""The alert bar on the desk: what readers are told over every page, raised, changed and ended."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles import alerts, clock, page, surroundings
from articles.admin.instants import InstantField
from articles.admin.previewing import framed
from articles.admin.requests import person
from articles.local_time import briefly
from articles.models import Alert, Edition
from articles.models.alert import LONGEST_ALERT
from articles.models.fields import one_line
from articles.permissions import may
from articles.surroundings import AlertLine
from articles.verbs import Unable
from articles.wording import direction

if TYPE_CHECKING:
    from articles.admin.site import DeskSite

MOST_STORIES = 30  # that are offered while one types where the line leads
MOST_PAST = 20


class AlertForm(forms.Form):
    """The line, where it leads, and until when."""

    text = forms.CharField(
        label=gettext_lazy("The line"),
        max_length=LONGEST_ALERT,
        help_text=gettext_lazy("At most %d characters, as a headline says it.") % LONGEST_ALERT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    link = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=600,
        help_text=gettext_lazy(
            "Choose one of the newest stories, or paste the address of any page of this site; "
            "elsewhere https:// alone."
        ),
        widget=forms.TextInput(
            attrs={"list": "alert-stories", "autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    until = InstantField(label=gettext_lazy("Ends by itself at"), required=False)


@never_cache
@require_http_methods(["GET", "POST"])
def alert(request: HttpRequest, site: "DeskSite") -> HttpResponse:
    """What runs in a language, and a form for other words; posted, it raises or ends."""
    if not may(request.user, "raise_alert"):
        raise PermissionDenied(_("You may not do this."))
    language, now = _language_asked(request), clock.now()
    if request.method == "GET":
        running = alerts.running_alert(language, now)
        return _page(request, site, language, now, AlertForm(initial=_initial(running, now)))
    if "end" in request.POST:
        return _end(request, site, language, now)
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _page(request, site, language, now, form, status=422)
    try:
        raised = alerts.raise_alert(
            site=alerts.the_site(),
            language=language,
            seen=_seen(request),
            by=person(request),
            now=now,
            **form.cleaned_data,
        )
    except Unable as error:
        form.add_error(None, error.reasons)
        return _page(request, site, language, now, form, status=_status_of(error))
    said = _("Readers see it now.") if raised else _("Readers see this already.")
    messages.success(request, said)
    return _again(language)


def _end(request: HttpRequest, site: "DeskSite", language: str, now: datetime) -> HttpResponse:
    try:
        alerts.end_alert(
            site=alerts.the_site(),
            language=language,
            seen=_seen(request),
            by=person(request),
            now=now,
        )
    except Unable as error:
        form = AlertForm(initial=_initial(alerts.running_alert(language, now), now))
        return _page(request, site, language, now, form, error.reasons, status=_status_of(error))
    messages.success(request, _("Ended. Readers see no alert any more."))
    return _again(language)


def _page(
    request: HttpRequest,
    site: "DeskSite",
    language: str,
    now: datetime,
    form: AlertForm,
    unable: list[str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page of a language's alerts. A post from it is about what runs now."""
    form.label_suffix, form.auto_id = "", "alert_%s"
    running = alerts.running_alert(language, now)
    newest = Edition.objects.in_lists(language, at=now).newest_first()
    context = site.each_context(request) | {
        "title": _("Alert bar"),
        "language": language,
        "direction": direction(language),
        "languages": [(code, name) for code, name in settings.LANGUAGES if code in _offered()],
        "form": form,
        "unable": unable,
        "running": _line(running, now) if running else None,
        "past": [_line(one, now) for one in alerts.past_alerts(language, now, most=MOST_PAST)],
        "stories": newest.values_list("path", "headline")[:MOST_STORIES],
        "said": form["text"].value() or "",
    }
    response = render(request, "admin/alert.html", context, status=status)
    vars(response)["_csp_update"] = {"frame-src": [SELF]}
    return response


def _line(one: Alert, now: datetime) -> dict[str, Any]:
    """An alert in words."""
    leads_to = alerts.leads_to(one)
    is_gone = one.story_id and not Edition.objects.live(at=now).filter(story=one.story_id).exists()
    return {
        "pk": one.pk,
        "text": one.text,
        "leads_to": leads_to,
        "is_gone": is_gone,
        "by": one.raised_by,
        "since": briefly(one.live_from, now=now),
        "until": briefly(one.live_until, now=now) if one.live_until else "",
        "ends_at": one.live_until,
    }


def _initial(running: Alert | None, now: datetime) -> dict[str, Any]:
    """What the form says at first: what runs, or nothing and the usual end."""
    if running is None:
        return {"until": (now + alerts.LIFE).replace(second=0, microsecond=0)}
    link = alerts.leads_to(running)
    return {"text": running.text, "link": link, "until": running.live_until}


def _again(language: str) -> HttpResponse:
    return HttpResponseRedirect(url_of(language))


def url_of(language: str) -> str:
    """Where the alerts of a language are on the desk."""
    return f"{reverse('admin:alert')}?language={language}"


def _offered() -> list[str]:
    return alerts.the_site().languages


def _language_asked(request: HttpRequest) -> str:
    """The language of the address, the first one where it names none. Http404 for another."""
    offered = _offered()
    language = request.GET.get("language", offered[0])
    if language not in offered:
        raise Http404("Readers are not offered this language.")
    return language


def _seen(request: HttpRequest) -> int | None:
    """The alert that ran when the page was made; 0, which is none's key, for anything odd."""
    text = request.POST.get("seen", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _status_of(error: Unable) -> int:
    return 409 if isinstance(error, alerts.StaleAlert) else 422


@never_cache
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The top of a readers' page with the line that the address says, for the page's frames."""
    if not may(request.user, "raise_alert"):
        raise PermissionDenied(_("You may not do this."))
    language, now = _language_asked(request), clock.now()
    text = one_line(request.GET.get("text", ""))[:LONGEST_ALERT]
    with translation.override(language):
        around = surroundings.gather(language=language, at=now)
        site = page.furniture(around, at=now)
        line = AlertLine(0, text or _("The line"), site.home_url)
        context = {
            "page": {"language": language, "direction": direction(language), "title": text},
            "site": replace(site, alert=line),
        }
        response = render(request, "base.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return framed(response)
