"""Two versions compared on the desk, an old one looked at, restored and named."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from articles import publishing, versions
from articles.document import DocumentPart, freeze
from articles.models import Kind, Milestone, Redaction, Revision, Story
from tests.articles.form import address, sign_in, words_of
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_story,
    publish,
    quote,
    save,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGES = ("history", "compare", "version", "restore", "name", "copy", "bin", "unbin")


@pytest.fixture
def story(administrator: User) -> Story:
    make_site()
    return make_story(administrator, make_section(), parts=(text("<p>Words.</p>", "Tides"),))


def version(story: Story, number: int) -> Revision:
    return Revision.objects.get(story=story, number=number)


def reworded(part: DocumentPart, body: str) -> DocumentPart:
    return DocumentPart(kind=part.kind, uid=part.uid, values={**part.values, "body": body})


# --- compare ----------------------------------------------------------------------------------


def test_two_versions_are_compared_word_by_word_and_part_by_part(
    story: Story, administrator: User
) -> None:
    part = freeze(story).parts[0]
    added = quote("Said by somebody")
    save(
        story,
        administrator,
        headline="Harbour closes",
        parts=(added, reworded(part, "<p>Few.</p>")),
    )

    page = words_of(sign_in(administrator), address(story, "compare"), **{"from": 1, "to": 2})

    assert "removed: reopens end added: closes end" in page
    assert "removed: Words end added: Few end" in page
    assert "Pull quote 1 Said by somebody Added" in page


def test_a_part_that_moved_is_shown_as_moved(story: Story, administrator: User) -> None:
    first, second = freeze(story).parts[0], text("<p>Second</p>", "Second")
    save(story, administrator, parts=(first, second))
    save(story, administrator, parts=(second, first))

    page = words_of(sign_in(administrator), address(story, "compare"), **{"from": 2, "to": 3})

    assert "Moved from place" in page
    assert "removed:" not in page


def test_the_older_version_comes_first_however_they_are_chosen(
    story: Story, administrator: User
) -> None:
    save(story, administrator, headline="Harbour closes")

    client = sign_in(administrator)
    forward = words_of(client, address(story, "compare"), **{"from": 1, "to": 2})
    backward = words_of(client, address(story, "compare"), **{"from": 2, "to": 1})

    assert forward == backward
    assert "added: closes end" in forward


def test_one_walks_from_change_to_change(story: Story, administrator: User) -> None:
    for headline in ("Two", "Three", "Four"):
        save(story, administrator, headline=headline)

    client = sign_in(administrator)
    page = client.get(address(story, "compare"), {"from": 2, "to": 3}).content.decode()

    assert re.search(r'rel="prev"[^>]*from=1&amp;to=2"', page)
    assert re.search(r'rel="next"[^>]*from=3&amp;to=4"', page)


def test_the_desk_is_compared_with_what_readers_see(story: Story, administrator: User) -> None:
    publish(story, administrator)
    save(story, administrator, headline="Harbour closes")

    page = words_of(sign_in(administrator), address(story, "compare"), **{"from": "live"})

    assert "Changes since what readers see" in page
    assert "added: closes end" in page


def test_a_landmark_that_is_not_there_is_said(story: Story, administrator: User) -> None:
    client = sign_in(administrator)

    for asked, words in (
        ("live", "Readers do not see this story."),
        ("sent", "This story was not sent to the desk."),
        ("seen", "You have not looked at this story before."),
        ("7", "There is no such version."),
        ("' OR 1", "There is no such version."),
    ):
        assert words in words_of(client, address(story, "compare"), **{"from": asked})


# --- an old version, restored, named ----------------------------------------------------------


def test_an_old_version_is_looked_at_as_a_page(story: Story, administrator: User) -> None:
    save(story, administrator, headline="Later")

    client = sign_in(administrator)
    response = client.get(address(story, "version"), {"revision": 1})

    page = response.content.decode()
    assert "<title>Version 1 · Harbour reopens" in page
    assert "<p>Words.</p>" in page
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(address(story, "version"), {"revision": 9}).status_code == 404
    assert client.post(address(story, "version"), {"revision": 1}).status_code == 405


def test_the_bar_over_an_old_version_speaks_the_language_of_who_looks(
    story: Story, administrator: User
) -> None:
    administrator.language = "it"
    administrator.save()

    page = sign_in(administrator).get(address(story, "version"), {"revision": 1}).content.decode()

    assert '<html lang="en"' in page
    assert re.search(r'<aside class="time-travel"\s+lang="it"', page)


def test_26_restoring_asks_shows_the_difference_and_makes_a_new_version(
    story: Story, administrator: User
) -> None:
    save(story, administrator, headline="Harbour closes")
    client = sign_in(administrator)

    asked = words_of(client, address(story, "restore"), revision=1)
    assert "removed: closes end added: reopens end" in asked
    assert Revision.objects.count() == 2
    response = client.post(address(story, "restore"), {"revision": 1}, follow=True)

    assert "Version 1 is restored as version 3." in response.content.decode()
    assert Story.objects.get().headline == "Harbour reopens"
    assert version(story, 3).kind == Kind.RESTORE


def test_restoring_what_the_story_says_already_is_said(story: Story, administrator: User) -> None:
    client = sign_in(administrator)

    assert "The story says this already." in words_of(client, address(story, "restore"), revision=1)
    response = client.post(address(story, "restore"), {"revision": 1})
    assert "The story says this already." in unescape(response.content.decode())
    assert Revision.objects.count() == 1


def test_a_version_is_named_and_found_by_its_name(story: Story, administrator: User) -> None:
    client = sign_in(administrator)

    response = client.post(address(story, "name"), {"revision": 1, "name": "As read by the lawyer"})

    assert response.headers["Location"] == f"{address(story, 'history')}#version-1"
    assert "As read by the lawyer" in words_of(client, address(story, "history"), show="milestones")
    client.post(address(story, "name"), {"revision": 1, "name": "Whatever", "_remove": "1"})
    assert not Milestone.objects.exists()


def test_a_name_that_is_too_long_comes_back_with_a_sentence(
    story: Story, administrator: User
) -> None:
    response = sign_in(administrator).post(
        address(story, "name"), {"revision": 1, "name": "x" * 121}
    )

    page = response.content.decode()
    assert "This name is too long" in page
    assert "x" * 121 in page


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_12_versions_of_somebody_elses_story_are_not_there(
    name: str, story: Story, administrator: User, reporter: User
) -> None:
    save(story, administrator, headline="Secret plans")
    client = sign_in(reporter)
    before = list(Story.objects.values()), Revision.objects.count()

    for query in ({"revision": 1}, {"from": 1, "to": 2}, {}):
        for send in (client.get, client.post):
            response = send(address(story, name), query)
            assert response.status_code in {404, 405}
            assert b"Secret plans" not in response.content

    assert (list(Story.objects.values()), Revision.objects.count()) == before


@pytest.mark.parametrize("name", PAGES)
def test_12_versions_are_for_who_is_signed_in(name: str, story: Story) -> None:
    response = Client().get(address(story, name), {"revision": 1})

    assert response.status_code == 302
    assert "/login/" in response.headers["Location"]


def test_12_a_version_of_another_story_is_not_reached_through_ones_own(
    story: Story, administrator: User, reporter: User
) -> None:
    save(story, administrator, headline="Secret plans")
    own = make_story(reporter, headline="Own")
    client = sign_in(reporter)

    assert client.get(address(own, "version"), {"revision": 2}).status_code == 404
    for name in ("restore", "name"):
        response = client.get(address(own, name), {"revision": 2}, follow=True)
        assert str(own.pk) in response.redirect_chain[-1][0]
        assert "There is no such version." in response.content.decode()
    page = words_of(client, address(own, "compare"), **{"from": 2})
    assert "There is no such version." in page


def test_14_restoring_publishes_nothing(story: Story, administrator: User, reporter: User) -> None:
    Story.objects.filter(pk=story.pk).update(assigned_to=reporter)
    save(story, administrator, headline="Later")
    edition = publish(story, administrator)

    sign_in(reporter).post(address(story, "restore"), {"revision": 1})

    assert Story.objects.get().headline == "Harbour reopens"
    live = publishing.live_edition(story, NOW)
    assert live == edition


def test_words_that_were_removed_are_shown_to_who_may_see_them_alone(
    story: Story, administrator: User, reporter: User
) -> None:
    Story.objects.filter(pk=story.pk).update(assigned_to=reporter)
    save(story, administrator, headline="Harbour master stole a boat")
    save(story, administrator, headline="Harbour closes")
    Redaction.objects.create(
        story=story,
        passage="stole a boat",
        reason="An order.",
        removed_by=administrator,
        removed_at=NOW,
    )

    for user, may_see in ((administrator, True), (reporter, False)):
        client = sign_in(user)
        for name, query in (
            ("compare", {"from": 1, "to": 2}),
            ("version", {"revision": 2}),
            ("restore", {"revision": 2}),
        ):
            page = client.get(address(story, name), query).content.decode()
            if name == "restore":  # nobody gets them back that way
                continue
            assert ("stole a boat" in page) == may_see, (user, name)


def test_the_form_leads_to_what_changed(story: Story, administrator: User) -> None:
    client = sign_in(administrator)
    compare = address(story, "compare")

    page = client.get(address(story)).content.decode()
    assert f"{compare}?from=seen" in page
    assert f"{compare}?from=live" not in page
    assert f"{compare}?from=sent" not in page

    Story.objects.update(stage="submitted")
    publish(story, administrator)
    Story.objects.update(stage="submitted")
    page = client.get(address(story)).content.decode()
    assert f"{compare}?from=live" in page
    assert f"{compare}?from=sent" in page


def test_a_copy_names_its_original_to_who_may_see_it(
    story: Story, administrator: User, reporter: User
) -> None:
    client = sign_in(administrator)
    assert "Copy as a new story?" in words_of(client, address(story, "copy"))
    assert Story.objects.count() == 1

    response = client.post(address(story, "copy"), follow=True)

    made = Story.objects.exclude(pk=story.pk).get()
    assert response.redirect_chain[-1][0] == address(made)
    Story.objects.filter(pk=made.pk).update(assigned_to=reporter)
    original = f'href="{address(story)}"'
    assert original in client.get(address(made, "history")).content.decode()
    assert original not in sign_in(reporter).get(address(made, "history")).content.decode()


def test_a_version_that_was_restored_keeps_its_name(story: Story, administrator: User) -> None:
    versions.name_revision(
        story=story, revision=version(story, 1), name="First", by=administrator, now=NOW
    )
    save(story, administrator, headline="Later")
    versions.restore(story=story, revision=version(story, 1), by=administrator, now=NOW)

    assert Milestone.objects.get().revision == version(story, 1)
