"""Translations: one is started, its source changes, and somebody says what is still right."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import translating, translations
from articles.document import freeze
from articles.models import Edition, Story, TranslatedPiece, Withdrawal
from articles.translating import UnableToTranslate
from tests.articles.form import address, sign_in
from tests.stories import (
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    published,
    save,
    text,
)

pytestmark = pytest.mark.django_db

TIDES = text("<p>At six <strong>sharp</strong>.</p>", "Tides")
WAIT = text("<p>They wait.</p>")


@pytest.fixture
def source(administrator: User) -> Edition:
    make_site()
    section, topic = make_section(it="Mondo"), make_topic(it="Porti")
    return published(
        administrator,
        section,
        standfirst="In short.",
        topics=(topic.uuid,),
        parts=(TIDES, WAIT),
    )


@pytest.fixture
def italian(source: Edition, administrator: User, now: datetime) -> Story:
    return translating.translate(story=source.story, language="it", by=administrator, now=now)


def states(story: Story, user: User, now: datetime) -> dict[str, str]:
    found = translating.source_of(story, user, now)
    assert found is not None
    return {piece.key: piece.state for piece in found.behind}


def test_a_translation_has_the_parts_and_topics_of_its_source(
    source: Edition, italian: Story, administrator: User, now: datetime
) -> None:
    old, new = freeze(source.story), freeze(italian)

    assert [part.uid for part in new.parts] == [part.uid for part in old.parts]
    assert (new.language, new.section, new.topics) == ("it", old.section, old.topics)
    assert (new.headline, new.slug, new.standfirst) == ("", "", "In short.")
    assert new.parts[0].values["subheading"] == new.parts[0].values["anchor"] == ""
    assert list(translations.counterparts(source.story)) == [italian]
    assert states(italian, administrator, now) == {}


def test_what_is_there_or_foreign_is_refused(
    source: Edition, italian: Story, administrator: User, reporter: User, now: datetime
) -> None:
    for language in ("it", "en", "xx"):
        with pytest.raises(UnableToTranslate):
            translating.translate(story=source.story, language=language, by=administrator, now=now)
    with pytest.raises(PermissionDenied):
        translating.translate(story=source.story, language="it", by=reporter, now=now)


def test_only_what_readers_see_marks_the_pieces_that_changed(
    source: Edition, italian: Story, administrator: User, now: datetime
) -> None:
    before = freeze(italian)
    later = now + timedelta(hours=1)
    added = text("<p>More.</p>")
    changed = replace(TIDES, values={**TIDES.values, "body": "<p>At seven sharp.</p>"})
    save(source.story, administrator, headline="Harbour shut", parts=(changed, added), now=later)
    assert states(italian, administrator, later) == {}
    assert translating.behind(Story.objects.all(), later, most=5) == []

    publish(source.story, administrator, now=later, verb="update")

    after = later + timedelta(minutes=1)
    expected = {
        "headline": "changed",
        str(TIDES.uid): "changed",
        str(added.uid): "added",
        str(WAIT.uid): "removed",
    }
    assert states(italian, administrator, after) == expected
    with CaptureQueriesContext(connection) as queries:
        assert translating.behind(Story.objects.all(), after, most=5) == [italian]
    assert len(queries) == 4
    assert freeze(italian) == before

    found = translating.source_of(italian, administrator, after)
    assert found is not None
    words = [
        run for one in found.pieces[str(TIDES.uid)].changes for p in one.all_paragraphs for run in p
    ]
    assert {(run.kind, run.words) for run in words} >= {("removed", "six"), ("added", "seven")}
    for key in list(expected):
        translating.still_right(
            story=italian, source=found, pieces=[key], by=administrator, now=after
        )
    assert states(italian, administrator, after) == {}
    assert translating.behind(Story.objects.all(), after, most=5) == []


def test_the_desk_translates_shows_the_source_and_clears_a_mark(
    source: Edition, administrator: User, now: datetime
) -> None:
    client = sign_in(administrator)
    sheet = address(source.story, "translate")
    assert "Translate this story?" in client.get(sheet).content.decode()

    to = client.post(sheet, {"language": "it"}).headers["Location"]

    italian = Story.objects.get(language="it")
    assert to == address(italian)
    page = client.get(to).content.decode()
    assert "At six sharp." in page and "Source changed" not in page
    save(source.story, administrator, headline="Harbour <b>shut</b>", now=now)
    publish(source.story, administrator, now=now, verb="update")
    page = client.get(to).content.decode()
    assert page.count("Source changed") == 1 and "Harbour &lt;b&gt;shut" in page
    assert "Translations behind" in client.get("/admin/").content.decode()
    single = make_story(administrator, headline="Alone")
    listed = client.get("/admin/articles/story/").context["cl"].result_list
    assert {story.pk: story.desk_languages for story in listed} == {
        source.story_id: "English",
        italian.pk: "Italiano · source changed",
        single.pk: "English · not in Italian",
    }
    still = address(italian, "still_right")
    asked = client.get(still, {"piece": "headline"})
    post = {"piece": "headline", "revision": asked.context["sheet"].source.revision.pk}
    assert client.post(still, {**post, "revision": 0}).status_code == 422
    assert client.post(still, post).status_code == 302
    assert "Source changed" not in client.get(to).content.decode()
    assert client.post(still, {"piece": "nothing", "revision": "x"}).status_code == 302


def test_parted_stories_forget_their_source(
    source: Edition, italian: Story, administrator: User, now: datetime
) -> None:
    translations.pair(story=italian, other=None, by=administrator, now=now)
    italian.refresh_from_db()

    assert translating.source_of(italian, administrator, now) is None
    assert TranslatedPiece.objects.filter(story=italian).exists()


def test_the_sheets_ask_about_the_other_language(
    source: Edition, administrator: User, now: datetime
) -> None:
    other = published(
        administrator,
        source.section,
        language="it",
        headline="Riapre il porto",
        translation_group=source.translation_group,
    ).story
    client = sign_in(administrator)
    save(source.story, administrator, headline="Harbour shut", now=now)
    when = {"when": "now", "change": "update", "revision": source.story.revisions.count()}
    answer = client.post(address(source.story, "publish"), {**when, "open_next": other.pk})
    assert answer.headers["Location"] == address(other)

    sheet = address(source.story, "take_down")
    assert "Also take down the story in Italian" in client.get(sheet).content.decode()
    how = {"why": "withdrawn", "notice": "We erred.", "reason": "A source."}
    refused = client.post(sheet, {**how, f"also_{other.pk}": "on"})
    assert refused.status_code == 422
    assert Withdrawal.objects.count() == 0
    told = {f"also_{other.pk}": "on", f"notice_{other.pk}": "Abbiamo sbagliato."}
    assert client.post(sheet, {**how, **told}).status_code == 302
    notices = Withdrawal.objects.order_by("story").values_list("story", "notice")
    assert dict(notices) == {source.story_id: "We erred.", other.pk: "Abbiamo sbagliato."}
