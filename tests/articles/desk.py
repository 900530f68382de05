"""What tests of the desk's sheets do: open one, answer it, read what is said."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

from articles import revisions
from articles.models import Story
from tests.articles.form import address


def words_of(markup: str) -> str:
    """The words of a page, on one line."""
    return re.sub(r"\s+", " ", unescape(strip_tags(markup)))


def shown(client: Client, story: Story, sheet: str, **asked: Any) -> str:
    """The words of a sheet."""
    return words_of(client.get(address(story, sheet), asked).content.decode())


def answer(client: Client, story: Story, sheet: str, **answers: Any) -> str:
    """Post a sheet, and return the words of what comes after it."""
    response = client.post(address(story, sheet), answers, follow=True)
    return words_of(response.content.decode())


def publish_now(client: Client, story: Story, **answers: Any) -> str:
    """Post the publish sheet for the newest version, now unless told."""
    newest = revisions.latest(story)
    number = newest.number if newest else ""
    return answer(client, story, "publish", **{"revision": number, "when": "now", **answers})
