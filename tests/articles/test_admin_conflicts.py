"""The conflict page: what clashed, whose it is, and the decision between both."""

from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from articles.document import form_prefix, freeze
from articles.models import Conflict, Kind, Revision, Story, TextSection
from tests.articles.form import JSON, address, form_of, sign_in
from tests.stories import make_story, save, text

pytestmark = pytest.mark.django_db
TEXTS = form_prefix(TextSection)
WORDS = "<p>The harbour is open.</p>"


@pytest.fixture
def client(reporter: User) -> Client:
    return sign_in(reporter)


@pytest.fixture
def story(reporter: User) -> Story:
    return make_story(reporter, parts=(text(WORDS, "First"), text("<p>Two.</p>", "Second")))


@pytest.fixture
def conflict(story: Story, client: Client, administrator: User) -> Conflict:
    """Headline and first text changed by both, the rest by one."""
    mine = form_of(
        story,
        headline="Mine",
        kicker="Mine alone",
        **{f"{TEXTS}-0-body": "<p>The harbour is closed.</p>"},
    )
    first, second = freeze(story).parts
    changed = replace(first, values={**first.values, "body": "<p>The harbour is shut.</p>"})
    save(story, administrator, headline="Theirs", standfirst="Theirs.", parts=(changed, second))
    client.post(address(story), mine, headers=JSON)
    return Conflict.objects.get()


def page_of(conflict: Conflict) -> str:
    return address(conflict.story, "conflict", conflict.pk)


def body_place(conflict: Conflict) -> str:
    part = TextSection.objects.get(parent=conflict.story, subheading="First")
    return f"part:{part.uid}:body"


def answers(conflict: Conflict, headline: str, body: str, **more: object) -> dict[str, object]:
    newest = Revision.objects.filter(story=conflict.story).of_working_copy().first()
    assert newest is not None
    return {
        "seen": newest.number,
        "choice-headline": headline,
        f"choice-{body_place(conflict)}": body,
    } | more


def decided(conflict: Conflict) -> list[str]:
    document = freeze(Story.objects.get(pk=conflict.story_id))
    return [document.headline, *(part.values["body"] for part in document.parts)]


def test_the_page_shows_what_it_was_both_versions_and_the_rest_in_short(
    conflict: Conflict, client: Client
) -> None:
    page = client.get(page_of(conflict)).content.decode()
    assert "Harbour reopens" in page
    assert "What Ada Administrator wrote" in page
    assert "What you wrote" in page
    assert page.count("<fieldset") == 2
    assert "<li>Kicker</li>" in page
    assert "<li>Standfirst</li>" in page


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("theirs", "mine", ["Theirs", "<p>The harbour is closed.</p>", "<p>Two.</p>"]),
        ("mine", "theirs", ["Mine", "<p>The harbour is shut.</p>", "<p>Two.</p>"]),
        (
            "mine",
            "both",
            ["Mine", "<p>The harbour is shut.</p>", "<p>The harbour is closed.</p>", "<p>Two.</p>"],
        ),
    ],
)
def test_25_the_decision_becomes_the_story(
    conflict: Conflict, client: Client, headline: str, body: str, expected: list[str]
) -> None:
    answer = client.post(page_of(conflict), answers(conflict, headline, body))
    assert answer.headers["Location"] == address(conflict.story)
    assert decided(conflict) == expected
    document = freeze(Story.objects.get(pk=conflict.story_id))
    assert (document.kicker, document.standfirst) == ("Mine alone", "Theirs.")
    conflict.refresh_from_db()
    assert conflict.resolution is not None
    assert conflict.resolution.kind == Kind.MERGE


def test_25_words_of_ones_own_can_be_written_instead(conflict: Conflict, client: Client) -> None:
    own = {f"text-{body_place(conflict)}": "<p>Open <b>or</b> not.</p>"}
    client.post(page_of(conflict), answers(conflict, "theirs", "own", **own))
    assert decided(conflict) == ["Theirs", "<p>Open <strong>or</strong> not.</p>", "<p>Two.</p>"]


def test_25_a_place_without_an_answer_is_asked_again_and_what_was_typed_stays(
    conflict: Conflict, client: Client
) -> None:
    post = answers(conflict, "own", "", **{"text-headline": "Typed here"})
    page = client.post(page_of(conflict), post).content.decode()
    assert "Choose one version of every place." in page
    assert "Typed here" in page
    assert decided(conflict)[0] == "Theirs"


def test_25_what_a_field_refuses_is_said_and_stays_on_the_page(
    conflict: Conflict, client: Client
) -> None:
    deep = "<blockquote>" * 200 + "deep" + "</blockquote>" * 200
    post = answers(conflict, "mine", "own", **{f"text-{body_place(conflict)}": deep})
    page = client.post(page_of(conflict), post).content.decode()
    assert "nested more than" in page
    assert page.count("&lt;blockquote&gt;") == 200
    assert decided(conflict)[0] == "Theirs"


def test_25_what_another_saved_meanwhile_is_merged_too(
    conflict: Conflict, client: Client, administrator: User
) -> None:
    post = answers(conflict, "mine", "mine")
    save(conflict.story, administrator, dateline="BEIRUT")
    client.post(page_of(conflict), post)
    assert decided(conflict)[0] == "Mine"
    assert Story.objects.get(pk=conflict.story_id).dateline == "BEIRUT"


def test_25_the_same_words_changed_once_more_are_decided_once_more(
    conflict: Conflict, client: Client, administrator: User
) -> None:
    post = answers(conflict, "mine", "mine")
    save(conflict.story, administrator, headline="Theirs again")
    answer = client.post(page_of(conflict), post)
    assert answer.headers["Location"] == page_of(conflict)
    assert decided(conflict)[0] == "Theirs again"
    conflict.refresh_from_db()
    assert conflict.resolved_at is None
    assert conflict.mine.document["headline"] == "Mine"
    assert "Theirs again" in client.get(page_of(conflict)).content.decode()


def test_25_a_part_deleted_by_one_and_changed_by_the_other_is_kept_or_deleted(
    story: Story, client: Client, administrator: User
) -> None:
    mine = form_of(story, **{f"{TEXTS}-0-body": "<p>The harbour is closed.</p>"})
    gone = freeze(story).parts[0].uid
    save(story, administrator, parts=freeze(story).parts[1:])
    client.post(address(story), mine, headers=JSON)
    conflict = Conflict.objects.get()
    assert "Delete the part" in client.get(page_of(conflict)).content.decode()
    client.post(page_of(conflict), {"seen": 2, f"choice-part:{gone}": "keep"})
    assert decided(conflict)[1:] == ["<p>The harbour is closed.</p>", "<p>Two.</p>"]


def test_a_decided_conflict_is_not_decided_again(conflict: Conflict, client: Client) -> None:
    post = answers(conflict, "mine", "mine")
    client.post(page_of(conflict), post)
    again = client.post(page_of(conflict), post | {"choice-headline": "theirs"}, follow=True)
    assert "This is decided already." in again.content.decode()
    assert decided(conflict)[0] == "Mine"


def test_12_a_conflict_of_a_story_that_one_may_not_see_is_not_there(
    conflict: Conflict, subeditor: User, administrator: User
) -> None:
    stranger = sign_in(subeditor)
    assert stranger.get(page_of(conflict)).status_code == 404
    assert stranger.post(page_of(conflict), {"seen": 1}).status_code == 404
    other = make_story(administrator, headline="Another")
    found = sign_in(administrator).get(address(other, "conflict", conflict.pk))
    assert found.status_code == 404


def test_08_hostile_words_are_only_words_here_too(
    story: Story, client: Client, administrator: User
) -> None:
    hostile = "\"><script>alert('x')</script>"
    mine = form_of(story, headline=f"Mine {hostile}")
    save(story, administrator, headline=f"Theirs {hostile}")
    client.post(address(story), mine, headers=JSON)
    page = client.get(page_of(Conflict.objects.get())).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
