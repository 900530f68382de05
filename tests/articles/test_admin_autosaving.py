"""What the story form sends while somebody writes, and what forged posts of it can do: nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import autosaves, revisions
from articles.document import freeze
from articles.models import Autosave, LastLook, Presence, Revision, Story
from tests.articles.form import JSON, address, form_of, sign_in
from tests.stories import NOW, make_story, save

pytestmark = pytest.mark.django_db
HERE = "admin:articles_story_here"


def autosave_of(story: Story, **changes: object) -> dict[str, object]:
    """What the form sends after a pause."""
    newest = revisions.latest(story)
    return {
        "_session": str(uuid4()),
        "_sequence": "1",
        "base_revision": newest.number if newest else 0,
        "changes": json.dumps({"fields": {"headline": "Typed"}}),
    } | changes


def test_a_pause_keeps_what_was_typed(reporter: User, clock: time_machine.Traveller) -> None:
    story = make_story(reporter)
    response = sign_in(reporter).post(address(story, "autosave"), autosave_of(story, age="1500"))
    assert (response.status_code, response.json()) == (200, {"is_kept": True})
    row = Autosave.objects.get()
    assert row.changes == {"fields": {"headline": "Typed"}}
    assert row.typed_at == NOW - timedelta(seconds=1.5)
    assert freeze(Story.objects.get()).headline == "Harbour reopens"


def test_26_a_late_autosave_is_answered_and_ignored(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    sent = autosave_of(story, _sequence="3")
    client.post(address(story, "autosave"), sent)
    for late in ("3", "2", "0"):
        response = client.post(address(story, "autosave"), sent | {"_sequence": late})
        assert (response.status_code, response.json()) == (200, {"is_kept": False})


def test_26_a_save_takes_in_what_was_typed_before_it(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    session = str(uuid4())
    sent = autosave_of(story, _session=session)
    client.post(address(story, "autosave"), sent)
    post = form_of(story, headline="Saved", _session=session, _sequence="5")
    assert client.post(address(story), post, headers=JSON).status_code == 200
    late = client.post(address(story, "autosave"), sent | {"_sequence": "4"})
    assert late.json() == {"is_kept": False}
    assert Autosave.objects.get().changes == {}
    assert Story.objects.get().headline == "Saved"
    assert b"did not save" not in client.get(address(story)).content


def test_26_a_save_of_a_form_opened_with_unsaved_text_ends_its_offer(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    sent = autosave_of(story)
    client.post(address(story, "autosave"), sent)
    taken = f"{sent['_session']}:1"
    post = form_of(story, headline="Else", _session=str(uuid4()), _sequence="1", _taken=taken)
    client.post(address(story), post)
    assert not autosaves.offered(story, reporter).exists()


def test_a_save_that_is_refused_takes_nothing_in(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    sent = autosave_of(story)
    client.post(address(story, "autosave"), sent)
    post = form_of(story, slug="No Slug", _session=sent["_session"], _sequence="2")
    assert client.post(address(story), post, headers=JSON).status_code == 422
    assert autosaves.offered(story, reporter).exists()


HOSTILE: list[dict[str, object]] = [
    {"_session": ""},
    {"_session": "1"},
    {"_session": "x" * 100_000},
    {"_sequence": "-1"},
    {"_sequence": "1.5"},
    {"_sequence": "9" * 5000},
    {"_sequence": str(2**63)},
    {"_sequence": "٣"},
    {"base_revision": "nine"},
    {"base_revision": str(2**62)},
    {"base_revision": "77"},
    {"age": "-1"},
    {"age": "\x00"},
    {"changes": ""},
    {"changes": "[" * 100_000},
    {"changes": '{"parts": [{"uid": 1}]}'},
    {"changes": '{"fields": "\x00"}'},
]


@pytest.mark.parametrize("forged", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_autosave_is_a_bad_request(reporter: User, forged: dict[str, object]) -> None:
    story = make_story(reporter)
    response = sign_in(reporter).post(address(story, "autosave"), autosave_of(story, **forged))
    assert response.status_code == 400
    assert not Autosave.objects.exists()


def test_odd_words_in_odd_places_are_kept_or_ignored(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    odd = {"fields": {"headline": "\x00\ud83d", "stage": "approved"}, "__proto__": [], "a": {}}
    sent = autosave_of(story, changes=json.dumps(odd), age=str(2**62))
    assert client.post(address(story, "autosave"), sent).status_code == 200
    assert Autosave.objects.get().changes == {"fields": {"headline": "\ufffd\ufffd"}}
    assert client.get(address(story)).status_code == 200


def test_12_somebody_elses_story_takes_no_autosave_and_no_presence(
    reporter: User, editor: User
) -> None:
    story, client = make_story(editor, headline="Secret plans"), sign_in(reporter)
    for name in ("autosave", "presence"):
        for send in (client.get, client.post):
            response = send(address(story, name), autosave_of(story))
            assert response.status_code in {404, 405}
            assert b"Secret" not in response.content
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()
    assert client.get(reverse(HERE), {"story": story.pk}).json()["stories"] == {}


def test_12_a_session_of_somebody_else_is_refused(reporter: User, administrator: User) -> None:
    story = make_story(reporter)
    sent = autosave_of(story)
    sign_in(reporter).post(address(story, "autosave"), sent)
    client = sign_in(administrator)
    changes = json.dumps({"fields": {"headline": "Taken"}})
    forged = sent | {"_sequence": "9", "changes": changes}
    assert client.post(address(story, "autosave"), forged).status_code == 403
    assert client.post(address(story, "presence"), sent).status_code == 200
    assert sign_in(reporter).post(address(story, "presence"), sent).status_code == 403
    assert Autosave.objects.get().changes == {"fields": {"headline": "Typed"}}


def test_12_autosaves_need_a_login_and_a_token(reporter: User) -> None:
    story = make_story(reporter)
    for name in ("autosave", "presence"):
        response = Client().post(address(story, name), autosave_of(story))
        assert (response.status_code, "login" in response["Location"]) == (302, True)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(reporter)
        assert strict.post(address(story, name), autosave_of(story)).status_code == 403
    token = strict.get(reverse(HERE)).json()["token"]
    sent = autosave_of(story, csrfmiddlewaretoken=token)
    assert strict.post(address(story, "autosave"), sent).status_code == 200


def test_27_text_of_one_person_is_never_saved_under_the_login_of_another(
    reporter: User, administrator: User
) -> None:
    story, client = make_story(reporter), sign_in(administrator)
    theirs = {"_user": reporter.pk}
    post = form_of(story, headline="Rita's words", **theirs)
    assert client.post(address(story), post, headers=JSON).status_code == 409
    assert client.post(address(story, "autosave"), autosave_of(story, **theirs)).status_code == 403
    assert not Autosave.objects.exists()
    assert Revision.objects.count() == 1
    post["_user"] = administrator.pk
    assert client.post(address(story), post, headers=JSON).status_code == 200


def test_putting_aside_goes_back_to_the_form(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    sent = autosave_of(story)
    client.post(address(story, "autosave"), sent)
    assert b"did not save" in client.get(address(story)).content
    response = client.post(address(story, "autosave"), {"put_aside": sent["_session"]})
    assert response.headers["Location"] == address(story)
    assert b"did not save" not in client.get(address(story)).content
    assert Revision.objects.filter(is_aside=True).count() == 1


def test_opening_the_form_writes_nothing(
    reporter: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    client.post(address(story, "autosave"), autosave_of(story))
    before = list(Autosave.objects.values()), Revision.objects.count()
    with time_machine.travel(NOW + timedelta(days=800)):
        client.get(address(story))
        client.get(address(story, "autosave"))
    assert (list(Autosave.objects.values()), Revision.objects.count()) == before
    assert not Presence.objects.exists()
    assert not LastLook.objects.exists()


def heartbeat(client: Client, story: Story, **more: object) -> dict[str, Any]:
    sent = {"_session": str(uuid4()), "base_revision": "1"} | more
    answer: dict[str, Any] = client.post(address(story, "presence"), sent).json()
    return answer


def test_a_heartbeat_says_who_else_is_where(
    reporter: User, administrator: User, clock: time_machine.Traveller
) -> None:
    story = make_story(reporter)
    part = str(freeze(story).parts[0].uid)
    mine = sign_in(reporter)
    session = str(uuid4())
    assert heartbeat(mine, story, _session=session)["people"] == []
    heartbeat(sign_in(administrator), story, part=part, typed="1")
    clock.shift(5)
    assert heartbeat(mine, story, _session=session)["people"] == [
        {"name": "Ada Administrator", "part": part, "typed": 5, "is_self": False}
    ]
    assert heartbeat(mine, story)["people"][-1]["is_self"]


def test_a_heartbeat_says_what_was_saved_meanwhile(reporter: User, administrator: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    assert heartbeat(client, story)["saved"] == {}
    save(story, administrator, headline="Second")
    words = "Ada Administrator saved version 2"
    assert heartbeat(client, story)["saved"] == {"number": 2, "words": words}
    assert heartbeat(client, story, base_revision="2")["saved"] == {}
    save(story, reporter, headline="Third")
    assert heartbeat(client, story)["saved"]["words"] == "You saved version 3 in another window"


def test_a_closing_tab_says_goodbye(reporter: User) -> None:
    story, client = make_story(reporter), sign_in(reporter)
    session = str(uuid4())
    heartbeat(client, story, _session=session)
    sent = {"_session": session, "goodbye": "1"}
    assert client.post(address(story, "presence"), sent).status_code == 204
    assert not Presence.objects.exists()


@pytest.mark.parametrize("forged", [{"part": "x"}, {"base_revision": "7"}, {"_session": "\x00"}])
def test_a_hostile_heartbeat_is_a_bad_request(reporter: User, forged: dict[str, str]) -> None:
    story = make_story(reporter)
    sent = {"_session": str(uuid4()), "base_revision": "1"} | forged
    assert sign_in(reporter).post(address(story, "presence"), sent).status_code == 400
    assert not Presence.objects.exists()


def test_the_list_and_the_dashboard_say_who_is_where(
    reporter: User, administrator: User, clock: time_machine.Traveller
) -> None:
    story = make_story(reporter)
    part = str(freeze(story).parts[0].uid)
    heartbeat(sign_in(administrator), story, part=part, typed="1")
    clock.shift(5)
    words = "Ada Administrator is in Section 1 (typing 5 s ago)"
    client = sign_in(reporter)
    assert client.get(reverse(HERE), {"story": story.pk}).json()["stories"] == {
        str(story.pk): [words]
    }
    for page in ("admin:index", "admin:articles_story_changelist"):
        assert words in client.get(reverse(page)).content.decode()
        clock.shift(0)
    clock.shift(20)
    assert b"Ada Administrator is" not in client.get(reverse("admin:index")).content


def test_questions_about_stories_that_are_none_are_bad_requests(reporter: User) -> None:
    client = sign_in(reporter)
    for asked in ("x", "-1", "9" * 5000, str(2**63)):
        assert client.get(reverse(HERE), {"story": asked}).status_code == 400
    assert client.get(reverse(HERE), {"story": str(2**63 - 1)}).json()["stories"] == {}
    who = client.get(reverse(HERE)).json()
    assert (who["user"], who["name"]) == (reporter.pk, "Rita Reporter")
