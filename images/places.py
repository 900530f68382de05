"""Locks that hold across the threads and the processes of one machine.

Each is a file that is locked; the system lets go of it when a process dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_SHARES = 256  # files for the locks of names: two names share one now and then, which does no harm


@contextmanager
def one_of(kind: str, count: int) -> Iterator[bool]:
    """Take one of `count` places of this kind for the block; False where all are taken."""
    for number in range(count):
        with _locked(f"{kind}-{number}") as taken:
            if taken:
                yield True
                return
    yield False


@contextmanager
def alone_with(name: str) -> Iterator[bool]:
    """Take `name` for the block; False where somebody else has it. Nobody ever waits."""
    share = int.from_bytes(sha256(name.encode()).digest()[:4]) % _SHARES
    with _locked(f"name-{share}") as taken:
        yield taken


@contextmanager
def _locked(name: str) -> Iterator[bool]:
    folder = Path(settings.MEDIA_ROOT) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Opened anew each time: such a lock belongs to the opening, so threads exclude each other too.
    handle = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
