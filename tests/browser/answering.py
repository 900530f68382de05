"""What the live server is answering: the tables are emptied when it is done, not before."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident

import pytest
from django.core.signals import request_finished, request_started

PATIENCE = 30  # seconds


class Answering:
    """The threads in which requests are being answered."""

    def __init__(self) -> None:
        self._threads: set[int] = set()
        self._changed = Condition()

    def _begin(self, **_signal: object) -> None:
        with self._changed:
            self._threads.add(get_ident())

    def _end(self, **_signal: object) -> None:
        with self._changed:
            self._threads.discard(get_ident())
            self._changed.notify_all()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Know of every request that comes while the block runs."""
        request_started.connect(self._begin)
        request_finished.connect(self._end)
        try:
            yield
        finally:
            request_started.disconnect(self._begin)
            request_finished.disconnect(self._end)

    def wait(self) -> None:
        """Return when all are answered; fails the test if that takes too long."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._threads, PATIENCE):
                pytest.fail("The server has not answered everything.", pytrace=False)
