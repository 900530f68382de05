"""Every answer carries the security headers, whatever it is and whoever makes it."""

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.newsroom.urls")]

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
CLOSED = {"default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"}


def get(path: str, **headers: str) -> HttpResponseBase:
    """What an anonymous visitor is answered, errors included."""
    return Client(raise_request_exception=False).get(path, headers=headers)


def policy(response: HttpResponseBase) -> set[str]:
    """The directives of the Content-Security-Policy."""
    return set(response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize(
    ("status", "path", "headers"),
    [
        (200, "/", {}),
        (301, "/world", {}),
        (400, "/test-400/", {}),
        (400, "/", {"Host": "evil.example"}),
        (403, "/test-403/", {}),
        (404, "/there/is/no/such-page/", {}),
        (404, "/static/css/no-such-file.css", {}),
        (500, "/test-500/", {}),
    ],
)
def test_07_every_answer_carries_the_security_headers(
    status: int, path: str, headers: dict[str, str]
) -> None:
    response = get(path, **headers)
    assert response.status_code == status
    assert HEADERS.items() <= response.headers.items()
    assert policy(response) >= CLOSED | {"script-src 'self'", "style-src 'self'"}
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_07_a_static_file_carries_the_security_headers() -> None:
    response = get("/static/admin/css/base.css")
    assert b"".join(response.streaming_content)
    assert response.status_code == 200
    assert HEADERS.items() <= response.headers.items()
    assert policy(response) >= CLOSED


def test_07_the_login_page_allows_nothing_inline() -> None:
    response = get(reverse("admin:login"))
    assert HEADERS.items() <= response.headers.items()
    assert policy(response) >= CLOSED
    assert not [words for words in policy(response) if "unsafe" in words]


def test_cookies_of_the_site_are_kept_from_scripts_and_other_sites() -> None:
    response = get(reverse("admin:login"))
    for cookie in response.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_reader_gets_no_cookie() -> None:
    assert not get("/").cookies
