"""Publishing: what readers see changes by these verbs alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts import audit
from accounts.models import User
from articles import publishing, revisions
from articles.models import Address, Edition, EditionAuthor, EditionTopic, Story
from articles.models.interval import MICROSECOND
from articles.publishing import UnableToPublish, UnableToTakeDown
from articles.signals import verb_done
from tests.stories import (
    byline,
    make_section,
    make_story,
    make_topic,
    publish,
    published,
    save,
    take_down,
    text,
)

HOUR = timedelta(hours=1)


def live(story: Story, at: datetime) -> Edition | None:
    return Edition.objects.filter(story=story).live(at=at).first()


def test_publishing_shows_the_revision_from_now_on(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())

    edition = publish(story, administrator, now=now)

    assert live(story, now) == edition
    assert live(story, now - MICROSECOND) is None
    assert (edition.path, edition.change) == ("/world/harbour-reopens/", "first")
    assert edition.first_published_at == edition.updated_at == edition.live_from == now


def test_saving_changes_nothing_for_readers(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    edition = publish(story, administrator, now=now)

    save(story, administrator, headline="Not yet public")

    found = live(story, now + HOUR)
    assert found == edition
    assert found.headline == "Harbour reopens"


def test_the_revision_that_was_chosen_is_published(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    chosen = revisions.latest(story)
    save(story, administrator, headline="A later thought")
    assert chosen is not None

    edition = publishing.publish(story=story, revision=chosen, by=administrator, now=now)

    assert edition.headline == "Harbour reopens"


def test_an_update_takes_the_place_of_what_was_live(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    first = publish(story, administrator, now=now)
    save(story, administrator, headline="Harbour closes")

    second = publish(story, administrator, now=now + HOUR)

    assert live(story, now + HOUR - MICROSECOND) == first
    assert live(story, now + HOUR) == second
    assert (second.first_published_at, second.updated_at) == (now, now + HOUR)
    assert (second.number, second.change) == (2, "update")


def test_a_small_fix_is_no_update_for_readers(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    publish(story, administrator, now=now)
    save(story, administrator, headline="Harbour re-opens")

    edition = publish(story, administrator, now=now + HOUR, verb="minor")

    assert (edition.updated_at, edition.change) == (now, "minor")


def test_a_clock_that_is_behind_keeps_the_order(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    first = publish(story, administrator, now=now)
    save(story, administrator, headline="Harbour closes")

    second = publish(story, administrator, now=now - HOUR)

    assert second.live_from == now + MICROSECOND
    assert live(story, now) == first


def test_taking_down_ends_it_now(administrator: User, now: datetime) -> None:
    edition = published(administrator, make_section(), now=now)

    take_down(edition.story, administrator, now=now + HOUR)

    assert live(edition.story, now + HOUR - MICROSECOND) == edition
    assert live(edition.story, now + HOUR) is None


def test_a_story_that_was_down_keeps_its_first_date(administrator: User, now: datetime) -> None:
    edition = published(administrator, make_section(), now=now)
    take_down(edition.story, administrator, now=now + HOUR)

    again = publishing.reinstate(
        story=edition.story, keeps_date=True, by=administrator, now=now + 2 * HOUR
    )

    assert again.first_published_at == now
    assert live(edition.story, now + 1.5 * HOUR) is None
    assert live(edition.story, now + 2 * HOUR) == again


def test_the_past_never_changes(administrator: User, now: datetime) -> None:
    edition = published(administrator, make_section(), now=now)
    story = edition.story
    take_down(story, administrator, now=now + HOUR)
    instants = [now + minutes * timedelta(minutes=10) for minutes in range(-3, 10)]
    before = [live(story, at) for at in instants]

    publishing.reinstate(story=story, keeps_date=False, by=administrator, now=now + 2 * HOUR)
    save(story, administrator, headline="Another")
    publish(story, administrator, now=now + 3 * HOUR)

    assert [live(story, at) for at in instants] == before


def test_rows_for_lists_end_with_their_edition(administrator: User, now: datetime) -> None:
    topic = make_topic()
    edition = published(
        administrator,
        make_section(),
        now=now,
        topics=(topic.uuid,),
        bylines=(byline("Anna Bianchi"), byline("Ugo Neri", "photographs")),
    )

    take_down(edition.story, administrator, now=now + HOUR)

    names = EditionAuthor.objects.filter(edition=edition).values_list("name", "live_until")
    assert list(names) == [("Anna Bianchi", now + HOUR), ("Ugo Neri", now + HOUR)]
    assert EditionTopic.objects.get(topic=topic).live_until == now + HOUR


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"headline": ""}, "There is no headline."),
        ({"parts": ()}, "There is no text."),
        ({"parts": (text(body="", subheading="Only this"),)}, "There is no text."),
        ({"section": None}, "No section is chosen."),
        ({"headline": "Harbour TK"}, "There is an open TK."),
        ({"parts": (text(body="<p>He said TKTK.</p>"),)}, "There is an open TK in the text."),
        ({"format": "sponsored"}, "A sponsored story must name its sponsor."),
    ],
)
def test_what_blocks_is_said_before_and_when_it_is_tried(
    administrator: User, now: datetime, content: dict[str, Any], reason: str
) -> None:
    story = make_story(administrator, make_section())
    save(story, administrator, **content)
    revision = revisions.latest(story)
    assert revision is not None

    assert reason in publishing.reasons_not_to_publish(story=story, revision=revision, now=now)
    with pytest.raises(UnableToPublish) as caught:
        publishing.publish(story=story, revision=revision, by=administrator, now=now)

    assert reason in caught.value.reasons
    assert not Edition.objects.exists()
    assert not Address.objects.exists()


def test_a_section_needs_a_name_in_the_language(administrator: User) -> None:
    story = make_story(administrator, make_section("World"), language="it")

    with pytest.raises(UnableToPublish, match="no name in the language"):
        publish(story, administrator)


def test_publishing_twice_makes_one_edition(administrator: User) -> None:
    story = make_story(administrator, make_section())
    publish(story, administrator)

    with pytest.raises(UnableToPublish, match="already see this version"):
        publish(story, administrator)

    assert Edition.objects.count() == 1


def test_a_version_of_another_story_is_refused(administrator: User, now: datetime) -> None:
    section = make_section()
    story, other = make_story(administrator, section), make_story(administrator, section)
    foreign = revisions.latest(other)
    assert foreign is not None

    with pytest.raises(UnableToPublish, match="another story"):
        publishing.publish(story=story, revision=foreign, by=administrator, now=now)


def test_taking_down_what_is_not_public_is_refused(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())

    with pytest.raises(UnableToTakeDown, match="do not see"):
        take_down(story, administrator, now=now)


def test_a_reporter_publishes_nothing(reporter: User, now: datetime) -> None:
    story = make_story(reporter, make_section())

    with pytest.raises(PermissionDenied):
        publish(story, reporter)

    assert not Edition.objects.exists()


def test_every_address_stays_with_its_story(administrator: User, now: datetime) -> None:
    story = make_story(administrator, make_section())
    publish(story, administrator, now=now)
    save(story, administrator, slug="harbour-open-again")
    publish(story, administrator, now=now + HOUR)

    paths = set(story.addresses.values_list("path", flat=True))

    assert paths == {"/world/harbour-reopens/", "/world/harbour-open-again/"}


def test_publishing_leaves_an_audit_line_and_sends_a_signal(
    administrator: User, now: datetime
) -> None:
    story = make_story(administrator, make_section())
    heard: list[Any] = []

    def listen(sender: str, **carried: Any) -> None:
        heard.append((sender, carried["target"], carried["by"], carried["now"]))

    verb_done.connect(listen)
    try:
        publish(story, administrator, now=now)
    finally:
        verb_done.disconnect(listen)

    line = audit.lines_about(story).get(action="publish")
    assert (line.actor, line.at) == (administrator, now)
    assert (line.detail["edition"], line.detail["revision"]) == (1, 1)
    assert heard == [("publish", story, administrator, now)]


def test_what_was_replaced_a_while_ago_leaves_the_indexes_of_lists(
    administrator: User, now: datetime
) -> None:
    topic = make_topic()
    first = published(
        administrator, make_section(), topics=(topic.uuid,), bylines=(byline("Anna Bianchi"),)
    )
    for hour in (1, 2):
        save(first.story, administrator, headline=f"Harbour, take {hour}")
        publish(first.story, administrator, now=now + hour * HOUR)

    marked = Edition.objects.order_by("number").values_list("is_superseded", flat=True)

    assert list(marked) == [True, False, False]
    assert EditionTopic.objects.filter(is_superseded=True).get().edition == first
    assert EditionAuthor.objects.filter(is_superseded=True).get().edition == first


def test_lists_of_today_find_what_is_live_and_what_a_slow_clock_still_sees(
    administrator: User, now: datetime, clock: time_machine.Traveller
) -> None:
    first = published(administrator, make_section())
    save(first.story, administrator, headline="Harbour, again")
    second = publish(first.story, administrator, now=now + HOUR)
    clock.shift(HOUR)

    for at, live in ((now + HOUR, second), (now + HOUR - MICROSECOND, first)):
        assert list(Edition.objects.of_today(at).live(at=at)) == [live]


def test_lists_of_an_instant_long_past_find_what_was_superseded_since(
    administrator: User, now: datetime, clock: time_machine.Traveller
) -> None:
    first = published(administrator, make_section())
    for hour in (1, 2):
        save(first.story, administrator, headline=f"Harbour, hour {hour}")
        clock.shift(HOUR)
        publish(first.story, administrator, now=now + hour * HOUR)
    first.refresh_from_db()

    assert first.is_superseded
    assert list(Edition.objects.of_today(now).live(at=now)) == [first]
    assert first not in Edition.objects.of_today(now + 2 * HOUR)
