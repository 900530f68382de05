"""Pictures of the library in stories: what documents, editions, checks and merges make of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from articles import publishing, revisions
from articles.checks import findings
from articles.comparison import compare, names_in
from articles.document import Document, DocumentPart, digest, from_json, to_json
from articles.mentions import stories_that_name
from articles.merging import merge
from articles.models import Edition, EditionPicture, PictureScope, Section, Story
from articles.pictured import pictures_of, uses_in
from articles.transitions import What, next_changes
from articles.validation import problems
from images.models import Image
from tests.stories import NOW, make_section, make_story, publish, save, text

DAY = timedelta(days=1)
WORDS = text()


def make_picture(title: str = "Cranes", **fields: Any) -> Image:
    known = {"credit": "Ada Rossi", "alt": "Cranes at low water"}
    return Image.objects.create(headline=title, uploaded_at=NOW, **known | fields)


def picture(image: Image | UUID, **values: str) -> DocumentPart:
    uuid = image.uuid if isinstance(image, Image) else image
    blank = dict.fromkeys(("caption", "alt", "purpose", "layout", "crop"), "")
    return DocumentPart(kind="picture", uid=uuid4(), values={"image": str(uuid), **blank, **values})


@pytest.fixture
def section(db: None) -> Section:
    return make_section()


def document(section: Section, *parts: DocumentPart, **content: Any) -> Document:
    whole = {"headline": "Harbour reopens", "standfirst": "At last.", "section": section.uuid}
    return Document(language="en", parts=(WORDS, *parts), **whole | content)


def found(checked: Document, at: datetime = NOW) -> list[tuple[str, bool]]:
    return [(finding.message, finding.blocking) for finding in findings(checked, at=at)]


def test_a_document_without_pictures_says_what_it_said_before_there_were_any() -> None:
    plain = Document(language="en", headline="Harbour reopens")
    assert not {name for name in to_json(plain) if name.startswith("lead_")}
    assert from_json(to_json(plain)) == plain
    led = replace(plain, lead_image=str(uuid4()))
    assert from_json(to_json(led)) == led
    assert digest(led) != digest(plain)


def test_the_pictures_of_a_document_come_in_one_query(
    section: Section, django_assert_num_queries: Any
) -> None:
    lead, other = make_picture("Lead"), make_picture("Other")
    shown = document(
        section, picture(other), picture(uuid4()), lead_image=str(lead.uuid), lead_alt="Ships"
    )
    uses = list(uses_in(shown))
    assert [(use.image, use.part is None, use.alt) for use in uses[:2]] == [
        (lead.uuid, True, "Ships"),
        (other.uuid, False, ""),
    ]
    with django_assert_num_queries(1):
        assert pictures_of(shown) == {lead.uuid: lead, other.uuid: other}
    with django_assert_num_queries(0):
        assert pictures_of(document(section)) == {}


def test_a_good_picture_has_no_findings(section: Section) -> None:
    assert found(document(section, picture(make_picture()))) == []


def test_a_picture_needs_rights_a_credit_and_its_section(section: Section) -> None:
    ended = make_picture("Ended", expires_at=NOW)
    down = make_picture("Down", taken_down_at=NOW)
    bare = make_picture("Bare", credit="")
    elsewhere = make_picture("Elsewhere")
    PictureScope.objects.create(image=elsewhere, section=make_section("Sport", position=2))
    parts = [picture(image) for image in (ended, down, bare, elsewhere)]
    said = found(document(section, *parts, picture(uuid4())))
    assert [blocking for _message, blocking in said] == [True] * 5
    assert "The rights to the picture “Ended” end" in said[0][0]
    assert [message for message, _blocking in said[1:]] == [
        "The picture “Down” was taken down. Choose another one.",
        "The picture “Bare” has no credit.",
        "The picture “Elsewhere” may not be used in this section.",
        "A picture is not in the library.",
    ]


def test_rights_are_judged_at_the_instant_at_which_readers_would_see_the_picture(
    section: Section,
) -> None:
    shown = document(section, picture(make_picture(expires_at=NOW + DAY)))
    assert [blocking for _message, blocking in found(shown)] == [False]
    assert [blocking for _message, blocking in found(shown, NOW + DAY)] == [True]
    assert found(shown, NOW - 14 * DAY) == []


def test_a_picture_without_alternative_text_warns_unless_it_decorates(section: Section) -> None:
    silent = make_picture(alt="")
    warning = [("The picture “Cranes” has no alternative text.", False)]
    assert found(document(section, picture(silent))) == warning
    assert found(document(section, picture(silent, alt="Cranes"))) == []
    assert found(document(section, picture(silent, purpose="decorative"))) == []


def test_a_gallery_of_more_than_thirty_warns_once(section: Section) -> None:
    image = make_picture()
    thirty = [picture(image, layout="gallery") for _n in range(30)]
    assert found(document(section, *thirty)) == []
    more = [*thirty, picture(image, layout="gallery")]
    assert found(document(section, *more)) == [("A gallery has more than 30 pictures.", False)]


def test_what_was_retired_stays_and_is_chosen_nowhere_else(
    section: Section, administrator: User
) -> None:
    story = make_story(administrator, section)
    retired = make_picture(retired_at=NOW)
    part = picture(retired)
    shown = document(section, part, lead_image="nonsense")
    (lead, chosen) = problems(shown, story=story)
    assert (lead.field, lead.row) == ("lead_image", None)
    assert (chosen.field, chosen.row) == ("image", part.uid)
    known = document(section, part)
    assert problems(known, story=story, known=known) == []


@pytest.fixture
def led(section: Section, administrator: User) -> tuple[Story, Image]:
    image = make_picture(expires_at=NOW + DAY)
    story = make_story(administrator, section)
    save(story, administrator, lead_image=str(image.uuid), lead_alt="Ships")
    return story, image


def test_an_edition_knows_its_pictures(led: tuple[Story, Image], administrator: User) -> None:
    story, image = led
    publish(story, administrator)
    edition = Edition.objects.with_pictures().get()
    assert (edition.lead_image, edition.lead_alt) == (image, "Ships")
    row = EditionPicture.objects.get()
    assert (row.image, row.edition, row.live_from) == (image, edition, edition.live_from)
    assert list(stories_that_name(image)) == [story]


def test_time_alone_takes_a_picture_away_when_its_rights_end(
    led: tuple[Story, Image], administrator: User
) -> None:
    story, image = led
    make_picture("Unused", expires_at=NOW + DAY / 2)
    publish(story, administrator)
    (change,) = next_changes(NOW)
    assert (change.at, change.what) == (image.expires_at, What.RIGHTS_END)
    publishing.expire_at(story=story, ends_at=NOW + DAY / 4, by=administrator, now=NOW)
    assert [change.what for change in next_changes(NOW)] == [What.ENDS]


def test_nobody_publishes_a_picture_whose_rights_have_ended(
    led: tuple[Story, Image], administrator: User
) -> None:
    story, _image = led
    newest = revisions.latest(story)
    with pytest.raises(publishing.UnableToPublish, match="The rights to the picture"):
        publishing.publish(story=story, revision=newest, by=administrator, now=NOW + 2 * DAY)
    with pytest.raises(publishing.UnableToPublish, match="The rights to the picture"):
        publishing.schedule(
            story=story, revision=newest, at=NOW + 2 * DAY, by=administrator, now=NOW
        )


def test_pictures_are_compared_by_their_names(section: Section) -> None:
    one, other = make_picture("Cranes"), make_picture("Quay")
    part = picture(one)
    old = document(section, part, lead_image=str(one.uuid))
    new = document(
        section,
        replace(part, values={**part.values, "image": str(other.uuid), "layout": "wide"}),
        lead_image=str(other.uuid),
    )
    comparison = compare(old, new, names=names_in(old, new))
    (lead,) = comparison.fields
    assert [(run.kind, run.text) for run in lead.runs] == [("removed", "Cranes"), ("added", "Quay")]
    image, layout = comparison.parts[1].fields
    assert [run.text for run in image.runs] == ["Cranes", "Quay"]
    assert [run.text for run in layout.runs] == ["As wide as the text", "Wider than the text"]
    assert comparison.parts[1].title == "Quay"
    assert (comparison.words_added, comparison.words_removed) == (0, 0)


def test_two_pictures_for_one_place_ask_and_a_crop_stays_with_its_picture(
    section: Section,
) -> None:
    one, theirs, mine = (make_picture(name) for name in ("One", "Theirs", "Mine"))
    part = picture(one)

    def with_part(**values: str) -> Document:
        return document(section, replace(part, values={**part.values, **values}))

    base = with_part()
    merged = merge(base, with_part(image=str(theirs.uuid)), with_part(crop="0,0,500,500"))
    assert merged.conflicts == ()
    assert merged.document.parts[1].values["image"] == str(theirs.uuid)
    assert merged.document.parts[1].values["crop"] == ""

    sides = with_part(image=str(theirs.uuid)), with_part(image=str(mine.uuid))
    names = names_in(base, *sides)
    (conflict,) = merge(base, *sides, names=names).conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("One", "Theirs", "Mine")
    decided = merge(base, *sides, names=names, choices={conflict.place: "theirs"})
    assert decided.document == sides[0]
