"""Share links: signed, ending, revocable, counted, and in nobody's cache."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import audit
from accounts.models import User
from articles import revisions, sharing
from articles.models import PreviewLink, Story
from articles.sharing import UnableToShare
from tests.stories import make_section, make_site, make_story, save

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story(reporter: User) -> Story:
    make_site()
    return make_story(reporter, make_section(), headline="Secret plans")


def share(story: Story, by: User, *, now: datetime, pinned: bool = False) -> PreviewLink:
    revision = revisions.latest(story) if pinned else None
    return sharing.share(
        story=story, revision=revision, expires_at=now + sharing.LIFE, by=by, now=now
    )


def address(link: PreviewLink) -> str:
    return f"/preview/{sharing.token_of(link)}/"


def test_16_a_link_shows_an_unpublished_story_to_whoever_has_it(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    response = Client().get(address(share(story, reporter, now=now)))

    assert response.status_code == 200
    assert b"Secret plans" in response.content
    assert b"Not published." in response.content
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "ETag" not in response.headers
    assert not response.cookies


def test_16_one_character_changed_is_no_link(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    token = sharing.token_of(share(story, reporter, now=now))

    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        assert Client().get(f"/preview/{changed}/").status_code == 404, changed
    assert Client().get(f"/preview/{token[:-1]}/").status_code == 404
    assert Client().get("/preview/%00%ff/").status_code == 404


def test_16_a_link_ends_by_itself(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    link = share(story, reporter, now=now)

    clock.move_to(now + 3 * DAY - timedelta(seconds=1))
    assert Client().get(address(link)).status_code == 200
    clock.move_to(now + 3 * DAY)
    response = Client().get(address(link))

    assert response.status_code == 410
    assert b"Secret plans" not in response.content
    assert response.headers["Cache-Control"] == "private, no-store"


def test_16_a_link_can_be_closed(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    link = share(story, reporter, now=now)

    assert sharing.unshare(story=story, link=link, by=reporter, now=now) == link
    assert sharing.unshare(story=story, link=link, by=reporter, now=now) is None

    assert Client().get(address(link)).status_code == 410
    assert audit.lines_about(story).filter(action="unshare").count() == 1


def test_a_link_stays_with_its_version_or_follows_the_newest(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    pinned, following = (
        share(story, reporter, now=now, pinned=True),
        share(story, reporter, now=now),
    )
    save(story, reporter, headline="Other plans")

    assert b"Secret plans" in Client().get(address(pinned)).content
    assert b"Other plans" in Client().get(address(following)).content


def test_openings_are_counted(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    link = share(story, reporter, now=now)

    Client().head(address(link))
    Client().get(address(link))
    Client().get(address(link))

    link.refresh_from_db()
    assert (link.opened, link.last_opened_at) == (2, now)


def test_a_story_in_the_bin_is_shown_to_nobody(
    story: Story, reporter: User, clock: time_machine.Traveller, now: datetime
) -> None:
    link = share(story, reporter, now=now)
    Story.objects.filter(pk=story.pk).update(binned_at=now)

    assert Client().get(address(link)).status_code == 410
    with pytest.raises(PermissionDenied):
        share(story, reporter, now=now)


def test_a_link_needs_a_time_ahead_and_not_too_far(
    story: Story, reporter: User, now: datetime
) -> None:
    for expires_at, why in ((now, "never open"), (now + 91 * DAY, "90 days")):
        with pytest.raises(UnableToShare, match=why):
            sharing.share(story=story, expires_at=expires_at, by=reporter, now=now)


def test_a_version_of_another_story_is_not_shared(
    story: Story, reporter: User, now: datetime
) -> None:
    foreign = revisions.latest(make_story(reporter, headline="Another"))

    with pytest.raises(UnableToShare, match="Save the story"):
        sharing.share(story=story, revision=foreign, expires_at=now + DAY, by=reporter, now=now)


def test_12_nobody_shares_what_is_not_theirs(
    story: Story, subeditor: User, reporter: User, now: datetime
) -> None:
    link = share(story, reporter, now=now)

    with pytest.raises(PermissionDenied):
        share(story, subeditor, now=now)
    with pytest.raises(PermissionDenied):
        sharing.unshare(story=story, link=link, by=subeditor, now=now)

    assert PreviewLink.objects.get().revoked_at is None
