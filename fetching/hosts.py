"""Which hosts may be asked: what an address says, what its name stands for, what is public."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import quote, urlsplit

IP = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]

LONGEST_URL = 2000
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(r"(?=.{1,253}\.?$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*\.?")
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # what stands in an address as it is
# Not left to `is_global`, which means something else in every version of Python.
_NOT_PUBLIC = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
_PUBLIC_IPV6 = ip_network("2000::/3")  # so neither ::ffff:0:0/96 nor 64:ff9b::/96, nor what is ours


class UnusableAddress(ValueError):
    """Raised where an address is none that may be asked."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: what to connect to, and what to ask there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The address in one piece, without its fragment."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme] == self.port
        return f"{self.scheme}://{host}{'' if usual else f':{self.port}'}{self.path}"

    @property
    def host_header(self) -> str:
        """The host as the request names it."""
        return urlsplit(self.url).netloc


def is_public(address: IP) -> bool:
    """Whether an address is one of the public internet."""
    if address.version == 6 and address not in _PUBLIC_IPV6:
        return False
    return address.is_global and not any(
        address in network for network in _NOT_PUBLIC if network.version == address.version
    )


def target_of(url: str) -> Target:
    """Take an address apart. Raises UnusableAddress where it is not a plain one of the web.

    A host in digits must be an IPv4 address in its usual form; 2130706433 and 0x7f.1 are none.
    """
    if len(url) > LONGEST_URL or _NOT_IN_URLS.search(url):
        raise UnusableAddress(url)
    try:
        split = urlsplit(url)
        port = split.port
        host = _host(split.hostname or "")
    except ValueError as error:
        raise UnusableAddress(url) from error
    if split.scheme not in {"http", "https"} or "@" in split.netloc:
        raise UnusableAddress(url)
    path = quote(split.path or "/", safe=_KEPT)
    query = f"?{quote(split.query, safe=_KEPT)}" if split.query else ""
    if port is None:
        port = 443 if split.scheme == "https" else 80
    return Target(split.scheme, host, port, path + query)


def _host(text: str) -> str:
    if ":" in text or text.replace(".", "").isdigit():
        return str(ip_address(text))
    name = text.encode("idna").decode().lower()
    if not _NAME.fullmatch(name):
        raise UnusableAddress(text)
    return name.rstrip(".")


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system's own way."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses_of(host: str, port: int, resolve: Resolve, seconds: float) -> list[IP]:
    """The addresses of a host. Raises OSError where there are none, TimeoutError where it is slow.

    The system's resolver knows no limit of time, so it runs in a thread that may be left behind.
    """
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, seconds))
    except Empty:
        raise TimeoutError(host) from None
    if isinstance(answer, OSError):
        raise answer
    if not answer:
        raise OSError(host)
    return [ip_address(text.partition("%")[0]) for text in answer]
