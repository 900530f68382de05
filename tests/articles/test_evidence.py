"""Evidence for a lawyer: complete, exact, checkable, and harmless to open."""

import hashlib
import io
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import translation

from accounts.models import AuditLine, User
from articles import evidence, publishing, redactions, revisions
from articles.document import DocumentPart, digest_of_json
from articles.evidence import UnableToProve
from articles.models import Edition, Revision, Section, Story
from tests.articles.form import address, sign_in
from tests.articles.public.hostile import HOSTILE
from tests.images.library import make_image
from tests.stories import (
    NOW,
    byline,
    make_section,
    make_site,
    make_story,
    publish,
    quote,
    save,
    take_down,
    text,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World")


@pytest.fixture
def story(administrator: User, world: Section) -> Story:
    """Published, corrected, taken down, put back, with a new version scheduled."""
    story = make_story(administrator, world, slug="harbour", bylines=(byline("Anna", "text"),))
    publish(story, administrator)
    save(story, administrator, parts=(text("<p>Open at <em>nine</em>.</p>", "Hours"), quote("So")))
    publish(story, administrator, now=NOW + HOUR, verb="correct", note="It opens at nine.")
    take_down(story, administrator, now=NOW + 2 * HOUR, why="legal", notice="A court said so.")
    publishing.reinstate(story=story, keeps_date=True, by=administrator, now=NOW + 3 * HOUR)
    save(story, administrator, headline="Harbour closes")
    publishing.schedule(
        story=story,
        revision=revisions.latest(story),
        at=NOW + 9 * HOUR,
        by=administrator,
        now=NOW + 4 * HOUR,
    )
    return Story.objects.get(pk=story.pk)


def archive_of(story: Story, by: User) -> dict[str, bytes]:
    found = evidence.gather(story=story, by=by, now=NOW + 5 * HOUR)
    with ZipFile(io.BytesIO(b"".join(evidence.stream(found)))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def told(files: dict[str, bytes]) -> Any:
    return json.loads(files["evidence.json"])


def test_it_says_what_was_live_when_to_the_microsecond(story: Story, administrator: User) -> None:
    timeline = told(archive_of(story, administrator))["timeline"]

    periods = [
        (one["what"], one["from"]["utc"], (one["until"] or {}).get("utc")) for one in timeline
    ]
    assert periods == [
        ("edition", "2025-11-22T17:05:00.000000+00:00", "2025-11-22T18:05:00.000000+00:00"),
        ("edition", "2025-11-22T18:05:00.000000+00:00", "2025-11-22T19:05:00.000000+00:00"),
        ("withdrawal", "2025-11-22T19:05:00.000000+00:00", "2025-11-22T20:05:00.000000+00:00"),
        ("edition", "2025-11-22T20:05:00.000000+00:00", "2025-11-23T02:05:00.000000+00:00"),
        ("edition", "2025-11-23T02:05:00.000000+00:00", None),
    ]
    assert [one["is_ahead"] for one in timeline] == [False, False, False, False, True]


def test_it_says_who_and_why(story: Story, administrator: User) -> None:
    found = told(archive_of(story, administrator))

    second = found["editions"][1]
    assert second["published_by"]["email"] == administrator.email
    assert (second["change"], second["note"]) == ("correction", "It opens at nine.")
    assert second["address"] == "/world/harbour/"
    (withdrawal,) = found["withdrawals"]
    assert (withdrawal["why"], withdrawal["notice"]) == ("legal", "A court said so.")
    assert withdrawal["put_back_by"]["email"] == administrator.email
    assert [one["path"] for one in found["addresses"]] == ["/world/harbour/"]
    actions = [line["action"] for line in found["audit"]]
    assert actions[0] == "start"
    assert {"publish", "correct", "take_down", "reinstate", "schedule"} <= set(actions)


def test_times_are_told_by_the_newsrooms_clocks_too(
    story: Story, administrator: User, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Rome"

    first = told(archive_of(story, administrator))["editions"][0]["live_from"]

    assert first["local"] == "2025-11-22T18:05:00.000000+01:00"


def test_every_document_has_the_hash_that_was_recorded(story: Story, administrator: User) -> None:
    files = archive_of(story, administrator)

    editions = told(files)["editions"]
    assert len(editions) == 4
    for edition in editions:
        content = files[edition["document"]]
        assert hashlib.sha256(content).hexdigest() == edition["sha256"]
        assert digest_of_json(json.loads(content)) == edition["sha256"]
        assert edition["is_intact"]


def test_a_document_that_somebody_changed_is_pointed_out(story: Story, administrator: User) -> None:
    changed = "replace(document, 'Open at', 'Shut at')"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a trigger lets nobody, but for whoever owns it
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE articles_revision DISABLE TRIGGER USER")
            changed = "replace(document::text, 'Open at', 'Shut at')::jsonb"
        cursor.execute(f"UPDATE articles_revision SET document = {changed}")

    files = archive_of(story, administrator)

    assert [one["is_intact"] for one in told(files)["editions"]] == [True, False, False, False]
    assert b"is not the one that was recorded" in files["summary.html"]


def test_the_sums_are_those_of_every_file(story: Story, administrator: User) -> None:
    files = archive_of(story, administrator)

    sums = dict(
        reversed(line.split("  ", 1)) for line in files.pop("SHA256SUMS").decode().splitlines()
    )
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_it_is_the_same_every_time(story: Story, administrator: User) -> None:
    found = evidence.gather(story=story, by=administrator, now=NOW + 5 * HOUR)

    assert b"".join(evidence.stream(found)) == b"".join(evidence.stream(found))


def test_texts_can_be_read(story: Story, administrator: User) -> None:
    files = archive_of(story, administrator)

    html = files[told(files)["editions"][1]["text"]].decode()
    assert "<h2>Hours</h2>" in " ".join(html.split())
    assert "Open at <em>nine</em>." in html
    summary = files["summary.html"].decode()
    assert "A court said so." in summary
    assert "2025-11-22T19:05:00.000000+00:00" in summary


def test_pictures_are_named_in_the_texts(administrator: User, world: Section) -> None:
    lead, other = make_image(headline="The lead"), make_image(headline="The other")
    values = dict.fromkeys(("alt", "purpose", "crop"), "")
    values |= {"image": str(other.uuid), "caption": "At six.", "layout": "wide"}
    parts = (text(), DocumentPart(kind="picture", uid=uuid4(), values=values))
    story = make_story(administrator, world, parts=parts, lead_image=str(lead.uuid))
    publish(story, administrator)
    files = archive_of(story, administrator)

    html = files[told(files)["editions"][0]["text"]].decode()
    for words in ("The lead", "The other", "At six."):
        assert f"<p>{words}</p>" in html
    assert not {str(lead.uuid), str(other.uuid), "wide"} & set(re.split("[<>]", html))


def test_it_speaks_the_language_of_whoever_takes_it(story: Story, administrator: User) -> None:
    with translation.override("it"):
        found = evidence.gather(story=story, by=administrator, now=NOW + 5 * HOUR)

    with ZipFile(io.BytesIO(b"".join(evidence.stream(found)))) as archive:
        assert b'<html lang="it">' in archive.read("summary.html")
    assert translation.get_language() == "en"


def test_removed_words_and_what_stood_before_are_evidence(
    story: Story, administrator: User
) -> None:
    redactions.remove_words(
        story=story, passages=["opens at nine"], reason="Order 1", by=administrator, now=NOW + HOUR
    )

    found = told(archive_of(story, administrator))

    assert found["removals"][0]["passage"] == "opens at nine"
    second = found["editions"][1]
    assert second["note"] == "It opens at nine."
    assert second["note_as_shown"] == "It [removed for legal reasons, 22 November 2025]."


def test_it_is_not_for_those_who_may_not_see_removed_words(
    story: Story, administrator: User, reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles import permissions

    monkeypatch.setitem(permissions.VERBS, "evidence", lambda _user, _story: True)
    assert archive_of(story, reporter)
    redactions.remove_words(
        story=story, passages=["opens at nine"], reason="Order 1", by=administrator, now=NOW + HOUR
    )

    with pytest.raises(UnableToProve, match="has the right to see them"):
        evidence.gather(story=story, by=reporter, now=NOW)


class Reader(HTMLParser):
    """Elements and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("hostile", HOSTILE[::17])
def test_hostile_words_break_neither_names_nor_pages(
    administrator: User, world: Section, hostile: str
) -> None:
    words = f"../../{hostile}"[:150]
    story = make_story(
        administrator,
        world,
        headline=words,
        kicker=words[:100],
        bylines=(byline(words),),
        parts=(text(f"<p>{words}</p>"[:200], words), quote(words)),
    )
    publish(story, administrator)
    take_down(story, administrator, now=NOW + HOUR, notice=words, reason=words)

    files = archive_of(story, administrator)

    assert sorted(files) == [
        "SHA256SUMS",
        "documents/revision-000001.json",
        "evidence.json",
        "summary.html",
        "texts/revision-000001.html",
    ]
    for name in ("summary.html", "texts/revision-000001.html"):
        reader = Reader()
        reader.feed(files[name].decode())
        tags = {tag for tag, _attributes in reader.found}
        assert not tags & {"script", "img", "svg", "iframe", "form", "object", "link", "base"}
        attributes = {key for _tag, found in reader.found for key in found}
        assert not [key for key in attributes if key.startswith("on") or key == "style"]


def test_a_thousand_editions_are_read_in_a_few_queries_and_pieces(
    administrator: User, world: Section, django_assert_max_num_queries: Any
) -> None:
    story = make_story(administrator, world)
    first = publish(story, administrator)
    revision = first.revision
    Edition.objects.filter(pk=first.pk).update(live_until=NOW + timedelta(seconds=1))
    made = Revision.objects.bulk_create(
        Revision(story=story, number=number, document=revision.document, digest=revision.digest,
                 created_at=NOW)
        for number in range(2, 1001)
    )  # fmt: skip
    Edition.objects.bulk_create(
        Edition(
            story=story, number=one.number, revision=one, language="en", section=world,
            path=first.path, headline=first.headline, format="news", change="update",
            translation_group=first.translation_group, first_published_at=NOW, updated_at=NOW,
            live_from=NOW + timedelta(seconds=one.number - 1),
            live_until=NOW + timedelta(seconds=one.number), made_at=NOW,
        )
        for one in made
    )  # fmt: skip

    with django_assert_max_num_queries(75):
        found = evidence.gather(story=story, by=administrator, now=NOW + HOUR)
        pieces = list(evidence.stream(found))

    assert len(pieces) > 2000
    assert max(map(len, pieces)) < 1_000_000


# On the desk


def test_the_desk_downloads_it_and_that_is_recorded(story: Story, administrator: User) -> None:
    desk = sign_in(administrator)
    assert "Download the evidence" in desk.get(address(story, "evidence")).content.decode()
    assert not AuditLine.objects.filter(action="evidence").exists()

    response = desk.post(address(story, "evidence"))

    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    name = response["Content-Disposition"]
    assert name.startswith(f'attachment; filename="evidence-story-{story.pk}-')
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert "summary.html" in archive.namelist()
    assert AuditLine.objects.get(action="evidence").detail == {"editions": 4}


def test_it_takes_a_right(story: Story, reporter: User) -> None:
    Story.objects.filter(pk=story.pk).update(created_by=reporter)

    assert sign_in(reporter).get(address(story, "evidence")).status_code == 403
    assert sign_in(reporter).post(address(story, "evidence")).status_code == 403
    with pytest.raises(PermissionDenied):
        evidence.gather(story=story, by=reporter, now=NOW)
