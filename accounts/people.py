"""Closing accounts. Nobody is ever deleted: what people wrote says who wrote it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User


class UnableToClose(Exception):
    """Raised where an account cannot be closed. `reasons` are sentences for who tried."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def reasons_not_to_close(*, person: User, by: User) -> list[str]:
    """Sentences that say why `by` cannot close the account of `person`; none where they can."""
    if person == by:
        return [_("This is your own account. Ask another administrator to close it.")]
    return [] if person.is_active else [_("This account is closed already.")]


def close_account(*, person: User, by: User, now: datetime) -> User:
    """Let `person` sign in no more, from their next request on; all that they did stays.

    Raises UnableToClose with the reasons, and PermissionDenied for all but administrators.
    """
    if not (by.is_active and by.is_superuser):
        raise PermissionDenied(_("You may not do this."))
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        why = reasons_not_to_close(person=person, by=by)
        if why:
            raise UnableToClose(why)
        person.is_active = False
        person.save(update_fields=["is_active"])
        audit.record(actor=by, action="close_account", target=person, now=now)
    return person
