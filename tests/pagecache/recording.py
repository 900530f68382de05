"""A real HTTP server that stands for an outer cache: it writes down what it is told, or fails."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pagecache import outer, purging


@dataclass(frozen=True)
class Call:
    """A request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float  # of the machine's monotonic clock

    @property
    def tags(self) -> set[str]:
        """What it asks to forget."""
        return set(self.headers["cache-tag"].split(","))


class Recorder(ThreadingHTTPServer):
    """An outer cache on 127.0.0.1. `status` is what it answers; `way` may be "hang" or "drip"."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls: list[Call] = []
        self.status, self.way, self.headers = 204, "", dict[str, str]()
        self.arrived = threading.Condition()
        self.over = threading.Event()

    @property
    def url(self) -> str:
        scheme = "https" if hasattr(self.socket, "context") else "http"
        return f"{scheme}://127.0.0.1:{self.server_port}/"

    def told(self, count: int, seconds: float = 5) -> list[Call]:
        """The first `count` calls, as soon as they have arrived; an error after `seconds`."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.calls) >= count, seconds), self.calls
            return self.calls[:count]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients give up on us: that is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Writes down every request."""

    server: Recorder

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.server.arrived:
            self.server.calls.append(Call(self.command, self.path, headers, body, time.monotonic()))
            self.server.arrived.notify_all()
        if self.server.way == "hang":
            self.server.over.wait(30)
        while self.server.way == "drip" and not self.server.over.wait(0.05):
            self.wfile.write(b"H")
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PURGE = do_POST = do_GET = answer  # noqa: N815 - names of the library

    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


@contextmanager
def outer_cache() -> Iterator[Recorder]:
    """An outer cache that is there until the block ends."""
    server = Recorder()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """An outer cache, of which no setting knows yet."""
    with outer_cache() as server:
        yield server


@pytest.fixture
def couriers(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[None]:
    """Threads that send once and end, and have ended before the database is emptied.

    What fails is due again at once.
    """
    monkeypatch.setattr(purging, "LINGER", timedelta(days=-1))
    monkeypatch.setattr(outer, "PATIENCE", 0.5)
    monkeypatch.setattr(purging, "LONGEST_PAUSE", timedelta(0))
    monkeypatch.setattr(purging, "LOOK_EVERY", 0.0)
    yield
    at_rest()


def at_rest() -> None:
    """Return when every thread that sends has ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("purges of"):
            thread.join(20)
            assert not thread.is_alive()
