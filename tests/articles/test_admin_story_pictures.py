"""Pictures on the story form: shown, saved, refused, and told to its scripts."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles import revisions
from articles.document import DocumentPart, form_prefix, freeze
from articles.models import Kind, Picture, Revision, Story
from images.models import Image
from tests.articles.form import JSON, address, form_of, sign_in
from tests.images.library import NOW, make_image
from tests.stories import make_section, make_site, make_story, publish, save, text

pytestmark = pytest.mark.django_db
PICTURES = form_prefix(Picture)
LEAD = {"lead_caption": "At six.", "lead_alt": "Boats", "lead_crop": "0,0,500,500"}
WORDS = {"caption": "The quay.", "alt": "A quay", "crop": "100,0,500,900"}


def picture(image: Image, **values: str) -> DocumentPart:
    blank = dict.fromkeys(("caption", "alt", "purpose", "layout", "crop"), "")
    values = {"image": str(image.uuid), **blank, **values}
    return DocumentPart(kind="picture", uid=uuid4(), values=values)


@pytest.fixture
def image(reporter: User) -> Image:
    return make_image(uploaded_by=reporter, headline="Cranes")


@pytest.fixture
def story(reporter: User, image: Image) -> Story:
    """With a lead picture, a picture that decorates, and one of a gallery."""
    return make_story(
        reporter,
        lead_image=str(image.uuid),
        **LEAD,
        parts=(
            text(),
            picture(image, purpose="decorative", layout="wide", **WORDS),
            picture(image, layout="gallery"),
        ),
    )


def fresh(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def page_of(client: Client, story: Story) -> str:
    return client.get(address(story)).content.decode()


def cards_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="desk-pictures" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def shown_in(page: str, name: str) -> str:
    """The value that a field of the form shows."""
    chosen = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    if chosen:
        options = re.findall(r'<option value="(\w*)" *selected *>', chosen[0])
        return ",".join(options)
    area = re.search(rf'<textarea name="{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    if area:
        return area[1]
    line = re.search(rf'<input [^>]*name="{name}"[^>]*>', page)
    assert line, name
    value = re.search(r'value="([^"]*)"', line[0])
    return value[1] if value else ""


def test_the_form_shows_every_picture_and_a_save_of_it_is_no_change(
    story: Story, reporter: User, image: Image
) -> None:
    client = sign_in(reporter)
    page = page_of(client, story)
    untouched = form_of(story)
    pictured = {
        name: value
        for name, value in untouched.items()
        if name.startswith("lead_") or re.match(rf"{PICTURES}-\d+-", name)
    }
    assert {name: shown_in(page, name) for name in pictured} == {
        name: str(value) for name, value in pictured.items()
    }
    answer = client.post(address(story), untouched, headers=JSON)
    assert answer.status_code == 200
    assert Revision.objects.filter(story=story).count() == 1
    assert list(cards_in(page)) == [str(image.uuid)]


def test_a_lead_picture_and_pictures_in_the_text_are_saved(reporter: User, image: Image) -> None:
    story = make_story(reporter)
    rows = {
        f"{PICTURES}-TOTAL_FORMS": 1,
        f"{PICTURES}-0-uid": uuid4(),
        f"{PICTURES}-0-region": "main",
        f"{PICTURES}-0-ordering": 5,
        f"{PICTURES}-0-image": str(image.uuid).upper(),
        f"{PICTURES}-0-layout": "portrait",
        f"{PICTURES}-0-purpose": "",
    } | {f"{PICTURES}-0-{name}": value for name, value in WORDS.items()}
    lead = {"lead_image": str(image.uuid), "lead_purpose": "decorative", **LEAD}
    answer = sign_in(reporter).post(address(story), form_of(story, **rows, **lead), headers=JSON)
    assert answer.status_code == 200
    document = freeze(fresh(story))
    assert {name: getattr(document, name) for name in lead} == lead
    assert [part.kind for part in document.parts] == ["picture", "text"]
    assert document.parts[0].values == {
        "image": str(image.uuid),
        "layout": "portrait",
        "purpose": "",
        **WORDS,
    }


def test_a_post_that_is_refused_shows_what_was_chosen_again(
    story: Story, reporter: User, image: Image
) -> None:
    down = make_image(headline="Down", taken_down_at=NOW)
    post = form_of(story, lead_image=str(down.uuid), lead_crop="9,9", lead_caption="New")
    post |= {f"{PICTURES}-1-layout": "portrait", f"{PICTURES}-1-image": "nonsense"}
    client = sign_in(reporter)
    page = client.post(address(story), post).content.decode()
    assert "This picture cannot be chosen any more. Choose another one." in page
    assert "This is no picture. Choose one." in page
    assert "This is no part of the picture." in page
    for name in ("lead_image", "lead_crop", "lead_caption", f"{PICTURES}-1-layout"):
        assert shown_in(page, name) == post[name]
    assert shown_in(page, f"{PICTURES}-1-image") == "nonsense"
    assert shown_in(page, f"{PICTURES}-0-purpose") == "decorative"
    assert freeze(fresh(story)).lead_image == str(image.uuid)
    errors = client.post(address(story), post, headers=JSON).json()["errors"]
    assert set(errors) == {"lead_image", "lead_crop", f"{PICTURES}-1-image"}


def test_what_was_taken_down_is_named_but_not_shown_to_who_may_not_see_it(
    story: Story, image: Image, reporter: User, administrator: User
) -> None:
    Image.objects.filter(pk=image.pk).update(taken_down_at=NOW, uploaded_by=None)
    for user, is_shown in ((reporter, False), (administrator, True)):
        (card,) = cards_in(page_of(sign_in(user), story)).values()
        assert (card["title"], card["state"]) == ("Cranes", "down")
        assert bool(card["change"]) == is_shown


def test_a_deleted_picture_is_shown_again_with_its_card_until_the_form_is_closed(
    story: Story, reporter: User, image: Image
) -> None:
    """What was typed and not saved deletes it: the row is there, and can come back."""
    client = sign_in(reporter)
    changes = {"deleted": [str(Picture.objects.filter(parent=story)[0].uid)]}
    sent = {
        "_session": str(uuid4()),
        "_sequence": "1",
        "base_revision": "1",
        "_user": str(reporter.pk),
        "changes": json.dumps(changes | {"fields": {"lead_image": "", "lead_crop": ""}}),
    }
    assert client.post(address(story, "autosave"), sent).status_code < 300
    taken = client.get(address(story), {"autosave": sent["_session"]}).content.decode()
    assert shown_in(taken, "lead_image") == ""
    assert list(cards_in(taken)) == [str(image.uuid)]


def test_the_form_asks_the_same_questions_however_many_pictures_there_are(
    reporter: User,
) -> None:
    counts = []
    client = sign_in(reporter)
    for count in (2, 40):
        images = [make_image(headline=f"Picture {n}") for n in range(count)]
        story = make_story(reporter, parts=(text(), *map(picture, images)))
        client.get(address(story))  # so that nothing is asked for the first time
        with CaptureQueriesContext(connection) as asked:
            page = page_of(client, story)
        assert len(cards_in(page)) == count
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- what else a form does ------------------------------------------------------------------------


def test_the_preview_shows_the_pictures_of_the_screen(story: Story, reporter: User) -> None:
    post = form_of(story, lead_caption="On the screen.")
    seen = sign_in(reporter).post(address(story, "preview"), post).content.decode()
    assert "On the screen." in seen
    assert "The quay." in seen


def test_a_fix_of_what_is_live_may_change_a_picture(story: Story, administrator: User) -> None:
    client = sign_in(administrator)
    make_site()
    Story.objects.filter(pk=story.pk).update(section=make_section())
    save(fresh(story), administrator, standfirst="At last.")
    publish(story, administrator)
    save(story, administrator, lead_image="", lead_caption="", lead_alt="", lead_crop="")
    page = client.get(address(story, "fix")).content.decode()
    assert shown_in(page, "lead_caption") == "At six."
    live = revisions.latest(story)
    assert live
    post = form_of(story, **LEAD, lead_image=shown_in(page, "lead_image"), lead_purpose="")
    post |= {"base_revision": live.number - 1, "lead_caption": "At seven."}
    assert client.post(address(story, "fix"), post, headers=JSON).status_code == 200
    fixed = Revision.objects.get(story=story, kind=Kind.FIX)
    assert fixed.document["lead_caption"] == "At seven."
    assert freeze(fresh(story)).lead_image == ""


def test_history_names_pictures_and_brings_them_back(
    story: Story, reporter: User, image: Image
) -> None:
    client = sign_in(reporter)
    before = freeze(story)
    save(story, reporter, lead_image="", lead_caption="", lead_crop="", parts=(text(),))
    compared = client.get(address(story, "compare"), {"from": 1, "to": 2}).content.decode()
    assert "Cranes" in compared
    assert str(image.uuid) not in compared
    client.post(address(story, "restore"), {"revision": 1})
    assert freeze(fresh(story)) == before


def test_two_people_who_choose_different_lead_pictures_decide_between_them(
    story: Story, reporter: User, administrator: User
) -> None:
    mine, theirs = make_image(headline="My cranes"), make_image(headline="Their pilots")
    post = form_of(story, lead_image=str(mine.uuid), lead_crop="")
    save(story, administrator, lead_image=str(theirs.uuid), lead_crop="")
    client = sign_in(reporter)
    answer = client.post(address(story), post, headers=JSON)
    assert answer.status_code == 409
    page = client.get(answer.json()["conflict"]).content.decode()
    assert "My cranes" in page
    assert "Their pilots" in page
