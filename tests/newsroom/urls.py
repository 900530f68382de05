"""The site's addresses, and some that fail on purpose."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from newsroom.urls import *  # noqa: F403
from newsroom.urls import handler400, handler403, handler404, handler500  # noqa: F401
from newsroom.urls import urlpatterns as of_the_site


def fail(_request: HttpRequest) -> NoReturn:
    raise RuntimeError("on purpose")


def forbid(_request: HttpRequest) -> NoReturn:
    raise PermissionDenied


def suspect(_request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation("on purpose")


urlpatterns = [
    path("test-400/", suspect),
    path("test-403/", forbid),
    path("test-500/", fail),
    path("it/test-500/", fail),
    *of_the_site,
]
