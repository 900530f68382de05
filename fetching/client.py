"""One request to the outside: checked, pinned to the address that was checked, and bounded."""

import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from threading import Event, Timer
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from fetching.hosts import (
    IP,
    Resolve,
    Target,
    UnusableAddress,
    addresses_of,
    is_public,
    system_resolver,
    target_of,
)

AGENT = "Newsroom (link preview)"
_PIECE = 64 * 1024
_MOVED = {301, 302, 303, 307, 308}
_ENCODINGS = {"", "identity", "gzip"}
_MOST_ADDRESSES = 3  # of a name, that are tried


class Unfetchable(Exception):
    """Raised where nothing could be fetched; its text is a sentence for whoever asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Whom we ask, and how long. There is one, PUBLIC; tests make their own."""

    resolve: Resolve = system_resolver
    is_allowed: Callable[[IP], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    seconds: float = 5.0  # for everything: names, connecting, redirects, the whole answer
    most_redirects: int = 3
    tls: ssl.SSLContext | None = None  # the system's authorities where there is none


PUBLIC = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered."""

    url: str  # where it was in the end
    media_type: str  # in lower case, without parameters
    charset: str
    body: bytes


def fetch(url: str, *, accept: frozenset[str], most_bytes: int, policy: Policy = PUBLIC) -> Fetched:
    """What stands at `url`, if it is one of the media types that are accepted.

    Raises Unfetchable: for addresses that are not public, too many redirects, another media type,
    an answer larger than `most_bytes` once it is unpacked, and for everything that takes too long.
    """
    until = time.monotonic() + policy.seconds
    scheme = ""
    for _hop in range(policy.most_redirects + 1):
        target = _checked(url, policy)
        if scheme == "https" and target.scheme == "http":
            raise Unfetchable(_("This address leads to one that is not safe."))
        scheme = target.scheme
        with _answer(target, accept, policy, until) as response:
            moved_to = response.headers.get("Location")
            if response.status not in _MOVED or not moved_to:
                return _read(response, target, accept, most_bytes)
        url = urljoin(target.url, moved_to)
    raise Unfetchable(_("This address leads on too many times."))


def _checked(url: str, policy: Policy) -> Target:
    try:
        target = target_of(url)
    except UnusableAddress:
        raise Unfetchable(_("This is not an address on the web that can be looked up.")) from None
    if target.port not in policy.ports:
        raise Unfetchable(_("This is not an address on the web that can be looked up."))
    return target


def _public_addresses(target: Target, policy: Policy, until: float) -> list[IP]:
    """The addresses of the target's host; every one of them must be allowed."""
    left = until - time.monotonic()
    try:
        found = addresses_of(target.host, target.port, policy.resolve, left)
    except TimeoutError:
        raise _too_slow() from None
    except (OSError, ValueError):
        raise Unfetchable(_("There is no site with this name.")) from None
    if not all(policy.is_allowed(address) for address in found):
        raise Unfetchable(_("This address is not a public one."))
    return found[:_MOST_ADDRESSES]


@contextmanager
def _answer(
    target: Target, accept: frozenset[str], policy: Policy, until: float
) -> Iterator[HTTPResponse]:
    """The head of the target's answer; the connection ends with the block, or with the time."""
    connection = _connected(target, policy, until)
    late = Event()
    with _ending(connection, until, late):
        try:
            connection.request(
                "GET",
                target.path,
                headers={
                    "Host": target.host_header,
                    "User-Agent": AGENT,
                    "Accept": ", ".join(sorted(accept)),
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                },
                preload_content=False,
                decode_content=False,
            )
            yield connection.getresponse()
            if late.is_set():  # a body without a length seems whole where it was cut
                raise _too_slow()
        except (OSError, HTTPError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise _too_slow() from None
            raise _unanswered() from None
        except Unfetchable:
            if late.is_set():
                raise _too_slow() from None
            raise
        except Exception as error:
            # What http.client finds wrong with an answer has no class in common with the rest.
            if type(error).__module__ != "http.client":
                raise
            raise (_too_slow() if late.is_set() else _unanswered()) from None


def _connected(target: Target, policy: Policy, until: float) -> HTTPConnection:
    """A connection to one of the addresses that were just checked, never to the name."""
    for address in _public_addresses(target, policy, until):
        connection = _connection(target, str(address), policy, until)
        try:
            connection.connect()
            return connection
        except (OSError, HTTPError):
            connection.close()
    raise _too_slow() if time.monotonic() >= until else _unanswered()


def _connection(target: Target, address: str, policy: Policy, until: float) -> HTTPConnection:
    left = max(0.001, until - time.monotonic())
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=left)
    return HTTPSConnection(
        address,
        target.port,
        timeout=left,
        cert_reqs="CERT_REQUIRED",
        server_hostname=target.host,
        assert_hostname=target.host,
        ssl_context=policy.tls,
    )


@contextmanager
def _ending(connection: HTTPConnection, until: float, late: Event) -> Iterator[None]:
    """Cut the connection when the time is over: a drip never runs into the socket's own limit."""
    # Of its own, since TLS took the descriptor over and may give it to somebody else.
    watched = socket.socket(fileno=os.dup(connection.sock.fileno()))

    def cut() -> None:
        late.set()
        try:
            watched.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it had ended already

    timer = Timer(max(0.0, until - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        watched.close()
        connection.close()


def _read(
    response: HTTPResponse, target: Target, accept: frozenset[str], most_bytes: int
) -> Fetched:
    if response.status != 200:
        raise Unfetchable(_("The site answered with error %d.") % response.status)
    kind = Message()
    kind["Content-Type"] = response.headers.get("Content-Type", "")
    media_type = kind.get_content_type()
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if media_type not in accept or encoding not in _ENCODINGS:
        raise Unfetchable(_("What stands at this address is of another kind."))
    body = bytearray()
    for piece in response.stream(_PIECE, decode_content=True):
        body += piece
        if len(body) > most_bytes:
            raise Unfetchable(_("What stands at this address is too large."))
    return Fetched(
        url=target.url,
        media_type=media_type,
        charset=str(kind.get_content_charset() or "utf-8"),
        body=bytes(body),
    )


def _too_slow() -> Unfetchable:
    return Unfetchable(_("The site took too long to answer."))


def _unanswered() -> Unfetchable:
    return Unfetchable(_("The site did not answer."))
