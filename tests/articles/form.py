"""The story form as a browser without scripts posts it."""

from html import unescape
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from articles import revisions
from articles.document import form_prefix
from articles.models import Byline, Embed, FactBox, Part, Picture, PullQuote, Story, TextSection

JSON = {"Accept": "application/json"}


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(story: Story, name: str = "change", *more: object) -> str:
    return reverse(f"admin:articles_story_{name}", args=[story.pk, *more])


def form_of(story: Story, **changes: object) -> dict[str, object]:
    """What a browser posts when nothing is changed, but for `changes`."""
    newest = revisions.latest(story)
    post: dict[str, object] = {
        "base_revision": newest.number if newest else 0,
        "language": story.language,
        "format": story.format,
        "headline": story.headline,
        "headline_language": story.headline_language,
        "standfirst": story.standfirst,
        "lead_image": story.lead_image,
        "lead_caption": story.lead_caption,
        "lead_caption_language": story.lead_caption_language,
        "lead_alt": story.lead_alt,
        "lead_purpose": story.lead_purpose,
        "lead_crop": story.lead_crop,
        "slug": story.slug,
        "section": str(story.section.uuid) if story.section else "",
    }
    for model in (TextSection, Picture, PullQuote, FactBox, Embed, Byline):
        prefix = form_prefix(model)
        owner = "story" if model is Byline else "parent"
        rows = list(model.objects.filter(**{owner: story}))
        post |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for index, row in enumerate(rows):
            post |= row_of(f"{prefix}-{index}", row)
    return post | changes


def row_of(prefix: str, row: Part | Byline) -> dict[str, object]:
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


def words_of(client: Client, path: str, **query: object) -> str:
    """The words of a page, in one line."""
    response = client.get(path, query)
    assert response.status_code == 200
    body = response.content.decode().partition("<main")[2]
    return " ".join(unescape(strip_tags(body)).split())
