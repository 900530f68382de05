"""Who may do what, to which story or picture.

The only places that decide: may(), visible_to() and pictures_visible_to().
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from articles.models import Story
from images.models import Image, ImageQuerySet

Person = User | AnonymousUser
Target = Story | Image


def _works_here(user: Person) -> bool:
    return user.is_active and user.is_staff


def _is_own(user: Person, target: Target | None) -> bool:
    return isinstance(target, Story) and user.pk in {target.created_by_id, target.assigned_to_id}


def _is_own_picture(user: Person, target: Target | None) -> bool:
    return isinstance(target, Image) and user.pk == target.uploaded_by_id


def _anybody_on_the_desk(_user: Person, _target: Target | None) -> bool:
    return True


def _nobody_but_administrators(_user: Person, _target: Target | None) -> bool:
    return False


# What a verb asks of somebody on the desk who is not a superuser; superusers have every verb.
VERBS: dict[str, Callable[[Person, Target | None], bool]] = {
    "start": _anybody_on_the_desk,
    "view": _is_own,
    "write": _is_own,
    "pair": _is_own,
    "assign": _nobody_but_administrators,
    "set_due": _is_own,
    "publish": _nobody_but_administrators,
    "fix": _nobody_but_administrators,
    "update": _nobody_but_administrators,
    "minor": _nobody_but_administrators,
    "correct": _nobody_but_administrators,
    "clarify": _nobody_but_administrators,
    "schedule": _nobody_but_administrators,
    "move_scheduled": _nobody_but_administrators,
    "cancel_scheduled": _nobody_but_administrators,
    "expire_at": _nobody_but_administrators,
    "embargo": _nobody_but_administrators,
    "take_down": _nobody_but_administrators,
    "undo": _nobody_but_administrators,
    "reinstate": _nobody_but_administrators,
    "remove_words": _nobody_but_administrators,
    "put_words_back": _nobody_but_administrators,
    "see_removed": _nobody_but_administrators,
    "rename_section": _nobody_but_administrators,
    "readdress": _nobody_but_administrators,
    "redirect": _nobody_but_administrators,
    "drop_redirect": _nobody_but_administrators,
    "evidence": _nobody_but_administrators,
    "submit": _is_own,
    "approve": _nobody_but_administrators,
    "send_back": _nobody_but_administrators,
    "note": _is_own,
    "resolve_note": _is_own,
    "reopen_note": _is_own,
    "restore": _is_own,
    "name_revision": _is_own,
    "resolve": _is_own,
    "share": _is_own,
    "unshare": _is_own,
    "copy": _is_own,
    "translate": _is_own,
    "still_right": _is_own,
    "bin": _is_own,
    "unbin": _is_own,
    "delete_taxon": _nobody_but_administrators,
    "change_taxonomy": _nobody_but_administrators,
    "change_site": _nobody_but_administrators,
    "add_picture": _anybody_on_the_desk,
    "see_pictures": _anybody_on_the_desk,
    "describe_picture": _is_own_picture,
    "scope_picture": _is_own_picture,
    "replace_picture": _is_own_picture,
    "retire_picture": _nobody_but_administrators,
    "unretire_picture": _nobody_but_administrators,
    "take_down_picture": _nobody_but_administrators,
    "put_back_picture": _nobody_but_administrators,
    "delete_picture": _nobody_but_administrators,
    "place": _nobody_but_administrators,
    "arrange_front": _nobody_but_administrators,
    "publish_front": _nobody_but_administrators,
    "cancel_front": _nobody_but_administrators,
    "restore_front": _nobody_but_administrators,
    "discard_front": _nobody_but_administrators,
    "put_in_series": _nobody_but_administrators,
    "raise_alert": _nobody_but_administrators,
    "end_alert": _nobody_but_administrators,
    "see_health": _nobody_but_administrators,
    "read_at_another_time": _nobody_but_administrators,
}


# All that can be done to a story in the bin, whoever asks: nobody writes or publishes it there.
IN_THE_BIN = frozenset({"view", "unbin"})


def may(user: Person, verb: str, target: Target | None = None) -> bool:
    """Whether `user` may do `verb`, to the story or picture that it is done to.

    Raises KeyError for a verb that is not in the table: a new verb needs its row.
    """
    rule = VERBS[verb]
    if isinstance(target, Story) and target.binned_at and verb not in IN_THE_BIN:
        return False
    return _works_here(user) and (user.is_superuser or rule(user, target))


def visible_to(user: Person, *, in_bin: bool = False) -> "QuerySet[Story]":
    """The stories that `user` may see on the desk, or those in the bin; never both.

    What is binned is in no list, search or chooser: all of them begin here.
    """
    if not _works_here(user):
        return Story.objects.none()
    stories = Story.objects.in_bin() if in_bin else Story.objects.on_desk()
    if user.is_superuser:
        return stories
    return stories.filter(Q(created_by=user.pk) | Q(assigned_to=user.pk))


def pictures_visible_to(user: Person) -> ImageQuerySet:
    """The pictures that `user` may see on the desk: what is offered, and their own; all of them
    for superusers. What was taken down only superusers see.
    """
    if not _works_here(user):
        return Image.objects.none()
    if user.is_superuser:
        return Image.objects.all()
    shown = Q(retired_at=None) | Q(uploaded_by=user.pk)
    return Image.objects.filter(shown, taken_down_at=None)
