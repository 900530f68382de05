"""Threads that run when they are called and end when there is nothing left to do."""

import threading
from collections.abc import Callable


class Courier:
    """Does `work` in a thread of its own, once more for every call that came meanwhile.

    `work` returns in how many seconds it wants to run again, or None where it does not. It must
    not raise. Calling costs the caller nothing but the start of a thread.
    """

    def __init__(self, name: str, work: Callable[[], float | None]) -> None:
        self._name, self._work = name, work
        self._lock = threading.Lock()
        self._called = threading.Event()
        self._thread: threading.Thread | None = None

    def call(self) -> None:
        """Have the work done from now on."""
        with self._lock:
            self._called.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        pause: float | None = 0
        while pause is not None or not self._may_end():
            self._called.wait(pause)
            self._called.clear()
            pause = self._work()

    def _may_end(self) -> bool:
        """Whether nobody has called; whoever calls after this starts another thread."""
        with self._lock:
            if self._called.is_set():
                return False
            self._thread = None
            return True
