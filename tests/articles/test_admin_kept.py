"""The page of kept texts and the worker that serves it: the same for everybody, tightly held."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.articles.form import address, sign_in
from tests.stories import make_story

pytestmark = pytest.mark.django_db


def test_the_page_is_the_same_for_everybody_and_names_nobody(reporter: User) -> None:
    anonymous = Client().get(reverse("admin:kept"))
    hers = sign_in(reporter).get(reverse("admin:kept"))
    assert anonymous.status_code == 200
    assert anonymous.content == hers.content
    assert b"Rita" not in hers.content
    assert "noindex" in anonymous.content.decode()
    assert Client().head(reverse("admin:kept")).status_code == 200
    assert Client().post(reverse("admin:kept")).status_code == 405


def test_the_page_speaks_the_language_of_the_desk(reporter: User) -> None:
    reporter.language = "it"
    reporter.save()
    page = sign_in(reporter).get(reverse("admin:kept")).content.decode()
    assert '<html lang="it">' in page


def test_the_worker_is_a_script_below_the_desk_that_is_asked_for_anew() -> None:
    response = Client().get(reverse("admin:service_worker"))
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response.headers["Cache-Control"]
    assert reverse("admin:service_worker").rpartition("/")[0] + "/" == reverse("admin:index")


def test_all_that_the_worker_keeps_is_there() -> None:
    script = Client().get(reverse("admin:service_worker")).content.decode()
    files = re.findall(r'"/static/([^"]+)"', script)
    assert len(files) == 4
    assert [path for path in files if finders.find(path) is None] == []
    assert f'"{reverse("admin:kept")}"' in script


def test_only_the_form_may_have_a_worker(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    name = "Content-Security-Policy"
    assert "worker-src 'self'" in client.get(address(story)).headers[name]
    for page in (reverse("admin:index"), reverse("admin:kept")):
        policy = client.get(page).headers[name]
        assert "worker-src" not in policy
        assert "unsafe-inline" not in policy
