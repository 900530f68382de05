"""What every answer of the API has in common."""

import pytest
from django.test import Client

from articles.models import Section
from tests.articles.public.pages import tree_of, words
from tests.stories import make_section, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SECTIONS = "/api/v1/sections"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def test_sections_are_told_in_the_language_asked_for(client: Client, world: Section) -> None:
    retired = make_section("Old", position=2)
    Section.objects.filter(pk=retired.pk).update(retired_at="2025-01-01T00:00Z")

    answer = client.get(SECTIONS, {"language": "it"})
    assert answer.headers["Content-Language"] == "it"
    (told,) = answer.json()["sections"]

    assert told == {
        "uuid": str(world.uuid),
        "language": "it",
        "name": "Mondo",
        "slug": "mondo",
        "description": "",
        "url": "http://testserver/it/mondo/",
    }


def test_who_has_the_answer_is_told_that_nothing_changed(client: Client) -> None:
    first = client.get(SECTIONS)
    etag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert first.headers["Cache-Tag"] == "site"
    assert client.head(SECTIONS).headers["ETag"] == etag

    for ask in (client.get, client.head):
        again = ask(SECTIONS, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
    # No instant can say that a picture was taken down: only the ETag does.
    since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get(SECTIONS, headers=since).status_code == 200


def test_scripts_of_other_sites_may_read_it_without_cookies(client: Client) -> None:
    for answer in (client.get(SECTIONS), client.get("/api/v1/nothing"), client.options(SECTIONS)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert not answer.cookies and "Vary" not in answer.headers
    asked = client.options(SECTIONS)
    assert asked.status_code == 204
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nobody_can_write(method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(SECTIONS)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Content-Type"] == PROBLEM


@pytest.mark.parametrize("path", ["/nothing", "/sections/", "/a/b/c", "/%00", "/%0A", "/", ""])
def test_what_is_nowhere_is_said_in_the_same_shape(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1{path}", {"x": "1"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Nothing has this address.",
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("langage=it", ["langage"]),
        ("language=it&language=en", ["language"]),
        ("language=it&at=2025-11-22T18:00&x=", ["at", "x"]),
        ("language=xx", ["language"]),
        ("language=%00", ["language"]),
        ("language=", ["language"]),
    ],
)
def test_what_cannot_be_understood_is_named(client: Client, query: str, names: list[str]) -> None:
    answer = client.get(f"{SECTIONS}?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert [error["parameter"] for error in answer.json()["errors"]] == names


def test_a_language_that_is_switched_off_is_not_there(client: Client) -> None:
    from articles.models import SiteSettings

    SiteSettings.objects.update(languages=["en"])
    assert client.get(SECTIONS, {"language": "it"}).status_code == 404


def test_an_error_of_ours_is_said_and_heard_of(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles import surroundings

    monkeypatch.setattr(surroundings, "gather", lambda **_asked: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(SECTIONS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    client.raise_request_exception = True
    with pytest.raises(ZeroDivisionError):
        client.get(SECTIONS)


# What is answered in the formats of others, by the end of the address and the status.
OTHERS = {
    (".md", "200"): ["text/markdown"],
    ("/ninjs", "410"): ["application/json"],
    ("/ninjs", "451"): ["application/json"],
}


def test_the_openapi_document_says_all_that_is_answered(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for path, operations in told["paths"].items():
        assert path.startswith("/api/v1/") and set(operations) == {"get"}
        for status, answer in operations["get"]["responses"].items():
            kinds = {"304": []}.get(status, [PROBLEM if status >= "400" else "application/json"])
            kinds = OTHERS.get((path.rpartition("}")[2], status), kinds)
            assert list(answer.get("content", {})) == kinds
        for parameter in operations["get"]["parameters"]:
            assert {"type", "title"} <= set(parameter["schema"])


def test_a_page_says_what_can_be_asked(client: Client) -> None:
    told = words(tree_of(client, "/api/"))
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"GET {path}" in told
    assert "RFC 9457" in told
