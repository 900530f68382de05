"""The demo site."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db.models import F
from django.test import Client

from accounts.models import User
from articles import translating
from articles.demo import content
from articles.demo.load import LOGINS, load_demo
from articles.models import Conflict, Edition, Revision, Stage, Story, Withdrawal
from articles.page import document_of
from articles.pictured import pictures_of, uses_in
from tests.articles.demo.drawn import nothing, small
from tests.stories import NOW

FEATURES = (
    "/world/the-towns-that-are-learning-to-be-wet/",
    "/it/mondo/i-paesi-che-imparano-a-bagnarsi/",
)


@pytest.fixture
def demo(db: None) -> None:
    load_demo(password="a demo password", now=NOW, draw=nothing)


def test_the_demo_is_bilingual_and_full(demo: None) -> None:
    live = Edition.objects.live(at=NOW)
    counts = {
        language: live.filter(language=language).listed().count() for language in ("en", "it")
    }

    assert live.count() >= 40
    assert counts["en"] >= 28
    assert counts["it"] >= 10
    for language in ("en", "it"):
        assert live.filter(language=language, format="page").count() == 4
        sections = live.filter(language=language).listed().values("section").distinct()
        assert sections.count() == 6


def test_every_translated_pair_is_in_one_group(demo: None) -> None:
    groups = Story.objects.values_list("translation_group", flat=True)

    assert len(groups) - len(set(groups)) >= 8
    (behind,) = translating.behind(Story.objects.all(), NOW, most=5)
    assert behind.headline.startswith("Un mese di luce rossa")


def test_loading_again_changes_no_story(demo: None) -> None:
    before = (Story.objects.count(), Revision.objects.count(), Edition.objects.count())

    load_demo(password="another password", now=NOW + timedelta(days=1), draw=nothing)

    assert (Story.objects.count(), Revision.objects.count(), Edition.objects.count()) == before
    assert User.objects.get(email=LOGINS[0].email).check_password("another password")


def test_a_story_goes_out_two_minutes_after_the_start_in_both_languages(demo: None) -> None:
    start, minute = NOW, timedelta(minutes=1)
    in_time = Edition.objects.filter(live_from=start + 2 * minute, change="first")

    assert {edition.language for edition in in_time} == {"en", "it"}
    assert not in_time.live(at=start + minute).exists()
    assert in_time.live(at=start + 2 * minute).count() == 2


def test_the_demo_shows_what_can_happen_to_a_story(demo: None) -> None:
    live = Edition.objects.live(at=NOW)
    corrected = live.get(path="/science/halmyra-plant-drinks-the-sea/")

    assert corrected.change == "correction"
    assert corrected.number == 4
    assert "1.2 litres" in corrected.note
    assert set(Withdrawal.objects.values_list("why", "story__language")) == {
        ("withdrawn", "en"),
        ("withdrawn", "it"),
        ("legal", "en"),
    }
    assert all(down.read_instead for down in Withdrawal.objects.filter(why="withdrawn"))
    assert Story.objects.filter(embargo__gt=NOW, editions=None).count() == 1
    assert live.filter(live_until=F("story__ends_at")).count() == 1
    assert Edition.objects.filter(live_from__gt=NOW, made_from__in=live).count() == 1
    assert Conflict.objects.filter(resolved_at=None).count() == 1
    assert Story.objects.filter(stage=Stage.SUBMITTED).count() == 1
    assert Story.objects.filter(stage=Stage.CHANGES_REQUESTED).count() == 1


def test_its_stories_show_pictures_and_what_became_of_some(
    db: None, media: Path, clock: time_machine.Traveller, client: Client
) -> None:
    load_demo(password="a demo password", now=NOW, draw=small)

    live = Edition.objects.live(at=NOW).with_document()
    documents = {edition.path: document_of(edition) for edition in live}
    pictures = pictures_of(*documents.values())
    for path, document in documents.items():
        for use in uses_in(document):
            assert pictures[use.image].credit, path
            told = use.is_decorative or use.alt
            assert told or pictures[use.image].alt not in english_alts(document.language)
    for path in FEATURES:
        layouts = Counter(use.layout for use in uses_in(documents[path]) if use.part)
        assert layouts["gallery"] >= 6
        assert layouts["portrait"] == 2
        assert layouts["wide"]
        assert layouts[""]
        page = client.get(path).content.decode()
        assert page.count("<figure") >= 12
        assert "figure-credit" in page
    for path in ("/culture/prize-for-a-translator/", "/science/fishing-nets-as-early-warning/"):
        assert "This picture is not available." in client.get(path).content.decode()


def english_alts(language: str) -> set[str]:
    """The words that a picture must not have in a story of `language`: none, or English ones."""
    catalogue = content.pictures().values()
    return {""} | {told["alt"].get("en", "") for told in catalogue if language != "en"}


@pytest.mark.urls("tests.articles.demo.urls")
def test_in_the_demo_one_continues_as_somebody_else(
    demo: None, client: Client, settings: Any
) -> None:
    settings.DEMO = True

    response = client.post("/demo/continue-as/", {"email": LOGINS[2].email})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=LOGINS[2].email).pk)


@pytest.mark.urls("tests.articles.demo.urls")
@pytest.mark.parametrize("email", ["", "somebody@example.org", "CLARE@lantern.example"])
def test_nobody_continues_as_a_stranger(
    demo: None, client: Client, settings: Any, email: str
) -> None:
    settings.DEMO = True
    User.objects.create_superuser("somebody@example.org", "password", display_name="Somebody")

    assert client.post("/demo/continue-as/", {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_the_demo_nobody_continues_as_anybody(demo: None, client: Client) -> None:
    response = client.post("/demo/continue-as/", {"email": LOGINS[0].email})

    assert response.status_code in {404, 405}  # a story could have this address; none has
    assert "_auth_user_id" not in client.session
