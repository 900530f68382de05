"""Saving: every save that changed something is a revision, and only those."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import audit
from accounts.models import User
from articles import autosaves, binning, revisions
from articles.document import freeze
from articles.models import Autosave, Byline, Revision, Story
from tests.stories import byline, make_author, make_story, save, text


def test_saving_makes_a_numbered_revision_of_what_is_there(reporter: User, now: datetime) -> None:
    story = make_story(reporter)

    revision = save(story, reporter, now=now, headline="Harbour closes again")

    assert revision is not None
    assert (revision.number, revision.created_by, revision.created_at) == (2, reporter, now)
    assert revisions.document_of(revision) == freeze(story)


def test_saving_without_a_change_makes_none(reporter: User) -> None:
    story = make_story(reporter)

    assert save(story, reporter) is None
    assert Revision.objects.filter(story=story).count() == 1


def test_a_revision_cannot_be_changed_or_deleted(reporter: User) -> None:
    revision = revisions.latest(make_story(reporter))
    assert revision is not None
    revision.document = {}

    with pytest.raises(ValidationError):
        revision.save()
    with pytest.raises(ValidationError):
        revision.delete()
    with pytest.raises(ValidationError):
        Revision.objects.update(document={})

    assert revisions.latest(revision.story).document != {}


def test_saving_somebody_elses_story_is_refused(
    reporter: User, subeditor: User, now: datetime
) -> None:
    story = make_story(reporter)

    with pytest.raises(PermissionDenied):
        revisions.save(story=story, by=subeditor, now=now)


def test_saving_leaves_an_audit_line(reporter: User) -> None:
    story = make_story(reporter)

    line = audit.lines_about(story).filter(action="write").get()

    assert (line.actor, line.detail) == (reporter, {"revision": 1})


def test_a_story_is_named_when_it_first_has_a_headline(reporter: User, now: datetime) -> None:
    story = revisions.start(story=Story(language="en"), by=reporter, now=now)
    assert story.slug == ""

    save(story, reporter, headline="Harbour reopens")

    assert story.slug == "harbour-reopens"


def test_a_slug_stays_when_the_headline_changes(reporter: User) -> None:
    story = make_story(reporter)

    save(story, reporter, headline="Something else entirely")

    assert story.slug == "harbour-reopens"


def test_an_anchor_survives_rewording(reporter: User) -> None:
    story = make_story(reporter, parts=(text(subheading="What comes next"),))
    part = freeze(story).parts[0]
    assert part.values["anchor"] == "what-comes-next"

    reworded = text(subheading="And then?")
    values = {**reworded.values, "anchor": part.values["anchor"]}
    save(story, reporter, parts=(type(part)(kind="text", uid=part.uid, values=values),))

    assert freeze(story).parts[0].values["anchor"] == "what-comes-next"


def test_anchors_are_unique_in_a_story(reporter: User) -> None:
    story = make_story(
        reporter,
        parts=(text(subheading="Next"), text(subheading="Next"), text(subheading="_")),
    )

    anchors = [part.values["anchor"] for part in freeze(story).parts]

    assert anchors == ["next", "next-2", "section"]


def test_a_new_story_starts_with_the_byline_of_its_writer(reporter: User, now: datetime) -> None:
    author = make_author("Rita R. Reporter", user=reporter)

    story = revisions.start(story=Story(language="en"), by=reporter, now=now)

    line = Byline.objects.get(story=story)
    assert (line.author, line.name) == (author, "Rita R. Reporter")


def test_a_byline_without_a_name_is_printed_as_the_author(reporter: User) -> None:
    story = make_story(reporter, bylines=(byline("", author=make_author("Ugo Neri")), byline("")))

    assert [line.name for line in freeze(story).bylines] == ["Ugo Neri"]


def test_untouched_drafts_go_after_a_day(reporter: User, subeditor: User, now: datetime) -> None:
    untouched = revisions.start(story=Story(language="en"), by=reporter, now=now)
    others = revisions.start(story=Story(language="en"), by=subeditor, now=now)
    written = make_story(reporter, now=now)

    revisions.start(story=Story(language="en"), by=reporter, now=now + timedelta(hours=23))
    assert Story.objects.filter(pk=untouched.pk).exists()

    revisions.start(story=Story(language="en"), by=reporter, now=now + timedelta(hours=25))
    left = set(Story.objects.values_list("pk", flat=True))
    assert untouched.pk not in left
    assert {others.pk, written.pk} <= left


def test_drafts_with_typed_text_and_drafts_in_the_bin_stay(reporter: User, now: datetime) -> None:
    typed_in, in_bin = (
        revisions.start(story=Story(language="en"), by=reporter, now=now) for _ in range(2)
    )
    autosaves.keep(
        session=uuid4(),
        sequence=1,
        story=typed_in,
        base=None,
        changes={"headline": "Typed"},
        by=reporter,
        typed_at=now,
    )
    binning.put_in_bin(story=in_bin, by=reporter, now=now)

    revisions.start(story=Story(language="en"), by=reporter, now=now + timedelta(days=9))

    assert {typed_in.pk, in_bin.pk} <= set(Story.objects.values_list("pk", flat=True))
    assert Autosave.objects.get().changes == {"headline": "Typed"}


def test_an_outsider_starts_nothing(outsider: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        revisions.start(story=Story(language="en"), by=outsider, now=now)

    assert not Story.objects.exists()
