"""The preview of a story: its page, its look in search results and cards, and links to share it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import clock, embeds, page, publishing, revisions, sharing, surroundings
from articles.addresses import absolute
from articles.admin.instants import InstantField
from articles.admin.requests import person, wants_json
from articles.document import Document, freeze, read_form, showable
from articles.local_time import in_words
from articles.models import Story
from articles.permissions import may
from articles.shown import Furniture, StoryPage
from articles.surroundings import Drafted
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

# The one page of the site that may stand in a frame, and only in one of the desk's own.
FRAMED = {"frame-ancestors": [SELF]}
LONGEST_RESULT = {"title": 60, "description": 160}  # characters that search engines show


def _shown(story: Story, document: Document, at: datetime) -> tuple[str, StoryPage, Furniture]:
    """The language, the page and what stands around it, in the language of `document`."""
    language = document.language
    with translation.override(language):
        signed = [line.author for line in document.bylines if line.author]
        around = surroundings.gather(
            language=language,
            at=at,
            topics=document.topics,
            authors=signed,
            beside=Drafted(story.pk, document.section),
        )
        shown = page.story_page(document, edition=None, around=around, at=at)
        return language, shown, page.furniture(around, at=at)


def rendered(
    request: HttpRequest, story: Story, document: Document, **context: Any
) -> HttpResponse:
    """The page of `document` as readers would see it now; never cached, indexed or referred to."""
    language, shown, site = _shown(story, document, clock.now())
    template = "public/pages/standing.html" if shown.is_standing else "public/pages/story.html"
    with translation.override(language):
        response = render(request, template, {"page": shown, "site": site, **context})
    embeds.allow_frames(response, shown.framed)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _posted(
    request: HttpRequest, object_id: str, model_admin: "StoryAdmin"
) -> tuple[Story, Document]:
    """The story, and the document on the screen; without a post the one that is saved."""
    story = model_admin.story_or_404(request, object_id, "view")
    if request.method == "POST":
        return story, showable(read_form(request.POST))
    return story, freeze(story)


@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The page as readers would see it: of the posted form as it stands, else of what is saved."""
    response = rendered(request, *_posted(request, object_id, model_admin), is_preview=True)
    return framed(response)


@never_cache
@require_http_methods(["GET", "POST"])
def cards(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """How a search engine lists the story, and what a shared link shows."""
    story, document = _posted(request, object_id, model_admin)
    _language, shown, site = _shown(story, document, clock.now())
    address = absolute(publishing.path_of(document))
    context = {
        "shown": shown,
        "site": site,
        "host": settings.SITE_URL.partition("://")[2],
        "address": address,
        "title": _cut(f"{shown.title} – {site.name}", LONGEST_RESULT["title"]),
        "description": _cut(shown.description, LONGEST_RESULT["description"]),
    }
    return framed(render(request, "admin/articles/story/cards.html", context))


def framed(response: HttpResponse) -> HttpResponse:
    """`response`, allowed in the frame of the desk's preview."""
    vars(response)["_csp_replace"] = FRAMED
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return f"{text[:length].rpartition(' ')[0] or text[:length]} …"


class ShareForm(forms.Form):
    """Until when a link is open, and whether it stays with the version of today."""

    WHICH = (
        ("pinned", gettext_lazy("This version, whatever is written later")),
        ("newest", gettext_lazy("Always what was saved last")),
    )

    which = forms.ChoiceField(
        label=gettext_lazy("It shows"), choices=WHICH, widget=forms.RadioSelect, initial="pinned"
    )
    expires_at = InstantField(label=gettext_lazy("Open until"))


@never_cache
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The story's share links and a form for a new one; posted, it makes one."""
    story = model_admin.story_or_404(request, object_id, "view")
    if not may(request.user, "share", story):
        raise PermissionDenied(_("You may not do this."))
    now = clock.now()
    until = (now + sharing.LIFE).replace(second=0, microsecond=0)
    form = ShareForm(request.POST or None, initial={"expires_at": until}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        revision = revisions.latest(story) if asked["which"] == "pinned" else None
        try:
            sharing.share(
                story=story,
                revision=revision,
                expires_at=asked["expires_at"],
                by=person(request),
                now=now,
            )
        except Unable as error:
            form.add_error(None, error.reasons)
        else:
            return to_the_links(request, story)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Share a preview"),
        "story": story,
        "opts": Story._meta,
        "form": form,
        "links": [_link(request, link, now) for link in sharing.links_of(story)],
    }
    is_refused = form.is_bound and wants_json(request)
    status = 422 if is_refused else 200
    return render(request, "admin/articles/story/share.html", context, status=status)


def to_the_links(request: HttpRequest, story: Story) -> HttpResponse:
    """Show the story's links again: in the sheet that is open over the form, or as a page."""
    address = reverse("admin:articles_story_share", args=[story.pk])
    if wants_json(request):
        return JsonResponse({"to": address, "stays": True})
    return HttpResponseRedirect(address)


def _link(request: HttpRequest, link: Any, now: datetime) -> dict[str, Any]:
    """What the sheet says of a link."""
    return {
        "pk": link.pk,
        "url": request.build_absolute_uri(reverse("shared", args=[sharing.token_of(link)])),
        "is_open": sharing.is_open(link, now),
        "shows": _("version %d") % link.revision.number
        if link.revision
        else _("what was saved last"),
        "until": in_words(link.expires_at),
        "ended": in_words(link.revoked_at) if link.revoked_at else "",
        "opened": link.opened,
        "last_opened": in_words(link.last_opened_at) if link.last_opened_at else "",
        "made_by": link.made_by,
    }


@require_POST
def unshare(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """End a share link."""
    story = model_admin.story_or_404(request, object_id, "view")
    key = request.POST.get("link", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404("There is no such link.")
    link = get_object_or_404(sharing.links_of(story), pk=int(key))
    sharing.unshare(story=story, link=link, by=person(request), now=clock.now())
    return to_the_links(request, story)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What a share link shows to whoever has it. 404 for a token that was not signed here."""
    link, now = sharing.find(token), clock.now()
    revision = sharing.shown_by(link) if link else None
    if link is None or revision is None:
        raise Http404("There is no such link.")
    if not sharing.is_open(link, now):
        context = {"title": _("This link is closed")}
        response = render(request, "public/pages/link_closed.html", context, status=410)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "private, no-store"
        return response
    if request.method == "GET":
        sharing.count_opening(link, now)
    document = revisions.document_for(revision, AnonymousUser())
    return rendered(request, link.story, document, shared_until=in_words(link.expires_at))


VIEWS = {"preview": preview, "cards": cards, "share": share, "unshare": unshare}
urlpatterns = [path("preview/<str:token>/", shared, name="shared")]
