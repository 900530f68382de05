"""The append-only record of what people did. One call: record(...)."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import AuditLine, User


def record(
    *, actor: User | None, action: str, target: models.Model, now: datetime, **detail: Any
) -> AuditLine:
    """Write one audit line in the caller's transaction and return it.

    `actor` is None for what the system does by itself; `action` is a verb's name; `detail` must be
    JSON. The target's words are kept with the line, so that it reads the same when they change.
    """
    return AuditLine.objects.create(
        at=now,
        actor=actor,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_text=str(target)[:500],
        detail=detail,
    )


def lines_about(target: models.Model) -> models.QuerySet[AuditLine]:
    """What was done to `target`, newest first."""
    return AuditLine.objects.filter(
        target_type=target._meta.label_lower, target_id=str(target.pk)
    ).select_related("actor")
