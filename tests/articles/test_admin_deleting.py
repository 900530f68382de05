"""Deleting at the desk: what is in use is refused or retired, people's accounts are closed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.urls import reverse

from accounts.models import AuditLine, NeverDeleted, User
from articles import autosaves, revisions
from articles.admin.deleting import MOST_USES
from articles.models import (
    Autosave,
    Revision,
    Section,
    SectionText,
    Story,
    Taxon,
    TaxonText,
    Topic,
    TopicText,
)
from tests.articles.form import address, sign_in
from tests.articles.test_taxonomy import MAKERS, NAMES_NONE, naming
from tests.stories import NOW, make_section, make_site, make_story, make_topic, publish, save

pytestmark = pytest.mark.django_db


def page_of(row: models.Model, verb: str = "delete") -> str:
    names = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{names}_{verb}", args=[row.pk])


def everything() -> dict[str, list[Any]]:
    """Every row of what people made."""
    kinds: list[type[models.Model]] = [
        User,
        Story,
        Revision,
        AuditLine,
        Section,
        SectionText,
        Topic,
        TopicText,
        *(mod for mod in Taxon.__subclasses__()),
        *(mod for mod in TaxonText.__subclasses__()),
    ]
    rows = {kind.__name__: list(kind._default_manager.order_by("pk").values()) for kind in kinds}
    for user in rows["User"]:
        user.pop("last_login")
    return rows


@contextmanager
def failing(statement: str) -> Iterator[None]:
    """The database fails at the first statement that begins so."""

    def fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(statement):
            raise DatabaseError("disk is gone")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize("kind", MAKERS)
def test_28_what_is_in_use_is_refused_with_its_uses(kind: str, administrator: User) -> None:
    taxon = MAKERS[kind]()
    story = make_story(administrator, headline="It is named here", **naming(taxon))
    old = make_story(administrator, headline="It was named here", **naming(taxon))
    save(old, administrator, **NAMES_NONE)
    make_story(administrator, headline="It is not named here")
    client, before = sign_in(administrator), everything()

    page = client.get(page_of(taxon)).content.decode()
    response = client.post(page_of(taxon), {"post": "yes"}, follow=True)

    for named in (story, old):
        assert f'href="{address(named)}"' in page
    assert "It is not named here" not in page
    assert "and more" not in page
    assert "Retire it instead." in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("kind", MAKERS)
def test_28_what_is_in_use_can_be_retired_from_there(kind: str, administrator: User) -> None:
    taxon = MAKERS[kind]()
    make_story(administrator, **naming(taxon))

    sign_in(administrator).post(page_of(taxon), {"_retire": "1"})

    taxon.refresh_from_db()
    assert taxon.retired_at is not None


def test_the_list_of_uses_ends_somewhere(administrator: User) -> None:
    topic = make_topic()
    for number in range(MOST_USES + 1):
        make_story(administrator, headline=f"Story {number}", topics=(topic.uuid,))

    page = sign_in(administrator).get(page_of(topic)).content.decode()

    assert page.count("/change/") == MOST_USES + 1  # and the topic's own
    assert "and more" in page


@pytest.mark.parametrize("kind", MAKERS)
def test_what_no_story_names_is_deleted_after_a_question(kind: str, administrator: User) -> None:
    taxon = MAKERS[kind]()
    client = sign_in(administrator)

    assert "no version of one ever did" in client.get(page_of(taxon)).content.decode()
    assert type(taxon).objects.exists()
    client.post(page_of(taxon))

    assert not type(taxon).objects.exists()


def test_28_a_database_error_during_a_delete_leaves_all_of_it(administrator: User) -> None:
    make_topic("Ports", it="Porti")
    topic = Topic.objects.get()
    client, before = sign_in(administrator), everything()

    with failing('DELETE FROM "articles_topic" '), pytest.raises(DatabaseError):
        client.post(page_of(topic))

    assert everything() == before


def test_28_nothing_is_deleted_many_at_once(administrator: User) -> None:
    make_site()
    topic = make_topic()
    story = make_story(administrator, make_section(), topics=(topic.uuid,))
    publish(story, administrator)
    make_topic("Nobody names it")
    client = sign_in(administrator)
    before = everything()

    for model, page in admin.site._registry.items():
        names = f"{model._meta.app_label}_{model._meta.model_name}"
        keys = [str(key) for key in model._default_manager.values_list("pk", flat=True)]
        post = {"action": "delete_selected", ACTION_CHECKBOX_NAME: keys, "post": "yes"}
        client.post(reverse(f"admin:{names}_changelist"), post)
        request = client.get(reverse(f"admin:{names}_changelist")).wsgi_request
        assert "delete_selected" not in page.get_actions(request), names

    assert everything() == before


def test_28_deleting_a_person_is_refused_and_closing_offered(
    administrator: User, reporter: User
) -> None:
    make_story(reporter)
    client, before = sign_in(administrator), everything()

    assert page_of(reporter) in client.get(page_of(reporter, "change")).content.decode()
    page = client.get(page_of(reporter)).content.decode()

    assert "Nobody is deleted" in page
    assert everything() == before

    client.post(page_of(reporter), {"post": "yes"})

    reporter.refresh_from_db()
    assert not reporter.is_active
    assert Story.objects.get().created_by == reporter
    assert AuditLine.objects.get(action="close_account").target_id == str(reporter.pk)


def test_whose_account_is_closed_is_out_at_once(administrator: User, reporter: User) -> None:
    theirs = sign_in(reporter)
    assert theirs.get(reverse("admin:index")).status_code == 200

    sign_in(administrator).post(page_of(reporter))

    assert "/login/" in theirs.get(reverse("admin:index")).headers["Location"]


def test_nobody_closes_their_own_account(administrator: User) -> None:
    client = sign_in(administrator)

    assert "This is your own account." in client.get(page_of(administrator)).content.decode()
    assert "This is your own account." in client.post(page_of(administrator)).content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_12_only_administrators_delete_and_close(reporter: User, subeditor: User) -> None:
    topic = make_topic()
    client = sign_in(reporter)

    for row in (topic, subeditor):
        for send in (client.get, client.post):
            assert send(page_of(row)).status_code in {403, 404}

    assert Topic.objects.exists()
    subeditor.refresh_from_db()
    assert subeditor.is_active


def test_28_no_code_deletes_a_person(reporter: User) -> None:
    for attempt in (reporter.delete, User.objects.all().delete, User.objects.filter(pk=0).delete):
        with pytest.raises(NeverDeleted):
            attempt()

    assert User.objects.filter(pk=reporter.pk).exists()


def test_28_the_database_keeps_who_wrote_something(reporter: User) -> None:
    make_story(reporter)

    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_user WHERE id = %s", [reporter.pk])
        connection.check_constraints()

    assert Revision.objects.get().created_by == reporter


def test_28_what_somebody_typed_and_did_not_save_stays(reporter: User) -> None:
    story = make_story(reporter)
    autosaves.keep(
        session="7f3c1f9e-4d0a-4f39-9a57-0f5a2c1b8e11",
        sequence=1,
        story=story,
        base=revisions.latest(story),
        changes={"headline": "Typed"},
        by=reporter,
        typed_at=NOW,
    )

    with pytest.raises(NeverDeleted):
        reporter.delete()

    assert Autosave.objects.get().changes == {"headline": "Typed"}
