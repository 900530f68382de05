"""Saving the story form: nothing typed is lost, whoever else saved, whatever is wrong with it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import revisions
from articles.document import form_prefix, freeze
from articles.models import Byline, Conflict, Kind, Revision, Story, TextSection
from tests.articles.form import JSON, added_text, address, form_of, sign_in
from tests.stories import NOW, byline, make_author, make_section, make_story, make_topic, save, text

pytestmark = pytest.mark.django_db
TEXTS = form_prefix(TextSection)


@pytest.fixture
def story(reporter: User) -> Story:
    return make_story(reporter, parts=(text("<p>One.</p>", "First"), text("<p>Two.</p>", "Second")))


def fresh(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def bodies(story: Story) -> list[str]:
    return [part.values["body"] for part in freeze(fresh(story)).parts]


# --- two people ---------------------------------------------------------------------------------


def test_25_changes_of_two_people_in_different_places_are_both_in_the_story(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, **{f"{TEXTS}-0-body": "<p>One, mine.</p>"})
    save(story, administrator, headline="Theirs")
    answer = sign_in(reporter).post(address(story), mine, headers=JSON)
    assert answer.status_code == 200
    document = freeze(fresh(story))
    assert (document.headline, bodies(story)[0]) == ("Theirs", "<p>One, mine.</p>")
    state = answer.json()
    assert state["merged"]["names"] == ["Ada Administrator"]
    assert state["merged"]["message"] == "Ada Administrator’s changes are in it too."
    assert state["merged"]["fields"] == {"headline": "Theirs"}
    assert state["merged"]["is_all"]
    kept = Revision.objects.get(number=state["base_revision"])
    assert (kept.is_aside, kept.document["headline"]) == (True, "Harbour reopens")


def test_25_whoever_goes_on_from_a_merge_loses_nothing_and_brings_nothing_back(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, **{f"{TEXTS}-0-body": "<p>One, mine.</p>"})
    save(story, administrator, headline="Theirs")
    client = sign_in(reporter)
    base = client.post(address(story), mine, headers=JSON).json()["base_revision"]
    later = mine | {"base_revision": base, f"{TEXTS}-1-body": "<p>Two, mine.</p>"}
    assert client.post(address(story), later, headers=JSON).status_code == 200
    assert freeze(fresh(story)).headline == "Theirs"
    assert bodies(story) == ["<p>One, mine.</p>", "<p>Two, mine.</p>"]


def test_25_the_part_that_one_types_in_while_another_deletes_it_is_a_conflict_not_a_loss(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, **{f"{TEXTS}-0-body": "<p>One and more.</p>"})
    save(story, administrator, parts=freeze(story).parts[1:])
    answer = sign_in(reporter).post(address(story), mine, headers=JSON)
    assert answer.status_code == 409
    conflict = Conflict.objects.get()
    assert answer.json()["conflict"] == address(story, "conflict", conflict.pk)
    assert bodies(story) == ["<p>Two.</p>"]
    assert "<p>One and more.</p>" in str(conflict.mine.document)


def test_25_one_reorders_while_another_writes(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, **{f"{TEXTS}-0-body": "<p>One, mine.</p>"})
    save(story, administrator, parts=tuple(reversed(freeze(story).parts)))
    assert sign_in(reporter).post(address(story), mine, headers=JSON).status_code == 200
    assert bodies(story) == ["<p>Two.</p>", "<p>One, mine.</p>"]


def test_25_a_part_that_another_added_survives_a_form_that_never_saw_it(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, headline="Mine")
    save(story, administrator, parts=(*freeze(story).parts, text("<p>Three.</p>")))
    state = sign_in(reporter).post(address(story), mine, headers=JSON).json()
    assert bodies(story) == ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"]
    assert not state["merged"]["is_all"]


def test_25_the_same_words_changed_twice_are_kept_twice(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, headline="Mine")
    save(story, administrator, headline="Theirs")
    answer = sign_in(reporter).post(address(story), mine, headers=JSON)
    assert answer.status_code == 409
    assert answer.json()["message"].startswith("Ada Administrator changed the same words.")
    assert fresh(story).headline == "Theirs"
    conflict = Conflict.objects.get()
    assert (conflict.mine.document["headline"], conflict.mine.kind) == ("Mine", Kind.CONFLICT)
    assert answer.json()["base_revision"] == conflict.mine.number


def test_25_saving_the_same_text_again_piles_nothing_up(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, headline="Mine")
    save(story, administrator, headline="Theirs")
    client = sign_in(reporter)
    first = client.post(address(story), mine, headers=JSON).json()
    again = client.post(address(story), mine, headers=JSON).json()
    going_on = mine | {"base_revision": first["base_revision"]}
    third = client.post(address(story), going_on, headers=JSON).json()
    assert first["conflict"] == again["conflict"] == third["conflict"]
    assert (Conflict.objects.count(), Revision.objects.count()) == (1, 3)


def test_25_writing_on_at_a_conflict_stays_one_conflict_and_keeps_every_version(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, headline="Mine")
    save(story, administrator, headline="Theirs")
    client = sign_in(reporter)
    base = client.post(address(story), mine, headers=JSON).json()["base_revision"]
    later = mine | {"base_revision": base, "headline": "Mine, longer"}
    assert client.post(address(story), later, headers=JSON).status_code == 409
    conflict = Conflict.objects.get()
    assert conflict.mine.document["headline"] == "Mine, longer"
    kept = Revision.objects.filter(is_aside=True).order_by("number")
    assert [revision.document["headline"] for revision in kept] == ["Mine", "Mine, longer"]


def test_25_a_conflict_ends_when_its_writer_takes_the_other_words(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, headline="Mine", standfirst="In short.")
    save(story, administrator, headline="Theirs")
    client = sign_in(reporter)
    base = client.post(address(story), mine, headers=JSON).json()["base_revision"]
    agreed = mine | {"base_revision": base, "headline": "Theirs"}
    assert client.post(address(story), agreed, headers=JSON).status_code == 200
    assert (fresh(story).headline, fresh(story).standfirst) == ("Theirs", "In short.")
    conflict = Conflict.objects.get()
    assert conflict.resolved_by == reporter
    assert conflict.resolution == Revision.objects.of_working_copy().first()


def test_25_two_windows_of_one_person_are_two_conflicts(
    story: Story, reporter: User, administrator: User
) -> None:
    one, other = form_of(story, headline="One"), form_of(story, headline="Other")
    save(story, administrator, headline="Theirs")
    client = sign_in(reporter)
    client.post(address(story), one, headers=JSON)
    client.post(address(story), other, headers=JSON)
    kept = [conflict.mine.document["headline"] for conflict in Conflict.objects.order_by("pk")]
    assert kept == ["One", "Other"]


def test_25_without_scripts_a_conflict_leads_to_its_page_and_the_form_says_so(
    story: Story, reporter: User, administrator: User
) -> None:
    mine = form_of(story, headline="Mine")
    save(story, administrator, headline="Theirs")
    client = sign_in(reporter)
    answer = client.post(address(story), mine)
    conflict = Conflict.objects.get()
    assert answer.headers["Location"] == address(story, "conflict", conflict.pk)
    assert address(story, "conflict", conflict.pk) in client.get(address(story)).content.decode()


def test_a_form_that_changed_nothing_makes_no_version_but_tells_what_others_did(
    story: Story, reporter: User, administrator: User
) -> None:
    idle = form_of(story)
    save(story, administrator, headline="Theirs")
    state = sign_in(reporter).post(address(story), idle, headers=JSON).json()
    assert state["merged"]["fields"] == {"headline": "Theirs"}
    assert state["base_revision"] == 1
    assert Revision.objects.count() == 2


def test_the_first_saves_of_two_people_are_merged_too(reporter: User, administrator: User) -> None:
    story = revisions.start(story=Story(language="en"), by=reporter, now=NOW)
    mine = form_of(story, standfirst="Mine.")
    sign_in(administrator).post(address(story), form_of(story, kicker="Theirs"), headers=JSON)
    assert sign_in(reporter).post(address(story), mine, headers=JSON).status_code == 200
    assert (fresh(story).kicker, fresh(story).standfirst) == ("Theirs", "Mine.")


# --- whose form it is ---------------------------------------------------------------------------


def test_27_somebody_elses_login_does_not_save_the_text_as_theirs(
    story: Story, reporter: User, administrator: User
) -> None:
    post = form_of(story, headline="Typed by Rita", _user=reporter.pk)
    client = sign_in(administrator)
    answer = client.post(address(story), post, headers=JSON)
    assert (answer.status_code, answer.json()) == (409, {"other_person": "Ada Administrator"})
    page = client.post(address(story), post).content.decode()
    assert "Typed by Rita" in page
    assert f'name="_user" value="{reporter.pk}"' in page
    assert Revision.objects.count() == 1
    assert sign_in(reporter).post(address(story), post, headers=JSON).status_code == 200


# --- what fields refuse -------------------------------------------------------------------------

DEEP = "<blockquote>" * 200 + "deep" + "</blockquote>" * 200


def test_a_text_that_its_field_refuses_is_said_and_nothing_is_saved(
    story: Story, reporter: User
) -> None:
    post = form_of(story, headline="Changed", **{f"{TEXTS}-1-body": DEEP})
    answer = sign_in(reporter).post(address(story), post, headers=JSON)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {f"{TEXTS}-1-body"}
    assert Revision.objects.count() == 1


def test_without_scripts_the_form_comes_back_with_every_typed_text(
    story: Story, reporter: User
) -> None:
    post = form_of(
        story,
        headline="Typed headline",
        slug="No Slug",
        **{f"{TEXTS}-0-DELETE": "on", f"{TEXTS}-1-body": DEEP},
    )
    page = sign_in(reporter).post(address(story), post).content.decode()
    assert "Typed headline" in page
    assert "No Slug" in page
    assert page.count("&lt;blockquote&gt;") == 200
    assert f'name="{TEXTS}-0-DELETE" id="id_{TEXTS}-0-DELETE" checked' in page
    assert "Use small letters and digits" in page
    assert "nested more than" in page
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("section", uuid4()),
        ("section", "no uuid"),
        ("topics", uuid4()),
        ("language", "xx"),
        ("format", "nonsense"),
    ],
)
def test_13_what_cannot_be_chosen_is_refused(
    story: Story, reporter: User, field: str, value: object
) -> None:
    post = form_of(story, **{field: value})
    answer = sign_in(reporter).post(address(story), post, headers=JSON)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {field})


def test_what_is_retired_stays_where_it_is_and_cannot_be_chosen(reporter: User) -> None:
    section, topic, author = make_section(), make_topic(), make_author()
    story = make_story(
        reporter, section, topics=(topic.uuid,), bylines=(byline("Anna", author=author),)
    )
    for taxon in (section, topic, author):
        taxon.retired_at = story.created_at
        taxon.save()
    client = sign_in(reporter)
    kept = form_of(story, headline="New", topics=[topic.uuid])
    assert client.post(address(story), kept, headers=JSON).status_code == 200
    other = make_story(reporter, headline="Another", parts=())
    lines = form_prefix(Byline)
    chosen = form_of(other, section=section.uuid, topics=[topic.uuid]) | {
        f"{lines}-TOTAL_FORMS": 1,
        f"{lines}-0-uid": uuid4(),
        f"{lines}-0-author": author.uuid,
    }
    errors = client.post(address(other), chosen, headers=JSON).json()["errors"]
    assert set(errors) == {"section", "topics", f"{lines}-0-author"}


def test_a_role_without_a_name_is_asked_about_not_dropped(story: Story, reporter: User) -> None:
    lines = form_prefix(Byline)
    post = form_of(story) | {
        f"{lines}-TOTAL_FORMS": 1,
        f"{lines}-0-uid": uuid4(),
        f"{lines}-0-role": "photographs",
    }
    errors = sign_in(reporter).post(address(story), post, headers=JSON).json()["errors"]
    assert set(errors) == {f"{lines}-0-name"}


def test_rows_without_a_uid_of_their_own_are_rows_all_the_same(
    story: Story, reporter: User
) -> None:
    twice = freeze(story).parts[0].uid
    post = form_of(story) | added_text(2, "<p>Three.</p>", uid=twice)
    post |= added_text(3, "<p>Four.</p>", uid="")
    client = sign_in(reporter)
    client.post(address(story), post, headers=JSON)
    assert bodies(story) == ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>", "<p>Four.</p>"]


# --- what the story agrees on -------------------------------------------------------------------


def test_due_embargo_and_end_are_set_by_their_verbs(story: Story, administrator: User) -> None:
    post = form_of(
        story, due_at="2030-01-01T09:00", embargo="2030-01-01T12:00", ends_at="2030-02-01T12:00"
    )
    assert sign_in(administrator).post(address(story), post, headers=JSON).status_code == 200
    saved = fresh(story)
    assert [at.isoformat() for at in (saved.due_at, saved.embargo, saved.ends_at) if at] == [
        "2030-01-01T09:00:00+00:00",
        "2030-01-01T12:00:00+00:00",
        "2030-02-01T12:00:00+00:00",
    ]
    assert Revision.objects.count() == 1


def test_what_was_left_alone_is_not_written_over(story: Story, administrator: User) -> None:
    Story.objects.filter(pk=story.pk).update(assigned_to=administrator)
    stale = form_of(story, **{"assigned_to": "", "initial-assigned_to": ""})
    sign_in(administrator).post(address(story), stale, headers=JSON)
    assert fresh(story).assigned_to == administrator


def test_an_end_that_has_passed_is_refused_at_its_field(story: Story, administrator: User) -> None:
    post = form_of(story, headline="Changed", ends_at="2020-01-01T12:00")
    answer = sign_in(administrator).post(address(story), post, headers=JSON)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"ends_at"})
    assert fresh(story).headline == "Harbour reopens"


def test_13_a_reporter_sets_no_embargo(story: Story, reporter: User) -> None:
    post = form_of(story, embargo="2030-01-01T12:00", ends_at="2030-01-01T12:00")
    assert sign_in(reporter).post(address(story), post, headers=JSON).status_code == 200
    assert (fresh(story).embargo, fresh(story).ends_at) == (None, None)


# --- what it costs ------------------------------------------------------------------------------


def test_opening_and_saving_ask_the_same_questions_however_many_parts_there_are(
    administrator: User,
) -> None:
    client = sign_in(administrator)
    counts = []
    for many in (3, 30):
        parts = tuple(text(f"<p>Part {n}.</p>", f"Part {n}") for n in range(many))
        story = make_story(administrator, make_section(f"S{many}"), parts=parts)
        with CaptureQueriesContext(connection) as opened:
            assert client.get(address(story)).status_code == 200
        post = form_of(story, **{f"{TEXTS}-{n}-body": f"<p>New {n}.</p>" for n in range(many)})
        with CaptureQueriesContext(connection) as saved:
            assert client.post(address(story), post, headers=JSON).status_code == 200
        counts.append((len(opened), len(saved)))
    assert counts[0] == counts[1]
