"""One line over all pages of a language: raised, changed, ended by people or by the clock."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditLine, User
from articles import alerts, redirecting
from articles.alerts import StaleAlert, UnableToAlert
from articles.clock import now
from articles.models import Address, Alert, Edition
from articles.transitions import next_change, next_changes
from tests.articles.desk import words_of
from tests.articles.form import sign_in
from tests.stories import NOW, make_section, make_site, make_story, published, take_down

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
PAGES = ["/", "/world/", "/world/fire/", "/world/fire/history/", "/archive/", "/nothing/"]

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def fire(administrator: User) -> Edition:
    """A story that is live at /world/fire/, on a site in two languages."""
    make_site()
    section = make_section("World", it="Mondo")
    return published(administrator, section, headline="Fire at the harbour", slug="fire")


def raised(by: User, **words: Any) -> Alert:
    """An alert in English that leads to the story of `fire`, unless told."""
    said = {"language": "en", "text": "Fire at the harbour", "link": "/world/fire/", "now": NOW}
    alert = alerts.raise_alert(site=alerts.the_site(), by=by, **{"seen": None} | said | words)
    assert alert is not None
    return alert


def told(path: str = "/", client: Client | None = None) -> str:
    """The alert on a page; "" for none."""
    page = (client or Client()).get(path).content.decode()
    _before, found, rest = page.partition('<section class="alert-bar"')
    return words_of(found + rest.split("</section>")[0]).removesuffix(" Hide ").strip()


def leads_to() -> str:
    """Where the alert on the home page leads."""
    page = Client().get("/").content.decode()
    return page.partition('<section class="alert-bar"')[2].partition('href="')[2].split('"')[0]


def test_every_page_of_the_language_says_it_until_it_ends_by_itself(
    administrator: User, fire: Edition, clock: time_machine.Traveller
) -> None:
    before = Client().get("/world/fire/").headers["ETag"]
    raised(administrator)
    page = Client().get("/world/fire/")
    assert 'aria-label="Alert"' in page.content.decode()
    assert page.headers["ETag"] != before
    assert [told(path) for path in PAGES] == ["Fire at the harbour"] * len(PAGES)
    assert told("/it/") == told("/it/nothing/") == ""
    assert "alert-bar" not in Client().get("/feed/atom.xml").content.decode()
    clock.move_to(NOW + 2 * HOUR - SECOND)
    assert told() == "Fire at the harbour"
    clock.move_to(NOW + 2 * HOUR)
    assert [told(path) for path in PAGES] == [""] * len(PAGES)
    again = Client().get("/world/fire/", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 200


def test_other_words_are_another_alert_and_what_was_said_stays_known(
    administrator: User, fire: Edition
) -> None:
    first = raised(administrator, until=NOW + 5 * HOUR)
    same = {"seen": first.pk, "now": NOW + HOUR}
    again = alerts.raise_alert(
        site=alerts.the_site(), by=administrator, language="en", text=" Fire at the  harbour ",
        link=fire.path, **same,
    )  # fmt: skip
    assert again is None
    second = raised(administrator, text="Fire is out", until=NOW + 3 * HOUR, **same)
    first.refresh_from_db()
    assert (first.live_until, second.live_from) == (NOW + HOUR, NOW + HOUR)
    with time_machine.travel(NOW + 3 * HOUR - SECOND, tick=False):
        assert told() == "Fire is out"
        desk = sign_in(administrator)
        assert told("/?at=2025-11-22T18:04:59Z", desk) == "Fire at the harbour"
        assert told("/?at=2025-11-22T17:04:59Z", desk) == ""
    assert next_change(NOW) == NOW + HOUR
    assert [change.at - NOW for change in next_changes(NOW)] == [HOUR, HOUR, 3 * HOUR]
    lines = AuditLine.objects.filter(action="raise_alert").order_by("pk")
    assert [line.detail["text"] for line in lines] == ["Fire at the harbour", "Fire is out"]


def test_nobody_ends_or_changes_an_alert_unseen(administrator: User, fire: Edition) -> None:
    first = raised(administrator)
    with pytest.raises(StaleAlert, match="raised another alert"):
        raised(administrator, text="Flood")
    end = {"site": alerts.the_site(), "language": "en", "by": administrator, "now": NOW + HOUR}
    with pytest.raises(StaleAlert):
        alerts.end_alert(seen=first.pk + 1, **end)
    ended = alerts.end_alert(seen=first.pk, **end)
    assert ended.live_until == NOW + HOUR
    for seen, error in ((first.pk, StaleAlert), (None, UnableToAlert)):
        with pytest.raises(error):
            alerts.end_alert(seen=seen, **end)
    assert AuditLine.objects.filter(action="end_alert").count() == 1
    with time_machine.travel(NOW + HOUR, tick=False):
        assert told() == ""


def test_it_goes_with_its_story_and_follows_where_that_is(
    administrator: User, fire: Edition
) -> None:
    raised(administrator)
    take_down(fire.story, administrator, now=NOW + SECOND)
    with time_machine.travel(NOW + 2 * SECOND, tick=False):
        assert told() == told("/world/fire/") == ""
    Edition.objects.filter(pk=fire.pk).update(path="/world/blaze/")
    assert leads_to() == "/world/blaze/"


NOWHERE = [
    "",
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,hi",
    "http://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "https:elsewhere.example",
    "https://user@elsewhere.example/",
    "https://elsewhere.example\\@evil.example/",
    "https://localhost/",
    f"https://elsewhere.example/{'x' * 500}",
    "/nothing/",
    "/world/draft/",
    "/world/gone/",
    "/old/",
]


def test_it_leads_nowhere_else(administrator: User, fire: Edition) -> None:
    make_story(administrator, fire.section, headline="Draft", slug="draft")
    gone = published(administrator, fire.section, headline="Gone", slug="gone")
    take_down(gone.story, administrator, now=NOW)
    redirecting.redirect(address=Address(), path="/old/", to="/world/", by=administrator, now=NOW)
    for link in NOWHERE:
        with pytest.raises(UnableToAlert):
            raised(administrator, link=link, now=NOW + SECOND)
    assert not Alert.objects.exists()


def test_it_leads_to_pages_of_ours_and_to_secure_ones(
    administrator: User, fire: Edition, settings: Any, clock: time_machine.Traveller
) -> None:
    settings.SITE_URL = "http://testserver"
    seen = None
    for link in (
        "/world/",
        "https://elsewhere.example/live?x=1#now",
        "http://testserver/world/fire/",
    ):
        clock.shift(SECOND)
        seen = raised(administrator, link=link, seen=seen, now=now()).pk
        assert leads_to() == link.removeprefix(settings.SITE_URL)


def test_what_cannot_be_said_is_refused(administrator: User, fire: Edition) -> None:
    for words in ({"text": " "}, {"text": "x" * 121}, {"language": "ar"}, {"until": NOW}):
        with pytest.raises(UnableToAlert):
            raised(administrator, **words)


def test_it_is_for_editors(reporter: User, administrator: User, fire: Edition) -> None:
    with pytest.raises(PermissionDenied):
        raised(reporter)
    alert = raised(administrator)
    with pytest.raises(PermissionDenied):
        alerts.end_alert(
            site=alerts.the_site(), language="en", seen=alert.pk, by=reporter, now=NOW + HOUR
        )
    for name in ("alert", "alert_picture"):
        assert sign_in(reporter).get(reverse(f"admin:{name}")).status_code == 403
    assert "Alert bar" not in sign_in(reporter).get(reverse("admin:index")).content.decode()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no exclusion constraints; verbs check"
)
def test_no_two_alerts_of_a_language_overlap(administrator: User, fire: Edition) -> None:
    first = raised(administrator)
    like = {"site": first.site, "text": "Flood", "url": "/", "live_from": NOW + HOUR}
    Alert.objects.create(language="it", **like)
    with pytest.raises(IntegrityError, match="never_overlaps"), transaction.atomic():
        Alert.objects.create(language="en", **like)


def test_an_alert_costs_no_query(
    administrator: User, fire: Edition, django_assert_num_queries: Callable
) -> None:
    raised(administrator)
    with django_assert_num_queries(4):
        assert told("/world/fire/")


def test_the_desk_raises_changes_and_ends_it(administrator: User, fire: Edition) -> None:
    desk, address = sign_in(administrator), f"{reverse('admin:alert')}?language=en"
    page = desk.get(address).content.decode()
    assert '<option value="/world/fire/">Fire at the harbour</option>' in page
    assert 'value="2025-11-22T19:05"' in page  # two hours from now
    post = {"seen": "", "text": "Fire <b>spreads</b>", "link": "/world/fire/", "until": ""}
    wrong = desk.post(address, post | {"link": "javascript:alert(1)"})
    assert wrong.status_code == 422
    assert "https://" in words_of(wrong.content.decode())
    assert desk.post(address, post, follow=True).status_code == 200
    assert told() == "Fire <b>spreads</b>"
    assert "Fire <b>spreads</b>" in words_of(desk.get(reverse("admin:index")).content.decode())
    assert "Alert ends" in words_of(desk.get(reverse("admin:health")).content.decode())

    stale = desk.post(address, post | {"text": "Flood"})
    assert stale.status_code == 409
    assert 'value="Flood"' in stale.content.decode()
    assert told() == "Fire <b>spreads</b>"
    (running,) = Alert.objects.all()
    with time_machine.travel(NOW + HOUR, tick=False):
        desk.post(address, post | {"text": "Flood", "seen": f"{running.pk}"})
        assert told() == "Flood"
        assert desk.post(address, {"seen": f"{running.pk}", "end": "1"}).status_code == 409
    with time_machine.travel(NOW + HOUR + SECOND, tick=False):
        desk.post(address, {"seen": f"{Alert.objects.latest('pk').pk}", "end": "1"})
        assert told() == ""
        past = words_of(desk.get(address).content.decode()).partition("What ran before")[2]
    assert past.index("Flood") < past.index("Fire <b>spreads</b>")


def test_the_pictures_show_the_line_as_readers_get_it(administrator: User, fire: Edition) -> None:
    desk = sign_in(administrator)
    page = desk.get(reverse("admin:alert_picture"), {"language": "it", "text": "<i>Al fuoco</i>"})
    assert "&lt;i&gt;Al fuoco&lt;/i&gt;</a>" in page.content.decode()
    assert "La Lanterna" in page.content.decode()
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert desk.get(reverse("admin:alert"), {"language": "xx"}).status_code == 404
