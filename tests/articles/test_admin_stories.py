"""The story form without a browser: who may open it, what a post can do, and what it cannot."""

import re
from collections.abc import Mapping
from html import unescape
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditLine, User
from articles import revisions
from articles.document import form_prefix, freeze
from articles.models import Byline, FactBox, PullQuote, Revision, Section, Story, TextSection
from articles.models.public import Edition
from tests.stories import (
    NOW,
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    publish,
    quote,
    save,
    text,
)

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert('x')</script>"
ESCAPED = "&lt;script&gt;"
JSON = {"Accept": "application/json"}


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(story: Story, name: str = "change") -> str:
    return reverse(f"admin:articles_story_{name}", args=[story.pk])


def form_of(story: Story, **changes: object) -> dict[str, object]:
    """What a browser posts when nothing is changed, but for `changes`."""
    newest = revisions.latest(story)
    post: dict[str, object] = {
        "base_revision": newest.number if newest else 0,
        "language": story.language,
        "format": story.format,
        "headline": story.headline,
        "standfirst": story.standfirst,
        "slug": story.slug,
        "section": str(story.section.uuid) if story.section else "",
    }
    for model in (TextSection, PullQuote, FactBox, Byline):
        prefix = form_prefix(model)
        owner = "story" if model is Byline else "parent"
        rows = list(model.objects.filter(**{owner: story}))
        post |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for index, row in enumerate(rows):
            post |= row_of(f"{prefix}-{index}", row)
    return post | changes


def row_of(prefix: str, row: TextSection | PullQuote | FactBox | Byline) -> dict[str, object]:
    values: dict[str, object] = {f"{prefix}-uid": str(row.uid)}
    if isinstance(row, Byline):
        author = str(row.author.uuid) if row.author else ""
        names = {"name": row.name, "role": row.role, "position": row.position, "author": author}
        return values | {f"{prefix}-{name}": value for name, value in names.items()}
    values |= {f"{prefix}-region": "main", f"{prefix}-ordering": row.ordering}
    return values | {f"{prefix}-{f.name}": getattr(row, f.name) for f in row.content_fields()}


def added_text(index: int, body: str, subheading: str = "", **more: object) -> dict[str, object]:
    prefix = f"{form_prefix(TextSection)}-{index}"
    values = {
        "uid": uuid4(),
        "region": "main",
        "ordering": 10 * (index + 1),
        "subheading": subheading,
        "anchor": "",
        "body": body,
    } | more
    total = {f"{form_prefix(TextSection)}-TOTAL_FORMS": index + 1}
    return total | {f"{prefix}-{name}": value for name, value in values.items()}


def test_a_new_story_is_a_post_that_makes_an_empty_draft(reporter: User):
    client = sign_in(reporter)
    assert client.get(reverse("admin:articles_story_add")).status_code == 200
    assert not Story.objects.exists()
    response = client.post(reverse("admin:articles_story_add"), {"language": "it"})
    story = Story.objects.get()
    assert response.headers["Location"] == address(story)
    assert (story.language, story.created_by) == ("it", reporter)


def test_an_empty_story_opens_with_a_section_to_write_in(reporter: User):
    story = revisions.start(story=Story(language="en"), by=reporter, now=NOW)
    page = sign_in(reporter).get(address(story)).content.decode()
    assert f'name="{form_prefix(TextSection)}-0-body"' in page
    assert not TextSection.objects.exists()


def test_a_post_saves_the_story_and_its_parts(reporter: User):
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


def test_a_save_in_the_background_answers_with_the_state_of_the_desk(reporter: User):
    story = make_story(reporter, parts=())
    uid = uuid4()
    post = form_of(story) | added_text(0, "<p>Words</p>", "Tides", uid=uid)
    state = sign_in(reporter).post(address(story), post, headers=JSON).json()
    assert state["revision"] == 2
    assert state["anchors"] == {str(uid): "tides"}
    assert state["status_key"] == "draft"


def test_a_row_that_was_saved_in_the_background_is_not_made_twice(reporter: User):
    story = make_story(reporter, parts=())
    client = sign_in(reporter)
    post = form_of(story) | added_text(0, "<p>Words</p>")
    client.post(address(story), post, headers=JSON)
    client.post(address(story), post | {"base_revision": 2, "headline": "New"}, headers=JSON)
    assert TextSection.objects.filter(parent=story).count() == 1


def test_only_its_own_mark_deletes_a_row(reporter: User):
    story = make_story(reporter, parts=(text("<p>One</p>"), text("<p>Two</p>")))
    prefix = form_prefix(TextSection)
    sign_in(reporter).post(address(story), form_of(story, **{f"{prefix}-TOTAL_FORMS": 0}))
    assert TextSection.objects.count() == 2
    sign_in(reporter).post(address(story), form_of(story, **{f"{prefix}-0-DELETE": "on"}))
    assert [row.body for row in TextSection.objects.all()] == ["<p>Two</p>"]


def test_errors_of_a_background_save_are_named_by_field(reporter: User):
    story = make_story(reporter)
    response = sign_in(reporter).post(
        address(story), form_of(story, slug="Not A Slug", headline="x" * 501), headers=JSON
    )
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"slug", "headline"}


def test_a_stale_save_writes_nothing_and_says_who_saved(reporter: User, administrator: User):
    story = make_story(reporter)
    stale = form_of(story, headline="Mine")
    save(story, administrator, headline="Theirs")
    response = sign_in(reporter).post(address(story), stale, headers=JSON)
    assert response.status_code == 409
    assert "Ada Administrator saved version 2" in response.json()["message"]
    assert Story.objects.get().headline == "Theirs"


def test_a_stale_save_without_scripts_keeps_the_text_on_the_screen(
    reporter: User, administrator: User
):
    story = make_story(reporter)
    stale = form_of(story, headline="Mine, still here")
    save(story, administrator, headline="Theirs")
    page = sign_in(reporter).post(address(story), stale).content.decode()
    assert "saved version 2" in page
    assert "Mine, still here" in page
    assert 'name="_overwrite"' in page
    assert Story.objects.get().headline == "Theirs"


def test_mine_may_be_saved_anyway_and_theirs_stays_in_the_history(
    reporter: User, administrator: User
):
    story = make_story(reporter)
    stale = form_of(story, headline="Mine", _overwrite="1")
    save(story, administrator, headline="Theirs")
    response = sign_in(reporter).post(address(story), stale, headers=JSON)
    assert response.status_code == 200
    assert Story.objects.get().headline == "Mine"
    assert [r.document["headline"] for r in Revision.objects.order_by("number")][1:] == [
        "Theirs",
        "Mine",
    ]


def test_a_stale_form_that_says_the_same_is_no_conflict(reporter: User, administrator: User):
    story = make_story(reporter)
    save(story, administrator, headline="The same")
    same = form_of(Story.objects.get(), base_revision=1)
    assert sign_in(reporter).post(address(story), same, headers=JSON).status_code == 200
    assert Revision.objects.count() == 2


def test_the_checks_read_what_is_on_the_screen(reporter: User):
    story = make_story(reporter)
    post = form_of(story, headline="")
    found = sign_in(reporter).post(address(story, "checks"), post).json()["findings"]
    assert {"headline", "section"} <= {finding["field"] for finding in found}
    assert Story.objects.get().headline == "Harbour reopens"


def test_publishing_goes_through_the_sheet(administrator: User):
    make_site()
    story = make_story(administrator, make_section())
    client = sign_in(administrator)
    response = client.post(address(story), form_of(story, _publish="1"))
    assert response.headers["Location"] == address(story, "publish")
    sheet = client.get(address(story, "publish")).content.decode()
    assert "/world/harbour-reopens/" in sheet
    assert "What changed?" not in sheet
    client.post(address(story, "publish"), {"revision": "1"})
    assert Edition.objects.get().revision.number == 1
    assert (
        "Readers already see this version."
        in client.get(address(story, "publish")).content.decode()
    )


def test_the_sheet_publishes_the_revision_that_it_showed(administrator: User):
    make_site()
    story = make_story(administrator, make_section())
    save(story, administrator, headline="Later")
    client = sign_in(administrator)
    sheet = client.get(address(story, "publish"), {"revision": "1"}).content.decode()
    assert "Harbour reopens" in sheet
    client.post(address(story, "publish"), {"revision": "1"})
    assert Edition.objects.get().headline == "Harbour reopens"


def test_a_story_that_was_public_is_asked_what_changed(administrator: User):
    make_site()
    story = make_story(administrator, make_section())
    publish(story, administrator)
    save(story, administrator, headline="Changed")
    client = sign_in(administrator)
    assert "What changed?" in client.get(address(story, "publish")).content.decode()
    client.post(address(story, "publish"), {"revision": "2", "change": "minor"})
    assert Edition.objects.get(number=2).change == "minor"


def test_taking_down_asks_and_does(administrator: User):
    make_site()
    story = make_story(administrator, make_section())
    publish(story, administrator)
    client = sign_in(administrator)
    assert "Take this story down?" in client.get(address(story, "unpublish")).content.decode()
    assert Edition.objects.get().live_until is None
    client.post(address(story, "unpublish"))
    assert Edition.objects.get().live_until is not None


def test_the_history_tells_who_did_what(administrator: User):
    story = make_story(administrator, make_section())
    publish(story, administrator)
    page = sign_in(administrator).get(address(story, "history")).content.decode()
    assert "Published version 1" in page
    assert "Saved version 1" in page
    assert "Ada Administrator" in page


@pytest.mark.usefixtures("clock")
def test_the_list_asks_the_same_few_questions_however_long_it_is(administrator: User):
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


def test_the_editor_has_its_policy_and_the_rest_has_none_of_it(reporter: User):
    story = make_story(reporter)
    client = sign_in(reporter)
    form = client.get(address(story)).headers["Content-Security-Policy"]
    elsewhere = client.get(reverse("admin:index")).headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in form
    assert re.search(r"script-src 'self' 'nonce-[^']+'", form)
    assert "unsafe" not in elsewhere
    assert "unsafe-eval" not in form


def test_08_hostile_text_is_escaped_everywhere_on_the_desk(administrator: User):
    make_site()
    administrator.display_name = HOSTILE
    administrator.save()
    topic, author = make_topic(HOSTILE), make_author(HOSTILE, administrator)
    section = make_section()
    story = make_story(
        administrator,
        section,
        headline=HOSTILE,
        kicker=HOSTILE,
        dateline=HOSTILE,
        topics=(topic.uuid,),
        bylines=(byline(HOSTILE, HOSTILE, author),),
        parts=(text("<p>Text</p>", HOSTILE), quote(HOSTILE, HOSTILE)),
    )
    client = sign_in(administrator)
    sheet = address(story, "publish")
    pages = {
        "sheet": client.get(sheet),
        "published": client.post(sheet, {"revision": "1"}, follow=True),
        "form": client.get(address(story)),
        "history": client.get(address(story, "history")),
        "list": client.get(reverse("admin:articles_story_changelist"), {"q": HOSTILE}),
        "index": client.get(reverse("admin:index")),
        "take down": client.get(address(story, "unpublish")),
        "topics": client.get(reverse("admin:articles_topic_changelist")),
        "authors": client.get(reverse("admin:articles_author_changelist")),
        "people": client.get(reverse("admin:accounts_user_changelist")),
        "audit": client.get(reverse("admin:accounts_auditline_changelist")),
        "error": client.post(address(story), form_of(story, slug=HOSTILE), follow=True),
    }
    for name, response in pages.items():
        page = response.content.decode()
        assert response.status_code == 200, name
        assert ESCAPED in page, name
        assert "<script>alert" not in page, name


def test_12_somebody_elses_story_is_not_there(reporter: User, editor: User):
    story = make_story(editor, make_section(), headline="Secret plans")
    before = freeze(story)
    client = sign_in(reporter)
    for name in ("change", "history", "preview", "publish", "unpublish", "checks", "delete"):
        for send in (client.get, client.post):
            response = send(address(story, name), {"headline": "Taken", "revision": "1"})
            expected = {404, 405} if (name, send) == ("checks", client.get) else {404}
            assert response.status_code in expected, name
            assert b"Secret plans" not in response.content
    assert (
        "Secret plans"
        not in client.get(reverse("admin:articles_story_changelist")).content.decode()
    )
    assert freeze(Story.objects.get(pk=story.pk)) == before
    assert Revision.objects.count() == 1


def test_12_own_story_can_be_written_but_neither_published_nor_deleted(reporter: User):
    story = make_story(reporter, make_section())
    client = sign_in(reporter)
    assert client.get(address(story)).status_code == 200
    assert "data-publish-button" not in client.get(address(story)).content.decode()
    assert client.get(address(story, "publish")).status_code == 403
    assert client.post(address(story, "publish"), {"revision": "1"}).status_code == 403
    assert client.post(address(story, "unpublish")).status_code == 403
    assert client.post(address(story, "delete"), {"post": "yes"}).status_code == 404
    assert Story.objects.filter(pk=story.pk).exists()
    assert not Edition.objects.exists()


def test_12_an_assigned_story_can_be_written(reporter: User, editor: User):
    story = make_story(editor)
    Story.objects.filter(pk=story.pk).update(assigned_to=reporter)
    client = sign_in(reporter)
    assert client.post(address(story), form_of(story, headline="Ours")).status_code == 302
    assert Story.objects.get().headline == "Ours"


def test_13_fields_that_the_form_does_not_show_are_ignored(reporter: User, editor: User):
    story = make_story(reporter)
    before = Story.objects.values().get(pk=story.pk)
    forged = {
        "created_by": editor.pk,
        "assigned_to": editor.pk,
        "translation_group": uuid4(),
        "uuid": uuid4(),
        "stage": "approved",
        "is_superuser": "on",
        "id": story.pk + 1,
        "created_at": "2001-01-01",
    }
    response = sign_in(reporter).post(address(story), form_of(story, **forged))
    assert response.status_code == 302
    assert Story.objects.values().get(pk=story.pk) == before
    assert not User.objects.get(pk=reporter.pk).is_superuser


def test_13_rows_of_another_story_are_out_of_reach(reporter: User, editor: User):
    theirs = make_story(editor, parts=(text("<p>Theirs</p>"),), bylines=(byline("Theirs"),))
    mine = make_story(reporter, headline="Mine", parts=())
    row, line = TextSection.objects.get(parent=theirs), Byline.objects.get(story=theirs)
    prefix, lines = form_prefix(TextSection), form_prefix(Byline)
    forged = {
        **added_text(0, "<p>Taken</p>", uid=row.uid, id=row.pk, parent=theirs.pk, DELETE="on"),
        f"{prefix}-INITIAL_FORMS": 1,
        f"{lines}-TOTAL_FORMS": 1,
        f"{lines}-INITIAL_FORMS": 1,
        f"{lines}-0-uid": line.uid,
        f"{lines}-0-id": line.pk,
        f"{lines}-0-name": "Taken",
        f"{lines}-0-story": theirs.pk,
        f"{lines}-0-position": 0,
    }
    client = sign_in(reporter)
    client.post(address(mine), form_of(mine, **forged))
    client.post(address(mine), form_of(mine, **forged | {f"{prefix}-0-DELETE": ""}))
    row.refresh_from_db()
    line.refresh_from_db()
    assert (row.body, row.parent_id) == ("<p>Theirs</p>", theirs.pk)
    assert (line.name, line.story_id) == ("Theirs", theirs.pk)


def test_13_a_forged_clone_copies_nothing(reporter: User, editor: User):
    theirs = make_story(editor, parts=(text("<p>Secret</p>"),))
    mine = make_story(reporter, headline="Mine", parts=())
    row = TextSection.objects.get(parent=theirs)
    forged = {
        "_clone": f"articles.textsection:{row.pk}",
        "_clone_region": "main",
        "_clone_ordering": "10",
        "_saveasnew": "1",
    }
    response = sign_in(reporter).post(address(mine), form_of(mine, **forged))
    assert response.status_code == 302
    assert TextSection.objects.count() == 1
    assert Story.objects.count() == 2


def test_13_a_part_stays_in_the_region_that_there_is(reporter: User):
    story = make_story(reporter, parts=())
    post = form_of(story) | added_text(0, "<p>Words</p>", region="sidebar")
    response = sign_in(reporter).post(address(story), post, headers=JSON)
    assert response.status_code == 422
    assert not TextSection.objects.exists()


def test_13_no_page_of_the_desk_gives_a_reporter_rights(reporter: User, administrator: User):
    make_story(administrator, make_section())
    make_site()
    client = sign_in(reporter)
    before = snapshot()
    forged = {"is_superuser": "on", "is_staff": "on", "email": "x@y.example", "_save": "1"}
    for model, page in admin.site._registry.items():
        names = f"{model._meta.app_label}_{model._meta.model_name}"
        for row in model._default_manager.all()[:3]:
            for verb in ("change", "delete"):
                if page.opts.model is Section and verb == "delete":
                    continue
                url = reverse(f"admin:{names}_{verb}", args=[row.pk])
                assert client.post(url, forged).status_code in {302, 403, 404}
        if model is not Story:
            assert client.post(reverse(f"admin:{names}_add"), forged).status_code == 403
            assert client.get(reverse(f"admin:{names}_changelist")).status_code == 403
    assert snapshot() == before


def snapshot() -> Mapping[str, object]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in (User, Story, Section, Revision, AuditLine)
    }


def test_people_can_be_added_and_every_change_leaves_a_line(administrator: User):
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
