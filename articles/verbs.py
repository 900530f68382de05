"""What every verb does around its own work: lock, permission, reasons, audit line, signal."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from articles import signals
from articles.models import Story
from articles.permissions import may
from images.models import Image

_Result = TypeVar("_Result")
_Target = TypeVar("_Target", bound=models.Model)


class Unable(Exception):
    """A verb cannot be done. `reasons` are sentences for the person who tried."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


# Lists, before a verb is tried and with its arguments but for who tries, why it cannot be done.
Reasons = Callable[..., list[str]]


def no_reasons(**_arguments: Any) -> list[str]:
    """The reasons of a verb that can always be done."""
    return []


def verb(
    name: str,
    *,
    reasons: Reasons = no_reasons,
    unable: type[Unable] = Unable,
    detail: Callable[[Any], dict[str, Any]] = lambda _result: {},
    on: str = "story",
) -> Callable[[Callable[..., _Result]], Callable[..., _Result]]:
    """Make a keyword-only function a verb.

    The function is called with `by` (User), `now` (aware datetime) and its target under the name
    `on`. In one transaction the target is locked and read anew, `may(by, name, …)` is asked
    (PermissionDenied where not), `reasons(now=…, …)` are listed (`unable` is raised where there
    are any), the function runs, and its audit line is written with `detail(result)`. A function
    that returns None changed nothing and leaves no line.
    """

    def decorate(function: Callable[..., _Result]) -> Callable[..., _Result]:
        @functools.wraps(function)
        def run(*, by: User, now: datetime, **arguments: Any) -> _Result:
            with transaction.atomic():
                target = lock(arguments[on])
                arguments[on] = target
                if not may(by, name, target if isinstance(target, Story | Image) else None):
                    raise PermissionDenied(_("You may not do this."))
                why = reasons(now=now, **arguments)
                if why:
                    raise unable(why)
                result = function(by=by, now=now, **arguments)
                if result is not None:
                    audit.record(actor=by, action=name, target=target, now=now, **detail(result))
                    signals.verb_done.send(name, target=target, result=result, by=by, now=now)
            return result

        return run

    return decorate


def lock(target: _Target) -> _Target:
    """Return `target` read anew and locked until the transaction ends; as it is while unsaved.

    On SQLite the transaction itself is the lock: it is immediate.
    """
    if target.pk is None:
        return target
    return type(target)._default_manager.select_for_update(of=("self",)).get(pk=target.pk)
