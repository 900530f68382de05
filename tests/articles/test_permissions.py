"""Who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from articles.models import Story
from articles.permissions import VERBS, may, visible_to
from tests.stories import make_story

OWN = {
    "start",
    "add_picture",
    "see_pictures",
    "view",
    "write",
    "pair",
    "set_due",
    "submit",
    "restore",
    "name_revision",
    "resolve",
    "share",
    "unshare",
    "copy",
    "translate",
    "still_right",
    "bin",
    "unbin",
    "note",
    "resolve_note",
    "reopen_note",
}
CAST = {
    # who: verbs on a story of their own, verbs on somebody else's
    "administrator": (set(VERBS), set(VERBS)),
    "reporter": (OWN, {"start", "add_picture", "see_pictures"}),
    "outsider": (set(), set()),
}


@pytest.mark.parametrize("who", CAST)
def test_the_table_of_verbs(who: str, subeditor: User, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    own, foreign = Story(language="en", created_by=user), Story(language="en", created_by=subeditor)

    assert {verb for verb in VERBS if may(user, verb, own)} == CAST[who][0]
    assert {verb for verb in VERBS if may(user, verb, foreign)} == CAST[who][1]


def test_a_stranger_may_nothing(db: None) -> None:
    assert not any(may(AnonymousUser(), verb) for verb in VERBS)
    assert not visible_to(AnonymousUser()).exists()


def test_a_closed_account_may_nothing(administrator: User) -> None:
    administrator.is_active = False

    assert not any(may(administrator, verb) for verb in VERBS)
    assert not visible_to(administrator).exists()


def test_a_verb_that_is_not_in_the_table_is_an_error(administrator: User) -> None:
    with pytest.raises(KeyError):
        may(administrator, "vanish")


def test_a_reporter_sees_what_is_theirs_or_assigned_to_them(
    reporter: User, subeditor: User
) -> None:
    own = make_story(reporter, headline="Own")
    assigned = make_story(subeditor, headline="Assigned")
    Story.objects.filter(pk=assigned.pk).update(assigned_to=reporter)
    make_story(subeditor, headline="Foreign")

    assert set(visible_to(reporter)) == {own, assigned}


def test_an_administrator_sees_everything(administrator: User, reporter: User) -> None:
    story = make_story(reporter)

    assert list(visible_to(administrator)) == [story]
