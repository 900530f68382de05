"""Fills an empty site with the demo's people, words and stories."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import publishing, revisions
from articles.demo import content, fronts, library, lives
from articles.document import BylineLine, Document, DocumentPart, freeze, thaw
from articles.models import (
    Author,
    AuthorText,
    Picture,
    Revision,
    Section,
    SectionText,
    Series,
    SeriesPart,
    SeriesText,
    SiteSettings,
    SiteText,
    Story,
    Topic,
    TopicText,
)
from articles.richtext import clean
from images.models import Image

Pictures = Mapping[str, UUID]  # of the library, by their names in the catalogue
USE_FIELDS = Picture.USE_FIELDS
TEXTS: dict[type[models.Model], type[models.Model]] = {
    Section: SectionText,
    Topic: TopicText,
    Author: AuthorText,
    Series: SeriesText,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Somebody of the demo who can sign in."""

    name: str
    email: str
    role: str | Promise
    is_superuser: bool = False
    author: str  # a key of the demo's authors


LOGINS = [
    Login(
        name="Clare Whitcombe",
        email="clare@lantern.example",
        role=_("managing editor and administrator: may do everything"),
        is_superuser=True,
        author="clare-whitcombe",
    ),
    Login(
        name="David Okonjo",
        email="david@lantern.example",
        role=_("editor: may do everything, too"),
        is_superuser=True,
        author="david-okonjo",
    ),
    Login(
        name="Anna Bianchi",
        email="anna@lantern.example",
        role=_("reporter: writes stories of her own, does not publish"),
        author="anna-bianchi",
    ),
]


def load_demo(*, password: str, now: datetime, draw: library.Drawer = library.drawn) -> list[Login]:
    """Load what is not there yet and give every login `password`. Returns the logins.

    Times of stories are counted back from `now`. Loading again changes no story. Not to be called
    in a transaction: the files of pictures are stored.
    """
    people = load_people(password)
    pictures = library.load_pictures(by=people[0], now=now, draw=draw)
    load_stories(people, pictures, now=now)
    return LOGINS


def load_people(password: str) -> list[User]:
    """The accounts of all logins, with `password`."""
    with transaction.atomic():
        return [make_person(login, password) for login in LOGINS]


def load_stories(people: list[User], pictures: Pictures, *, now: datetime) -> None:
    """Load the words of the site and the stories that are not there yet.

    `people` are those of the LOGINS, `pictures` the library by the names in the catalogue: what is
    not in it is left out of the stories.
    """
    by_name = {person.display_name.split()[0].lower(): person for person in people}
    with transaction.atomic():
        is_new = not SiteSettings.objects.exists()
        if is_new:
            make_words()
            portray(pictures)
            for login, person in zip(LOGINS, people, strict=True):
                author = content.identity("authors", login.author)
                Author.objects.filter(uuid=author).update(user=person)
        for language, key, story in content.stories():
            if not Story.objects.filter(uuid=content.identity(language, key)).exists():
                document = document_of(language, key, story, pictures)
                make_story(key, story, document, people=by_name, now=now)
        make_draft(by=people[2], now=now)
        if is_new:
            make_series()
            fronts.arrange_fronts(by=people[0], now=now)
            library.end_pictures(pictures, by=people[0], now=now)


def make_person(login: Login, password: str) -> User:
    """The account of `login`, with `password`."""
    person = User.objects.filter(email=login.email).first() or User(email=login.email)
    person.display_name = login.name
    person.is_staff, person.is_superuser = True, login.is_superuser
    person.set_password(password)
    person.save()
    return person


def make_words() -> None:
    """The site's name, its sections, topics and authors, in every language that they have."""
    words = content.site()
    site = SiteSettings(contact_email="desk@lantern.example")
    site.save()
    for language, text in words["site"].items():
        SiteText.objects.create(site=site, language=language, **text)
    for kind, rows in ((Section, "sections"), (Topic, "topics"), (Author, "authors")):
        for row in words[rows]:
            make_taxon(kind, rows, row)


def make_taxon(kind: type[models.Model], rows: str, row: dict[str, Any]) -> None:
    """A section, topic or author with its texts."""
    columns = {name: row[name] for name in ("position", "colour", "email", "links") if name in row}
    taxon = kind._default_manager.create(uuid=content.identity(rows, row["key"]), **columns)
    texts = {code: row[code] for code, _name in settings.LANGUAGES if code in row}
    for language, text in texts.items():
        TEXTS[kind]._default_manager.create(
            **{kind._meta.model_name or "": taxon}, language=language, **text
        )


def make_series() -> None:
    """The series, with those of their stories that are there in the languages of their texts."""
    for row in content.site()["series"]:
        make_taxon(Series, "series", row)
        series = Series.objects.get(uuid=content.identity("series", row["key"]))
        for language in (code for code, _name in settings.LANGUAGES if code in row):
            for position, key in enumerate(row["parts"], start=1):
                story = Story.objects.get(uuid=content.identity(language, key))
                SeriesPart.objects.create(series=series, story=story, position=position)


def portray(pictures: Pictures) -> None:
    """Give authors their portraits."""
    for row in content.site()["authors"]:
        image = pictures.get(row.get("portrait", ""))
        if image is not None:
            author = Author.objects.filter(uuid=content.identity("authors", row["key"]))
            author.update(portrait=Image.objects.get(uuid=image))


def make_story(
    key: str,
    story: dict[str, Any],
    document: Document,
    *,
    people: Mapping[str, User],
    now: datetime,
) -> None:
    """A story, saved and published through the desk's verbs at its own time."""
    chief, began_at = people["clare"], now - content.age_of(story)
    row = Story(
        uuid=content.identity(document.language, key),
        language=document.language,
        translation_group=content.identity("group", key),
    )
    row = revisions.start(story=row, by=people[story.get("writer", "clare")], now=began_at)
    if story.get("draft"):
        save(row, document, by=chief, now=began_at)
    elif "updated_hours_ago" in story:
        shorter = replace(document, parts=document.parts[:-1])
        publish(row, shorter, by=chief, now=began_at)
        updated_at = now - timedelta(hours=story["updated_hours_ago"])
        publish(row, document, by=chief, now=updated_at)
    else:
        publish(row, document, by=chief, now=began_at)
    lives.live_through(row, story.get("then", []), people=people, now=now)


def save(story: Story, document: Document, *, by: User, now: datetime) -> Revision | None:
    """Save `document` as the story's working copy."""
    thaw(document, story)
    return revisions.save(story=story, by=by, now=now)


def publish(story: Story, document: Document, *, by: User, now: datetime) -> None:
    """Save `document` as the story's working copy and publish it."""
    revision = save(story, document, by=by, now=now)
    if revision is not None:
        publishing.publish(story=story, revision=revision, by=by, now=now)


def make_draft(*, by: User, now: datetime) -> None:
    """A story that the reporter is still writing."""
    uuid = content.identity("draft", by.email)
    if Story.objects.filter(uuid=uuid).exists():
        return
    row = revisions.start(story=Story(uuid=uuid, language="en"), by=by, now=now)
    document = replace(
        freeze(row),
        headline="Night ferries return to the eastern islands after three winters",
        standfirst="A timetable, a ship and a crew are in place; a licence is not. TK reaction.",
        section=content.identity("sections", "world"),
        parts=(
            DocumentPart(
                kind="text",
                uid=content.identity("draft", by.email, "part"),
                values={
                    "subheading": "What the timetable says",
                    "body": "<p>The first crossing is planned for the second week of March.</p>",
                },
            ),
        ),
    )
    save(row, document, by=by, now=now)


def document_of(language: str, key: str, story: dict[str, Any], pictures: Pictures) -> Document:
    """The document that a demo file describes."""
    plain = ("kicker", "headline", "standfirst", "slug", "format", "sponsor", "dateline")
    section = story.get("section")
    return Document(
        language=language,
        **{name: story.get(name, "") for name in (*plain, "seo_title", "seo_description")},
        **lead_of(story, language, pictures),
        section=content.identity("sections", section) if section else None,
        topics=tuple(content.identity("topics", topic) for topic in story.get("topics", [])),
        bylines=tuple(
            BylineLine(
                uid=content.identity(language, key, "byline", str(place)),
                author=content.identity("authors", line["author"]) if "author" in line else None,
                name=line.get("name", ""),
                role=line.get("role", ""),
            )
            for place, line in enumerate(story.get("bylines", []))
        ),
        parts=tuple(
            part_of(part, content.identity(language, key, "part", str(place)), language, pictures)
            for place, part in enumerate(story["parts"])
            if part["kind"] != "picture" or part["picture"] in pictures
        ),
    )


def lead_of(story: dict[str, Any], language: str, pictures: Pictures) -> dict[str, str]:
    """The fields of the lead picture that a demo file names; none where it is not there."""
    name = story.get("lead", "")
    if name not in pictures:
        return {}
    told = {field: story[f"lead_{field}"] for field in USE_FIELDS if f"lead_{field}" in story}
    use = use_of(name, told, language, pictures)
    return {f"lead_{field}": value for field, value in use.items() if field != "layout"}


def part_of(part: dict[str, Any], uid: UUID, language: str, pictures: Pictures) -> DocumentPart:
    """A part of a demo file."""
    values = {name: value for name, value in part.items() if name != "kind"}
    if part["kind"] == "picture":
        values = use_of(part["picture"], part, language, pictures)
    if part["kind"] == "embed" and part.get("thumbnail"):
        values["thumbnail"] = str(pictures.get(part["thumbnail"], ""))
    if "body" in values:
        values["body"] = clean(values["body"])
    return DocumentPart(kind=part["kind"], uid=uid, values=values)


def use_of(name: str, told: dict[str, Any], language: str, pictures: Pictures) -> dict[str, str]:
    """A picture in a story: with the words that the story has for it, or else the catalogue's.

    The picture itself has the words of its first language.
    """
    known = content.pictures()[name]
    words = {"caption": known.get("caption", {}).get(language, "")}
    if next(iter(known["alt"])) != language:
        words["alt"] = known["alt"][language]
    words |= {field: told[field] for field in USE_FIELDS if field in told}
    return {"image": str(pictures[name])} | dict.fromkeys(USE_FIELDS, "") | words
