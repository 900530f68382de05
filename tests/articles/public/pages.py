"""What the tests of readers' pages do, and how they read what they get."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

from accounts.models import User
from articles.models import Edition
from tests.stories import publish, save

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def change(
    edition: Edition,
    by: User,
    now: datetime,
    note: str = "",
    verb: str = "correct",
    **arguments: Any,
) -> Edition:
    """Publish other words of the story of `edition`, as a correction unless told."""
    save(edition.story, by, standfirst=f"As of {now:%d %H:%M:%S.%f}.")
    told = {"note": note, **arguments} if note else arguments
    return publish(edition.story, by, now=now, verb=verb, **told)


def tree_of(client: Client, path: str) -> Element:
    response = client.get(path)
    assert response.status_code == 200, path
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def words(element: Element | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def json_ld(tree: Element) -> Any:
    script = tree.find(".//script[@type='application/ld+json']")
    assert script is not None
    return json.loads(script.text or "")
