"""Old versions: restored as new ones, and given names."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts import audit
from accounts.models import User
from articles import revisions, versions
from articles.document import freeze
from articles.models import Kind, Milestone, Revision, Story
from articles.versions import UnableToName, UnableToRestore
from tests.stories import make_section, make_site, make_story, publish, save, text


def version(story: Story, number: int) -> Revision:
    return Revision.objects.get(story=story, number=number)


def test_26_restoring_makes_a_new_version(reporter: User, now: datetime) -> None:
    story = make_story(reporter, parts=(text("<p>One</p>"), text("<p>Two</p>")))
    first = freeze(story)
    save(story, reporter, headline="Later", parts=first.parts[:1])

    made = versions.restore(story=story, revision=version(story, 1), by=reporter, now=now)

    assert made is not None
    assert (made.number, made.kind, made.base) == (3, Kind.RESTORE, version(story, 1))
    assert freeze(Story.objects.get()) == first
    assert [r.document["headline"] for r in Revision.objects.order_by("number")] == [
        "Harbour reopens",
        "Later",
        "Harbour reopens",
    ]
    assert audit.lines_about(story).get(action="restore").detail == {"revision": 3, "from": 1}


def test_the_size_of_a_restored_version_is_counted_from_what_was_there(
    reporter: User, now: datetime
) -> None:
    story = make_story(reporter, parts=(text("<p>One two three</p>"),))
    save(story, reporter, parts=())

    made = versions.restore(story=story, revision=version(story, 1), by=reporter, now=now)

    assert made is not None
    assert (made.words_added, made.words_removed) == (3, 0)


def test_restoring_changes_nothing_for_readers(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(administrator, make_section())
    save(story, administrator, headline="Later")
    edition = publish(story, administrator, now=now)

    versions.restore(story=story, revision=version(story, 1), by=administrator, now=now)

    edition.refresh_from_db()
    assert (edition.headline, edition.live_until) == ("Later", None)


def test_what_was_kept_beside_can_be_restored(
    reporter: User, administrator: User, now: datetime
) -> None:
    story = make_story(reporter)
    base = version(story, 1)
    save(story, administrator, headline="Theirs")
    mine = revisions.record(
        story,
        revisions.document_of(base),
        by=reporter,
        now=now,
        kind=Kind.TYPED,
        base=base,
        is_aside=True,
    )

    made = versions.restore(story=story, revision=mine, by=reporter, now=now)

    assert made is not None
    assert made.base == mine
    assert Story.objects.get().headline == "Harbour reopens"


def test_restoring_what_the_story_says_already_is_refused(reporter: User, now: datetime) -> None:
    story = make_story(reporter)

    with pytest.raises(UnableToRestore, match="says this already"):
        versions.restore(story=story, revision=version(story, 1), by=reporter, now=now)


def test_a_version_of_another_story_is_refused(reporter: User, now: datetime) -> None:
    story, other = make_story(reporter), make_story(reporter, headline="Another")

    with pytest.raises(UnableToRestore):
        versions.restore(story=story, revision=version(other, 1), by=reporter, now=now)
    with pytest.raises(UnableToName):
        versions.name_revision(
            story=story, revision=version(other, 1), name="Mine", by=reporter, now=now
        )


def test_an_address_that_somebody_took_since_stays_with_them(reporter: User, now: datetime) -> None:
    story = make_story(reporter, headline="Same words")
    save(story, reporter, headline="Other words", slug="other-words")
    other = make_story(reporter, headline="Same words")
    assert other.slug == "same-words"

    versions.restore(story=story, revision=version(story, 1), by=reporter, now=now)

    story.refresh_from_db()
    assert (story.headline, story.slug) == ("Same words", "other-words")


def test_a_language_that_another_translation_has_is_refused(reporter: User, now: datetime) -> None:
    story = make_story(reporter)
    save(story, reporter, language="it")
    make_story(reporter, headline="Another", translation_group=story.translation_group)

    with pytest.raises(UnableToRestore, match="translation"):
        versions.restore(story=story, revision=version(story, 1), by=reporter, now=now)


def test_restoring_somebody_elses_story_is_refused(
    reporter: User, subeditor: User, now: datetime
) -> None:
    story = make_story(reporter)
    save(story, reporter, headline="Later")

    with pytest.raises(PermissionDenied):
        versions.restore(story=story, revision=version(story, 1), by=subeditor, now=now)


def test_a_version_is_named_renamed_and_unnamed(reporter: User, now: datetime) -> None:
    story = make_story(reporter)

    def name(words: str) -> Milestone | None:
        return versions.name_revision(
            story=story, revision=version(story, 1), name=words, by=reporter, now=now
        )

    name(" As the lawyer\nread it ")
    milestone = Milestone.objects.get()
    assert (milestone.name, milestone.named_by, milestone.named_at) == (
        "As the lawyer read it",
        reporter,
        now,
    )
    assert name("As the lawyer read it") is None
    name("Read by the lawyer")
    assert Milestone.objects.get().name == "Read by the lawyer"
    name("")
    assert not Milestone.objects.exists()
    lines = audit.lines_about(story).filter(action="name_revision")
    names = [line.detail["name"] for line in lines]
    assert names == ["", "Read by the lawyer", "As the lawyer read it"]


def test_a_name_that_is_too_long_is_refused(reporter: User, now: datetime) -> None:
    story = make_story(reporter)

    with pytest.raises(UnableToName, match="120"):
        versions.name_revision(
            story=story, revision=version(story, 1), name="x" * 121, by=reporter, now=now
        )


def test_a_version_that_nobody_can_read_is_refused(reporter: User, now: datetime) -> None:
    story = make_story(reporter)
    broken = Revision.objects.create(
        story=story, number=2, document={"version": 99}, digest=str(uuid4()), created_at=now
    )

    with pytest.raises(UnableToRestore, match="cannot be read"):
        versions.restore(story=story, revision=broken, by=reporter, now=now)
