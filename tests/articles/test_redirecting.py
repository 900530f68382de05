"""Redirects made by hand."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditLine, User
from articles import publishing, redirecting
from articles.models import Address, Redirect, Section, Story
from articles.publishing import UnableToPublish
from articles.redirecting import UnableToRedirect, path_in
from tests.articles.form import sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, save, take_down


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World", it="Mondo")


@pytest.fixture
def story(administrator: User, world: Section, clock: time_machine.Traveller) -> Story:
    story = make_story(administrator, world, slug="harbour")
    publish(story, administrator)
    return Story.objects.get(pk=story.pk)


def redirect(by: User, path: str, to: str, address: Address | None = None) -> Address:
    return redirecting.redirect(address=address or Redirect(), path=path, to=to, by=by, now=NOW)


def leads_to(path: str) -> str:
    """Where one hop from `path` leads."""
    response = Client().get(path)
    assert response.status_code == 301, (path, response.status_code)
    return str(response["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "/2019/03/old-post.html",
        "/2019/03/old-post/",
        "/old",
        "/old/",
        "/old/post/",
        "/a/b/c/d/e",
        "/Großer-Hafen.PHP",
        "/гавань/открыта/",
        "/it/vecchio/porto/",
        "/old%20post/100%25",
    ],
)
def test_any_path_leads_to_a_story_in_one_hop(story: Story, administrator: User, path: str) -> None:
    redirect(administrator, path, "/world/harbour/")

    assert leads_to(path) == "/world/harbour/"


@pytest.mark.parametrize("path", ["/old/post", "/old/post/"])
def test_a_slash_at_the_end_makes_no_difference_and_no_hop(
    story: Story, administrator: User, path: str
) -> None:
    redirect(administrator, path, "/world/harbour/")

    assert leads_to("/old/post") == leads_to("/old/post/") == "/world/harbour/"


@pytest.mark.parametrize("path", ["/", "/it/", "/world/", "/it/mondo/"])
def test_it_may_lead_to_a_page_that_is_no_storys(
    story: Story, administrator: User, path: str
) -> None:
    redirect(administrator, "/old/", path)

    assert leads_to("/old/") == path


def test_a_story_is_found_wherever_it_moves(story: Story, administrator: User) -> None:
    redirect(administrator, "/old/", f"http://localhost/admin/articles/story/{story.pk}/change/"
             .removeprefix("http://localhost"))  # fmt: skip
    save(story, administrator, slug="port")
    publish(story, administrator, now=NOW)
    redirect(administrator, "/older/", "/world/harbour/")

    story.refresh_from_db()
    assert Redirect.objects.get(path="/old/").story == story
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert leads_to("/old/") == leads_to("/older/") == "/world/port/"


def test_a_whole_address_of_this_site_is_its_path(story: Story, settings: Any) -> None:
    assert path_in(f"{settings.SITE_URL}/world/harbour/") == ("/world/harbour/", [])


def test_where_no_story_and_no_redirect_is_nothing_changes(story: Story) -> None:
    assert Client().get("/no/such/").status_code == 404
    assert Client().get("/no/such/page.html").status_code == 404
    assert leads_to("/world/harbour") == "/world/harbour/"
    assert leads_to("/no-such.html") == "/no-such.html/"
    assert leads_to("/no/such") == "/no/such/"


def test_nobody_may_keep_it_without_asking_again(story: Story, administrator: User) -> None:
    redirect(administrator, "/old.html", "/world/harbour/")

    assert "max-age=0" in Client().get("/old.html")["Cache-Control"]


def test_a_story_that_is_down_is_not_found_there(story: Story, administrator: User) -> None:
    redirect(administrator, "/old.html", "/world/harbour/")
    take_down(story, administrator, why="mistake")

    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert Client().get("/old.html").status_code == 404


def test_a_story_that_was_withdrawn_says_so_there(story: Story, administrator: User) -> None:
    redirect(administrator, "/old.html", "/world/harbour/")
    take_down(story, administrator, notice="A source withdrew.")

    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        response = Client().get("/old.html")
    assert response.status_code == 410
    assert "A source withdrew." in response.content.decode()


def test_a_page_that_is_there_costs_no_query_more(
    story: Story, administrator: User, django_assert_num_queries: Any
) -> None:
    redirect(administrator, "/old.html", "/world/harbour/")

    with django_assert_num_queries(4):
        Client().get("/world/harbour/")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("old", "begins with a slash"),
        ("", "begins with a slash"),
        ("//evil.example/x", "another site|another site’s|This is another"),
        ("/%2Fevil.example/x", "another"),
        ("https://evil.example/world/harbour/", "another"),
        ("/\\evil.example", "another|characters"),
        ("/old/?p=1", "Leave out"),
        ("/old/#x", "Leave out"),
        ("/old/../x", "without . or .."),
        ("/old\x00", "characters"),
        ("/old%0D%0ASet-Cookie:x", "characters"),
        ("/" + "x" * 600, "too long"),
        ("/", "home page"),
        ("/it/", "home page"),
        ("/it", "home page"),
        ("/admin/x/", "The site itself"),
        ("/robots.txt", "The site itself"),
        ("/it/search/", "The site itself"),
        ("/world/", "address of a section"),
        ("/world", "address of a section"),
        ("/it/mondo/", "address of a section"),
        ("/world/harbour/", "address of the story “Harbour reopens”"),
        ("/world/harbour", "address of the story “Harbour reopens”"),
        ("/world/draft/", "The story “Draft” gets this address"),
        ("/about/", "The story “About” gets this address"),
        ("/taken", "/taken/ leads to /world/ already"),
    ],
)
def test_35_some_paths_cannot_lead_on(
    story: Story, world: Section, administrator: User, path: str, why: str
) -> None:
    make_story(administrator, world, headline="Draft")
    make_story(administrator, headline="About", format="page")
    redirect(administrator, "/taken/", "/world/")

    with pytest.raises(UnableToRedirect, match=why):
        redirect(administrator, path, "/world/harbour/")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("https://evil.example/", "another"),
        ("//evil.example/", "another"),
        ("/\\evil.example/", "another|characters"),
        ("javascript:alert(1)", "begins with a slash"),
        ("https://evil.example/admin/articles/story/1/change/", "another"),
        ("/no/such/", "Nothing on this site"),
        ("/admin/articles/story/999999/change/", "Nothing on this site"),
        ("/admin/", "Nothing on this site"),
        ("/taken/", "leads on to /world/. Choose that."),
        ("/old", "itself"),
        ("/world/draft/", "Nothing on this site"),
        ("/world/?x=1", "Leave out"),
    ],
)
def test_35_a_redirect_leads_nowhere_else(
    story: Story, world: Section, administrator: User, to: str, why: str
) -> None:
    make_story(administrator, world, headline="Draft")
    redirect(administrator, "/taken/", "/world/")

    with pytest.raises(UnableToRedirect, match=why):
        redirect(administrator, "/old/", to)


def test_35_a_redirect_makes_no_loop(story: Story, administrator: User) -> None:
    first = redirect(administrator, "/one/", "/world/")
    with pytest.raises(UnableToRedirect, match="leads on"):
        redirect(administrator, "/two/", "/one/")
    with pytest.raises(UnableToRedirect, match="itself"):
        redirect(administrator, "/one/", "/one/", address=first)


@given(st.text(max_size=80).map(lambda text: f"/{text}"))
def test_35_whatever_is_entered_is_a_path_of_this_site_or_refused(text: str) -> None:
    path, why = path_in(text)

    assert why or (path.startswith("/") and not path.startswith(("//", "/\\")))


def test_a_redirect_is_changed(story: Story, administrator: User) -> None:
    made = redirect(administrator, "/old/", "/world/")

    redirect(administrator, "/older/", "/world/harbour/", address=made)

    assert leads_to("/older/") == "/world/harbour/"
    assert Client().get("/old/").status_code == 404


def test_a_redirect_is_dropped(story: Story, administrator: User) -> None:
    made = redirect(administrator, "/old/", "/world/")

    redirecting.drop_redirect(address=made, by=administrator, now=NOW)

    assert Client().get("/old/").status_code == 404
    actions = AuditLine.objects.filter(target_type="articles.redirect").order_by("pk")
    assert [line.action for line in actions] == ["redirect", "drop_redirect"]


def test_the_address_of_a_story_cannot_be_dropped_or_changed(
    story: Story, administrator: User
) -> None:
    address = Address.objects.get(path="/world/harbour/")

    with pytest.raises(UnableToRedirect, match="not made by hand"):
        redirecting.drop_redirect(address=address, by=administrator, now=NOW)
    with pytest.raises(UnableToRedirect, match="not made by hand"):
        redirect(administrator, "/x/", "/world/", address=address)


def test_a_redirect_to_a_story_becomes_its_address_when_it_takes_it(
    story: Story, administrator: User
) -> None:
    made = redirect(administrator, "/world/port/", "/world/harbour/")
    save(story, administrator, slug="port")
    publish(story, administrator)

    with pytest.raises(UnableToRedirect, match="not made by hand"):
        redirecting.drop_redirect(address=made, by=administrator, now=NOW)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert Client().get("/world/port/").status_code == 200
        assert leads_to("/world/harbour/") == "/world/port/"


def test_two_stories_never_hold_one_address(
    story: Story, world: Section, administrator: User
) -> None:
    redirect(administrator, "/world/port/", "/world/harbour/")
    other = make_story(administrator, world, slug="port")

    with pytest.raises(UnableToPublish, match="/world/port/ is taken"):
        publish(other, administrator)
    assert publishing.live_edition(other, NOW) is None


def test_it_takes_a_right(story: Story, administrator: User, reporter: User) -> None:
    made = redirect(administrator, "/old/", "/world/")

    with pytest.raises(PermissionDenied):
        redirect(reporter, "/x/", "/world/")
    with pytest.raises(PermissionDenied):
        redirecting.drop_redirect(address=made, by=reporter, now=NOW)


# On the desk


def test_the_desk_makes_changes_and_drops_them(story: Story, administrator: User) -> None:
    desk = sign_in(administrator)
    add = "/admin/articles/redirect/add/"

    desk.post(add, {"path": "/2019/old-post.html", "to": "/world/harbour/"})
    made = Redirect.objects.get(origin="hand_made")
    assert made.story == story

    html = desk.get(f"/admin/articles/redirect/{made.pk}/change/").content.decode()
    assert 'value="/world/harbour/"' in html
    desk.post(f"/admin/articles/redirect/{made.pk}/change/", {"path": "/x", "to": "/world/"})
    made.refresh_from_db()
    assert (made.path, made.story, made.target) == ("/x", None, "/world/")
    assert "/x" in desk.get("/admin/articles/redirect/").content.decode()

    desk.post(f"/admin/articles/redirect/{made.pk}/delete/", {"post": "yes"})
    assert not Redirect.objects.filter(origin="hand_made").exists()


def test_the_desk_says_why_not(story: Story, administrator: User) -> None:
    response = sign_in(administrator).post(
        "/admin/articles/redirect/add/", {"path": "/world/harbour", "to": "//evil.example/"}
    )

    assert "address of the story “Harbour reopens”" in response.content.decode()
    assert not Redirect.objects.filter(origin="hand_made").exists()


def test_addresses_of_stories_are_not_on_that_page(story: Story, administrator: User) -> None:
    desk = sign_in(administrator)
    address = Address.objects.get(path="/world/harbour/")

    assert "harbour" not in desk.get("/admin/articles/redirect/").content.decode()
    assert desk.get(f"/admin/articles/redirect/{address.pk}/change/").status_code == 302
    assert sign_in(administrator).get("/admin/articles/redirect/").status_code == 200


def test_the_desk_offers_them_to_nobody_else(story: Story, reporter: User) -> None:
    assert sign_in(reporter).get("/admin/articles/redirect/").status_code == 403
