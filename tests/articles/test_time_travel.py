"""The site as of another instant: for the desk alone, kept by nobody."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.models import User
from articles.models import Edition
from articles.models.interval import MICROSECOND
from tests.articles.form import sign_in
from tests.stories import make_section, make_site, publish, published, save

HOUR = timedelta(hours=1)
PAGES = ["/", "/world/", "/world/harbour-reopens/", "/imprint/", "/nowhere/", "/it/"]


@pytest.fixture
def edition(administrator: User, now: datetime, clock: time_machine.Traveller) -> Edition:
    """A story that was published at 17:05 and changed at 18:05, on a site at 19:05."""
    make_site()
    first = published(administrator, make_section("World", it="Mondo"))
    published(administrator, None, format="page", headline="Imprint")
    save(first.story, administrator, headline="Harbour closes again")
    clock.shift(HOUR)
    publish(first.story, administrator, now=now + HOUR)
    clock.shift(HOUR)
    first.refresh_from_db()
    return first


@pytest.fixture
def desk(administrator: User) -> Client:
    """A browser of somebody who may read the site as of another instant, in Rome."""
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    return sign_in(administrator)


def words(client: Client, path: str, at: str, status: int = 200) -> str:
    response = client.get(path, {"at": at})
    assert response.status_code == status
    return response.content.decode()


def test_a_page_of_the_past_is_what_readers_saw_then(desk: Client, edition: Edition) -> None:
    path = edition.path
    assert "Harbour closes again" in desk.get(path).content.decode()
    assert '<h1 class="headline">Harbour reopens</h1>' in words(desk, path, "2025-11-22T18:30")
    assert "Harbour closes again" in words(desk, path, "2025-11-22T19:05")
    assert "Harbour closes" not in words(desk, path, "2025-11-22T19:04:59")
    assert "does not exist" in words(desk, path, "2025-11-22T18:04:59", status=404)


@pytest.mark.parametrize("path", ["/", "/world/", "/nowhere/"])
def test_lists_of_the_past_show_what_was_superseded_since(
    desk: Client, edition: Edition, administrator: User, now: datetime, path: str
) -> None:
    save(edition.story, administrator, headline="Third")
    publish(edition.story, administrator, now=now + 2 * HOUR)
    edition.refresh_from_db()
    assert edition.is_superseded
    status = 404 if path == "/nowhere/" else 200
    assert "Harbour reopens" in words(desk, path, "2025-11-22T18:30", status)
    assert edition.headline not in words(desk, path, "2025-11-22T18:00", status)


def test_a_page_of_the_future_is_what_readers_will_see(
    desk: Client, edition: Edition, client: Client, now: datetime
) -> None:
    Edition.objects.filter(number=2).update(live_from=now + 24 * HOUR)
    Edition.objects.filter(pk=edition.pk).update(live_until=now + 24 * HOUR)
    assert "Harbour closes" in words(desk, edition.path, "2025-11-23T18:05")
    assert "Harbour closes" not in words(desk, edition.path, "2025-11-23T18:04")
    assert "Harbour closes" not in words(client, edition.path, "2025-11-23T18:05")


def test_the_instant_is_that_of_the_users_zone_unless_it_says_its_own(
    desk: Client, edition: Edition
) -> None:
    for at in ("2025-11-22T18:05", "2025-11-22T17:05Z", "2025-11-22T12:05-05:00"):
        page = words(desk, edition.path, at)
        assert "Harbour reopens" in page
        assert "Saturday 22 November 2025, 18:05 CET" in page


def test_the_bar_says_which_instant_and_leads_back_to_now(desk: Client, edition: Edition) -> None:
    query = "before=20251122T170500.000000Z.999999"
    markup = desk.get(f"/?{query}&at=2025-11-22T18:30").content.decode()
    assert "Saturday 22 November 2025, 18:30 CET" in markup
    assert "Europe/Rome" in markup
    assert "Names of sections and settings are today’s." in markup
    assert 'value="2025-11-22T18:30"' in markup
    assert f'data-instant href="/?{query}"' in markup


def test_the_bar_leads_to_the_next_change(desk: Client, edition: Edition) -> None:
    Edition.objects.filter(number=2).update(live_from=edition.live_until + MICROSECOND)
    before = words(desk, edition.path, "2025-11-22T18:30")
    assert f'href="{edition.path}?at=2025-11-22T18:05:00Z"' in before
    ended = words(desk, edition.path, "2025-11-22T18:05:00Z", status=410)
    assert f'href="{edition.path}?at=2025-11-22T18:05:01Z"' in ended
    assert "Next change, 22 Nov 2025, 19:05 CET" in ended
    assert "Next change" not in words(desk, edition.path, "2025-11-22T20:00")


def test_links_lead_on_through_the_same_instant(desk: Client, edition: Edition) -> None:
    markup = words(desk, edition.path, "2025-11-22T18:30")
    links = re.findall(r'<a\s+[^>]*?href="([^"]*)"', markup)
    here = [link for link in links if not re.match("https:|mailto:", link)]  # not of other sites
    elsewhere = [link for link in here if "at=2025-11-22T17:30:00Z" not in link]
    assert len(here) > 8
    assert sorted(elsewhere) == [
        "#_main",
        "#_top",
        edition.path,
        f"{edition.path}?at=2025-11-22T18:05:00Z",
    ]
    assert 'href="/world/?at=2025-11-22T17:30:00Z"' in markup


def test_a_redirect_keeps_the_instant_and_is_not_kept(
    desk: Client, edition: Edition, administrator: User, now: datetime
) -> None:
    save(edition.story, administrator, slug="harbour")
    publish(edition.story, administrator, now=now + 2 * HOUR)
    response = desk.get(edition.path, {"at": "2025-11-23T12:00Z"})
    assert response.headers["Location"] == "/world/harbour/?at=2025-11-23T12:00:00Z"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", PAGES)
def test_18_nobody_keeps_such_a_page(desk: Client, edition: Edition, path: str) -> None:
    response = desk.get(path, {"at": "2025-11-22T18:30"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" in response.headers["Vary"].split(", ")
    assert not {"ETag", "Last-Modified", "Expires"} & set(response.headers)
    etag = desk.get(path).headers.get("ETag", "none")
    again = desk.get(path, {"at": "2025-11-22T18:30"}, headers={"if-none-match": etag})
    assert again.status_code == response.status_code


@pytest.fixture(params=["nobody", "reporter", "outsider", "closed", "ended", "forged"])
def somebody_else(
    request: pytest.FixtureRequest,
    make_user: Callable[..., User],
    administrator: User,
) -> Client:
    """Whoever may not: with a session, without one, or with one that is none."""
    if request.param == "nobody":
        return Client()
    if request.param == "closed":
        client = sign_in(administrator)
        User.objects.filter(pk=administrator.pk).update(is_active=False)
        return client
    if request.param in {"ended", "forged"}:
        client = sign_in(administrator)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        if request.param == "ended":
            client.session.flush()
        client.cookies[settings.SESSION_COOKIE_NAME] = (
            cookie.value if request.param == "ended" else "' OR 1=1 --"
        )
        return client
    return sign_in(request.getfixturevalue(request.param))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("at", ["2025-11-22T18:30", "2030-01-01T00:00", "nonsense", ""])
def test_18_everybody_else_reads_the_page_of_now(
    somebody_else: Client, edition: Edition, path: str, at: str
) -> None:
    plain = Client().get(path)
    asked = somebody_else.get(path, {"at": at})
    assert asked.status_code == plain.status_code
    assert asked.content == plain.content
    assert dict(asked.headers) == dict(plain.headers)
    assert not asked.cookies


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "This field is required."),
        ("yesterday", "such as 2026-11-22 18:00"),
        ("2026-03-29T02:30", "02:30 does not exist"),
        ("2026-10-25T02:30", "comes twice"),
        ("9999-12-31T23:59", "such as 2026-11-22 18:00"),
        ("<script>alert(1)</script>", "such as 2026-11-22 18:00"),
    ],
)
def test_22_a_bad_time_gets_a_kind_answer(
    desk: Client, edition: Edition, at: str, sentence: str
) -> None:
    response = desk.get("/", {"at": at})
    markup = response.content.decode()
    assert response.status_code == 400
    assert sentence in markup
    assert "Which time do you mean?" in markup
    assert "<script>alert" not in markup
    assert response.headers["Cache-Control"] == "private, no-store"
    assert 'name="at"' in markup


def test_22_a_time_that_comes_twice_can_be_chosen_on_the_bar(
    desk: Client, edition: Edition
) -> None:
    assert "02:30 CET, an hour later" in words(desk, "/", "2026-10-25T02:30", status=400)
    chosen = desk.get("/", {"at": "2026-10-25T02:30", "at_which": "second"})
    assert "Sunday 25 October 2026, 02:30 CET" in chosen.content.decode()


@pytest.mark.parametrize("at", ["0001-01-03T12:00", "1582-10-10T00:00", "9999-12-28T00:00"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("zone", ["Europe/Rome", "Pacific/Kiritimati", "Pacific/Niue"])
def test_instants_far_away_are_only_empty(
    desk: Client, administrator: User, edition: Edition, path: str, at: str, zone: str
) -> None:
    User.objects.update(time_zone=zone)
    response = desk.get(path, {"at": at})
    assert response.status_code in {200, 404}
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("path", "most"), [("/world/harbour-reopens/", 15), ("/world/", 18)])
def test_another_instant_costs_the_session_the_person_and_the_next_change_more(
    desk: Client, edition: Edition, django_assert_max_num_queries: Callable, path: str, most: int
) -> None:
    with django_assert_max_num_queries(most):
        desk.get(path, {"at": "2025-11-22T18:30"})


def test_the_desk_itself_has_no_other_time(desk: Client, edition: Edition) -> None:
    page = desk.get("/admin/", {"at": "2025-11-22T18:30"}).content.decode()
    assert "time-travel" not in page


def test_an_address_like_another_host_leads_nowhere_else(desk: Client, edition: Edition) -> None:
    response = desk.get("/", {"at": "2025-11-22T18:30"}, PATH_INFO="//evil.example/")
    page = response.content.decode()
    assert "data-instant" in page
    assert 'href="//evil' not in page
