"""Audit lines are added, never changed."""

from datetime import datetime

import pytest

from accounts import audit
from accounts.models import AppendOnly, AuditLine, User


def test_a_line_says_who_did_what_to_what(
    administrator: User, reporter: User, now: datetime
) -> None:
    line = audit.record(actor=administrator, action="greet", target=reporter, now=now, loudly=True)

    assert list(audit.lines_about(reporter)) == [line]
    assert (line.actor, line.action, line.at) == (administrator, "greet", now)
    assert (line.target_text, line.detail) == ("Rita Reporter", {"loudly": True})


def test_a_line_cannot_be_changed(administrator: User, now: datetime) -> None:
    line = audit.record(actor=administrator, action="greet", target=administrator, now=now)
    line.action = "insult"

    with pytest.raises(AppendOnly):
        line.save()
    with pytest.raises(AppendOnly):
        AuditLine.objects.update(action="insult")

    assert AuditLine.objects.get().action == "greet"


def test_a_line_cannot_be_deleted(administrator: User, now: datetime) -> None:
    line = audit.record(actor=administrator, action="greet", target=administrator, now=now)

    with pytest.raises(AppendOnly):
        line.delete()
    with pytest.raises(AppendOnly):
        AuditLine.objects.all().delete()

    assert AuditLine.objects.count() == 1
