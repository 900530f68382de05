"""The bin on the desk."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import User
from articles import binning
from articles.admin import bin as bin_module
from articles.document import freeze
from articles.models import Presence, Revision, Story
from tests.articles.form import JSON, address, form_of, sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = reverse("admin:articles_story_bin_list")


@pytest.fixture
def story(reporter: User) -> Story:
    make_site()
    return make_story(
        reporter, make_section(), headline="Lighthouses", parts=(text("<p>Lamp</p>"),)
    )


@pytest.fixture
def binned(story: Story, reporter: User) -> Story:
    return binning.put_in_bin(story=story, by=reporter, now=NOW)


def page(user: User, path: str, **query: object) -> str:
    response = sign_in(user).get(path, query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_story_goes_into_the_bin_after_a_question(story: Story, reporter: User) -> None:
    assert "Move this story to the bin?" in page(reporter, address(story, "bin"))
    assert not Story.objects.in_bin().exists()

    response = sign_in(reporter).post(address(story, "bin"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("admin:articles_story_changelist")
    assert "“Lighthouses” is in the bin." in response.content.decode()
    assert Story.objects.in_bin().get().binned_by == reporter


def test_who_has_it_open_is_named_before(story: Story, reporter: User, subeditor: User) -> None:
    for number, user in enumerate((reporter, subeditor)):
        Presence.objects.create(
            session=f"00000000-0000-4000-8000-00000000000{number}",
            story=story,
            user=user,
            seen_at=NOW,
        )

    asked = page(reporter, address(story, "bin"))

    assert "Sam Subeditor has this story open." in asked
    assert "Rita Reporter has this story open." not in asked


def test_what_readers_saw_is_refused_with_a_sentence(story: Story, administrator: User) -> None:
    publish(story, administrator)

    assert "Readers have seen this story." in page(administrator, address(story, "bin"))
    response = sign_in(administrator).post(address(story, "bin"))
    assert "Readers have seen this story." in response.content.decode()
    assert not Story.objects.in_bin().exists()


def test_a_story_in_the_bin_is_nowhere_else(
    binned: Story, reporter: User, administrator: User
) -> None:
    other = make_story(reporter, headline="Another")
    for user in (reporter, administrator):
        for path in (
            reverse("admin:index"),
            reverse("admin:articles_story_changelist"),
            reverse("admin:articles_story_changelist") + "?q=Lighthous",
            reverse("admin:articles_story_calendar"),
        ):
            assert "Lighthouses" not in page(user, path), path
    post = form_of(other, translation_of=address(binned))
    response = sign_in(reporter).post(address(other), post, headers=JSON)
    assert response.status_code == 422


def test_the_bin_says_who_put_what_there_and_when(binned: Story, reporter: User) -> None:
    shown = page(reporter, LIST)

    assert "Lighthouses" in shown
    assert "In the bin since 22 Nov 2025, 17:05:00 UTC. Rita Reporter put it there." in shown


def test_a_story_in_the_bin_opens_to_be_read_alone(binned: Story, reporter: User) -> None:
    shown = page(reporter, address(binned))

    assert "<p>Lamp</p>" in shown
    assert "Bring it back" in shown
    assert "story_form" not in shown


def test_nothing_that_is_posted_reaches_a_story_in_the_bin(
    binned: Story, administrator: User
) -> None:
    client, before = sign_in(administrator), freeze(binned)
    closed = ("change", "publish", "take_down", "checks", "autosave", "presence", "copy", "bin")
    more = ("restore", "name", "move")

    for name in (*closed, *more):
        post = form_of(binned, headline="Changed", revision="1", base_revision="1")
        response = client.post(address(binned, name), post)
        assert response.status_code in {400, 403, 404, 405}, name

    assert freeze(Story.objects.get()) == before
    assert Revision.objects.count() == 1
    assert Story.objects.in_bin().count() == 1


def test_its_history_can_be_read_in_the_bin(binned: Story, reporter: User) -> None:
    assert "Put into the bin" in page(reporter, address(binned, "history"))
    assert "Lamp" in page(reporter, address(binned, "version"), revision=1)
    assert "No changes" in page(reporter, address(binned, "compare"), **{"from": 1})


def test_bringing_back_opens_the_form(binned: Story, reporter: User) -> None:
    assert sign_in(reporter).get(address(binned, "unbin")).status_code == 405

    response = sign_in(reporter).post(address(binned, "unbin"), follow=True)

    assert response.redirect_chain[-1][0] == address(binned)
    assert "It is back from the bin, as it was." in response.content.decode()
    assert Story.objects.on_desk().get().headline == "Lighthouses"


def test_the_bin_goes_on_by_key(
    reporter: User, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bin_module, "LENGTH", 2)
    for minutes in (0, 1, 1, 2, 3):
        made = make_story(reporter, headline=f"Story {Story.objects.count()}")
        binning.put_in_bin(story=made, by=reporter, now=NOW + timedelta(minutes=minutes))

    seen: list[str] = []
    query = {}
    while True:
        shown = page(reporter, LIST, **query)
        seen += re.findall(r">(Story \d)</a>", shown)
        older = re.search(r'rel="next" href="\?before=([^"]+)"', shown)
        if older is None:
            break
        query = {"before": older[1]}

    assert seen == ["Story 5", "Story 4", "Story 3", "Story 2", "Story 1"]


@pytest.mark.parametrize("key", ["x", "20251322T000000.000000.1", "20251122T170500.000000.", "1"])
def test_a_key_that_makes_no_sense_is_the_first_page(
    key: str, binned: Story, reporter: User
) -> None:
    assert "Lighthouses" in page(reporter, LIST, before=key)


def test_12_somebody_elses_bin_is_not_there(binned: Story, subeditor: User, outsider: User) -> None:
    assert "Lighthouses" not in page(subeditor, LIST)
    client = sign_in(subeditor)
    for name in ("change", "history", "version", "compare", "unbin"):
        assert client.get(address(binned, name)).status_code in {404, 405}
    assert client.post(address(binned, "unbin")).status_code == 404
    assert sign_in(outsider).get(LIST).status_code == 302


def test_a_counterpart_in_the_bin_does_not_stop_a_save(story: Story, reporter: User) -> None:
    other = make_story(
        reporter, language="it", headline="Fari", translation_group=story.translation_group
    )
    binning.put_in_bin(story=other, by=reporter, now=NOW)
    client = sign_in(reporter)

    shown = client.get(address(story)).content.decode()
    assert address(other) not in shown

    response = client.post(address(story), form_of(story, headline="Beacons"), headers=JSON)
    assert response.status_code == 200
    other.refresh_from_db()
    assert other.translation_group == Story.objects.get(pk=story.pk).translation_group
