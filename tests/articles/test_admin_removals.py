"""The page that removes words for legal reasons."""

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Redaction, Section, Story
from articles.page import document_of
from tests.articles.form import address, sign_in
from tests.stories import make_section, make_site, make_story, publish, save, text

PASSAGE = "Mr Grey took the money"


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World")


@pytest.fixture
def story(administrator: User, world: Section) -> Story:
    story = make_story(
        administrator, world, slug="grey", parts=(text(f"<p>{PASSAGE}, <em>they</em> said.</p>"),)
    )
    publish(story, administrator)
    save(story, administrator, parts=(text("<p>Mr Grey took all the money.</p>"),))
    story.refresh_from_db()
    return story


@pytest.fixture
def desk(administrator: User) -> Client:
    return sign_in(administrator)


def body(client: Client, story: Story, **post: object) -> str:
    page = address(story, "remove-words")
    response = client.post(page, post, follow=True) if post else client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_what_readers_see(desk: Client, story: Story) -> None:
    html = body(desk, story)

    assert f"{PASSAGE}, <em>they</em> said." in html
    assert "[removed for legal reasons, " in html
    assert "Remove these words" not in html


def test_another_edition_can_be_shown(desk: Client, story: Story, administrator: User) -> None:
    publish(story, administrator)

    html = desk.get(address(story, "remove-words"), {"edition": "1"}).content.decode()

    assert "Edition 1" in html
    assert PASSAGE in html


def test_a_look_says_where_the_words_stand_and_removes_nothing(desk: Client, story: Story) -> None:
    html = body(desk, story, passage=PASSAGE, _look="1")

    assert "In 1 edition" in html
    assert "Section 1" in html
    assert 'value="Mr Grey took all the money" checked' in html
    assert "/world/grey/ (grey)" in html
    assert not Redaction.objects.exists()


def test_what_was_looked_at_is_removed(desk: Client, story: Story) -> None:
    html = body(
        desk,
        story,
        passage=PASSAGE,
        looked=PASSAGE,
        similar=["Mr Grey took all the money"],
        reason="A court order",
        _remove="1",
    )

    assert "Removed from 1 edition." in html
    assert Redaction.objects.count() == 2
    edition = story.editions.get()
    assert "Grey" not in str(document_of(edition).parts)
    assert "Grey" not in str(Story.objects.get(pk=story.pk).articles_textsection_set.get().body)


def test_words_that_were_changed_after_the_look_are_looked_at_first(
    desk: Client, story: Story
) -> None:
    html = body(desk, story, passage="they said", looked=PASSAGE, reason="x", _remove="1")

    assert "In 1 edition" in html
    assert not Redaction.objects.exists()


def test_unticked_words_stay_unticked_when_a_reason_is_missing(desk: Client, story: Story) -> None:
    html = body(desk, story, passage=PASSAGE, looked=PASSAGE, _remove="1")

    assert "what the reason is" in html
    assert 'value="Mr Grey took all the money">' in html


@pytest.mark.parametrize("passage", ["", "…", "Nobody said this", "<script>alert(1)</script>"])
def test_words_that_stand_nowhere_are_refused(desk: Client, story: Story, passage: str) -> None:
    html = body(desk, story, passage=passage, looked=passage, reason="x", _remove="1")

    assert 'role="alert"' in html
    assert "<script>alert" not in html
    assert not Redaction.objects.exists()


def test_they_can_be_put_back(desk: Client, story: Story) -> None:
    body(desk, story, passage=PASSAGE, looked=PASSAGE, reason="x", _remove="1")
    removal = Redaction.objects.get()

    desk.post(address(story, "put-words-back"), {"removal": removal.pk})

    assert PASSAGE in str(document_of(story.editions.get()))
    assert "Put back " in body(desk, story)
    again = desk.post(address(story, "put-words-back"), {"removal": removal.pk}, follow=True)
    assert "back already" in again.content.decode()
    assert desk.post(address(story, "put-words-back"), {"removal": "x"}).status_code == 404


def test_it_takes_a_right(story: Story, reporter: User) -> None:
    Story.objects.filter(pk=story.pk).update(created_by=reporter)
    client = sign_in(reporter)

    assert client.get(address(story, "remove-words")).status_code == 403
    assert client.post(address(story, "put-words-back"), {"removal": 1}).status_code == 403
