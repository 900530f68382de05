"""Sections, topics and authors: what any version of a story names is never deleted."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditLine, User
from articles import mentions, revisions, taxonomy
from articles.mentions import stories_that_name
from articles.models import (
    Author,
    AuthorMention,
    Kind,
    Revision,
    Section,
    SectionMention,
    Story,
    Taxon,
    Topic,
    TopicMention,
)
from articles.taxonomy import UnableToDelete
from tests.stories import byline, make_author, make_section, make_story, make_topic, save

MAKERS: dict[str, Callable[[], Taxon]] = {
    "section": make_section,
    "topic": make_topic,
    "author": make_author,
}


def naming(taxon: Taxon) -> dict[str, object]:
    """What `make_story` takes to name `taxon`."""
    if isinstance(taxon, Section):
        return {"section": taxon}
    if isinstance(taxon, Topic):
        return {"topics": (taxon.uuid,)}
    assert isinstance(taxon, Author)
    return {"bylines": (byline("Somebody", author=taxon),)}


NAMES_NONE = {"section": None, "topics": (), "bylines": ()}


@pytest.mark.parametrize("kind", MAKERS)
def test_28_what_a_story_names_cannot_be_deleted(
    kind: str, administrator: User, now: datetime
) -> None:
    taxon = MAKERS[kind]()
    story = make_story(administrator, **naming(taxon))

    with pytest.raises(UnableToDelete, match="Retire it instead"):
        taxonomy.delete(taxon=taxon, by=administrator, now=now)

    assert type(taxon).objects.filter(pk=taxon.pk).exists()
    assert list(stories_that_name(taxon)) == [story]


@pytest.mark.parametrize("kind", MAKERS)
def test_28_what_only_an_old_version_names_cannot_be_deleted(
    kind: str, administrator: User, now: datetime
) -> None:
    taxon = MAKERS[kind]()
    story = make_story(administrator, **naming(taxon))
    save(story, administrator, **NAMES_NONE)
    with pytest.raises(UnableToDelete):
        taxonomy.delete(taxon=taxon, by=administrator, now=now)

    old = revisions.document_of(Revision.objects.get(number=1))
    revisions.put(story, old, by=administrator, now=now, kind=Kind.RESTORE, base=None)


@pytest.mark.parametrize("kind", MAKERS)
def test_28_what_only_a_version_beside_names_cannot_be_deleted(
    kind: str, administrator: User, now: datetime
) -> None:
    taxon = MAKERS[kind]()
    story = make_story(administrator, **naming(taxon))
    beside = revisions.document_of(Revision.objects.get())
    other = make_story(administrator, headline="Another")
    revisions.record(
        other, beside, by=administrator, now=now, kind=Kind.TYPED, base=None, is_aside=True
    )

    assert set(stories_that_name(taxon)) == {story, other}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_no_story_ever_named_can_be_deleted(
    kind: str, administrator: User, now: datetime
) -> None:
    taxon = MAKERS[kind]()
    make_story(administrator)
    name = str(taxon)

    taxonomy.delete(taxon=taxon, by=administrator, now=now)

    assert not type(taxon).objects.exists()
    line = AuditLine.objects.get(action="delete_taxon")
    assert (line.target_text, line.target_id) == (name, str(taxon.pk))


def test_an_author_whose_byline_is_not_saved_yet_is_in_use(
    administrator: User, now: datetime
) -> None:
    author = make_author("Ada Administrator", administrator)
    revisions.start(story=Story(language="en"), by=administrator, now=now)

    with pytest.raises(UnableToDelete):
        taxonomy.delete(taxon=author, by=administrator, now=now)


def test_a_reporter_deletes_nothing(reporter: User, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        taxonomy.delete(taxon=make_topic(), by=reporter, now=now)


def test_28_the_database_refuses_too(administrator: User) -> None:
    topic = make_topic()
    story = make_story(administrator, topics=(topic.uuid,))
    save(story, administrator, topics=())

    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_topictext")
            cursor.execute("DELETE FROM articles_topic WHERE id = %s", [topic.pk])
        connection.check_constraints()

    assert Topic.objects.exists()


def test_a_save_that_names_nothing_new_asks_nothing(administrator: User, now: datetime) -> None:
    section, topic = make_section(), make_topic()
    story = make_story(administrator, section, topics=(topic.uuid,))
    document = revisions.document_of(Revision.objects.get())

    with CaptureQueriesContext(connection) as queries:
        mentions.note(story, document, before=document)

    assert not queries.captured_queries


def test_versions_of_before_are_noted_when_the_table_is_made(administrator: User) -> None:
    section, topic, author = make_section(), make_topic(), make_author()
    story = make_story(
        administrator, section, topics=(topic.uuid,), bylines=(byline("A", "", author),)
    )
    save(story, administrator, **NAMES_NONE)
    kinds = (SectionMention, TopicMention, AuthorMention)
    for kind in kinds:
        kind.objects.all().delete()

    import_module("articles.migrations.0004_mentions").note_what_versions_name(apps, None)

    for kind, taxon in zip(kinds, (section, topic, author), strict=True):
        assert [(row.story, row.taxon) for row in kind.objects.all()] == [(story, taxon)]
