"""The caches in front of the site that can be told to forget: one small class a kind.

Each is one request. Nothing is followed: not a redirect, and no proxy of the environment.
"""

import http.client
import json
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 2.0  # seconds without a word from the cache
DEADLINE = 4.0  # seconds for a whole request
_READ = 65_536  # bytes of an answer


class UnableToPurge(Exception):
    """A cache was not told, or did not say that it has forgotten. Carries no secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent to a cache."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Varnish:
    """A cache that takes `PURGE` with the tags in headers: Varnish with xkey, and what imitates it.

    docs/operations.md has the configuration of Varnish that answers it.
    """

    url: str
    most_tags = 100

    @property
    def name(self) -> str:
        """How people know it."""
        return self.url

    def purge(self, tags: Sequence[str]) -> None:
        """Let it forget what carries any of `tags`. Raises UnableToPurge."""
        headers = {"Cache-Tag": ",".join(tags), "xkey": " ".join(tags)}
        send(Request(method="PURGE", url=self.url, headers=headers))


@dataclass(frozen=True, slots=True)
class Fastly:
    """A service of Fastly. It reads tags as surrogate keys."""

    service: str
    token: str = field(repr=False)
    api: str = "https://api.fastly.com"
    most_tags = 256

    @property
    def name(self) -> str:
        """How people know it."""
        return f"Fastly {self.service}"

    def purge(self, tags: Sequence[str]) -> None:
        """Let it forget what carries any of `tags`. Raises UnableToPurge."""
        send(
            Request(
                method="POST",
                url=f"{self.api}/service/{self.service}/purge",
                headers={"Fastly-Key": self.token, "Content-Type": "application/json"},
                body=json.dumps({"surrogate_keys": list(tags)}).encode(),
            )
        )


@dataclass(frozen=True, slots=True)
class Cloudflare:
    """A zone of Cloudflare."""

    zone: str
    token: str = field(repr=False)
    api: str = "https://api.cloudflare.com/client/v4"
    most_tags = 100

    @property
    def name(self) -> str:
        """How people know it."""
        return f"Cloudflare {self.zone}"

    def purge(self, tags: Sequence[str]) -> None:
        """Let it forget what carries any of `tags`. Raises UnableToPurge."""
        send(
            Request(
                method="POST",
                url=f"{self.api}/zones/{self.zone}/purge_cache",
                headers={
                    "Authorization": f"Bearer {self.token}",
                    "Content-Type": "application/json",
                },
                body=json.dumps({"tags": list(tags)}).encode(),
            )
        )


OuterCache = Varnish | Fastly | Cloudflare


def outer_caches() -> tuple[OuterCache, ...]:
    """Those that CACHE_PURGE_URL names."""
    return _read(tuple(settings.CACHE_PURGE_URLS))


@lru_cache(maxsize=8)
def _read(addresses: tuple[str, ...]) -> tuple[OuterCache, ...]:
    return tuple(map(_cache_at, addresses))


def _cache_at(address: str) -> OuterCache:
    pieces = urlsplit(address)
    if pieces.scheme in {"http", "https"}:
        return Varnish(address)
    token, _at, own = pieces.netloc.rpartition("@")  # as it is written: hostnames lose their case
    return Fastly(own, token) if pieces.scheme == "fastly" else Cloudflare(own, token)


def send(request: Request) -> None:
    """Send `request`. Raises UnableToPurge where it is not answered with 2xx within DEADLINE."""
    pieces = urlsplit(request.url)
    kind = http.client.HTTPSConnection if pieces.scheme == "https" else http.client.HTTPConnection
    connection = kind(pieces.hostname or "", pieces.port, timeout=PATIENCE)
    deadline = threading.Timer(DEADLINE, _cut, [connection])
    deadline.daemon = True
    deadline.start()
    try:
        target = (pieces.path or "/") + (f"?{pieces.query}" if pieces.query else "")
        connection.request(request.method, target, request.body, request.headers)
        answer = connection.getresponse()
        answer.read(_READ)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnableToPurge(str(error) or type(error).__name__) from error
    finally:
        deadline.cancel()
        connection.close()
    if not 200 <= answer.status < 300:
        raise UnableToPurge(f"HTTP {answer.status}")


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a connection that has gone on for too long, word by word."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
