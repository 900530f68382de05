"""The preview on the desk, its cards, and the sheet of share links."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from articles.models import PreviewLink, Story
from tests.articles.form import address, form_of, sign_in
from tests.stories import make_section, make_site, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(reporter: User) -> Story:
    make_site()
    return make_story(reporter, make_section(), standfirst="In short.")


@pytest.mark.parametrize("name", ["preview", "cards"])
def test_what_is_on_the_screen_is_shown_and_saved_nowhere(
    story: Story, reporter: User, name: str
) -> None:
    response = sign_in(reporter).post(
        address(story, name), form_of(story, headline="On <the> screen")
    )

    assert "On &lt;the&gt; screen" in response.content.decode()
    assert Story.objects.get(pk=story.pk).headline == "Harbour reopens"


@pytest.mark.parametrize("name", ["preview", "cards"])
def test_a_preview_may_stand_in_the_desks_own_frame_and_in_no_other(
    story: Story, reporter: User, name: str
) -> None:
    response = sign_in(reporter).get(address(story, name))

    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["preview", "cards"])
@pytest.mark.parametrize("language", [None, "", "xx", "\x00"])
def test_15_a_language_and_a_format_that_there_are_not_are_the_first_ones(
    story: Story, reporter: User, name: str, language: str | None
) -> None:
    unknown = {} if language is None else {"language": language, "format": language}
    posted = form_of(story, **unknown) if unknown else {}
    response = sign_in(reporter).post(address(story, name), posted)
    assert response.status_code == 200
    assert '<html lang="en' in response.content.decode()


def test_the_cards_show_what_engines_would_cut(story: Story, reporter: User) -> None:
    words = "word " * 60
    page = sign_in(reporter).post(
        address(story, "cards"), form_of(story, headline=words, seo_description=words)
    )

    title = re.search(r'class="result-title">([^<]*)<', page.content.decode())
    assert title is not None
    assert title[1].endswith(" …")
    assert len(title[1]) <= 62
    assert "http://testserver/world/harbour-reopens/" in page.content.decode()


def test_the_sheet_makes_a_link_for_three_days_and_closes_it(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    client = sign_in(reporter)
    sheet = client.get(address(story, "share")).content.decode()
    field = re.search(r'<input[^>]*name="expires_at"[^>]*>', sheet)
    assert field is not None
    until = re.search(r'value="([^"]+)"', field[0])
    assert until is not None

    client.post(address(story, "share"), {"which": "pinned", "expires_at": until[1]})

    link = PreviewLink.objects.get()
    assert link.revision is not None
    assert link.expires_at == now + timedelta(hours=72)
    assert "Opened 0 times." in client.get(address(story, "share")).content.decode()
    client.post(address(story, "unshare"), {"link": link.pk})
    link.refresh_from_db()
    assert link.revoked_at == now


@pytest.mark.parametrize("until", ["", "yesterday", "2025-11-21T10:00", "2030-01-01T00:00"])
def test_the_sheet_says_what_is_wrong_with_a_time(
    story: Story, reporter: User, clock: time_machine.Traveller, until: str
) -> None:
    response = sign_in(reporter).post(
        address(story, "share"), {"which": "newest", "expires_at": until}
    )

    assert "errorlist" in response.content.decode()
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("link", ["", "x", "9" * 30, "12"])
def test_a_link_that_is_not_of_this_story_is_not_found(
    story: Story, reporter: User, link: str
) -> None:
    assert sign_in(reporter).post(address(story, "unshare"), {"link": link}).status_code == 404


def test_12_a_strangers_story_is_neither_previewed_nor_shared(
    story: Story, subeditor: User
) -> None:
    client = sign_in(subeditor)

    for name in ("preview", "cards", "share", "unshare"):
        assert client.post(address(story, name), {"link": "1"}).status_code == 404
    for name in ("preview", "cards", "share"):
        assert client.get(address(story, name)).status_code == 404
