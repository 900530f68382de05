"""Fix what is live: the text of readers, fixed and published without what the desk has ahead."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from articles import clock, publishing, revisions
from articles.document import Document, form_prefix, freeze
from articles.models import Conflict, Kind, Revision, Story, TextSection
from articles.models.public import Edition
from tests.articles.form import JSON, address, sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, save, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TEXTS = form_prefix(TextSection)
EARLIER = NOW - timedelta(hours=1)


@pytest.fixture
def client(administrator: User) -> Client:
    return sign_in(administrator)


@pytest.fixture
def story(administrator: User) -> Story:
    """Live as version 1; the desk is ahead with a kicker and a new last part."""
    make_site()
    story = make_story(administrator, make_section(), parts=(text("<p>The harbur is open.</p>"),))
    publish(story, administrator, now=EARLIER)
    ahead = (*freeze(story).parts, text("<p>Not for readers yet.</p>"))
    save(story, administrator, kicker="Ahead", parts=ahead)
    return story


def form_of_live(story: Story, **changes: object) -> dict[str, object]:
    """What the form of the fix posts when nothing is changed, but for `changes`."""
    live = publishing.live_edition(story, clock.now())
    assert live is not None
    document = revisions.document_of(live.revision)
    post: dict[str, object] = {
        "base_revision": live.revision.number,
        "section": str(document.section),
        f"{TEXTS}-TOTAL_FORMS": len(document.parts),
    }
    for index, part in enumerate(document.parts):
        fields = {"uid": part.uid, "ordering": 10 * index, **part.values}
        post |= {f"{TEXTS}-{index}-{name}": value for name, value in fields.items()}
    return post | changes


def live_document(story: Story) -> Document:
    live = publishing.live_edition(story, clock.now())
    assert live is not None
    return revisions.document_of(live.revision)


FIXED = {f"{TEXTS}-0-body": "<p>The harbour is open.</p>"}


def keep(client: Client, story: Story, **changes: object) -> int:
    state = client.post(
        address(story, "fix"), form_of_live(story, **(changes or FIXED)), headers=JSON
    ).json()
    assert state["base_revision"] == 1
    return int(state["revision"])


def publish_fix(client: Client, story: Story, number: int, **more: object) -> None:
    post = {"revision": number, "when": "now", "change": "minor"} | more
    answer = client.post(address(story, "publish"), post, follow=True)
    assert "Published" in answer.content.decode()


def test_the_form_shows_what_readers_see_and_says_so(story: Story, client: Client) -> None:
    page = client.get(address(story, "fix")).content.decode()
    assert "You are fixing what readers see now" in page
    assert "The harbur is open." in page
    assert "Not for readers yet." not in page
    assert 'name="embargo"' not in page


def test_a_fix_is_kept_beside_the_story_and_nobody_sees_it(story: Story, client: Client) -> None:
    before = freeze(story)
    number = keep(client, story)
    kept = Revision.objects.get(number=number)
    assert (kept.kind, kept.is_aside, kept.base and kept.base.number) == (Kind.FIX, True, 1)
    assert freeze(Story.objects.get(pk=story.pk)) == before
    assert Edition.objects.count() == 1
    assert keep(client, story) == number
    assert Revision.objects.count() == 3


def test_a_fix_goes_out_alone_and_is_carried_into_the_story(story: Story, client: Client) -> None:
    publish_fix(client, story, keep(client, story))
    live = live_document(story)
    assert [part.values["body"] for part in live.parts] == ["<p>The harbour is open.</p>"]
    assert live.kicker == ""
    desk = freeze(Story.objects.get(pk=story.pk))
    assert [part.values["body"] for part in desk.parts] == [
        "<p>The harbour is open.</p>",
        "<p>Not for readers yet.</p>",
    ]
    assert desk.kicker == "Ahead"


def test_a_fix_of_words_that_the_desk_changed_too_is_a_conflict_and_goes_out_all_the_same(
    story: Story, client: Client, administrator: User
) -> None:
    first, second = freeze(story).parts
    changed = replace(first, values={**first.values, "body": "<p>The port is open.</p>"})
    save(story, administrator, parts=(changed, second))
    publish_fix(client, story, keep(client, story))
    assert live_document(story).parts[0].values["body"] == "<p>The harbour is open.</p>"
    assert freeze(story).parts[0].values["body"] == "<p>The port is open.</p>"
    conflict = Conflict.objects.get()
    page = client.get(address(story, "conflict", conflict.pk)).content.decode()
    assert "harbour" in page
    assert address(story, "conflict", conflict.pk) in client.get(address(story)).content.decode()


def test_a_fix_of_a_story_that_the_desk_did_not_touch_leaves_nothing_to_publish(
    administrator: User, client: Client
) -> None:
    make_site()
    story = make_story(administrator, make_section(), parts=(text("<p>The harbur is open.</p>"),))
    publish(story, administrator, now=EARLIER)
    publish_fix(client, story, keep(client, story))
    assert freeze(Story.objects.get(pk=story.pk)) == live_document(story)
    assert Revision.objects.of_working_copy().count() == 2


@pytest.mark.parametrize("pending", ["merge", "cancel"])
def test_a_fix_asks_what_becomes_of_a_scheduled_update(
    story: Story, client: Client, administrator: User, pending: str
) -> None:
    newest = revisions.latest(story)
    assert newest is not None
    at = clock.now() + timedelta(hours=2)
    publishing.schedule(story=story, revision=newest, at=at, by=administrator, now=EARLIER)
    number = keep(client, story)
    sheet = client.get(address(story, "publish"), {"revision": number}).content.decode()
    assert "without this change" in sheet
    publish_fix(client, story, number, pending=pending)
    waiting = publishing.scheduled_edition(story, clock.now())
    if pending == "cancel":
        assert waiting is None
        return
    assert waiting is not None
    assert [p.values["body"] for p in revisions.document_of(waiting.revision).parts] == [
        "<p>The harbour is open.</p>",
        "<p>Not for readers yet.</p>",
    ]


def test_a_new_subheading_of_a_fix_has_its_anchor_on_the_page(story: Story, client: Client) -> None:
    number = keep(client, story, **{f"{TEXTS}-0-subheading": "Low water"})
    document = revisions.document_of(Revision.objects.get(number=number))
    assert document.parts[0].values["anchor"] == "low-water"


def test_whoever_comes_back_goes_on_with_their_fix(story: Story, client: Client) -> None:
    keep(client, story)
    page = client.get(address(story, "fix")).content.decode()
    assert "This is your fix as you kept it" in page
    assert "The harbour is open." in page
    anew = client.get(address(story, "fix"), {"from": "live"}).content.decode()
    assert "The harbur is open." in anew


def test_a_fix_of_what_readers_see_no_more_can_be_put_into_what_they_see(
    story: Story, client: Client, administrator: User
) -> None:
    number = keep(client, story)
    publish(story, administrator)
    sheet = client.get(address(story, "publish"), {"revision": number}).content.decode()
    assert "Readers see another version by now." in sheet
    assert f"?from={number}" in client.get(address(story, "fix")).content.decode()
    page = client.get(address(story, "fix"), {"from": number}).content.decode()
    assert "The harbour is open." in page
    assert "Not for readers yet." in page
    assert "data-unsaved" in page


def test_a_story_that_readers_do_not_see_has_nothing_to_fix(
    administrator: User, client: Client
) -> None:
    story = make_story(administrator)
    answer = client.get(address(story, "fix"), follow=True)
    assert "there is nothing to fix" in answer.content.decode()


def test_without_scripts_the_fix_is_kept_and_leads_to_its_sheet(
    story: Story, client: Client
) -> None:
    post = form_of_live(story, **FIXED)
    assert client.post(address(story, "fix"), post).headers["Location"] == address(story, "fix")
    answer = client.post(address(story, "fix"), post | {"_publish": "1"})
    assert answer.headers["Location"] == f"{address(story, 'publish')}?revision=3"


def test_what_is_wrong_with_a_fix_is_said_at_its_field(story: Story, client: Client) -> None:
    post = form_of_live(story, headline="x" * 501)
    answer = client.post(address(story, "fix"), post, headers=JSON)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"headline"})
    page = client.post(address(story, "fix"), post).content.decode()
    assert "You are fixing what readers see now" in page
    assert "x" * 501 in page


def test_12_only_who_may_publish_may_fix(reporter: User, client: Client) -> None:
    story = make_story(reporter)
    assert sign_in(reporter).get(address(story, "fix")).status_code == 404
    assert sign_in(reporter).post(address(story, "fix"), {}).status_code == 404
