"""Where pictures are used and were shown; what the desk is told when rights end."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import binning, publishing, uses
from articles.document import DocumentPart
from articles.models import Edition, EditionPicture, PictureMention, Section, Story
from articles.uses import Which
from images.models import Image
from tests.images.library import make_image
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_story,
    publish,
    publish_many,
    published,
    save,
    take_down,
    text,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = 14 * DAY


@pytest.fixture
def section(db: None) -> Section:
    make_site()
    return make_section()


def in_text(image: Image) -> DocumentPart:
    """A picture in the text."""
    blank = dict.fromkeys(("caption", "alt", "purpose", "layout", "crop"), "")
    return DocumentPart(kind="picture", uid=uuid4(), values={"image": str(image.uuid), **blank})


def led_by(image: Image, by: User, section: Section, headline: str, **content: Any) -> Story:
    """A story on the desk with the picture as its lead."""
    lead = str(image.uuid)
    return make_story(by, section, headline=headline, lead_image=lead, **content)


def told(image: Image, user: User, at: datetime = NOW) -> dict[str, tuple[bool, bool, bool, bool]]:
    """Of the stories that use the picture, whether live, scheduled, on the desk, as the lead."""
    lists = (uses.page(image, user, at, which).uses for which in (Which.LIVE, Which.DESK))
    found = [use for uses_of_kind in lists for use in uses_of_kind]
    return {
        use.story.headline: (bool(use.live), bool(use.scheduled), use.is_on_desk, use.is_lead)
        for use in found
    }


def spans(image: Image, user: User, at: datetime) -> dict[str, list[tuple[datetime, datetime]]]:
    found = uses.page(image, user, at, Which.SHOWN).showings
    return {showing.story.headline: showing.spans for showing in found}


def test_each_story_says_where_it_uses_the_picture(administrator: User, section: Section) -> None:
    image, other = make_image(), make_image()
    led_by(image, administrator, section, "Draft")
    publish(led_by(image, administrator, section, "Live"), administrator)
    live = led_by(image, administrator, section, "Live alone")
    publish(live, administrator)
    save(live, administrator, lead_image="")
    waits = make_story(administrator, section, headline="Waits", parts=(text(), in_text(image)))
    publish(waits, administrator, verb="schedule", at=NOW + HOUR)
    led_by(other, administrator, section, "Another picture")
    once = led_by(image, administrator, section, "Once")
    save(once, administrator, lead_image="")

    assert told(image, administrator) == {
        "Waits": (False, True, True, False),
        "Live alone": (True, False, False, True),
        "Live": (True, False, True, True),
        "Draft": (False, False, True, True),
    }
    assert told(image, administrator, NOW + HOUR)["Waits"] == (True, False, True, False)


def test_a_live_use_says_since_when_and_until_when_readers_see_it(
    administrator: User, section: Section
) -> None:
    image = make_image()
    story = led_by(image, administrator, section, "Live")
    publish(story, administrator)
    save(story, administrator, standfirst="More.")
    publish(story, administrator, now=NOW + HOUR)
    save(story, administrator, lead_image="")
    publish(story, administrator, now=NOW + HOUR, verb="schedule", at=NOW + DAY)

    (use,) = uses.page(image, administrator, NOW + 2 * HOUR, Which.LIVE).uses
    assert (use.since, use.until) == (NOW, NOW + DAY)


def test_stories_that_somebody_may_not_see_are_counted_and_not_named(
    administrator: User, reporter: User, section: Section
) -> None:
    image = make_image()
    led_by(image, administrator, section, "Secret")
    led_by(image, reporter, section, "Mine")
    binned = led_by(image, reporter, section, "Binned")
    binning.put_in_bin(story=binned, by=reporter, now=NOW)

    assert set(told(image, reporter)) == {"Mine", "Binned"}
    assert uses.counted(image, reporter, NOW, Which.DESK) == uses.Counted(total=3, hidden=1)
    assert uses.counted(image, administrator, NOW, Which.DESK) == uses.Counted(total=3, hidden=0)


def test_pages_go_on_by_key_and_leave_nothing_out(administrator: User, section: Section) -> None:
    image = make_image()
    for number in range(5):
        led_by(image, administrator, section, f"Story {number}")
    headlines, key = [], None
    for _page in range(3):
        found = uses.page(image, administrator, NOW, Which.DESK, before=key, most=2)
        headlines += [use.story.headline for use in found.uses]
        key = found.next
    assert headlines == [f"Story {number}" for number in (4, 3, 2, 1, 0)]
    assert key is None


def test_what_readers_saw_is_told_with_its_instants(administrator: User, section: Section) -> None:
    image = make_image()
    story = led_by(image, administrator, section, "Shown")
    publish(story, administrator)
    save(story, administrator, standfirst="More.")
    publish(story, administrator, now=NOW + HOUR)
    save(story, administrator, lead_image="")
    publish(story, administrator, now=NOW + 2 * HOUR)
    assert spans(image, administrator, NOW + HOUR) == {}  # it is shown still
    save(story, administrator, lead_image=str(image.uuid))
    publish(story, administrator, now=NOW + 3 * HOUR)
    take_down(story, administrator, now=NOW + 4 * HOUR)

    assert spans(image, administrator, NOW + 5 * HOUR) == {
        "Shown": [(NOW + 3 * HOUR, NOW + 4 * HOUR), (NOW, NOW + 2 * HOUR)]
    }
    assert told(image, administrator, NOW + 5 * HOUR) == {"Shown": (False, False, True, True)}


@pytest.mark.parametrize("how", ["taken_down_at", "expires_at"])
def test_what_is_shown_nowhere_any_more_was_shown_until_then(
    how: str, administrator: User, section: Section
) -> None:
    image = make_image()
    story = led_by(image, administrator, section, "Shown")
    publish(story, administrator)
    save(story, administrator, standfirst="More.")
    publish(story, administrator, verb="schedule", at=NOW + 9 * HOUR)
    late = led_by(image, administrator, section, "Never shown")
    publish(late, administrator, verb="schedule", at=NOW + 3 * HOUR)
    setattr(image, how, NOW + 2 * HOUR)
    image.save()

    assert spans(image, administrator, NOW + HOUR) == {}
    assert spans(image, administrator, NOW + 10 * HOUR) == {"Shown": [(NOW, NOW + 2 * HOUR)]}
    live = uses.page(image, administrator, NOW + 4 * HOUR, Which.LIVE).uses
    assert [use.story.headline for use in live] == ["Never shown", "Shown"]


def test_the_desk_is_told_of_rights_that_end_soon_and_are_needed(
    administrator: User, reporter: User, section: Section
) -> None:
    later = make_image(headline="Later", expires_at=NOW + 14 * DAY)
    sooner = make_image(headline="Sooner", expires_at=NOW + DAY)
    make_image(headline="Unused", expires_at=NOW + DAY)
    too_late = make_image(headline="Too late", expires_at=NOW + 15 * DAY)
    for number in range(4):
        led_by(later, administrator, section, f"Live {number}")
    publish(led_by(sooner, reporter, section, "Mine"), administrator)
    led_by(too_late, administrator, section, "Far ahead")
    gone = led_by(sooner, administrator, section, "Not any more")
    save(gone, administrator, lead_image="")

    def ending(user: User) -> list[tuple[str, list[str], int]]:
        found = uses.rights_ending(user, NOW, NOW + SOON, most=5)
        return [
            (str(one.image), [story.headline for story in one.stories], one.total) for one in found
        ]

    assert ending(administrator) == [("Sooner", ["Mine"], 1), ("Later", ["Live 3", "Live 2"], 4)]
    assert ending(reporter) == [("Sooner", ["Mine"], 1)]


def test_the_desk_is_told_of_boxes_on_live_pages(
    administrator: User, reporter: User, section: Section
) -> None:
    ended, down, old = (
        make_image(headline="Ended", expires_at=NOW + HOUR),
        make_image(headline="Down"),
        make_image(headline="Old", expires_at=NOW + HOUR / 2),
    )
    for image in (ended, down, old):
        publish(led_by(image, reporter, section, f"With {image}"), administrator)
    led_by(ended, reporter, section, "A draft")
    Image.objects.filter(pk=down.pk).update(taken_down_at=NOW + 2 * HOUR)
    at = NOW + 3 * HOUR

    found = uses.gone_from_live(administrator, at, NOW + HOUR / 2, most=5)
    assert [(str(one.image), one.total, one.is_open) for one in found] == [
        ("Down", 1, True),
        ("Ended", 1, True),
    ]
    (down_one, ended_one) = uses.gone_from_live(reporter, at, NOW + HOUR / 2, most=5)
    assert (down_one.is_open, ended_one.is_open) == (False, True)
    story = Story.objects.get(headline="With Down")
    save(story, reporter, lead_image="")
    publish(story, administrator, now=at)
    assert len(uses.gone_from_live(administrator, at, NOW + HOUR / 2, most=5)) == 1


def use_in_many(image: Image, by: User, section: Section, count: int) -> None:
    """`count` live stories that show the picture, made in bulk."""
    publish_many(by, section, count)
    editions = Edition.objects.filter(picture_rows=None)
    PictureMention.objects.bulk_create(
        PictureMention(story_id=edition.story_id, image=image) for edition in editions
    )
    EditionPicture.objects.bulk_create(
        EditionPicture(
            edition=edition,
            story_id=edition.story_id,
            image=image,
            first_published_at=edition.first_published_at,
            live_from=edition.live_from,
        )
        for edition in editions
    )


def test_the_queries_are_as_many_for_many_uses_as_for_few(
    administrator: User, section: Section
) -> None:
    image = make_image(expires_at=NOW + DAY)
    for number in range(3):
        publish(led_by(image, administrator, section, f"Saved {number}"), administrator)
    counts = []
    for more in (0, 297):
        if more:
            use_in_many(image, administrator, section, more)
        with CaptureQueriesContext(connection) as asked:
            for which in Which:
                uses.counted(image, administrator, NOW, which)
                uses.page(image, administrator, NOW, which)
            uses.rights_ending(administrator, NOW, NOW + SOON, most=5)
        counts.append(len(asked))
    assert uses.counted(image, administrator, NOW, Which.LIVE).total == 300
    assert counts[0] == counts[1] <= 12


def test_an_ended_story_uses_its_picture_on_the_desk_alone(
    administrator: User, section: Section
) -> None:
    image = make_image()
    story = published(administrator, section, headline="Ends", lead_image=str(image.uuid)).story
    publishing.expire_at(story=story, ends_at=NOW + HOUR, by=administrator, now=NOW)
    assert told(image, administrator, NOW + 2 * HOUR) == {"Ends": (False, False, True, True)}
    assert spans(image, administrator, NOW + 2 * HOUR) == {"Ends": [(NOW, NOW + HOUR)]}
