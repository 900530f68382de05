"""The desk's first page: what waits, what goes out, what clashes, what readers do not see yet."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles import revisions, workflow
from articles.demo.load import LOGINS, load_demo
from articles.models import Section, Story
from images.models import Image
from tests.articles.demo.drawn import nothing
from tests.articles.desk import words_of
from tests.articles.form import sign_in
from tests.images.library import make_image
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_story,
    publish,
    published,
    save,
    take_down,
)

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def section(db: None) -> Section:
    make_site()
    return make_section()


def submitted(by: User, section: Section, headline: str) -> Story:
    story = make_story(by, section, headline=headline)
    workflow.submit(story=story, revision=story.revisions.get(), by=by, now=NOW)
    return story


def panel(client: Client, key: str) -> str:
    """The words of a panel; "" where it is not there."""
    page = client.get(reverse("admin:index")).content.decode()
    _before, found, rest = page.partition(f'id="panel-{key}"')
    return words_of(found and "<p " + rest.split("</section>")[0])


def test_what_was_sent_to_the_desk_waits_for_who_may_approve_it(
    administrator: User, reporter: User, section: Section
) -> None:
    submitted(reporter, section, "Sent this morning")
    make_story(reporter, section, headline="Still being written")

    shown = panel(sign_in(administrator), "waiting")

    assert "Waiting for you" in shown
    assert "Sent this morning From Rita Reporter" in shown
    assert "Still being written" not in shown


def test_a_reporter_sees_what_of_theirs_is_with_the_desk_or_came_back(
    administrator: User, reporter: User, subeditor: User, section: Section
) -> None:
    submitted(reporter, section, "Sent this morning")
    back = submitted(reporter, section, "Not yet good")
    submitted(subeditor, section, "Somebody else's")
    workflow.send_back(
        story=back, revision=back.revisions.get(), reason="Why?", by=administrator, now=NOW
    )

    shown = panel(sign_in(reporter), "waiting")

    assert "Sent this morning With the desk" in shown
    assert "Not yet good Sent back" in shown
    assert "Somebody else's" not in shown


def test_what_goes_out_next_is_counted_down_to(administrator: User, section: Section) -> None:
    administrator.time_zone = "Europe/Rome"
    administrator.save()
    later = make_story(administrator, section, headline="Later")
    publish(later, administrator, verb="schedule", at=NOW + 2 * HOUR)
    sooner = make_story(administrator, section, headline="Sooner")
    publish(sooner, administrator, verb="schedule", at=NOW + HOUR)
    client = sign_in(administrator)

    shown = panel(client, "going-out")

    assert shown.index("Sooner Goes live · 19:05 CET") < shown.index("Later Goes live · 20:05 CET")
    page = client.get(reverse("admin:index")).content.decode()
    assert 'datetime="2025-11-22T19:05:00+01:00"' in page


def test_changes_that_readers_do_not_see_are_listed(administrator: User, section: Section) -> None:
    ahead = published(administrator, section, headline="Ahead", now=NOW - HOUR).story
    save(ahead, administrator, headline="Far ahead")
    published(administrator, section, headline="Said and done", now=NOW - HOUR)

    shown = panel(sign_in(administrator), "not-published")

    assert "Far ahead Live, changes not published (1)" in shown
    assert "Said and done" not in shown


def test_what_is_down_and_what_clashes_is_listed(
    administrator: User, reporter: User, section: Section
) -> None:
    gone = published(administrator, section, headline="Gone", now=NOW - 2 * HOUR).story
    take_down(gone, administrator, now=NOW - HOUR)
    clash = make_story(reporter, section, headline="One")
    base = revisions.latest(clash)
    save(clash, administrator, headline="Two")
    assert base is not None
    mine = replace(revisions.document_of(base), headline="Three")
    revisions.write(story=clash, document=mine, base=base, by=reporter, now=NOW)
    client = sign_in(administrator)

    assert "Gone Withdrawn, " in panel(client, "taken-down")
    assert "Two Met by Rita Reporter" in panel(client, "conflicts")


def test_rights_that_end_soon_and_boxes_on_live_pages_are_told(
    administrator: User, reporter: User, subeditor: User, section: Section
) -> None:
    ending = make_image(headline="Cranes", expires_at=NOW + 2 * HOUR)
    for number in range(3):
        make_story(reporter, section, headline=f"Harbour {number}", lead_image=str(ending.uuid))
    down = make_image(headline="A face")
    lead = str(down.uuid)
    market = make_story(reporter, section, headline="Market", lead_image=lead)
    publish(market, administrator, now=NOW - HOUR)
    Image.objects.filter(pk=down.pk).update(taken_down_at=NOW - HOUR / 2)

    client = sign_in(administrator)
    shown = panel(client, "rights-ending")
    assert "Cranes Rights end · 19:05 UTC Harbour 2, Harbour 1 and 1 more" in shown
    assert "A face Taken down Market" in panel(client, "gone-pictures")
    page = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:images_image_change", args=[down.pk]) in page

    own = sign_in(reporter)
    assert "A face Taken down Market" in panel(own, "gone-pictures")
    page = own.get(reverse("admin:index")).content.decode()
    assert reverse("admin:images_image_change", args=[down.pk]) not in page
    assert panel(sign_in(subeditor), "rights-ending") == ""


def test_where_there_is_nothing_to_say_nothing_is_said(administrator: User, db: None) -> None:
    page = sign_in(administrator).get(reverse("admin:index")).content.decode()
    assert 'class="desk-panel"' not in page


def test_the_first_page_asks_the_same_few_questions_however_much_there_is(
    administrator: User, reporter: User, section: Section
) -> None:
    def fill(number: int) -> None:
        submitted(reporter, section, f"Sent {number}")
        story = published(administrator, section, headline=f"Live {number}", now=NOW - HOUR).story
        save(story, administrator, headline=f"Ahead {number}")
        publish(story, administrator, verb="schedule", at=NOW + HOUR)
        down = published(administrator, section, headline=f"Down {number}", now=NOW - HOUR).story
        take_down(down, administrator)
        for ends_at in (NOW + HOUR, NOW):
            image = make_image(expires_at=NOW + HOUR)
            lead = {"headline": f"With {image.pk}", "lead_image": str(image.uuid)}
            published(administrator, section, now=NOW - HOUR, **lead)
            Image.objects.filter(pk=image.pk).update(expires_at=ends_at)

    client, counts = sign_in(administrator), []
    for most in (2, 9):
        for number in range(Story.objects.count(), most):
            fill(number)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


@pytest.mark.urls("tests.articles.demo.urls")
def test_in_the_demo_there_are_things_to_try_and_every_link_leads_somewhere(
    settings: Any, db: None
) -> None:
    settings.DEMO = True
    load_demo(password="a demo password", now=NOW, draw=nothing)
    client = sign_in(User.objects.get(email=LOGINS[0].email))

    page = client.get(reverse("admin:index")).content.decode()

    tried = page.split('id="try-these"')[1].split("</section>")[0].split('href="')[1:]
    addresses = [piece.split('"')[0] for piece in tried]
    assert len(addresses) == 11
    statuses = [client.get(address).status_code for address in addresses]
    assert statuses.count(200) == 9  # two were taken down


def test_outside_the_demo_there_is_nothing_to_try(administrator: User, db: None) -> None:
    page = sign_in(administrator).get(reverse("admin:index")).content.decode()
    assert "Try these" not in page
