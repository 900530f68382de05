"""Removing words for legal reasons: mark a passage, see where it stands, confirm."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import clock, local_time, page, redactions, revisions
from articles.admin.requests import person
from articles.document import Document, freeze
from articles.models import Edition, Redaction, Story
from articles.permissions import may
from articles.removed import passage_words, placeholder
from articles.verbs import Unable

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

MOST_EDITIONS = 200  # that the page offers to show; older ones are searched all the same


@dataclass(slots=True)
class Search:
    """What somebody marked, and what was found of it."""

    passage: str = ""
    reason: str = ""
    standing: redactions.Standing | None = None
    similar: list[redactions.Standing] = field(default_factory=list)
    ticked: list[str] = field(default_factory=list)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def passages(self) -> list[str]:
        """All that is to go."""
        return [self.passage, *self.ticked]


@never_cache
@require_http_methods(["GET", "POST"])
def remove_words(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The page that marks and removes words.

    Posted, it looks where the passage stands; with `_remove`, it removes what the look found.
    """
    story = story_for(request, object_id, model_admin)
    search = Search()
    if request.method == "POST":
        search.passage = request.POST.get("passage", "").strip()
        search.reason = request.POST.get("reason", "")
        is_confirmed = "_remove" in request.POST and request.POST.get("looked") == search.passage
        if is_confirmed:
            search.ticked = request.POST.getlist("similar")
            if remove(request, story, search):
                return to_page(story)
        look(story, search, tick_all=not is_confirmed)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Remove words for legal reasons"),
        "story": story,
        "opts": Story._meta,
        "search": search,
        "mark": placeholder(clock.now(), story.language),
        "removals": removals(request, story),
        **shown_text(request, story),
    }
    return render(request, "admin/articles/story/remove_words.html", context)


@never_cache
@require_POST
def put_words_back(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """Lift the removal that the button names."""
    story = story_for(request, object_id, model_admin)
    number = request.POST.get("removal", "")
    removal = get_object_or_404(
        Redaction, story=story, pk=int(number) if number.isdecimal() and len(number) < 19 else 0
    )
    try:
        redactions.put_words_back(story=story, removal=removal, by=person(request), now=clock.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Put back. Readers see the words again where they stood."))
    return to_page(story)


def story_for(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> Story:
    """The story, for those who may see it and remove words from it."""
    story = model_admin.story_or_404(request, object_id, "view")
    if not may(request.user, "remove_words", story):
        raise PermissionDenied(_("You may not do this."))
    return story


def to_page(story: Story) -> HttpResponse:
    """Back to the page, without what was posted."""
    return HttpResponseRedirect(reverse("admin:articles_story_remove-words", args=[story.pk]))


def remove(request: HttpRequest, story: Story, search: Search) -> bool:
    """Remove what was found; False, with the reasons on the page, where it cannot be."""
    editions = redactions.where_they_stand(story, search.passages)
    try:
        redactions.remove_words(
            story=story,
            passages=search.passages,
            reason=search.reason,
            by=person(request),
            now=clock.now(),
        )
    except Unable as error:
        search.reasons = error.reasons
        return False
    count = max(one.editions for one in editions)
    where = ngettext("Removed from %d edition.", "Removed from %d editions.", count) % count
    then = _("Readers no longer see these words.")
    messages.success(request, f"{where} {then}")
    return True


def look(story: Story, search: Search, *, tick_all: bool) -> None:
    """Find what was marked, and what is similar."""
    if not passage_words(search.passage):
        search.reasons = [_("Mark the words that must go.")]
        return
    (search.standing,) = redactions.where_they_stand(story, [search.passage])
    search.similar = redactions.similar(story, search.passage)
    if tick_all:
        search.ticked = [one.passage for one in search.similar]
    search.addresses = redactions.in_addresses(story, search.passages)
    if not search.standing.is_anywhere:
        search.standing = None
        search.reasons = redactions.reasons_not_to_remove(
            story=story, passages=[search.passage], reason="—", now=clock.now()
        )


def removals(request: HttpRequest, story: Story) -> list[dict[str, object]]:
    """What was removed before; the words themselves for those who may see them."""
    may_see = may(request.user, "see_removed", story)
    found = Redaction.objects.filter(story=story).select_related("removed_by", "lifted_by")
    return [
        {
            "pk": one.pk,
            "passage": one.passage if may_see else "",
            "reason": one.reason,
            "removed": local_time.in_words(one.removed_at),
            "removed_by": one.removed_by,
            "lifted": local_time.in_words(one.lifted_at) if one.lifted_at else "",
            "lifted_by": one.lifted_by,
        }
        for one in found
    ]


def shown_text(request: HttpRequest, story: Story) -> dict[str, object]:
    """The text to mark words in: of the edition that was asked for, else what readers see now or
    saw last, else of the working copy."""
    editions = list(
        Edition.objects.filter(story=story).order_by("-live_from", "-pk")[:MOST_EDITIONS]
    )
    at = clock.now()
    asked = request.GET.get("edition", "")
    shown = next((one for one in editions if str(one.number) == asked), None)
    shown = shown or next((one for one in editions if one.live_from <= at), None)
    shown = shown or next(iter(editions), None)
    document = readers_text(story, shown)
    return {
        "document": document,
        "parts": [
            page.page_part(part.kind, part.values, document.language) for part in document.parts
        ],
        "shown": shown,
        "editions": [(one.number, local_time.in_words(one.live_from)) for one in editions],
    }


def readers_text(story: Story, edition: Edition | None) -> Document:
    """What readers get of `edition`, or would get of the working copy."""
    document = revisions.document_of(edition.revision) if edition else freeze(story)
    return revisions.to_reuse(document, story)
