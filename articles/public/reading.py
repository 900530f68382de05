"""The instant that a readers' page shows: now, or another one that the desk asked for."""

from datetime import datetime

from django.http import HttpRequest

from articles import clock


def instant_of(request: HttpRequest) -> datetime:
    """The instant as of which `request` reads the site. The clock is read here, once a page."""
    asked: datetime | None = vars(request).get("reads_at")
    return asked or clock.now()


def read_as_of(request: HttpRequest, at: datetime) -> None:
    """Let `request` read the site as of `at`. Whether it may is for the caller to know."""
    vars(request)["reads_at"] = at
