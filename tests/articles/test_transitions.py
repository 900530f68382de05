"""The instants at which time alone changes what readers see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import DateTimeField

from accounts.models import User
from articles import publishing, revisions
from articles.models import (
    Edition,
    EditionPicture,
    FrontEdition,
    FrontSlot,
    Interval,
    Story,
)
from articles.transitions import (
    ALERT_SOURCES,
    FRONT_SOURCES,
    SOURCES,
    TOLD_BY_A_SOURCE,
    What,
    changes_between,
    next_change,
    next_changes,
)
from tests.stories import NOW, make_section, make_story, publish, save, take_down

HOUR = timedelta(hours=1)
# Columns of intervals that say when something was, and never when something will be.
RECORDS = {
    (Edition, "made_at"),
    (Edition, "first_published_at"),
    (Edition, "updated_at"),
    (FrontEdition, "made_at"),
    # What a row of facts repeats of its edition.
    (FrontSlot, "live_from"),
    (FrontSlot, "live_until"),
}
ALL_SOURCES = (*SOURCES, *FRONT_SOURCES, *ALERT_SOURCES)


@pytest.fixture
def story(administrator: User) -> Story:
    return make_story(administrator, make_section())


def schedule(story: Story, by: User, hours: int) -> Edition:
    newest = revisions.latest(story)
    return publishing.schedule(story=story, revision=newest, at=NOW + hours * HOUR, by=by, now=NOW)


def told(hours: int = 0) -> list[tuple[float, str]]:
    """The next changes after NOW + hours, as hours after NOW."""
    found = next_changes(NOW + hours * HOUR)
    return [((change.at - NOW) / HOUR, change.what.value) for change in found]


def test_every_instant_that_readers_can_notice_has_a_source() -> None:
    known = {(source.model, source.column) for source in ALL_SOURCES} | TOLD_BY_A_SOURCE | RECORDS
    columns = {
        (model, field.name)
        for model in (*Interval.__subclasses__(), FrontSlot)
        for field in model._meta.fields
        if isinstance(field, DateTimeField)
    }
    rights = {(EditionPicture, "image__expires_at"), (FrontSlot, "image__expires_at")}
    assert columns | rights == known


def test_every_source_goes_along_an_index() -> None:
    for source in ALL_SOURCES:
        model, column = source.model, source.column
        while "__" in column:
            relation, column = column.split("__", 1)
            model = model._meta.get_field(relation).related_model
        assert any(index.fields[0] == column for index in model._meta.indexes)


def test_what_is_scheduled_begins(story: Story, administrator: User) -> None:
    schedule(story, administrator, 3)
    assert told() == [(3, "begins")]
    assert next_change(NOW) == NOW + 3 * HOUR
    assert told(3) == []


def test_what_begins_begins_also_where_its_end_is_known(story: Story, administrator: User) -> None:
    schedule(story, administrator, 3)
    publishing.expire_at(story=story, ends_at=NOW + 5 * HOUR, by=administrator, now=NOW)
    assert told() == [(3, "begins"), (5, "ends")]


def test_an_update_changes_and_does_not_end_anything(story: Story, administrator: User) -> None:
    publish(story, administrator)
    save(story, administrator, standfirst="More")
    schedule(story, administrator, 2)
    publishing.expire_at(story=story, ends_at=NOW + 5 * HOUR, by=administrator, now=NOW)
    assert told() == [(2, "changes"), (5, "ends")]


def test_what_was_taken_down_ends_as_that(story: Story, administrator: User) -> None:
    publish(story, administrator)
    take_down(story, administrator, now=NOW + HOUR)
    [down] = next_changes(NOW)
    assert (down.at, down.what, down.edition.story) == (NOW + HOUR, What.TAKEN_DOWN, story)


def test_nothing_scheduled_is_no_change(db: None) -> None:
    assert next_change(NOW) is None
    assert next_changes(NOW) == []


def test_the_next_ten_of_many_cost_as_many_queries_as_one(
    story: Story, administrator: User, django_assert_num_queries: Callable
) -> None:
    section = story.section
    for hour in range(12, 0, -1):
        schedule(make_story(administrator, section, headline=f"Hour {hour}"), administrator, hour)
    with django_assert_num_queries(9):
        found = next_changes(NOW)
        assert [change.edition.story.headline for change in found] == [
            f"Hour {hour}" for hour in range(1, 11)
        ]


def test_the_changes_of_a_day_are_those_of_the_stories_that_one_sees(
    story: Story, administrator: User
) -> None:
    other = make_story(administrator, story.section, headline="Another")
    for number, each in enumerate((story, other), start=1):
        publish(each, administrator, now=NOW + number * HOUR)
    found = changes_between(
        NOW + HOUR, NOW + 2 * HOUR, stories=Story.objects.all(), limit=10
    ) + changes_between(NOW, NOW + 9 * HOUR, stories=Story.objects.filter(pk=other.pk), limit=10)
    assert [change.edition.story for change in found] == [story, other]
