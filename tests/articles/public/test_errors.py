"""Error pages speak the language of the path."""

import pytest
from django.test import Client

from accounts.models import User
from tests.stories import make_section, make_site, published

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    make_site()


@pytest.mark.parametrize(
    ("path", "language", "heading"),
    [
        ("/nowhere/", "en", "This page does not exist"),
        ("/no/where/at/all", "en", "This page does not exist"),
        ("/it/nessun-luogo/", "it", "Questa pagina non esiste"),
        ("/it/mondo/nulla/", "it", "Questa pagina non esiste"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_path(
    client: Client, path: str, language: str, heading: str
) -> None:
    response = client.get(path)

    markup = response.content.decode()
    assert response.status_code == 404
    assert f'lang="{language}"' in markup
    assert heading in markup
    assert "noindex" in markup


def test_a_lost_reader_is_shown_the_newest(client: Client, administrator: User) -> None:
    published(administrator, make_section())

    assert "/world/harbour-reopens/" in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize("path", ["/%00/", "/world/%ff%fe/", "/" + "x" * 3_000 + "/", "/a//b/"])
def test_odd_addresses_are_simply_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.urls("tests.newsroom.urls")
def test_a_broken_page_says_sorry_without_the_database(client: Client) -> None:
    client.raise_request_exception = False

    response = client.get("/test-500/")

    assert response.status_code == 500
    assert "<h1" in response.content.decode()


@pytest.mark.urls("tests.newsroom.urls")
@pytest.mark.parametrize(("path", "language"), [("/test-500/", "en"), ("/it/test-500/", "it")])
def test_a_broken_page_says_so_in_the_language_of_the_path(path: str, language: str) -> None:
    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == 500
    assert f'lang="{language}"' in response.content.decode()


def test_a_form_without_its_token_is_refused_in_our_own_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})

    assert response.status_code == 403
    assert "not sent from this site" in response.content.decode()
    assert "<style" not in response.content.decode()
