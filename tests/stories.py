"""Small stories for tests, made through the desk's own functions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from articles import publishing, revisions
from articles.document import BylineLine, Document, DocumentPart, freeze, thaw
from articles.models import (
    Author,
    AuthorText,
    Edition,
    Revision,
    Section,
    SectionText,
    SiteSettings,
    SiteText,
    Story,
    Topic,
    TopicText,
    Withdrawal,
)

NOW = datetime(2025, 11, 22, 17, 5, tzinfo=UTC)


def make_site(**names: str) -> SiteSettings:
    """A site with a name per language: make_site(en="The Lantern", it="La Lanterna")."""
    site = SiteSettings()
    site.save()
    for language, name in (names or {"en": "The Lantern", "it": "La Lanterna"}).items():
        SiteText.objects.create(site=site, language=language, name=name, tagline=f"{name}, daily")
    return site


def make_section(name: str = "World", *, position: int = 1, **texts: str) -> Section:
    """A section with a name per language; English alone unless told: make_section(it="Mondo")."""
    section = Section.objects.create(position=position)
    for language, words in {"en": name, **texts}.items():
        slug = words.lower().replace(" ", "-")
        SectionText.objects.create(section=section, language=language, name=words, slug=slug)
    return section


def make_topic(name: str = "Ports", **texts: str) -> Topic:
    """A topic with a name per language."""
    topic = Topic.objects.create()
    for language, words in {"en": name, **texts}.items():
        slug = f"topic-{topic.pk}"
        TopicText.objects.create(topic=topic, language=language, name=words, slug=slug)
    return topic


def make_author(name: str = "Anna Bianchi", user: User | None = None) -> Author:
    """An author with an English name."""
    author = Author.objects.create(user=user)
    AuthorText.objects.create(author=author, language="en", name=name, slug=f"author-{author.pk}")
    return author


def text(body: str = "<p>The harbour is open.</p>", subheading: str = "") -> DocumentPart:
    """A text section."""
    values = {"subheading": subheading, "anchor": "", "body": body}
    return DocumentPart(kind="text", uid=uuid4(), values=values)


def quote(words: str, attribution: str = "") -> DocumentPart:
    """A pull quote."""
    values = {"quote": words, "attribution": attribution}
    return DocumentPart(kind="quote", uid=uuid4(), values=values)


def byline(name: str, role: str = "", author: Author | None = None) -> BylineLine:
    """A name as printed."""
    return BylineLine(uid=uuid4(), author=author.uuid if author else None, name=name, role=role)


def make_story(by: User, section: Section | None = None, **content: Any) -> Story:
    """A saved story; `content` are fields of its document. Its headline is “Harbour reopens”."""
    now = content.pop("now", NOW)
    group = content.pop("translation_group", None)
    story = Story(language=content.pop("language", "en"))
    if group is not None:
        story.translation_group = group
    story = revisions.start(story=story, by=by, now=now)
    save(story, by, now=now, section=section.uuid if section else None, **content)
    return story


def save(story: Story, by: User, *, now: datetime = NOW, **content: Any) -> Revision | None:
    """Change the story's content and save it; returns the revision, or None if nothing changed."""
    document: Document = freeze(story)
    if not document.headline:
        content = {"headline": "Harbour reopens", "parts": (text(),), **content}
    thaw(replace(document, **content), story)
    revision = revisions.save(story=story, by=by, now=now)
    story.refresh_from_db()
    return revision


def publish(
    story: Story, by: User, *, now: datetime = NOW, verb: str = "publish", **arguments: Any
) -> Edition:
    """Publish the story's newest revision, with another `verb` where one is named."""
    revision = revisions.latest(story)
    assert revision is not None
    run = getattr(publishing, verb)
    edition: Edition = run(story=story, revision=revision, by=by, now=now, **arguments)
    return edition


def take_down(
    story: Story, by: User, *, now: datetime = NOW, why: str = "withdrawn", **arguments: Any
) -> Withdrawal:
    """Take the story down, with words for readers and the desk unless told."""
    words = {"notice": "We withdrew this story.", "reason": "A source withdrew."} | arguments
    return publishing.take_down(story=story, why=why, by=by, now=now, **words)


def published(by: User, section: Section | None = None, **content: Any) -> Edition:
    """A story that is live."""
    now = content.get("now", NOW)
    return publish(make_story(by, section, **content), by, now=now)


def publish_many(by: User, section: Section, count: int, *, now: datetime = NOW) -> None:
    """`count` live stories of `section`, a minute apart, made in bulk for tests of size."""
    like = published(by, section, now=now, headline="The first of many")
    stories = Story.objects.bulk_create(
        Story(language="en", section=section, headline=f"Story {n}", slug=f"story-{n}")
        for n in range(count - 1)
    )
    bulk = Revision.objects.bulk_create(
        Revision(
            story=story, number=1, document=like.document, digest=f"{story.pk}", created_at=now
        )
        for story in stories
    )
    Edition.objects.bulk_create(
        Edition(
            story=story,
            number=1,
            revision=revision,
            language="en",
            section=section,
            path=f"/world/{story.slug}/",
            headline=story.headline,
            format="news",
            translation_group=story.translation_group,
            change="first",
            first_published_at=now - timedelta(minutes=place),
            updated_at=now - timedelta(minutes=place),
            live_from=now - timedelta(minutes=place),
            made_at=now - timedelta(minutes=place),
        )
        for place, (story, revision) in enumerate(zip(stories, bulk, strict=True), start=1)
    )
