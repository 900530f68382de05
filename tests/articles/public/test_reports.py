"""Readers report errors: without a script, an account or a cookie; nobody can flood the desk."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import AuditLine, User
from articles import reports
from articles.models import Edition, Note
from articles.public.connections import connection_of
from articles.publishing import expire_at
from tests.articles.public.pages import HOUR, tree_of, words
from tests.stories import make_section, make_site, published, take_down

FORM = "/world/harbour-reopens/report/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def edition(administrator: User) -> Edition:
    make_site()
    return published(administrator, make_section("World", it="Mondo"))


def token(client: Client, path: str = FORM) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found[1]


def send(client: Client, path: str = FORM, **fields: str):  # type: ignore[no-untyped-def]
    """Post a report as a form does; other fields than these come from `fields`."""
    return client.post(path, {"words": "It opened at seven.", "token": token(client), **fields})


def test_a_report_arrives_as_a_note_on_the_story(client: Client, edition: Edition) -> None:
    way = tree_of(client, edition.path).find(f".//a[@href='{FORM}']")
    assert words(way) == "Report an error"
    form = client.get(FORM)
    assert form.status_code == 200
    assert "no-store" in form.headers["Cache-Control"]
    assert not form.cookies

    answer = send(Client(enforce_csrf_checks=True), address="reader@example.com")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{FORM}?sent")
    assert "Thank you for your report" in client.get(answer.headers["Location"]).content.decode()
    note = Note.objects.get()
    assert (note.story_id, note.source, note.author) == (edition.story_id, "reader", None)
    assert (note.words, note.address) == ("It opened at seven.", "reader@example.com")
    line = AuditLine.objects.get(action="report_error")
    assert (line.actor, line.target_id, line.detail) == (None, str(edition.story_id), {})
    assert "It opened at seven" not in client.get(edition.path).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": " "}, "Say what is wrong."),
        ({"words": "x" * 2001}, "at most 2000 characters"),
        ({"address": "no address"}, "Enter a valid email address."),
        ({"words": "a\0b"}, "Null characters are not allowed."),
        ({"token": ""}, "This form has waited for long"),
        ({"token": "made:up:here"}, "This form has waited for long"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(
    client: Client, fields: dict[str, str], said: str
) -> None:
    answer = send(client, **{"address": "<b>me</b>@x", **fields})

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert "&lt;b&gt;me&lt;/b&gt;@x" in shown or fields.get("address", "") in shown
    assert not Note.objects.exists()


def test_a_form_is_good_for_its_story_and_for_half_a_day(
    client: Client, administrator: User, edition: Edition, clock: time_machine.Traveller
) -> None:
    other = published(administrator, edition.story.section, headline="Pilots", slug="pilots")
    old, elsewhere = token(client), token(client, f"{other.path}report/")

    assert send(client, token=elsewhere).status_code == 422
    clock.shift(timedelta(hours=12, seconds=1))
    late = send(client, token=old)
    assert late.status_code == 422
    again = re.search(r'name="token" value="([^"]+)"', late.content.decode())
    assert again
    assert send(client, token=again[1]).status_code == 302


def test_programs_that_fill_in_everything_are_told_nothing(client: Client) -> None:
    assert send(client, website="https://spam.example").status_code == 302
    assert not Note.objects.exists()


def test_one_connection_and_all_together_are_limited(
    client: Client, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(reports.MOST_OF_ONE):
        assert send(client).status_code == 302
    refused = send(client, words="The sixth")
    assert refused.status_code == 422
    assert "several reports within an hour" in refused.content.decode()
    assert "The sixth" in refused.content.decode()
    other = Client(REMOTE_ADDR="2001:db8::1")
    assert send(other).status_code == 302
    monkeypatch.setattr(reports, "MOST_OF_ALL", 6)
    refused = send(Client(REMOTE_ADDR="2001:db8:1::1"))
    assert "Very many reports" in refused.content.decode()
    clock.shift(HOUR)
    assert send(client).status_code == 302
    assert not Note.objects.filter(sender__contains="127.0.0.1").exists()


def test_where_readers_want_an_answer_is_forgotten(
    client: Client, clock: time_machine.Traveller
) -> None:
    send(client, address="reader@example.com")
    clock.shift(reports.ADDRESSES_KEPT + HOUR)
    send(client, address="later@example.com")

    assert list(Note.objects.values_list("address", flat=True)) == ["", "later@example.com"]


def test_there_is_a_form_only_where_there_is_a_story(
    client: Client, administrator: User, edition: Edition, clock: time_machine.Traveller
) -> None:
    assert client.get("/world/nothing/report/").status_code == 404
    assert client.post("/world/nothing/report/", {"words": "x"}).status_code == 404
    assert client.put(FORM).status_code == 405
    took = published(administrator, edition.story.section, slug="taken", headline="Taken")
    take_down(took.story, administrator)
    end = edition.live_from + HOUR
    expire_at(story=edition.story, ends_at=end, by=administrator, now=edition.live_from)
    clock.shift(2 * HOUR)
    assert client.get(FORM).status_code == 410
    assert client.post("/world/taken/report/", {"words": "x"}).status_code == 410
    assert not Note.objects.exists()


def test_the_form_costs_what_the_story_costs(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        client.get(FORM)


def test_a_connection_is_what_the_proxy_saw(rf: object, settings: Settings) -> None:
    def seen(**meta: str) -> str:
        return connection_of(rf.get("/", **meta))  # type: ignore[attr-defined]

    assert seen(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9") == "192.0.2.7"
    assert seen(REMOTE_ADDR="2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert seen(REMOTE_ADDR="") == ""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert seen(HTTP_X_FORWARDED_FOR="made up, 203.0.113.9") == "203.0.113.9"
    assert seen(HTTP_X_FORWARDED_FOR="::ffff:203.0.113.9") == "203.0.113.9"
