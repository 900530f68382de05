"""Where a request comes from, as far as a limit has to know."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

ONE_HOUSEHOLD = 64  # bits that addresses of IPv6 share where one person has them all


def connection_of(request: HttpRequest) -> str:
    """The network address that `request` came from; of IPv6 the network that one customer has.

    Behind a proxy it is what the proxy wrote last into X-Forwarded-For: all before that anybody
    can make up. "" where there is none.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((known, ONE_HOUSEHOLD), strict=False))
