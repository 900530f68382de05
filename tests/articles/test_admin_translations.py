"""The form says which story it translates."""

import pytest

from accounts.models import User
from articles import translations
from tests.articles.form import address, form_of, sign_in
from tests.stories import make_section, make_story, published

pytestmark = pytest.mark.django_db


def test_the_address_of_the_other_language_pairs_two_stories(administrator: User) -> None:
    english = published(administrator, make_section()).story
    italian = make_story(administrator, language="it")
    post = form_of(italian, translation_of="/world/harbour-reopens/")

    response = sign_in(administrator).post(address(italian), post)

    assert response.status_code == 302
    italian.refresh_from_db()
    assert list(translations.counterparts(italian)) == [english]


def test_saving_the_form_as_it_was_opened_keeps_the_pair(administrator: User) -> None:
    english, italian = make_story(administrator), make_story(administrator, language="it")
    client = sign_in(administrator)
    client.post(address(italian), form_of(italian, translation_of=address(english)))

    shown = client.get(address(italian)).context["state"].initial["translation_of"]
    client.post(address(italian), form_of(italian, translation_of=shown))

    assert shown == address(english)
    italian.refresh_from_db()
    assert list(translations.counterparts(italian)) == [english]


def test_an_emptied_field_parts_them(administrator: User) -> None:
    english, italian = make_story(administrator), make_story(administrator, language="it")
    client = sign_in(administrator)
    client.post(address(italian), form_of(italian, translation_of=address(english)))

    opened = {"initial-translation_of": address(english)}
    client.post(address(italian), form_of(italian, translation_of="", **opened))

    assert not translations.counterparts(english).exists()


@pytest.mark.parametrize("given", ["/no/such/story/", "nonsense", "https://["])
def test_what_names_no_story_is_an_error_at_its_field(administrator: User, given: str) -> None:
    italian = make_story(administrator, language="it")

    response = sign_in(administrator).post(address(italian), form_of(italian, translation_of=given))

    assert list(response.context["state"].errors) == ["translation_of"]


def test_a_story_that_one_may_not_see_is_not_found(reporter: User, subeditor: User) -> None:
    foreign, own = make_story(subeditor), make_story(reporter, language="it")

    response = sign_in(reporter).post(address(own), form_of(own, translation_of=address(foreign)))

    assert list(response.context["state"].errors) == ["translation_of"]
    own.refresh_from_db()
    assert not translations.counterparts(own).exists()


def test_two_stories_of_one_language_are_no_pair(administrator: User) -> None:
    first, second = make_story(administrator), make_story(administrator)

    response = sign_in(administrator).post(
        address(second), form_of(second, translation_of=address(first))
    )

    errors = response.context["state"].errors["translation_of"]
    assert errors == ["Both stories are in the same language."]
