"""Which tags answers carry, and that what a change drops is all that it changed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import (
    alerts,
    pictures,
    publishing,
    readdressing,
    redactions,
    redirecting,
    sequels,
    sharing,
    signals,
    taxonomy,
    translations,
)
from articles.models import (
    Address,
    Alert,
    Edition,
    Section,
    SectionText,
    Series,
    SeriesText,
    SiteText,
    Story,
)
from articles.permissions import VERBS
from articles.public import cachetags
from images.models import Image, TakenDown
from images.rights import address_of
from tests.articles.form import sign_in
from tests.articles.public.pages import change
from tests.articles.public.test_pictures import made, picture
from tests.conftest import NOW
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    published,
    take_down,
    text,
)

MINUTE = timedelta(minutes=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World", it="Mondo")


def tags_of(response: HttpResponse) -> set[str]:
    return set(response.headers["Cache-Tag"].split(","))


def tags_at(path: str) -> set[str]:
    """What the answer to an anonymous reader carries, but for its language's alert."""
    return tags_of(Client().get(path)) - {"alert-it" if path.startswith("/it/") else "alert-en"}


def keys(*editions: Edition) -> set[str]:
    return {f"story-{edition.story_id}" for edition in editions}


def test_every_verb_says_what_it_drops() -> None:
    assert set(cachetags.DROPS) == set(VERBS)
    told = [verb for verbs in cachetags._OF.values() for verb in verbs]
    assert len(told) == len(set(told))


def test_a_story_carries_itself_its_section_and_all_that_it_shows(
    administrator: User, world: Section
) -> None:
    lead, inline, other = made(), made(), made()
    older = published(administrator, world, headline="Older", lead_image=str(other.uuid))
    there = published(
        administrator,
        world,
        headline="Harbour",
        lead_image=str(lead.uuid),
        parts=(text(), picture(inline)),
    )
    story = {"site", f"section-{world.pk}", *keys(there, older)}
    shown = {f"picture-{image.pk}" for image in (lead, inline, other)}
    assert tags_at(there.path) == story | shown
    assert tags_at(f"{there.path}history/") == {
        "site", f"section-{world.pk}", "pictures", *keys(there)
    }  # fmt: skip


def test_a_page_carries_its_languages_alert_and_a_feed_none(world: Section) -> None:
    assert "alert-en" in tags_of(Client().get("/nothing/"))
    assert "alert-it" in tags_of(Client().get("/it/"))
    assert not {"alert-en", "alert-it"} & tags_of(Client().get("/feed/atom.xml"))


def test_lists_carry_themselves_and_each_story_with_its_picture(
    administrator: User, world: Section
) -> None:
    image = made()
    here = published(administrator, world, headline="Harbour", lead_image=str(image.uuid))
    later = NOW + MINUTE
    corrected = change(here, administrator, later, note="It was the other quay.")
    shown = {"site", *keys(corrected), f"picture-{image.pk}"}
    with time_machine.travel(later, tick=False):
        assert tags_at("/") == shown | {"home-en"}
        assert tags_at("/world/") == shown | {f"section-{world.pk}"}
        assert tags_at("/corrections/") == shown | {"corrections-en"}
    assert tags_at("/it/") == {"site", "home-it"}


def test_what_is_no_page_carries_what_may_make_it_one(administrator: User, world: Section) -> None:
    # A story that another language gets may be offered there.
    assert tags_at("/world/nothing/") == {"site", "home-en", "home-it", "elsewhere"}
    redirecting.redirect(address=Address(), path="/old/", to="/world/", by=administrator, now=NOW)
    assert tags_at("/old/") == {"site", "elsewhere"}


def test_a_notice_carries_its_story_and_no_list_knows_what_waits(
    administrator: User, world: Section
) -> None:
    gone = published(administrator, world, headline="Gone", slug="gone")
    take_down(gone.story, administrator, now=NOW)
    waiting = make_story(administrator, world, headline="Waits", slug="waits")
    publishing.schedule(
        story=waiting, revision=waiting.revisions.get(), at=NOW + MINUTE, by=administrator, now=NOW
    )
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert f"story-{gone.story_id}" in tags_at(gone.path)
        for path in ("/", "/world/", "/world/waits/", "/corrections/"):
            assert f"story-{waiting.pk}" not in tags_at(path)


def test_a_picture_carries_the_same_tag_as_pages_with_it(world: Section) -> None:
    image = made()
    assert tags_at(address_of(image, "lead", 320, "jpg")) == {f"picture-{image.pk}"}


def test_what_is_private_carries_no_tag(administrator: User, world: Section) -> None:
    here = published(administrator, world, headline="Harbour")
    link = sharing.share(
        story=here.story, expires_at=NOW + MINUTE, by=administrator, now=NOW - MINUTE
    )
    address = reverse("shared", args=[sharing.token_of(link)])
    private = (
        sign_in(administrator).get(here.path, {"at": "2025-11-22T18:00"}),
        sign_in(administrator).get("/", {"at": "2025-11-22T18:00"}),
        Client().get(address),
    )
    for response in private:
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cache-Tag" not in response.headers


def test_too_many_tags_become_coarser_ones() -> None:
    few = cachetags.Shown(lists={"home-en"}, stories={1}, pictures={2})
    many = {*range(10**5, 10**5 + 300)}
    many_pictures = cachetags.Shown(lists={"home-en"}, stories={1}, pictures=many)
    too_many = cachetags.Shown(lists={"home-en"}, stories=many, pictures={2})
    shown = (few, many_pictures, too_many)
    said = [tags_of(cachetags.carry(HttpResponse(), one)) for one in shown]
    assert said == [
        {"site", "alert-en", "home-en", "story-1", "picture-2"},
        {"site", "alert-en", "home-en", "story-1", "pictures"},
        {"site", "alert-en", "home-en", "stories", "pictures"},
    ]


@pytest.fixture
def dropped() -> Iterator[set[str]]:
    """What verbs dropped since it was cleared."""
    tags = set[str]()

    def hear(sender: str, *, target: Any, result: Any, **_told: Any) -> None:
        tags.update(cachetags.dropped_by(sender, target, result))

    signals.verb_done.connect(hear)
    yield tags
    signals.verb_done.disconnect(hear)


PATHS = [
    "/", "/it/", "/world/", "/it/mondo/", "/sport/", "/corrections/", "/it/corrections/",
    "/corrections/2025/11/", "/world/harbour/", "/world/harbour/history/", "/world/quay/",
    "/world/other/", "/it/mondo/porto/", "/sport/match/", "/about/", "/nothing/", "/earth/",
    "/earth/harbour/", "/world/new/", "/new-page/", "/series/rivers/", "/topic/ports/",
    "/author/anna/",
    "/sitemap.xml", "/sitemap/en-2025-11.xml", "/sitemap/pages.xml", "/sitemap/news.xml",
    "/search/", "/search/?q=harbour", "/search/?q=porto", "/it/search/?q=porto",
    "/search/headlines.json?q=harb", "/feed/search/atom.xml?q=harbour",
    "/feed/atom.xml", "/feed/corrections/rss.xml", "/feed/topic/ports/feed.json",
    "/world/harbour.md", "/about.md",
    "/api/", "/api/v1/sections", "/api/v1/topics", "/api/v1/stories", "/api/v1/stories?author=anna",
    "/api/v1/stories?section=world&topic=ports", f"/api/v1/stories/{UUID(int=1)}",
    f"/api/v1/stories/{UUID(int=1)}/ninjs", f"/api/v1/stories/{UUID(int=1)}.md", "/api/v1/changes",
]  # fmt: skip


def answers() -> dict[str, tuple[Any, set[str]]]:
    """What every path answers now, and the tags that the answer carries."""
    found = {}
    for path in PATHS:
        response = Client().get(path)
        told = (response.status_code, response.headers.get("Location"), response.content)
        found[path] = (told, tags_of(response))
    return found


class Newsroom:
    """A site with something of every kind, and what people may do there."""

    def __init__(self, by: User) -> None:
        make_site()
        self.by = by
        self.world = make_section("World", it="Mondo")
        self.topic, self.author = make_topic("Ports"), make_author("Anna Bianchi")
        self.topic.texts.update(slug="ports")
        self.author.texts.update(slug="anna")
        signed = (byline("Anna Bianchi", author=self.author),)
        self.sport = make_section("Sport")
        self.picture: Image = made()
        lead = {"lead_image": str(self.picture.uuid)}
        parts = (text("<p>The harbour at the old quay is open.</p>"), picture(self.picture))
        group = uuid4()
        self.harbour = published(
            by, self.world, headline="Harbour", slug="harbour", parts=parts, translation_group=group
        )
        Story.objects.filter(pk=self.harbour.story_id).update(uuid=UUID(int=1))
        self.quay = published(
            by, self.world, headline="Quay", slug="quay", topics=(self.topic.uuid,), **lead
        )
        self.other = published(by, self.world, headline="Other", slug="other", bylines=signed)
        self.porto = published(
            by, self.world, headline="Porto", slug="porto", language="it", translation_group=group
        )
        self.match = published(by, self.sport, headline="Match", slug="match", **lead)
        self.about = published(by, headline="About", slug="about", format="page")
        self.waiting = make_story(by, self.world, headline="New", slug="new")
        self.new_page = make_story(by, headline="New page", slug="new-page", format="page")
        self.rivers = Series.objects.create()
        SeriesText.objects.create(series=self.rivers, language="en", name="R", slug="rivers")
        self.removal: Any = None

    def do(self, name: str, now: Any) -> None:
        STEPS[name](self, {"by": self.by, "now": now})


def _taxonomy(room: Newsroom, by_now: dict[str, Any]) -> None:
    SectionText.objects.filter(section=room.sport).update(name="Games")
    taxonomy.record_change(target=room.sport, changed={"name": "Games"}, **by_now)


def _site(room: Newsroom, by_now: dict[str, Any]) -> None:
    words = SiteText.objects.filter(language="en")
    words.update(name="The Harbour Post")
    taxonomy.record_change(target=words.get().site, changed={"name": "x"}, **by_now)


def _remove(room: Newsroom, by_now: dict[str, Any]) -> None:
    (room.removal,) = redactions.remove_words(
        story=room.harbour.story, passages=["the old quay"], reason="A judge.", **by_now
    )


def _publish(story: Any, by_now: dict[str, Any]) -> None:
    publishing.publish(story=story, revision=story.revisions.get(), **by_now)


def _alert(room: Newsroom, by_now: dict[str, Any]) -> None:
    words = {"language": "en", "text": "The harbour burns", "link": room.harbour.path}
    alerts.raise_alert(site=alerts.the_site(), seen=None, **words, **by_now)


def _end_alert(room: Newsroom, by_now: dict[str, Any]) -> None:
    (running,) = Alert.objects.all()
    alerts.end_alert(site=alerts.the_site(), language="en", seen=running.pk, **by_now)


def _taken(why: str) -> Callable[[Newsroom, dict[str, Any]], object]:
    return lambda room, by_now: pictures.take_down_picture(
        picture=room.picture, why=TakenDown(why), reason="Theirs.", **by_now
    )


STEPS: dict[str, Callable[[Newsroom, dict[str, Any]], object]] = {
    "publish": lambda room, by_now: _publish(room.waiting, by_now),
    "publish a page": lambda room, by_now: _publish(room.new_page, by_now),
    "update": lambda room, by_now: change(room.quay, **by_now, verb="update"),
    "correct": lambda room, by_now: change(room.harbour, **by_now, note="It was another."),
    "undo": lambda room, by_now: publishing.undo(story=room.harbour.story, **by_now),
    "raise an alert": _alert,
    "take down": lambda room, by_now: take_down(room.harbour.story, **by_now),
    "reinstate": lambda room, by_now: publishing.reinstate(
        story=room.harbour.story, keeps_date=False, **by_now
    ),
    "end an alert": _end_alert,
    "unpair": lambda room, by_now: translations.pair(story=room.porto.story, other=None, **by_now),
    "pair": lambda room, by_now: translations.pair(
        story=room.porto.story, other=room.quay.story, **by_now
    ),
    "remove words": _remove,
    "put words back": lambda room, by_now: redactions.put_words_back(
        story=room.harbour.story, removal=room.removal, **by_now
    ),
    "put into a series": lambda room, by_now: sequels.put_in_series(
        story=room.quay.story, series=room.rivers, **by_now
    ),
    "put another into it": lambda room, by_now: sequels.put_in_series(
        story=room.other.story, series=room.rivers, **by_now
    ),
    "take out of a series": lambda room, by_now: sequels.put_in_series(
        story=room.quay.story, series=None, **by_now
    ),
    "describe a picture": lambda room, by_now: pictures.describe_picture(
        picture=room.picture, fields={"alt": "A crane.", "credit": "Bo Berg"}, **by_now
    ),
    "take down a picture": _taken("withdrawn"),
    "put back a picture": lambda room, by_now: pictures.put_back_picture(
        picture=room.picture, **by_now
    ),
    "lead on": lambda room, by_now: redirecting.redirect(
        address=Address(), path="/nothing/", to="/world/", **by_now
    ),
    "rename a section": lambda room, by_now: readdressing.rename(
        section=room.world, language="en", slug="earth", **by_now
    ),
    "readdress": lambda room, by_now: readdressing.readdress_batch(
        section=room.world, language="en", **by_now
    ),
    "change a section": _taxonomy,
    "change the site": _site,
}


def test_no_page_whose_bytes_a_verb_changes_is_left(administrator: User, dropped: set[str]) -> None:
    room = Newsroom(administrator)
    useless, told = 0, 0
    for place, step in enumerate(STEPS, start=1):
        now = NOW + place * MINUTE
        with time_machine.travel(now, tick=False):
            before = answers()
            dropped.clear()
            room.do(step, now)
            after = answers()
        changed = {path for path in PATHS if before[path][0] != after[path][0]}
        forgotten = {path for path in PATHS if before[path][1] & dropped}
        assert changed, step
        assert changed <= forgotten, step
        useless, told = useless + len(forgotten - changed), told + len(forgotten)
    assert useless / told < 0.5
