"""Who may do what, to which story. The only two places that decide: may() and visible_to()."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from articles.models import Story

Person = User | AnonymousUser


def _works_here(user: Person) -> bool:
    return user.is_active and user.is_staff


def _is_own(user: Person, story: Story | None) -> bool:
    return story is not None and user.pk in {story.created_by_id, story.assigned_to_id}


def _anybody_on_the_desk(_user: Person, _story: Story | None) -> bool:
    return True


def _nobody_but_administrators(_user: Person, _story: Story | None) -> bool:
    return False


# What a verb asks of somebody on the desk who is not a superuser; superusers have every verb.
VERBS: dict[str, Callable[[Person, Story | None], bool]] = {
    "start": _anybody_on_the_desk,
    "view": _is_own,
    "write": _is_own,
    "pair": _is_own,
    "assign": _nobody_but_administrators,
    "publish": _nobody_but_administrators,
    "unpublish": _nobody_but_administrators,
    "change_taxonomy": _nobody_but_administrators,
    "change_site": _nobody_but_administrators,
}


def may(user: Person, verb: str, story: Story | None = None) -> bool:
    """Whether `user` may do `verb`, to `story` where the verb is done to one.

    Raises KeyError for a verb that is not in the table: a new verb needs its row.
    """
    rule = VERBS[verb]
    return _works_here(user) and (user.is_superuser or rule(user, story))


def visible_to(user: Person) -> "QuerySet[Story]":
    """The stories that `user` may see on the desk."""
    if not _works_here(user):
        return Story.objects.none()
    if user.is_superuser:
        return Story.objects.all()
    return Story.objects.filter(Q(created_by=user.pk) | Q(assigned_to=user.pk))
