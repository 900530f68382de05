"""One story in several languages: which stories are each other's translations."""

from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Edition, Story
from articles.models.story import StoryQuerySet
from articles.verbs import Unable, verb


class UnableToPair(Unable):
    """Raised where two stories cannot be each other's translations."""


def counterparts(story: Story) -> "QuerySet[Story]":
    """The story's other languages on the desk; without those in the bin."""
    return _group_without(story).on_desk().order_by("language")


def _group_without(story: Story) -> StoryQuerySet:
    return Story.objects.filter(translation_group=story.translation_group).exclude(pk=story.pk)


def find(address: str, among: "QuerySet[Story]") -> Story | None:
    """The story of `among` that a public address, or a link to its form on the desk, names."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:  # a broken host
        return None
    on_the_desk = path.rstrip("/").split("/")
    if "story" in on_the_desk:
        key = on_the_desk[on_the_desk.index("story") + 1 :][:1]
        if key and key[0].isascii() and key[0].isdigit() and len(key[0]) < 19:
            return among.filter(pk=int(key[0])).first()
    return among.filter(addresses__path=f"/{path.strip('/')}/").first()


def reasons_not_to_pair(*, story: Story, other: Story | None, **_arguments: Any) -> list[str]:
    """Sentences that say why `other` cannot be a translation of `story`."""
    if other is None:
        return []
    if other.language == story.language:
        return [_("Both stories are in the same language.")]
    group = Story.objects.filter(translation_group=other.translation_group)
    if group.filter(language=story.language).exclude(pk=story.pk).exists():
        return [_("That story has a translation into this language already.")]
    return []


@verb("pair", reasons=reasons_not_to_pair, unable=UnableToPair)
def pair(*, story: Story, other: Story | None, by: User, now: datetime) -> Story | None:
    """Make `story` a translation of `other`, or of nothing where that is None.

    Readers are led from one language to the other by the editions that are live or to come; past
    ones stay as they were. Returns the story, or None where nothing changed.
    Raises UnableToPair with the reasons, PermissionDenied.
    """
    if other is not None:
        group = other.translation_group
    else:
        group = uuid4() if _group_without(story).exists() else story.translation_group
    if group == story.translation_group:
        return None
    story.translation_group = group
    story.save(update_fields=["translation_group"])
    current = Edition.objects.filter(story=story).not_ended(now=now)
    current.update(translation_group=group)
    return story
