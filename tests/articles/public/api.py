"""What the tests of the API ask, and how they read what they get."""

from typing import Any

from django.test import Client

STORIES = "/api/v1/stories"


def listed(client: Client, **asked: Any) -> list[str]:
    """The headlines of the stories that are listed for what is asked."""
    answer = client.get(STORIES, asked)
    assert answer.status_code == 200, answer.content
    return [story["headline"] for story in answer.json()["stories"]]
