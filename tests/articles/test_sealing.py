"""Revisions are only ever added; what was changed behind our back is found."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import revisions, sealing
from articles.document import digest, digest_of_json
from articles.models import Revision, Story
from tests.stories import make_story, save, text

ONLY_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has no trigger; the models refuse",
)


def revision_of(story: Story) -> Revision:
    found = revisions.latest(story)
    assert found is not None
    return found


def tamper(sql: str, *values: object) -> None:
    """Change the database as nobody at the desk could: without the trigger where there is one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")


def verify(**options: object) -> str:
    out = StringIO()
    call_command("verify_revisions", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_revision_carries_the_digest_of_its_document(reporter: User) -> None:
    revision = revision_of(make_story(reporter))

    assert revision.digest == digest(revisions.document_of(revision))
    assert revision.digest == digest_of_json(Revision.objects.get().document)


def test_no_way_through_the_models_changes_or_deletes_a_revision(reporter: User) -> None:
    story = make_story(reporter)
    revision = revision_of(story)
    over = Revision(
        pk=revision.pk, story=story, number=1, document={}, digest="", created_at=story.created_at
    )
    everywhere = (Revision.objects, Revision._base_manager, story.revisions)

    for manager in everywhere:
        with pytest.raises(ValidationError):
            manager.update(document={})
        with pytest.raises(ValidationError):
            manager.all().delete()
        with pytest.raises(ValidationError):
            manager.bulk_update([revision], ["document"])
        with pytest.raises(ValidationError):
            manager.bulk_create(
                [over], update_conflicts=True, update_fields=["document"], unique_fields=["id"]
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        over.save()
    with pytest.raises(ProtectedError):
        story.delete()

    assert Revision.objects.get().digest == digest_of_json(Revision.objects.get().document)


@ONLY_POSTGRESQL
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_revision SET digest = ''",
        "UPDATE articles_revision SET created_by_id = NULL",
        "DELETE FROM articles_revision",
    ],
)
def test_the_database_itself_refuses_to_change_a_revision(reporter: User, statement: str) -> None:
    make_story(reporter)

    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Revision.objects.get().digest


def test_revisions_that_nobody_touched_are_verified(reporter: User) -> None:
    story = make_story(reporter, headline="Größe – “zitiert” \U0001f30a", parts=(text(),))
    save(story, reporter, headline="Later")
    make_story(reporter, headline="Another")

    assert verify() == "3 versions are what was recorded.\n"
    assert verify(story=story.pk) == "2 versions are what was recorded.\n"


def test_a_revision_that_was_changed_is_found(reporter: User) -> None:
    story = make_story(reporter)
    save(story, reporter, headline="Later")
    other = make_story(reporter, headline="Another")
    tamper(
        "UPDATE articles_revision SET document = %s WHERE story_id = %s AND number = 1",
        '{"version": 1}',
        story.pk,
    )

    assert list(sealing.faults()) == [
        f"Story {story.pk}, version 1: the text is not what was recorded.",
        f"Story {story.pk}, version 1: This is not a document.",
    ]
    assert not list(sealing.faults(story=other))
    with pytest.raises(CommandError, match="2 faults"):
        verify()


def test_a_revision_that_was_deleted_is_missed(reporter: User) -> None:
    story = make_story(reporter)
    save(story, reporter, headline="Later")
    save(story, reporter, headline="Later still")
    tamper("UPDATE articles_revision SET base_id = NULL WHERE story_id = %s", story.pk)
    tamper("DELETE FROM articles_revision WHERE story_id = %s AND number = 2", story.pk)

    assert list(sealing.faults()) == [f"Story {story.pk}: 1 of 3 versions missing."]
    with pytest.raises(CommandError):
        verify()


def test_few_documents_are_read_at_a_time(reporter: User) -> None:
    story = make_story(reporter)
    like = revision_of(story)
    Revision.objects.bulk_create(
        Revision(
            story=story,
            number=number,
            document=like.document,
            digest=like.digest,
            created_at=like.created_at,
        )
        for number in range(2, 2 * sealing.BATCH + 1)
    )

    with CaptureQueriesContext(connection) as queries:
        assert not list(sealing.faults())

    reads = [q for q in queries if f"LIMIT {sealing.BATCH}" in q["sql"]]
    assert len(reads) == 3


def test_a_story_that_is_not_there_is_an_error(db: None) -> None:
    with pytest.raises(CommandError, match="no story 7"):
        verify(story=7)
