"""The story form without a browser: writing, saving, conflicts, the publish sheet, the history."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditLine, User
from articles import revisions
from articles.document import form_prefix, freeze
from articles.models import Revision, Story, TextSection
from articles.models.public import Edition
from tests.articles.form import JSON, added_text, address, form_of, sign_in
from tests.stories import (
    NOW,
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    save,
    text,
)

pytestmark = pytest.mark.django_db


def test_a_new_story_is_a_post_that_makes_an_empty_draft(reporter: User) -> None:
    client = sign_in(reporter)
    assert client.get(reverse("admin:articles_story_add")).status_code == 200
    assert not Story.objects.exists()
    response = client.post(reverse("admin:articles_story_add"), {"language": "it"})
    story = Story.objects.get()
    assert response.headers["Location"] == address(story)
    assert (story.language, story.created_by) == ("it", reporter)


def test_an_empty_story_opens_with_a_section_to_write_in(reporter: User) -> None:
    story = revisions.start(story=Story(language="en"), by=reporter, now=NOW)
    page = sign_in(reporter).get(address(story)).content.decode()
    assert f'name="{form_prefix(TextSection)}-0-body"' in page
    assert not TextSection.objects.exists()


def test_a_post_saves_the_story_and_its_parts(reporter: User) -> None:
    story = make_story(reporter, headline="Before", parts=())
    section = make_section()
    post = form_of(story, headline="After", section=section.uuid)
    post |= added_text(0, "<p>Words</p>", "A subheading")
    response = sign_in(reporter).post(address(story), post)
    assert response.status_code == 302
    document = freeze(Story.objects.get(pk=story.pk))
    assert document.headline == "After"
    assert [dict(part.values) for part in document.parts] == [
        {"subheading": "A subheading", "anchor": "a-subheading", "body": "<p>Words</p>"}
    ]


def test_a_save_in_the_background_answers_with_the_state_of_the_desk(reporter: User) -> None:
    story = make_story(reporter, parts=())
    uid = uuid4()
    post = form_of(story) | added_text(0, "<p>Words</p>", "Tides", uid=uid)
    state = sign_in(reporter).post(address(story), post, headers=JSON).json()
    assert state["revision"] == 2
    assert state["anchors"] == {str(uid): "tides"}
    assert state["status_key"] == "draft"


def test_a_row_that_was_saved_in_the_background_is_not_made_twice(reporter: User) -> None:
    story = make_story(reporter, parts=())
    client = sign_in(reporter)
    post = form_of(story) | added_text(0, "<p>Words</p>")
    client.post(address(story), post, headers=JSON)
    client.post(address(story), post | {"base_revision": 2, "headline": "New"}, headers=JSON)
    assert TextSection.objects.filter(parent=story).count() == 1


def test_only_its_own_mark_deletes_a_row(reporter: User) -> None:
    story = make_story(reporter, parts=(text("<p>One</p>"), text("<p>Two</p>")))
    prefix = form_prefix(TextSection)
    sign_in(reporter).post(address(story), form_of(story, **{f"{prefix}-TOTAL_FORMS": 0}))
    assert TextSection.objects.count() == 2
    sign_in(reporter).post(address(story), form_of(story, **{f"{prefix}-0-DELETE": "on"}))
    assert [row.body for row in TextSection.objects.all()] == ["<p>Two</p>"]


def test_errors_of_a_background_save_are_named_by_field(reporter: User) -> None:
    story = make_story(reporter)
    response = sign_in(reporter).post(
        address(story), form_of(story, slug="Not A Slug", headline="x" * 501), headers=JSON
    )
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"slug", "headline"}


def test_a_stale_form_that_says_the_same_is_no_conflict(
    reporter: User, administrator: User
) -> None:
    story = make_story(reporter)
    save(story, administrator, headline="The same")
    same = form_of(Story.objects.get(), base_revision=1)
    assert sign_in(reporter).post(address(story), same, headers=JSON).status_code == 200
    assert Revision.objects.count() == 2


def test_the_checks_read_what_is_on_the_screen(reporter: User) -> None:
    story = make_story(reporter)
    post = form_of(story, headline="")
    found = sign_in(reporter).post(address(story, "checks"), post).json()["findings"]
    assert {"headline", "section"} <= {finding["field"] for finding in found}
    assert Story.objects.get().headline == "Harbour reopens"


def test_publishing_goes_through_the_sheet(administrator: User) -> None:
    make_site()
    story = make_story(administrator, make_section())
    client = sign_in(administrator)
    response = client.post(address(story), form_of(story, _publish="1"))
    assert response.headers["Location"] == address(story, "publish")
    sheet = client.get(address(story, "publish")).content.decode()
    assert "/world/harbour-reopens/" in sheet
    assert "What changed?" not in sheet
    client.post(address(story, "publish"), {"revision": "1", "when": "now"})
    assert Edition.objects.get().revision.number == 1
    assert (
        "Readers already see this version."
        in client.get(address(story, "publish")).content.decode()
    )


def test_the_sheet_publishes_the_revision_that_it_showed(administrator: User) -> None:
    make_site()
    story = make_story(administrator, make_section())
    save(story, administrator, headline="Later")
    client = sign_in(administrator)
    sheet = client.get(address(story, "publish"), {"revision": "1"}).content.decode()
    assert "Harbour reopens" in sheet
    client.post(address(story, "publish"), {"revision": "1", "when": "now"})
    assert Edition.objects.get().headline == "Harbour reopens"


def test_a_story_that_was_public_is_asked_what_changed(administrator: User) -> None:
    make_site()
    story = make_story(administrator, make_section())
    publish(story, administrator)
    save(story, administrator, headline="Changed")
    client = sign_in(administrator)
    assert "What changed?" in client.get(address(story, "publish")).content.decode()
    client.post(address(story, "publish"), {"revision": "2", "when": "now", "change": "minor"})
    assert Edition.objects.get(number=2).change == "minor"


def test_taking_down_asks_and_does(administrator: User) -> None:
    make_site()
    story = make_story(administrator, make_section())
    publish(story, administrator)
    client = sign_in(administrator)
    assert "Take this story down?" in client.get(address(story, "take_down")).content.decode()
    assert Edition.objects.get().live_until is None
    client.post(address(story, "take_down"), {"why": "mistake", "reason": "Not checked."})
    assert Edition.objects.get().live_until is not None


@pytest.mark.usefixtures("clock")
def test_the_list_asks_the_same_few_questions_however_long_it_is(administrator: User) -> None:
    section = make_section()
    client = sign_in(administrator)
    counts = []
    for most in (3, 12):
        for number in range(Story.objects.count(), most):
            story = make_story(administrator, section, headline=f"Story {number}")
            publish(story, administrator)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("admin:articles_story_changelist")).content.decode()
        assert page.count("Live since") == most
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_the_editor_has_its_policy_and_the_rest_has_none_of_it(reporter: User) -> None:
    story = make_story(reporter)
    client = sign_in(reporter)
    form = client.get(address(story)).headers["Content-Security-Policy"]
    elsewhere = client.get(reverse("admin:index")).headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in form
    assert re.search(r"script-src 'self' 'nonce-[^']+'", form)
    assert "unsafe" not in elsewhere
    assert "unsafe-eval" not in form


def test_people_can_be_added_and_every_change_leaves_a_line(administrator: User) -> None:
    client = sign_in(administrator)
    secret = "a-long-enough-secret"
    client.post(
        reverse("admin:accounts_user_add"),
        {
            "email": "New.Person@Example.org",
            "display_name": "Nina New",
            "is_staff": "on",
            "usable_password": "true",
            "password1": secret,
            "password2": secret,
        },
    )
    person = User.objects.get(email="new.person@example.org")
    assert person.is_staff
    assert not person.is_superuser
    line = AuditLine.objects.get(action="add_person")
    assert line.actor == administrator
    assert secret not in str(line.detail)
    page = client.get(reverse("admin:accounts_auditline_changelist")).content.decode()
    assert "Nina New" in unescape(page)


def test_the_preview_names_the_topics(administrator: User) -> None:
    make_site()
    story = make_story(administrator, make_section(), topics=(make_topic("Lighthouses").uuid,))

    response = sign_in(administrator).get(address(story, "preview"))

    assert "Lighthouses" in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "private" in response.headers["Cache-Control"]
