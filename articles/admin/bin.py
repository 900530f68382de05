"""The bin on the desk, and what a story in it looks like."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import binning, clock, local_time, revisions
from articles.admin.paths import story_paths
from articles.admin.previewing import rendered
from articles.admin.requests import person
from articles.admin.sheets.sheet import finished
from articles.document import freeze
from articles.models import Story
from articles.permissions import may, visible_to
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

LENGTH = 50  # stories on a page of the bin
KEY = re.compile(r"(\d{8}T\d{6}\.\d{6})\.(\d{1,18})\Z", re.ASCII)


class BinViews:
    """What the story's admin does with stories in the bin: it finds them for who asks for one.

    Everything else of the admin begins at `visible_to` and never finds them.
    """

    def story_even_in_bin(self, request: HttpRequest, object_id: str, verb: str) -> Story:
        """As `story_or_404`, for a page that also exists for stories in the bin."""
        try:
            return self.story_or_404(request, object_id, verb)  # type: ignore[attr-defined]
        except Http404:
            story = binned_story(request, object_id)
            if story is None or not may(request.user, verb, story):
                raise
            return story

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        """The form; of a story in the bin its page, to read only, with the way back."""
        try:
            return super().change_view(request, object_id, *args, **kw)  # type: ignore[misc]
        except Http404:
            story = binned_story(request, unquote(object_id))
            if story is None or request.method != "GET":
                raise
            return binned_page(request, story)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        page = path("bin/", wrap(bin_page), {"model_admin": self}, name="articles_story_bin_list")
        own = story_paths(self, {"unbin": bring_back})
        return [page, *own, *super().get_urls()]  # type: ignore[misc]


def binned_story(request: HttpRequest, object_id: str) -> Story | None:
    """The story of that key in the bin, if `request.user` may see it."""
    if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
        return None
    return visible_to(request.user, in_bin=True).filter(pk=int(object_id)).first()


@never_cache
def binned_page(request: HttpRequest, story: Story) -> HttpResponse:
    """A story in the bin as the page that it would be, with who put it there, and the way back."""
    context = {
        "story": story,
        "binned": binned_in_words(story),
        "may_bring_back": may(request.user, "unbin", story),
        "language": person(request).language,
    }
    bar = render_to_string("admin/articles/story/binned_bar.html", context, request)
    document = revisions.shown_to(freeze(story), story, person(request))
    return rendered(request, story, document, desk_bar=bar, desk_title=_("In the bin"))


def binned_in_words(story: Story) -> str:
    """Who put a story into the bin, and when."""
    if story.binned_at is None:
        return ""
    return _("In the bin since %(when)s. %(name)s put it there.") % {
        "when": local_time.to_the_second(story.binned_at),
        "name": story.binned_by or _("Newsroom"),
    }


@never_cache
@require_safe
def bin_page(request: HttpRequest, model_admin: "StoryAdmin") -> HttpResponse:
    """What is in the bin, last put there first."""
    if not may(request.user, "start"):
        raise Http404("There is no bin for you.")
    stories = after(visible_to(request.user, in_bin=True), request.GET.get("before", ""))
    found = list(stories.select_related("binned_by").order_by("-binned_at", "-pk")[: LENGTH + 1])
    shown = found[:LENGTH]
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Bin"),
        "opts": Story._meta,
        "stories": [
            (story, binned_in_words(story), may(request.user, "unbin", story)) for story in shown
        ],
        "older": key_of(shown[-1]) if len(found) > LENGTH else "",
    }
    return render(request, "admin/articles/story/bin_list.html", context)


def key_of(story: Story) -> str:
    """The key of the page of the bin that goes on after `story`."""
    return f"{story.binned_at:%Y%m%dT%H%M%S.%f}.{story.pk}"


def after(stories: "QuerySet[Story]", key: str) -> "QuerySet[Story]":
    """Those of `stories`, all in the bin, that come after a key; all where it is none of ours."""
    match = KEY.match(key)
    try:
        at = datetime.strptime(match[1], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC) if match else None
    except ValueError:
        at = None
    if match is None or at is None:
        return stories
    return stories.filter(Q(binned_at__lt=at) | Q(binned_at=at, pk__lt=int(match[2])))


@never_cache
@require_POST
def bring_back(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """Brings a story back from the bin and opens its form."""
    story = model_admin.story_even_in_bin(request, object_id, "unbin")
    back = reverse("admin:articles_story_change", args=[story.pk])
    try:
        binning.bring_back(story=story, by=person(request), now=clock.now())
    except Unable as error:
        return finished(request, back, " ".join(error.reasons), messages.ERROR)
    return finished(request, back, _("It is back from the bin, as it was."), messages.SUCCESS)
