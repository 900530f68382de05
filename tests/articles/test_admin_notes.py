"""The desk's notes on a story, and the errors that readers report."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import audit
from accounts.models import User
from articles import notes, reports
from articles.deeds import deed_of
from articles.models import Note, Story
from tests.stories import NOW, make_section, make_site, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def story(reporter: User) -> Story:
    make_site()
    return make_story(reporter, make_section())


@pytest.fixture
def note(story: Story) -> Note:
    """What a reader reports."""
    return reports.report(
        story_id=story.pk,
        words="It <opened> at seven.",
        address="reader@example.com",
        connection="192.0.2.7",
        now=NOW,
    )


def address(story: Story) -> str:
    return f"/admin/articles/story/{story.pk}/notes/"


def test_what_a_reader_reports_is_read_and_resolved(
    client: Client, administrator: User, story: Story, note: Note
) -> None:
    client.force_login(administrator)

    panel = client.get("/admin/").content.decode()
    assert "Readers report errors" in panel
    assert address(story) in panel
    assert "It &lt;opened&gt; at seven." in panel
    form = client.get(f"/admin/articles/story/{story.pk}/change/").content.decode()
    assert '<span class="count-of-notes">(1)</span>' in form
    page = client.get(address(story)).content.decode()
    assert "It &lt;opened&gt; at seven." in page
    assert "mailto:reader@example.com" in page
    answer = client.post(address(story), {"resolve": note.pk}, follow=True)
    assert "Resolved by Ada Administrator" in answer.content.decode()
    note.refresh_from_db()
    assert (note.resolved_at, note.resolved_by) == (NOW, administrator)
    assert "Readers report errors" not in client.get("/admin/").content.decode()
    client.post(address(story), {"reopen": note.pk})
    note.refresh_from_db()
    assert (note.resolved_at, note.resolved_by) == (None, None)
    done = [deed_of(line).what for line in audit.lines_about(story).order_by("at", "pk")]
    assert done[-3:] == [
        "A reader reported an error",
        "Resolved a note",
        "Opened a resolved note again",
    ]
    assert "seven" not in str([line.detail for line in audit.lines_about(story)])


def test_the_desk_writes_notes_of_its_own(client: Client, reporter: User, story: Story) -> None:
    client.force_login(reporter)

    assert client.post(address(story), {"words": " "}).status_code == 422
    assert client.post(address(story), {"words": "Call the harbour again."}).status_code == 302

    written = Note.objects.get()
    assert (written.words, written.author) == ("Call the harbour again.", reporter)
    assert "Rita Reporter" in client.get(address(story)).content.decode()


def test_notes_are_for_those_who_see_the_story(
    client: Client, contributor: User, reporter: User, administrator: User, story: Story, note: Note
) -> None:
    other = make_story(reporter, None, headline="Another")
    client.force_login(contributor)
    assert client.get(address(story)).status_code == 404
    with pytest.raises(PermissionDenied):
        notes.write(story=story, words="Mine", by=contributor, now=NOW)
    assert notes.resolve(story=other, note=note.pk, by=administrator, now=NOW) is None
    client.force_login(administrator)
    for key in ("9" * 15, "-1", "x", "١", "9" * 99):
        assert client.post(address(story), {"resolve": key, "words": ""}).status_code in {302, 422}
    note.refresh_from_db()
    assert note.resolved_at is None


def test_many_notes_cost_no_more(
    client: Client,
    administrator: User,
    story: Story,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(administrator)
    notes.write(story=story, words="First", by=administrator, now=NOW)
    client.get(address(story))
    with django_assert_num_queries(5) as few:
        client.get(address(story))
    for number in range(20):
        notes.write(story=story, words=f"Note {number}", by=administrator, now=NOW)
    with django_assert_num_queries(len(few)):
        client.get(address(story))
