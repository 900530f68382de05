"""The page that changes a section's address."""

import pytest
from django.test import Client

from accounts.models import User
from articles import readdressing
from articles.admin import renaming
from articles.models import Edition, Section, SectionText
from tests.articles.form import sign_in
from tests.stories import make_section, make_site, published


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def desk(administrator: User, world: Section) -> Client:
    published(administrator, world)
    return sign_in(administrator)


def page_of(section: Section, language: str = "en") -> str:
    return f"/admin/articles/section/{section.pk}/rename/{language}/"


def post(desk: Client, section: Section, **fields: str) -> str:
    return desk.post(page_of(section), fields, follow=True).content.decode()


def test_the_form_of_the_section_leads_there(desk: Client, world: Section) -> None:
    html = desk.get(f"/admin/articles/section/{world.pk}/change/").content.decode()

    assert page_of(world) in html
    assert page_of(world, "it") in html


def test_the_form_of_the_section_does_not_change_an_address(desk: Client, world: Section) -> None:
    text = world.texts.get(language="en")
    desk.post(
        f"/admin/articles/section/{world.pk}/change/",
        {
            "position": "1",
            "texts-TOTAL_FORMS": "1",
            "texts-INITIAL_FORMS": "1",
            "texts-0-id": text.pk,
            "texts-0-section": world.pk,
            "texts-0-language": "en",
            "texts-0-name": "The World",
            "texts-0-slug": "planet",
        },
    )

    text.refresh_from_db()
    assert (text.name, text.slug) == ("The World", "world")


def test_a_look_changes_nothing(desk: Client, world: Section) -> None:
    html = post(desk, world, slug="planet", _look="1")

    assert "/world/ becomes /planet/" in html
    assert "1 story that readers see moves with it" in html
    assert "/planet/harbour-reopens/" in html
    assert SectionText.objects.filter(slug="world").exists()


def test_what_was_looked_at_is_done(desk: Client, world: Section) -> None:
    html = post(desk, world, slug="planet", looked="planet", _rename="1")

    assert "The section has its new address." in html
    assert "1 story followed." in html
    assert Edition.objects.latest("live_from").path == "/planet/harbour-reopens/"


def test_another_address_than_the_one_looked_at_is_looked_at_first(
    desk: Client, world: Section
) -> None:
    html = post(desk, world, slug="globe", looked="planet", _rename="1")

    assert "/world/ becomes /globe/" in html
    assert SectionText.objects.filter(slug="world").exists()


@pytest.mark.parametrize("slug", ["world", "Two Words", "admin", "<b>"])
def test_it_says_why_not(desk: Client, world: Section, slug: str) -> None:
    html = post(desk, world, slug=slug, looked=slug, _rename="1")

    assert 'role="alert"' in html
    assert SectionText.objects.filter(slug="world").exists()


def test_it_stops_after_a_while_and_goes_on_by_itself(
    desk: Client, world: Section, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(administrator, world, headline="Another")
    published(administrator, world, headline="A third")
    monkeypatch.setattr(readdressing, "BATCH", 1)
    monkeypatch.setattr(renaming, "LONGEST_WAIT", -1)

    html = post(desk, world, slug="planet", looked="planet", _rename="1")
    assert "3 stories still have an older address" in html
    assert 'data-continue="1"' in html

    monkeypatch.setattr(renaming, "LONGEST_WAIT", 60)
    html = post(desk, world, _continue="1")
    assert "3 stories followed." in html
    assert "data-continue" not in html


def test_it_takes_a_right(desk: Client, world: Section, reporter: User) -> None:
    assert sign_in(reporter).get(page_of(world)).status_code == 403
    assert desk.get(page_of(world, "de")).status_code == 404
