"""The time that verbs and readers' pages go by.

On PostgreSQL it is the database's time, so that machines whose own clocks differ agree on what is
live. Each process learns how far its clock is off whenever it opens a connection, which costs one
small query then and none later.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils import timezone

_offset = timedelta(0)


def now() -> datetime:
    """The current instant, in UTC."""
    return timezone.now() + _offset


def measure(connection: BaseDatabaseWrapper) -> timedelta:
    """How far the database's clock is ahead of this process's, to within half a round trip."""
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    return there - (before + (timezone.now() - before) / 2)


def is_of_database(connection: BaseDatabaseWrapper) -> bool:
    """Whether the site goes by the clock of the database behind `connection`."""
    return settings.CLOCK_FROM_DATABASE and connection.vendor == "postgresql"


def follow_database(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Take up the clock of a database that was just connected to."""
    global _offset  # noqa: PLW0603 - one clock a process is the point
    if is_of_database(connection):
        _offset = measure(connection)


connection_created.connect(follow_database, dispatch_uid="articles.clock")
