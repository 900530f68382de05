"""The outermost layer: headers that every answer carries, errors and static files included."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What DESIGN's Content-Security-Policy does not say itself. Django's own middleware sets some of
# these too; it does not run where a host is refused, so the outermost layer fills the gaps.
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SecurityHeadersMiddleware:
    """Set the headers above wherever a view has not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
