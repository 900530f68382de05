"""The bin: stories that readers never saw go there whole and come back whole."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts import audit
from accounts.models import User
from articles import addresses, binning, publishing, revisions
from articles.binning import UnableToBin
from articles.document import freeze
from articles.models import Revision, Story
from articles.permissions import IN_THE_BIN, VERBS, may, visible_to
from tests.stories import make_section, make_site, make_story, publish, save


def put_in_bin(story: Story, by: User, now: datetime) -> Story:
    binning.put_in_bin(story=story, by=by, now=now)
    story.refresh_from_db()
    return story


def test_a_binned_story_comes_back_whole(reporter: User, now: datetime) -> None:
    story = make_story(reporter, make_section())
    before, values = freeze(story), Story.objects.values().get()

    put_in_bin(story, reporter, now)
    assert (story.binned_by, story.binned_at) == (reporter, now)
    binning.bring_back(story=story, by=reporter, now=now + timedelta(days=400))

    story.refresh_from_db()
    assert freeze(story) == before
    assert Story.objects.values().get() == values
    assert Revision.objects.count() == 1


def test_who_binned_it_and_who_brought_it_back_is_kept(reporter: User, now: datetime) -> None:
    story = make_story(reporter)

    put_in_bin(story, reporter, now)
    binning.bring_back(story=story, by=reporter, now=now)

    actions = [line.action for line in audit.lines_about(story)]
    assert actions[:2] == ["unbin", "bin"]


def test_what_readers_saw_stays_out_of_the_bin(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section())
    publish(story, administrator, now=now)

    with pytest.raises(UnableToBin, match="Readers have seen this story"):
        binning.put_in_bin(story=story, by=administrator, now=now + timedelta(seconds=1))


def test_what_readers_will_see_stays_out_of_the_bin_until_that_is_cancelled(
    administrator: User, now: datetime
) -> None:
    make_site()
    story = make_story(administrator, make_section())
    publish(story, administrator, now=now, verb="schedule", at=now + timedelta(hours=1))

    with pytest.raises(UnableToBin, match="scheduled"):
        binning.put_in_bin(story=story, by=administrator, now=now)

    publishing.cancel_scheduled(story=story, by=administrator, now=now)
    assert put_in_bin(story, administrator, now).binned_at == now


def test_a_binned_story_is_in_no_list_but_that_of_the_bin(
    administrator: User, reporter: User, now: datetime
) -> None:
    story, other = make_story(reporter), make_story(reporter, headline="Another")

    put_in_bin(story, reporter, now)

    for user in (reporter, administrator):
        assert list(visible_to(user)) == [other]
        assert list(visible_to(user, in_bin=True)) == [story]


def test_a_bin_shows_nobody_what_they_may_not_see(
    reporter: User, subeditor: User, outsider: User, now: datetime
) -> None:
    put_in_bin(make_story(reporter), reporter, now)

    assert not visible_to(subeditor, in_bin=True).exists()
    assert not visible_to(outsider, in_bin=True).exists()


def test_nothing_can_be_done_to_a_story_in_the_bin(administrator: User, now: datetime) -> None:
    story = put_in_bin(make_story(administrator, make_section()), administrator, now)

    assert {verb for verb in VERBS if may(administrator, verb, story)} == IN_THE_BIN


def test_a_story_in_the_bin_can_neither_be_written_nor_published(
    administrator: User, now: datetime
) -> None:
    make_site()
    story = put_in_bin(make_story(administrator, make_section()), administrator, now)
    revision = revisions.latest(story)
    before = freeze(story)

    with pytest.raises(PermissionDenied):
        save(Story.objects.get(pk=story.pk), administrator, headline="Changed")
    with pytest.raises(PermissionDenied):
        revisions.write(story=story, document=before, base=revision, by=administrator, now=now)
    for verb, more in (("publish", {}), ("schedule", {"at": now + timedelta(hours=1)})):
        with pytest.raises(PermissionDenied):
            publish(story, administrator, now=now, verb=verb, **more)


def test_an_address_stays_reserved_in_the_bin(reporter: User, now: datetime) -> None:
    story = put_in_bin(make_story(reporter, headline="Same words"), reporter, now)

    other = make_story(reporter, headline="Same words")

    assert (story.slug, other.slug) == ("same-words", "same-words-2")
    assert addresses.is_slug_taken(other, "same-words")


def test_bringing_back_what_is_not_in_the_bin_is_refused(reporter: User, now: datetime) -> None:
    with pytest.raises(UnableToBin):
        binning.bring_back(story=make_story(reporter), by=reporter, now=now)


def test_somebody_elses_story_cannot_be_binned(
    reporter: User, subeditor: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        binning.put_in_bin(story=make_story(reporter), by=subeditor, now=now)
