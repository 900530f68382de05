"""Versions of a story on the desk: listed, compared, looked at as a page."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock, revisions
from articles.admin.history import history_page
from articles.admin.paths import story_paths
from articles.admin.previewing import rendered
from articles.admin.requests import person
from articles.admin.version_words import comparison_of, in_words
from articles.landmarks import NoSuchVersion, name_of, version_at
from articles.models import Revision, Story
from articles.permissions import may

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin


class VersionViews:
    """What the story's admin does with versions; the log of Django's own admin is not used."""

    def history_view(self, request: HttpRequest, object_id: str, *_args: Any) -> HttpResponse:
        return history_page(request, object_id, self)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        views = {"compare": compare_page, "version": look}
        return [*story_paths(self, views), *super().get_urls()]  # type: ignore[misc]


@never_cache
@require_safe
def compare_page(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """What differs between two versions, `from` and `to`: numbers or landmarks, older one first."""
    story = model_admin.story_even_in_bin(request, object_id, "view")
    asked = request.GET.get("from", ""), request.GET.get("to", "working")
    context = model_admin.admin_site.each_context(request) | {
        "title": heading(asked[0]),
        "story": story,
        "opts": Story._meta,
        "may_write": may(request.user, "restore", story),
    }
    try:
        ends = [version_at(story, end, by=person(request), now=clock.now()) for end in asked]
    except NoSuchVersion as error:
        context["missing"] = str(error)
    else:
        old, new = sorted(ends, key=lambda revision: revision.number)
        context |= {
            "old": in_words(old),
            "new": in_words(new),
            "comparison": comparison_of(old, new, person(request)),
            "steps": steps_around(story, old, new),
        }
    return render(request, "admin/articles/story/compare.html", context)


def heading(landmark: str) -> str:
    """What the page of changes is called."""
    name = name_of(landmark)
    return _("Changes since %s") % name if name else _("What changed")


def steps_around(story: Story, old: Revision, new: Revision) -> dict[str, tuple[int, int]]:
    """The pairs of versions before and after a pair, to walk through the history by."""
    numbers = (
        Revision.objects.filter(story=story).order_by("number").values_list("number", flat=True)
    )
    before = numbers.filter(number__lt=old.number).last()
    after = numbers.filter(number__gt=new.number).first()
    steps = {}
    if before is not None:
        steps["earlier"] = (before, old.number)
    if after is not None:
        steps["later"] = (new.number, after)
    return steps


@never_cache
@require_safe
def look(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """A version as the page that it would be, to read only."""
    story = model_admin.story_even_in_bin(request, object_id, "view")
    revision = version_or_404(request, story)
    bar = render_to_string(
        "admin/articles/story/version_bar.html",
        {
            "story": story,
            "version": in_words(revision),
            "may_write": may(request.user, "restore", story),
            "language": person(request).language,
        },
        request,
    )
    return rendered(
        request,
        story,
        revisions.document_for(revision, person(request)),
        desk_bar=bar,
        desk_title=_("Version %d") % revision.number,
    )


def version_or_404(request: HttpRequest, story: Story) -> Revision:
    """The version that the request names by `revision`: a number or a landmark."""
    number = request.GET.get("revision", "")
    try:
        return version_at(story, number, by=person(request), now=clock.now())
    except NoSuchVersion as error:
        raise Http404(str(error)) from error
