"""Two at once: on PostgreSQL with real connections, as in production."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import AuditLine, User
from articles import publishing, readdressing, redirecting, revisions
from articles.document import freeze
from articles.models import Address, Edition, Redirect, Revision, Story
from articles.publishing import UnableToPublish
from articles.revisions import Written
from articles.verbs import Unable
from images.models import Image
from tests.articles.form import address, form_of, sign_in
from tests.images.library import make_image
from tests.stories import NOW, make_section, make_story, publish, text

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one transaction write at a time; there is nothing to race",
    ),
]


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What `work` returned or raised in `count` threads that start together."""
    start = Barrier(count)

    def run(number: int) -> Any:
        try:
            start.wait()
            return work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_29_twenty_stories_of_one_headline_get_twenty_addresses(administrator: User) -> None:
    section = make_section()

    made = at_once(20, lambda _n: make_story(administrator, section, headline="Same words"))

    slugs = {story.slug for story in made}
    assert len(slugs) == 20
    assert "same-words" in slugs


def test_29_twenty_forms_posted_at_once_get_twenty_addresses(administrator: User) -> None:
    section = make_section()
    stories = [make_story(administrator, section, headline=f"Draft {n}") for n in range(20)]
    posts = [form_of(story, headline="Same words", slug="") for story in stories]
    desks = [sign_in(administrator) for _story in stories]

    answers = at_once(20, lambda n: desks[n].post(address(stories[n]), posts[n]))

    assert {answer.status_code for answer in answers} == {302}
    assert len(set(Story.objects.values_list("slug", flat=True))) == 20
    assert set(Story.objects.values_list("headline", flat=True)) == {"Same words"}


def test_29_an_address_goes_to_a_story_or_to_a_redirect_never_to_both(
    administrator: User,
) -> None:
    section = make_section()
    story = make_story(administrator, section, slug="wanted")
    revision = revisions.latest(story)
    assert revision is not None

    def take(number: int) -> Any:
        if number == 0:
            return publishing.publish(story=story, revision=revision, by=administrator, now=NOW)
        return redirecting.redirect(
            address=Redirect(), path="/world/wanted/", to="/world/", by=administrator, now=NOW
        )

    results = at_once(6, take)

    assert [type(one) for one in results if not isinstance(one, Unable)] in (
        [Edition],
        [Redirect],
    )
    assert Address.objects.filter(path="/world/wanted/").count() == 1


def test_29_a_section_is_renamed_while_its_stories_are_published(administrator: User) -> None:
    section = make_section()
    stories = [make_story(administrator, section, slug=f"story-{n}") for n in range(6)]

    def work(number: int) -> Any:
        if number == 0:
            return readdressing.rename(
                section=section, language="en", slug="globe", by=administrator, now=NOW
            )
        return publish(stories[number], administrator)

    results = at_once(6, work)
    readdressing.readdress_batch(section=section, language="en", by=administrator, now=NOW)

    assert not [one for one in results if isinstance(one, Exception)]
    live = Edition.objects.filter(live_until=None).values_list("path", flat=True)
    assert sorted(live) == [f"/globe/story-{n}/" for n in range(1, 6)]


def test_24_a_concurrent_publish_makes_one_edition(administrator: User) -> None:
    story = make_story(administrator, make_section())
    revision = revisions.latest(story)
    assert revision is not None

    results = at_once(
        8,
        lambda _n: publishing.publish(story=story, revision=revision, by=administrator, now=NOW),
    )

    assert sum(isinstance(result, Edition) for result in results) == 1
    assert sum(isinstance(result, UnableToPublish) for result in results) == 7
    assert Edition.objects.count() == 1
    assert AuditLine.objects.filter(action="publish").count() == 1


def test_concurrent_saves_number_their_revisions_one_by_one(administrator: User) -> None:
    story = make_story(administrator)

    def write(number: int) -> Revision | None:
        mine = Story.objects.get(pk=story.pk)
        Story.objects.filter(pk=story.pk).update(kicker=f"Kicker {number}")
        return revisions.save(story=mine, by=administrator, now=NOW)

    results = at_once(6, write)

    assert not [result for result in results if isinstance(result, Exception)]
    numbers = sorted(Revision.objects.filter(story=story).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_25_saves_of_many_people_at_once_are_all_in_the_story(administrator: User) -> None:
    story = make_story(administrator, parts=tuple(text(f"<p>{n}</p>") for n in range(6)))
    base, before = revisions.latest(story), freeze(story)

    def write(number: int) -> Written | None:
        parts = list(before.parts)
        parts[number] = replace(parts[number], values={"body": f"<p>New {number}</p>"})
        mine = replace(before, parts=tuple(parts))
        return revisions.write(story=story, document=mine, base=base, by=administrator, now=NOW)

    results = at_once(6, write)

    assert not [result for result in results if isinstance(result, Exception)]
    bodies = [part.values["body"] for part in freeze(Story.objects.get(pk=story.pk)).parts]
    assert bodies == [f"<p>New {number}</p>" for number in range(6)]


def test_25_of_forms_of_one_picture_posted_at_once_one_is_saved(administrator: User) -> None:
    picture = make_image()
    page = reverse("admin:images_image_change", args=[picture.pk])
    form = sign_in(administrator).get(page).context["adminform"].form
    opened = {field.name: field.value() for field in form}
    opened = {name: "" if value is None else value for name, value in opened.items()}

    def save(number: int) -> int:
        posted = opened | {"headline": f"Headline {number}"}
        return sign_in(administrator).post(page, posted).status_code

    statuses = at_once(6, save)

    assert sorted(statuses) == [200, 200, 200, 200, 200, 302]
    saved = statuses.index(302)
    assert Image.objects.get().headline == f"Headline {saved}"
    assert AuditLine.objects.filter(action="describe_picture").count() == 1
