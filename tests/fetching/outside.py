"""A real server that stands for the outside, on this machine, and the policy that allows it."""

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread
from typing import Any

from fetching import Policy

Answer = tuple[int, dict[str, str], bytes]


class Outside:
    """What the server was asked, and what it answers by path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, str]] = []  # host, path
        self.answers: dict[str, Answer] = {}

    def says(self, path: str, body: bytes, kind: str = "text/html", **headers: str) -> None:
        self.answers[path] = (200, {"Content-Type": kind, **headers}, body)

    def leads(self, path: str, to: str) -> None:
        self.answers[path] = (302, {"Location": to}, b"")

    def url(self, path: str = "/", host: str = "outside.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def policy(self, **options: Any) -> Policy:
        here = ip_address("127.0.0.1")
        own = {
            "resolve": lambda _host, _port: ["127.0.0.1"],
            "is_allowed": lambda address: address == here,
            "ports": frozenset({self.port, 80, 443}),
        }
        return Policy(**(own | options))


class Handler(BaseHTTPRequestHandler):
    """Answers for the `place` that the class of a server's own handlers has."""

    protocol_version = "HTTP/1.1"
    place: Outside

    def log_message(self, *_arguments: Any) -> None:
        return

    def do_GET(self) -> None:
        self.place.asked.append((self.headers["Host"], self.path))
        try:
            self.answer()
        except OSError:
            return  # who asked went away

    def answer(self) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        if self.path == "/drip-of-headers":
            self.drip(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n")
        if self.path == "/drip":
            self.drip(head, b".")
        if self.path == "/endless":
            self.drip(head, b"x" * 2**20, 0)
        path = self.path.partition("?")[0]
        status, headers, body = self.place.answers.get(path, (404, {}, b"Nothing here"))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, head: bytes, drop: bytes, pause: float = 0.02) -> None:
        self.close_connection = True
        self.wfile.write(head)
        while True:  # until who asked goes away
            self.wfile.write(drop)
            time.sleep(pause)


@contextmanager
def outside() -> Iterator[Outside]:
    """The server, for as long as the block runs."""
    handler = type("OwnHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    place = handler.place = Outside(server.server_port)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bomb(size: int) -> bytes:
    """That many bytes, packed into very few."""
    return gzip.compress(bytes(size))
