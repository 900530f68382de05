"""What a hostile word or a forged post can do at the desk: nothing."""

from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditLine, User
from articles.document import form_prefix, freeze
from articles.models import Byline, Revision, Section, Story, TextSection
from articles.models.public import Edition
from images.models import Image
from tests.articles.form import JSON, added_text, address, form_of, sign_in
from tests.images.library import make_image
from tests.stories import (
    byline,
    make_author,
    make_section,
    make_site,
    make_story,
    make_topic,
    quote,
    text,
)

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert('x')</script>"
ESCAPED = "&lt;script&gt;"


def test_08_hostile_text_is_escaped_everywhere_on_the_desk(administrator: User) -> None:
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
        "published": client.post(sheet, {"revision": "1", "when": "now"}, follow=True),
        "form": client.get(address(story)),
        "history": client.get(address(story, "history")),
        "list": client.get(reverse("admin:articles_story_changelist"), {"q": HOSTILE}),
        "index": client.get(reverse("admin:index")),
        "take down": client.get(address(story, "take_down")),
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


def test_12_somebody_elses_story_is_not_there(reporter: User, editor: User) -> None:
    story = make_story(editor, make_section(), headline="Secret plans")
    before = freeze(story)
    client = sign_in(reporter)
    for name in ("change", "history", "preview", "publish", "take_down", "checks", "delete"):
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


def test_12_own_story_can_be_written_but_neither_published_nor_deleted(reporter: User) -> None:
    story = make_story(reporter, make_section())
    client = sign_in(reporter)
    assert client.get(address(story)).status_code == 200
    assert "data-publish-button" not in client.get(address(story)).content.decode()
    assert client.get(address(story, "publish")).status_code == 403
    assert client.post(address(story, "publish"), {"revision": "1"}).status_code == 403
    assert client.post(address(story, "take_down")).status_code == 403
    assert client.post(address(story, "delete"), {"post": "yes"}).status_code == 404
    assert Story.objects.filter(pk=story.pk).exists()
    assert not Edition.objects.exists()


def test_12_an_assigned_story_can_be_written(reporter: User, editor: User) -> None:
    story = make_story(editor)
    Story.objects.filter(pk=story.pk).update(assigned_to=reporter)
    client = sign_in(reporter)
    assert client.post(address(story), form_of(story, headline="Ours")).status_code == 302
    assert Story.objects.get().headline == "Ours"


def test_13_fields_that_the_form_does_not_show_are_ignored(reporter: User, editor: User) -> None:
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


def test_13_rows_of_another_story_are_out_of_reach(reporter: User, editor: User) -> None:
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


def test_13_a_forged_clone_copies_nothing(reporter: User, editor: User) -> None:
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


def test_13_a_part_stays_in_the_region_that_there_is(reporter: User) -> None:
    story = make_story(reporter, parts=())
    post = form_of(story) | added_text(0, "<p>Words</p>", region="sidebar")
    response = sign_in(reporter).post(address(story), post, headers=JSON)
    assert response.status_code == 200
    assert TextSection.objects.get().region == "main"


def test_13_no_page_of_the_desk_gives_a_reporter_rights(
    reporter: User, administrator: User
) -> None:
    make_story(administrator, make_section())
    make_site()
    make_image(headline="Harbour", uploaded_by=administrator)
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
        if model not in {Story, Image}:  # everybody sees the library, and adds to it by files
            assert client.post(reverse(f"admin:{names}_add"), forged).status_code == 403
            assert client.get(reverse(f"admin:{names}_changelist")).status_code == 403
    assert snapshot() == before


def snapshot() -> Mapping[str, object]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in (User, Story, Section, Revision, AuditLine, Image)
    }


@pytest.mark.parametrize(
    ("field", "typed"),
    [("language", ""), ("language", "xx"), ("language", "\x00"), ("slug", "a\x00b c")],
)
def test_15_a_language_or_an_address_that_cannot_be_is_refused_with_the_form(
    reporter: User, field: str, typed: str
) -> None:
    story = make_story(reporter)
    posted = form_of(story, **{field: typed})
    response = sign_in(reporter).post(address(story), posted)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Story.objects.get(pk=story.pk).language == "en"
