"""What the story form opens besides itself: preview, checks, publish, take down."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import clock, page, publishing, revisions, surroundings
from articles.admin.desk_state import shown_findings
from articles.checks import findings
from articles.document import Document, freeze, read_form
from articles.models import Change, Revision, Story
from articles.models.public import Edition
from articles.permissions import may
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The page as readers would see it: of the posted form as it stands, else of what is saved."""
    story = model_admin.story_or_404(request, object_id, "view")
    document = read_form(request.POST) if request.method == "POST" else freeze(story)
    at = clock.now()
    known = [code for code, _name in Story._meta.get_field("language").choices or []]
    language = document.language if document.language in known else story.language
    with translation.override(language):
        around = surroundings.gather(language=language, at=at, topics=document.topics)
        shown = page.story_page(document, edition=None, around=around)
        context = {"page": shown, "site": page.furniture(around, at=at), "is_preview": True}
        template = "public/pages/standing.html" if shown.is_standing else "public/pages/story.html"
        response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_POST
def checks(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """What the checks find in the form as it stands, as JSON."""
    model_admin.story_or_404(request, object_id, "view")
    found = shown_findings(read_form(request.POST))
    return JsonResponse({"findings": [asdict(finding) for finding in found]})


@never_cache
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The publish sheet; posted, it publishes the revision that the sheet showed."""
    story = model_admin.story_or_404(request, object_id, "view")
    if not may(request.user, "publish", story):
        raise PermissionDenied(_("You may not do this."))
    revision = shown_revision(request, story)
    if revision is None:
        messages.error(request, _("Save the story before you publish it."))
        return back_to_form(story)
    if request.method == "POST":
        return do(
            request,
            story,
            lambda edition: format_html(
                '{} <a href="{}">{}</a>',
                _("Published. Readers see it now."),
                edition.path,
                _("See the page"),
            ),
            lambda: publishing.publish(
                story=story,
                revision=revision,
                change=change_of(request),
                by=request.user,
                now=clock.now(),
            ),
        )
    live = publishing.live_edition(story, clock.now())
    document = revisions.document_of(revision)
    context = sheet_context(request, model_admin, story) | {
        "title": _("Publish changes") if live else _("Publish"),
        "revision": revision,
        "document": document,
        "live": live,
        "path": publishing.path_of(document),
        "reasons": publishing.reasons_not_to_publish(story=story, revision=revision),
        "warnings": warnings(document),
        "was_public": Edition.objects.filter(story=story).exists(),
    }
    return render(request, "admin/articles/story/publish.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def unpublish(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The sheet that takes a story down; posted, it does so."""
    story = model_admin.story_or_404(request, object_id, "view")
    if not may(request.user, "unpublish", story):
        raise PermissionDenied(_("You may not do this."))
    if request.method == "POST":
        return do(
            request,
            story,
            lambda _edition: _("Taken down. Readers no longer see it."),
            lambda: publishing.unpublish(story=story, by=request.user, now=clock.now()),
        )
    context = sheet_context(request, model_admin, story) | {
        "title": _("Take down"),
        "live": publishing.live_edition(story, clock.now()),
        "reasons": publishing.reasons_not_to_unpublish(story=story),
    }
    return render(request, "admin/articles/story/unpublish.html", context)


VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "preview": preview,
    "checks": checks,
    "publish": publish,
    "unpublish": unpublish,
}


def do(
    request: HttpRequest, story: Story, done: Callable[[Any], str], verb: Callable[[], Any]
) -> HttpResponse:
    """Do `verb` and go back to the form with a message: what `done` says of the verb's result, or
    why it could not be done."""
    try:
        result = verb()
    except Unable as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, done(result))
    return back_to_form(story)


def back_to_form(story: Story) -> HttpResponse:
    """To the story's form."""
    return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story.pk]))


def shown_revision(request: HttpRequest, story: Story) -> Revision | None:
    """The revision that the sheet names, else the newest; None where there is none."""
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("revision", "")
    if request.method != "POST" and not number:
        return revisions.latest(story)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return Revision.objects.filter(story=story, number=int(number)).first()


def change_of(request: HttpRequest) -> str:
    """What the sheet says the update changes for readers: nothing to notice, or something new."""
    small = request.POST.get("change") == Change.MINOR
    return Change.MINOR if small else Change.UPDATE


def warnings(document: Document) -> list[str]:
    """What the checks find that does not block."""
    return [finding.message for finding in findings(document) if not finding.blocking]


def sheet_context(request: HttpRequest, model_admin: "StoryAdmin", story: Story) -> dict[str, Any]:
    """What every sheet's template needs."""
    return model_admin.admin_site.each_context(request) | {"story": story, "opts": Story._meta}
