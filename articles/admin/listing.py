"""The list of stories on the desk."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import clock, local_time, status, translating
from articles.admin.presence import people_at
from articles.admin.requests import person
from articles.models import Story
from articles.permissions import visible_to


class StoryChangeList(ChangeList):
    """Adds to one page of stories where they stand and who is there, and what of its languages
    is missing or behind: nine queries a page, however many stories."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> "QuerySet[Story]":
        return super().get_queryset(request, *args, **kwargs).prefetch_related("section__texts")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        stories = list(self.result_list)
        now = clock.now()
        standing = status.statuses(stories, at=now)
        people = people_at([story.pk for story in stories], person(request), now)
        missing = translating.missing_from(stories)
        shown = Story.objects.filter(pk__in=[story.pk for story in stories])
        behind = {story.pk for story in translating.behind(shown, now, most=len(stories))}
        for story in stories:
            vars(story)["desk_languages"] = languages_in_words(
                story, missing[story.pk], is_behind=story.pk in behind
            )
            vars(story)["desk_status"] = standing[story.pk].words
            vars(story)["desk_people"] = people.get(story.pk, [])
        self.result_list = stories


def languages_in_words(story: Story, missing: list[str], *, is_behind: bool) -> str:
    """The story's language, which others it lacks, and whether its source has changed."""
    said = [story.get_language_display()]
    if is_behind:
        said.append(gettext("source changed"))
    if missing and not story.binned_at:
        names = (str(get_language_info(code)["name_translated"]) for code in missing)
        said.append(gettext("not in %s") % ", ".join(names))
    return " · ".join(said)


def latest_of(user: User, count: int = 8) -> list[tuple[Story, str, list[str]]]:
    """The stories that `user` writes, last saved first: how each stands, and who is at it."""
    own = Q(created_by=user.pk) | Q(assigned_to=user.pk)
    stories = list(visible_to(user).filter(own)[:count])
    now = clock.now()
    standing = status.statuses(stories, at=now)
    people = people_at([story.pk for story in stories], user, now)
    saved = gettext("saved %s")
    return [
        (
            story,
            f"{standing[story.pk].words} · {saved % local_time.in_words(story.saved_at)}",
            people.get(story.pk, []),
        )
        for story in stories
    ]


class StoryList:
    """How the list looks; mixed into the story's admin."""

    list_display = [
        "headline_",
        "status_",
        "people_",
        "section_",
        "language_",
        "started_by",
        "saved",
    ]
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

    @admin.display(description=_("language"), ordering="language")
    def language_(self, story: Story) -> str:
        """Its language, and what is missing or behind; put there by the change list."""
        return str(getattr(story, "desk_languages", story.language))

    @admin.display(description=_("here now"))
    def people_(self, story: Story) -> str:
        """Who is at its form, and where; put there by the change list, kept fresh by a script."""
        sentences = format_html_join("", "<span>{}</span>", ((s,) for s in story.desk_people))  # type: ignore[attr-defined]
        return format_html('<span class="people" data-story="{}">{}</span>', story.pk, sentences)

    @admin.display(description=_("section"), ordering="section__position")
    def section_(self, story: Story) -> str:
        """The section's name; texts are prefetched."""
        return str(story.section or "")

    @admin.display(description=_("started by"), ordering="created_by__display_name")
    def started_by(self, story: Story) -> str:
        """Who started it."""
        return str(story.created_by or "")

    @admin.display(description=_("saved"), ordering="saved_at")
    def saved(self, story: Story) -> str:
        """When it was last saved, in the user's zone."""
        return local_time.in_words(story.saved_at)
