"""The clock that verbs go by."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles import clock


def test_without_a_database_clock_it_is_this_machines() -> None:
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=1)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="an SQLite database has no clock of its own"
)
def test_on_postgresql_it_follows_the_database(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLOCK_FROM_DATABASE = True
    monkeypatch.setattr(clock, "_offset", timedelta(hours=5))

    clock.follow_database(connection)

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    assert abs(there - clock.now()) < timedelta(seconds=5)
