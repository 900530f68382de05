"""Unsaved text: kept in order, offered, abandoned, taken in; never over anything newer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from accounts.models import User
from articles import autosaves, presence, revisions
from articles.autosaves import document_with
from articles.document import freeze
from articles.models import Autosave, Kind, Revision, Story
from tests.articles.test_typed import DEEP
from tests.stories import NOW, make_section, make_story, published, save

pytestmark = pytest.mark.django_db
SESSION = UUID("11111111-2222-4333-8444-555555555555")
LATER = NOW + timedelta(hours=1, seconds=1)


def headline(words: str) -> dict[str, Any]:
    return {"fields": {"headline": words}}


def keep(story: Story, by: User, changes: dict[str, Any], sequence: int = 1, **more: Any) -> bool:
    arguments: dict[str, Any] = {
        "session": SESSION,
        "base": revisions.latest(story),
        "typed_at": NOW,
    } | more
    return autosaves.keep(story=story, by=by, changes=changes, sequence=sequence, **arguments)


def take_in(story: Story, by: User, sequence: int) -> None:
    autosaves.taken_in(session=SESSION, sequence=sequence, story=story, by=by, now=NOW)


def typed_headline(story: Story, by: User) -> list[str]:
    """The headlines of what is offered, newest first."""
    return [document_with(row).headline for row in autosaves.offered(story, by)]


def test_what_is_typed_is_kept_and_the_story_stays(reporter: User) -> None:
    story = make_story(reporter)
    before, saves = freeze(story), Revision.objects.count()
    assert keep(story, reporter, headline("Typed"))
    row = Autosave.objects.get()
    assert document_with(row).headline == "Typed"
    assert document_with(row).parts == before.parts
    assert freeze(Story.objects.get(pk=story.pk)) == before
    assert Revision.objects.count() == saves


def test_a_later_autosave_goes_over_an_earlier_one_and_never_the_other_way(reporter: User) -> None:
    story = make_story(reporter)
    assert keep(story, reporter, headline("Second"), 2)
    assert not keep(story, reporter, headline("First"), 1)
    assert not keep(story, reporter, headline("Second again"), 2)
    assert typed_headline(story, reporter) == ["Second"]
    assert keep(story, reporter, headline("Third"), 3)
    assert typed_headline(story, reporter) == ["Third"]
    assert Autosave.objects.count() == 1


def test_26_an_autosave_that_arrives_after_the_save_changes_nothing(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Typed"), 4)
    save(story, reporter, headline="Typed and saved")
    take_in(story, reporter, 6)
    assert not keep(story, reporter, headline("Late"), 5)
    assert Autosave.objects.get().changes == {}
    assert autosaves.offers(story, reporter) == []


def test_26_also_where_no_autosave_came_before_the_save(reporter: User) -> None:
    story = make_story(reporter)
    take_in(story, reporter, 2)
    assert not keep(story, reporter, headline("Late"), 1)
    assert autosaves.offers(story, reporter) == []
    assert keep(story, reporter, headline("Typed on"), 3)


def test_26_what_was_typed_during_the_save_is_not_taken_in(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Typed on"), 7)
    take_in(story, reporter, 6)
    assert typed_headline(story, reporter) == ["Typed on"]


def test_a_session_belongs_to_one_person_and_one_story(reporter: User, administrator: User) -> None:
    story, other = make_story(reporter), make_story(reporter, headline="Another")
    keep(story, reporter, headline("Mine"))
    for where, who in ((story, administrator), (other, reporter)):
        with pytest.raises(PermissionDenied):
            keep(where, who, headline("Taken"), 9)
        autosaves.taken_in(session=SESSION, sequence=9, story=where, by=who, now=NOW)
        autosaves.put_aside(session=SESSION, story=where, by=who)
    row = Autosave.objects.get()
    assert (row.story, row.user, row.sequence, row.changes) == (
        story,
        reporter,
        1,
        headline("Mine"),
    )


def test_12_nobody_autosaves_what_they_may_not_write(reporter: User, editor: User) -> None:
    story = make_story(editor)
    with pytest.raises(PermissionDenied):
        keep(story, reporter, headline("Taken"))
    assert not Autosave.objects.exists()


def test_readers_never_see_an_autosave(administrator: User) -> None:
    edition = published(administrator, make_section())
    keep(edition.story, administrator, headline("Only typed"))
    autosaves.sweep(edition.story, LATER)
    edition.refresh_from_db()
    assert edition.headline == "Harbour reopens"
    assert revisions.latest(edition.story) == edition.revision


def test_unsaved_text_is_offered_with_what_it_changes(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Harbour reopens today"), typed_at=NOW)
    (offer,) = autosaves.offers(story, reporter)
    assert (offer.session, offer.typed_at, offer.refused) == (SESSION, NOW, [])
    assert offer.change.summary == "+1 word"


def test_only_the_person_who_typed_is_offered_it(reporter: User, administrator: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Typed"))
    assert autosaves.offers(story, administrator) == []


def test_the_same_text_is_offered_once_and_what_is_saved_not_at_all(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Twice"), session=uuid4())
    keep(story, reporter, headline("Twice"), session=uuid4(), typed_at=NOW + timedelta(minutes=1))
    keep(story, reporter, headline("Harbour reopens"), session=uuid4())
    keep(story, reporter, {}, session=uuid4())
    (offer,) = autosaves.offers(story, reporter)
    assert offer.typed_at == NOW + timedelta(minutes=1)
    save(story, reporter, headline="Twice")
    assert autosaves.offers(story, reporter) == []


def test_a_story_that_was_never_saved_offers_what_was_typed(reporter: User) -> None:
    story = revisions.start(story=Story(language="it"), by=reporter, now=NOW)
    keep(story, reporter, headline("Primo"))
    (offer,) = autosaves.offers(story, reporter)
    assert [change.name for change in offer.change.fields] == ["headline"]
    assert document_with(Autosave.objects.get()).language == "it"


def test_what_is_abandoned_becomes_a_revision_beside_and_is_still_offered(reporter: User) -> None:
    story = make_story(reporter)
    first = revisions.latest(story)
    keep(story, reporter, headline("Abandoned"))
    autosaves.sweep(story, LATER - timedelta(seconds=2))
    assert Revision.objects.count() == 1
    autosaves.sweep(story, LATER)
    revision = Revision.objects.get(kind=Kind.TYPED)
    assert (revision.is_aside, revision.created_by, revision.created_at) == (True, reporter, NOW)
    assert (revision.base, revision.document["headline"]) == (first, "Abandoned")
    assert revisions.latest(story) == first
    assert Autosave.objects.get().changes == {}
    (offer,) = autosaves.offers(story, reporter)
    assert offer.change.summary == "+1 −2 words"
    autosaves.sweep(story, LATER + timedelta(days=1))
    assert Revision.objects.count() == 2


def test_a_save_ends_the_offer_of_what_was_abandoned(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Abandoned"), 3)
    autosaves.sweep(story, LATER)
    take_in(story, reporter, 3)
    assert autosaves.offers(story, reporter) == []
    assert Revision.objects.filter(kind=Kind.TYPED).count() == 1


def test_who_shows_a_sign_of_life_has_not_abandoned_anything(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Thinking"))
    presence.beat(
        session=SESSION,
        story=story,
        by=reporter,
        part=None,
        has_typed=False,
        seen=None,
        now=NOW + timedelta(minutes=30),
    )
    autosaves.sweep(story, LATER)
    assert not Revision.objects.filter(kind=Kind.TYPED).exists()
    autosaves.sweep(story, LATER + timedelta(minutes=30))
    assert Revision.objects.filter(kind=Kind.TYPED).exists()


def test_typing_on_after_an_hour_away_is_kept_and_abandoned_once_more(reporter: User) -> None:
    story = make_story(reporter)
    base = revisions.latest(story)
    keep(story, reporter, headline("Abandoned"), 1, base=base)
    autosaves.sweep(story, LATER)
    keep(story, reporter, headline("Back again"), 2, base=base, typed_at=LATER)
    assert typed_headline(story, reporter) == ["Back again"]
    keep(story, reporter, headline("Abandoned"), 3, base=base, typed_at=LATER)
    autosaves.sweep(story, LATER + timedelta(hours=2))
    assert Revision.objects.filter(kind=Kind.TYPED).count() == 1


def test_what_was_undone_before_it_was_abandoned_leaves_no_revision(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Harbour reopens"))
    autosaves.sweep(story, LATER)
    assert Revision.objects.count() == 1
    assert not autosaves.offered(story, reporter).exists()


def test_what_is_put_aside_is_offered_no_more_and_stays_as_a_revision(reporter: User) -> None:
    story = make_story(reporter)
    keep(story, reporter, headline("Put aside"))
    autosaves.put_aside(session=SESSION, story=story, by=reporter)
    assert autosaves.offers(story, reporter) == []
    assert Revision.objects.get(kind=Kind.TYPED).document["headline"] == "Put aside"
    assert revisions.latest(story).number == 1  # type: ignore[union-attr]
    autosaves.put_aside(session=SESSION, story=story, by=reporter)
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("end", ["sweep", "put aside"])
def test_a_text_that_its_field_refuses_stays_for_ever(reporter: User, end: str) -> None:
    story = make_story(reporter)
    (part,) = freeze(story).parts
    values = {"body": DEEP, "subheading": "Deep"}
    changes = {"parts": [{"uid": str(part.uid), "kind": "text", "values": values}]}
    keep(story, reporter, changes)
    assert autosaves.offers(story, reporter)[0].refused == [DEEP]
    if end == "sweep":
        autosaves.sweep(story, LATER)
        (offer,) = autosaves.offers(story, reporter)
        assert offer.refused == [DEEP]
    autosaves.put_aside(session=SESSION, story=story, by=reporter)
    assert autosaves.offers(story, reporter) == []
    kept = Autosave.objects.get().changes["refused"]["parts"]
    assert kept == [{"uid": str(part.uid), "kind": "text", "values": {"body": DEEP}}]
    revision = Revision.objects.get(kind=Kind.TYPED)
    assert revision.document["parts"][0]["values"]["subheading"] == "Deep"


def test_28_a_draft_in_which_something_is_typed_never_goes(reporter: User) -> None:
    draft = revisions.start(story=Story(language="en"), by=reporter, now=NOW)
    keep(draft, reporter, headline("Typed"))
    with pytest.raises(ProtectedError):
        draft.delete()
    revisions.start(story=Story(language="en"), by=reporter, now=NOW + timedelta(days=9))
    assert Story.objects.filter(pk=draft.pk).exists()


def test_offers_cost_two_queries_where_there_are_none(
    reporter: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    story = make_story(reporter)
    with django_assert_num_queries(2):
        assert autosaves.offers(story, reporter) == []
