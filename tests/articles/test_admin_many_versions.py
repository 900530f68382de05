"""A story of a thousand versions and editions opens, saves, goes out, is listed like any other."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles import publishing, revisions
from articles.models import Edition, Revision, Section, Story
from tests.articles.form import JSON, address, form_of, sign_in
from tests.stories import NOW, make_section, make_site, make_story, publish, publish_many, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MANY = 1_000
FEW = 12  # versions and editions that one page may load
ON_FRONTS = 40  # editions that the sheet looks at to name what a place would move down


@pytest.fixture
def section() -> Section:
    make_site()
    return make_section()


def age(story: Story, count: int) -> None:
    """Give a live story `count` versions and editions in its past, a minute each."""
    first = Edition.objects.get(story=story)
    begin = NOW - timedelta(minutes=count + 1)
    document, digest = first.revision.document, first.revision.digest
    Revision.objects.bulk_create(
        Revision(
            story=story,
            number=10 + number,
            document=document,
            digest=f"{number:064}",
            created_by=first.published_by,
            created_at=begin + timedelta(minutes=number),
        )
        for number in range(count)
    )
    past = list(Revision.objects.filter(story=story, number__gte=10).order_by("number"))
    like = {
        field.attname: getattr(first, field.attname)
        for field in Edition._meta.concrete_fields
        if field.name not in {"id", "number", "revision", "live_from", "live_until", "made_at"}
    }
    Edition.objects.bulk_create(
        Edition(
            **like | {"is_superseded": True},
            number=10 + number,
            revision=revision,
            live_from=revision.created_at,
            live_until=revision.created_at + timedelta(minutes=1),
            made_at=revision.created_at,
        )
        for number, revision in enumerate(past)
    )
    assert digest != f"{0:064}"


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How many queries are asked, and how many versions and editions are loaded."""
    found: Counter[str] = Counter()

    def note(sender: Any, **_kwargs: Any) -> None:
        found[sender.__name__] += 1

    for model in (Revision, Edition):
        post_init.connect(note, sender=model)
    try:
        with CaptureQueriesContext(connection) as queries:
            yield found
    finally:
        for model in (Revision, Edition):
            post_init.disconnect(note, sender=model)
    found["queries"] = len(queries)


def costs(client: Client, story: Story) -> dict[str, Counter[str]]:
    """What it costs to open, save, show the sheet, publish and list the story."""
    newest = revisions.latest(story)
    assert newest is not None
    steps: dict[str, Callable[[], HttpResponse]] = {
        "open": lambda: client.get(address(story)),
        "save": lambda: client.post(
            address(story), form_of(Story.objects.get(pk=story.pk), kicker="New"), headers=JSON
        ),
        "sheet": lambda: client.get(address(story, "publish")),
        "list": lambda: client.get(reverse("admin:articles_story_changelist")),
    }
    found = {}
    for name, step in steps.items():
        with counted() as cost:
            assert step().status_code == 200, name
        found[name] = cost
    with counted() as cost:
        publish(story, story.created_by, now=NOW)  # type: ignore[arg-type]
    found["publish"] = cost
    return found


def test_a_thousand_versions_and_editions_cost_what_one_does(
    administrator: User, section: Section
) -> None:
    client = sign_in(administrator)
    publish_many(administrator, section, 60)  # the fronts are full
    first = make_story(administrator, section, kicker="New", standfirst="Ahead.")
    publish(first, administrator, now=NOW)  # search knows the words that are typed below
    for page in ("change", "publish"):  # what is asked once a process, and once a front
        client.get(address(first, page))
    found = []
    for count in (1, MANY):
        Story.objects.update(binned_at=NOW)  # so that the list has one story only
        story = make_story(administrator, section, headline=f"Story {count}")
        publish(story, administrator, now=NOW)
        age(story, count)
        save(story, administrator, standfirst="Ahead.")
        found.append(costs(client, story))
        assert publishing.last_edition(story, NOW + timedelta(hours=1)) is not None
    assert found[0] == found[1]
    assert max(cost["Revision"] for cost in found[1].values()) <= FEW
    assert max(cost["Edition"] for cost in found[1].values()) <= FEW + ON_FRONTS
