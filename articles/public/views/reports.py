"""The form on which readers report an error in a story. It needs no script, no account, no cookie.

A token in the form stands for the cookie that other forms use against forgery: it says which
address the form was for and when it was made, so the form is not for caches.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import clock, page, reports
from articles.addresses import REPORT, report_path
from articles.models.public import Edition
from articles.public.connections import connection_of
from articles.public.reading import instant_of
from articles.public.views.stories import at_address
from articles.shown import Link
from articles.surroundings import Surroundings
from articles.wording import direction

MOST_WORDS = 2000  # characters
SALT = "articles.public.report"
GOOD_FOR = timedelta(hours=12)


class ReportForm(forms.Form):
    """What is wrong, and where to answer. Only programs fill in `website`: nobody sees it."""

    words = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Quote the sentence if you can, and say how you know."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say what is wrong.")},
    )
    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if we may answer"),
        help_text=gettext_lazy("Only the newsroom sees it. It is deleted after six months."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": -1}))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False  # whoever sends it without a word is told so by us

    def __init__(self, data: QueryDict | None = None, *, path: str) -> None:
        self.path = path
        super().__init__(data, label_suffix="")
        for name in ("words", "address"):
            about = [f"{name}-help"] + [f"{name}-error"] * bool(self[name].errors)
            self.fields[name].widget.attrs["aria-describedby"] = " ".join(about)

    def clean(self) -> dict[str, Any]:
        """Refuses a form that was not made here, for this address and lately."""
        try:
            made_for = signing.loads(
                self.cleaned_data.get("token", ""), salt=SALT, max_age=GOOD_FOR
            )
        except signing.BadSignature:
            made_for = ""
        if made_for != self.path:
            raise forms.ValidationError(
                _("This form has waited for long. Your words are kept: please send it again.")
            )
        return self.cleaned_data


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The form, or the thanks for a report."""

    language: str
    direction: str
    title: str
    story: Link
    action: str
    token: str
    is_sent: bool
    form: ReportForm
    description: str = ""
    canonical_url: str = ""
    robots: str = "noindex"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, **_pieces: str) -> HttpResponse:
    """The form for the story at the address before `report/`; posted, it is kept as a note."""
    path = request.path_info.removesuffix(f"{REPORT}/")
    answer = at_address(request, path, instant_of(request), report_response, moved=report_path)
    if answer.status_code == 301 and request.method == "POST":  # the words go along
        answer.status_code = 308
    return answer


def report_response(
    request: HttpRequest, edition: Edition, around: Surroundings, at: datetime
) -> HttpResponse:
    """The form about the story that is live as `edition`, or the way on from a report."""
    action = iri_to_uri(report_path(edition.path))
    form = ReportForm(path=edition.path)
    status = 200
    if request.method == "POST":
        form = ReportForm(request.POST, path=edition.path)
        if form.is_valid() and taken(request, form, edition):
            return HttpResponseRedirect(f"{action}?sent")
        status = 422
    told = report_page(edition, form, action, is_sent="sent" in request.GET)
    site = page.furniture(around, at=at, current_section=edition.section_id)
    if form.is_bound:
        told = replace(told, title=_("Not sent yet: report an error"))
    return render(request, "public/pages/report.html", {"page": told, "site": site}, status=status)


def taken(request: HttpRequest, form: ReportForm, edition: Edition) -> bool:
    """Keep what `form` says; False, with the reason in the form, where it is not taken now."""
    asked = form.cleaned_data
    if asked["website"]:
        return True  # a program sent it; it is told nothing
    try:
        with transaction.atomic():
            reports.report(
                story_id=edition.story_id,
                words=asked["words"],
                address=asked["address"],
                connection=connection_of(request),
                now=clock.now(),
            )
    except reports.UnableToReport as error:
        form.add_error(None, error.reasons)
        return False
    return True


def report_page(edition: Edition, form: ReportForm, action: str, *, is_sent: bool) -> ReportPage:
    """What the page shows of `edition` and `form`."""
    return ReportPage(
        language=edition.language,
        direction=direction(edition.language),
        title=_("Thank you for your report") if is_sent else _("Report an error"),
        story=Link(edition.headline, iri_to_uri(edition.path)),
        action=action,
        token=signing.dumps(edition.path, salt=SALT),
        is_sent=is_sent,
        form=form,
    )
