"""The history of a story on the desk."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles import binning, revisions, versions, workflow
from articles.models import Conflict, Kind, Revision, Story
from tests.articles.form import address, sign_in, words_of
from tests.articles.test_admin_forgery import ESCAPED, HOSTILE
from tests.articles.test_history import add_versions
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    save,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def story(administrator: User) -> Story:
    make_site()
    return make_story(administrator, make_section(), parts=(text("<p>Words.</p>", "Tides"),))


def version(story: Story, number: int) -> Revision:
    return Revision.objects.get(story=story, number=number)


def test_the_history_says_who_did_what_when(story: Story, administrator: User) -> None:
    publish(story, administrator, now=NOW + timedelta(seconds=7))
    administrator.time_zone = "Europe/Rome"
    administrator.save()

    page = words_of(sign_in(administrator), address(story, "history"))

    assert "Published version 1 Ada Administrator, 22 Nov 2025, 18:05:07 CET" in page
    assert "Version 1 Saved Ada Administrator, 22 Nov 2025, 18:05:00 CET · +4 words" in page


def test_the_history_says_what_readers_see_saw_and_will_see(
    story: Story, administrator: User
) -> None:
    publish(story, administrator, now=NOW - timedelta(hours=2))
    for hours, verb, more in (
        (-1, "publish", {}),
        (0, "schedule", {"at": NOW + timedelta(hours=2)}),
    ):
        save(story, administrator, now=NOW + timedelta(hours=hours), headline=f"{verb} {hours}")
        publish(story, administrator, now=NOW + timedelta(hours=hours), verb=verb, **more)
    save(story, administrator, headline="Newest")

    page = words_of(sign_in(administrator), address(story, "history"))

    assert "Was live from 22 Nov 2025, 15:05:00 UTC until 22 Nov 2025, 16:05:00 UTC" in page
    assert "Live since 22 Nov 2025, 16:05:00 UTC" in page
    assert "Goes out at 22 Nov 2025, 19:05:00 UTC" in page
    assert page.count("On the desk now") == 1


def test_each_kind_of_version_has_its_words(story: Story, administrator: User) -> None:
    first = version(story, 1)
    for kind in Kind.values:
        revisions.record(
            story,
            revisions.document_of(first),
            by=administrator,
            now=NOW,
            kind=kind,
            base=first,
            is_aside=kind in {Kind.TYPED, Kind.CONFLICT},
        )

    page = words_of(sign_in(administrator), address(story, "history"))

    for words in (
        "Merged with what others saved",
        "Restored from version 1",
        "Took in the fix of what is live",
        "Words removed for legal reasons",
        "Copied from another story See the original",
        "Typed, not saved",
        "Kept beside another version",
    ):
        assert words in page
    assert "No words changed" in page


def test_a_conflict_that_waits_stands_on_top(story: Story, administrator: User) -> None:
    save(story, administrator, headline="Theirs")
    base, theirs = version(story, 1), version(story, 2)
    conflict = Conflict.objects.create(
        story=story, base=base, theirs=theirs, mine=base, met_by=administrator, met_at=NOW
    )

    client = sign_in(administrator)
    page = client.get(address(story, "history")).content.decode()

    assert page.index("To be decided") < page.index("history-rows")
    assert f'href="/admin/articles/story/{story.pk}/conflict/{conflict.pk}/"' in page


def test_the_history_is_filtered_and_goes_on(story: Story, administrator: User) -> None:
    add_versions(story, 60)
    client = sign_in(administrator)

    first = client.get(address(story, "history")).content.decode()
    older = re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert older is not None
    second = client.get(unescape(older[1])).content.decode()

    numbers = [re.findall(r'id="version-(\d+)"', page) for page in (first, second)]
    assert numbers[0] == [str(n) for n in range(61, 36, -1)]
    assert numbers[1][0] == "36"
    named = words_of(client, address(story, "history"), show="milestones")
    assert "Nothing of that kind." in named
    theirs = words_of(client, address(story, "history"), who=administrator.pk, show="nonsense")
    assert "Version 61" in theirs


@pytest.mark.parametrize("who", ["0", "x", "9" * 30, "１"])
def test_a_filter_that_makes_no_sense_filters_nothing(
    who: str, story: Story, administrator: User
) -> None:
    assert "Version 1" in words_of(sign_in(administrator), address(story, "history"), who=who)


def test_the_history_asks_the_same_few_questions_of_a_thousand_versions(
    story: Story, administrator: User
) -> None:
    client = sign_in(administrator)
    counts = []
    for count in (2, 997):
        add_versions(story, count)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(story, "history"))
        counts.append(len(queries))
        assert not [q for q in queries if '"document"' in q["sql"]]

    assert counts == [11, 11]


def test_08_hostile_words_are_escaped_on_every_page_of_versions(administrator: User) -> None:
    make_site()
    administrator.display_name = HOSTILE
    administrator.save()
    section, topic = make_section(), make_topic(HOSTILE)
    story = make_story(administrator, section, headline=HOSTILE, topics=(topic.uuid,))
    save(story, administrator, headline="Later", kicker=HOSTILE, parts=(text("<p>A</p>", HOSTILE),))
    versions.name_revision(
        story=story, revision=version(story, 1), name=HOSTILE, by=administrator, now=NOW
    )
    workflow.submit(story=story, revision=version(story, 2), by=administrator, now=NOW)
    workflow.send_back(
        story=story, revision=version(story, 2), by=administrator, now=NOW, reason=HOSTILE
    )
    binned = make_story(administrator, section, headline=HOSTILE)
    binning.put_in_bin(story=binned, by=administrator, now=NOW)
    client = sign_in(administrator)
    pages = {
        "history": (address(story, "history"), {}),
        "compare": (address(story, "compare"), {"from": 1}),
        "version": (address(story, "version"), {"revision": 1}),
        "restore": (address(story, "restore"), {"revision": 1}),
        "name": (address(story, "name"), {"revision": 1}),
        "nonsense": (address(story, "compare"), {"from": HOSTILE}),
        "copy": (address(binned, "history"), {}),
        "bin": (reverse("admin:articles_story_bin_list"), {}),
        "binned": (address(binned), {}),
        "delete": (reverse("admin:articles_topic_delete", args=[topic.pk]), {}),
    }

    for name, (path, query) in pages.items():
        page = client.get(path, query).content.decode()
        assert "<script>alert" not in page, name
        assert ESCAPED in page or name == "nonsense", name
