"""The list of stories on the desk."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import clock, status
from articles.models import Edition, Revision, Story
from articles.permissions import visible_to


class StoryChangeList(ChangeList):
    """Adds to one page of stories what readers see of them: two queries a page."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> "QuerySet[Story]":
        return super().get_queryset(request, *args, **kwargs).prefetch_related("section__texts")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        stories = list(self.result_list)
        words = statuses(stories)
        for story in stories:
            vars(story)["desk_status"] = words[story.pk]
        self.result_list = stories


def statuses(stories: list[Story]) -> dict[int, str]:
    """What readers see of each of `stories`, in words, by primary key. Three queries."""
    keys = [story.pk for story in stories]
    live = Edition.objects.filter(story__in=keys).live(at=clock.now()).select_related("revision")
    editions = {edition.story_id: edition for edition in live}
    past = set(Edition.objects.filter(story__in=keys).values_list("story_id", flat=True))
    ahead: Counter[int] = Counter()
    saves = Revision.objects.filter(story__in=editions).values_list("story_id", "number")
    for story_id, number in saves:
        ahead[story_id] += number > editions[story_id].revision.number
    words = {}
    for key in keys:
        if key in editions:
            words[key] = status.in_words(editions[key], ahead[key]).words
        else:
            words[key] = gettext("Taken down") if key in past else gettext("Not published")
    return words


def latest_of(user: User, count: int = 8) -> list[tuple[Story, str]]:
    """The stories that `user` writes, last saved first, each with what readers see of it."""
    own = Q(created_by=user.pk) | Q(assigned_to=user.pk)
    stories = list(visible_to(user).filter(own)[:count])
    words = statuses(stories)
    return [(story, words[story.pk]) for story in stories]


class StoryList:
    """How the list looks; mixed into the story's admin."""

    list_display = ["headline_", "status_", "section_", "language", "created_by", "saved"]
    list_filter = ["language", "format", "section"]
    list_select_related = ["section", "created_by"]
    list_per_page = 50
    search_fields = ["headline", "slug"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryChangeList

    @admin.display(description=_("headline"), ordering="headline")
    def headline_(self, story: Story) -> str:
        """The headline, or what an unnamed story is called."""
        return str(story)

    @admin.display(description=_("readers see"))
    def status_(self, story: Story) -> str:
        """What readers see of it; put there by the change list."""
        return str(getattr(story, "desk_status", ""))

    @admin.display(description=_("section"), ordering="section__position")
    def section_(self, story: Story) -> str:
        """The section's name; texts are prefetched."""
        return str(story.section or "")

    @admin.display(description=_("saved"), ordering="saved_at")
    def saved(self, story: Story) -> str:
        """When it was last saved, in the user's zone."""
        return format_date(timezone.localtime(story.saved_at), "j M Y, H:i T")
