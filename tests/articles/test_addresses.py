"""Slugs and paths."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from articles import addresses, revisions
from articles.document import freeze
from articles.models import Kind, Story
from articles.models.fields import validate_slug
from articles.public.urls import pages
from articles.publishing import reasons_not_to_publish
from tests.stories import NOW, make_section, make_story, published


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("The harbour reopens", "the-harbour-reopens"),
        ("Perché l’Italia tace", "perche-l-italia-tace"),
        ("Don't look back", "dont-look-back"),
        ("McGurk’s visit", "mcgurks-visit"),
        ("Straße, Øresund, Łódź", "strasse-oresund-lodz"),
        ("Гавань снова открыта", "гавань-снова-открыта"),
        ("الميناء يفتح أبوابه", "الميناء-يفتح-أبوابه"),
        ("बंदरगाह खुला", "बंदरगाह-खुला"),
        ("港口重新开放", "港口重新开放"),
        ("100 days", "100-days"),
        ("🙂 !!!", ""),
    ],
)
def test_a_headline_becomes_a_slug(headline: str, slug: str) -> None:
    assert addresses.make_slug(headline) == slug


@given(st.text(max_size=600))
def test_every_slug_is_valid_and_short(headline: str) -> None:
    slug = addresses.make_slug(headline)

    assert len(slug) <= addresses.LONGEST_SLUG
    if slug:
        validate_slug(slug)


def test_a_long_headline_is_cut_between_words() -> None:
    slug = addresses.make_slug("harbour " * 40)

    assert slug == "-".join(["harbour"] * 10)


def test_the_default_language_has_no_prefix() -> None:
    assert addresses.story_path("en", "world", "harbour") == "/world/harbour/"
    assert addresses.story_path("it", "mondo", "porto") == "/it/mondo/porto/"
    assert addresses.story_path("it", None, "privacy") == "/it/privacy/"


def test_a_taken_slug_gets_a_number(reporter: User) -> None:
    slugs = [make_story(reporter, headline="Harbour reopens").slug for _ in range(4)]

    assert slugs == ["harbour-reopens", *(f"harbour-reopens-{n}" for n in (2, 3, 4))]


def test_a_slug_is_free_in_another_language(reporter: User) -> None:
    make_story(reporter, headline="Harbour reopens")

    assert make_story(reporter, headline="Harbour reopens", language="it").slug == "harbour-reopens"


def test_a_published_slug_stays_taken_after_the_story_took_another(administrator: User) -> None:
    edition = published(administrator, make_section())
    Story.objects.filter(pk=edition.story_id).update(slug="elsewhere")

    assert make_story(administrator, headline="Harbour reopens").slug == "harbour-reopens-2"


@pytest.mark.parametrize("word", ["admin", "static", "it", "world", "search"])
def test_a_standing_page_cannot_take_an_address_of_the_site(reporter: User, word: str) -> None:
    make_section("World")
    story = make_story(reporter, format="page", headline=word.capitalize())

    assert story.slug == f"{word}-2"


@pytest.mark.parametrize("story_format", ["news", "page"])
def test_no_story_takes_the_address_of_a_history(reporter: User, story_format: str) -> None:
    story = make_story(reporter, make_section(), headline="History", format=story_format)

    assert story.slug == "history-2"


def test_a_version_with_the_address_of_a_history_is_not_published(administrator: User) -> None:
    story = make_story(administrator, make_section(), headline="History")
    Story.objects.filter(pk=story.pk).update(slug="history")
    story.refresh_from_db()
    by_hand = revisions.record(
        story,
        freeze(story),
        by=administrator,
        now=NOW,
        kind=Kind.SAVE,
        base=revisions.latest(story),
    )

    why = reasons_not_to_publish(story=story, revision=by_hand, now=NOW)

    assert why == ["The address /world/history/ is taken. Choose another one."]


def first_pieces(patterns: list[URLPattern | URLResolver]) -> set[str]:
    return {str(pattern.pattern).partition("/")[0] for pattern in patterns} - {""}


def test_every_fixed_address_of_the_project_is_reserved() -> None:
    languages = {"en", "it"}
    own = {str(pattern.pattern).partition("/")[0] for pattern in pages}
    fixed = {
        piece
        for piece in first_pieces(get_resolver().url_patterns) | own
        if piece and "<" not in piece
    }

    assert "admin" in fixed
    assert fixed - languages <= addresses.RESERVED
