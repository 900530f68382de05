"""Copy as new: the same words, and nothing else in common."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts import audit
from accounts.models import User
from articles import copying, revisions
from articles.document import Document, freeze
from articles.models import Address, Kind, Story
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    quote,
    text,
)

NOBODY = uuid4()


def without_identity(document: Document) -> Document:
    """`document` but for its address and the identities of its rows."""
    return replace(
        document,
        slug="",
        bylines=tuple(replace(line, uid=NOBODY) for line in document.bylines),
        parts=tuple(replace(part, uid=NOBODY) for part in document.parts),
    )


def test_a_copy_says_the_same_and_shares_no_identity(administrator: User, now: datetime) -> None:
    make_site()
    story = make_story(
        administrator,
        make_section(),
        kicker="Ports",
        topics=(make_topic().uuid,),
        bylines=(byline("Anna Bianchi", "photographs", make_author("Anna Bianchi")),),
        parts=(text("<p>One</p>", "Tides"), quote("Said", "Somebody")),
    )
    publish(story, administrator, now=now)

    made = copying.copy(story=story, by=administrator, now=now)

    old, new = freeze(story), freeze(Story.objects.get(pk=made.pk))
    assert without_identity(new) == without_identity(old)
    assert not {part.uid for part in old.parts} & {part.uid for part in new.parts}
    assert not {line.uid for line in old.bylines} & {line.uid for line in new.bylines}
    assert made.translation_group != story.translation_group
    assert made.slug == "harbour-reopens-2"
    assert not Address.objects.filter(story=made).exists()


def test_a_copy_belongs_to_who_made_it_and_starts_as_a_draft(
    administrator: User, reporter: User, now: datetime
) -> None:
    make_author("Ada Administrator", administrator)
    story = make_story(reporter, bylines=(byline("Rita Reporter"),))
    Story.objects.filter(pk=story.pk).update(
        stage="approved", assigned_to=reporter, embargo=now, due_at=now, ends_at=now
    )

    made = copying.copy(story=story, by=administrator, now=now)

    made.refresh_from_db()
    assert (made.created_by, made.assigned_to, made.stage) == (administrator, None, "draft")
    assert (made.embargo, made.due_at, made.ends_at) == (None, None, None)
    assert [line.name for line in freeze(made).bylines] == ["Rita Reporter"]


def test_a_copy_remembers_which_version_it_was_made_from(reporter: User, now: datetime) -> None:
    story = make_story(reporter)

    made = copying.copy(story=story, by=reporter, now=now)

    revision = revisions.latest(made)
    assert revision is not None
    assert (revision.number, revision.kind, revision.base) == (
        1,
        Kind.COPY,
        revisions.latest(story),
    )
    assert audit.lines_about(story).get(action="copy").detail == {"copy": made.pk}


def test_what_one_may_not_see_one_may_not_copy(
    reporter: User, subeditor: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        copying.copy(story=make_story(reporter), by=subeditor, now=now)

    assert Story.objects.count() == 1
