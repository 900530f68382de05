"""Killed at any moment, without warning: everything is all old or all new, and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from accounts import audit
from accounts.models import User
from articles import revisions
from articles.document import digest, freeze
from articles.models import Autosave, Edition, EditionAuthor, Revision, Story
from tests.stories import byline, make_section, make_site, make_story, publish, text

MOMENTS = 100
LONGEST = 0.05  # seconds until a worker is killed; a save takes about a tenth of that
WORKERS = "newsroom-workers"  # what PostgreSQL calls their sessions
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


class Nursery:
    """The process that raises workers, and what the last one said."""

    def __init__(self) -> None:
        environment = os.environ | {"DATABASE_URL": database_url(), "PGAPPNAME": WORKERS}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.crashes.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        assert self.line() == "ready"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill_one(self, work: str, story: Story, by: User, after: float) -> list[list[str]]:
        """Start a worker, kill it `after` seconds of its work, and return what it had done."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{work} {story.pk} {by.pk}\n")
        self.process.stdin.flush()
        said = self.line()
        done = []
        while not said.startswith("worker "):  # it may be quicker than its parent
            done.append(said.split())
            said = self.line()
        while not done:
            done.append(self.line().split())
        time.sleep(after)  # the moment is the point of the test
        os.kill(int(said.split()[1]), signal.SIGKILL)
        while (said := self.line()) != "gone":
            done.append(said.split())
        wait_until_let_go()
        return done


def wait_until_let_go() -> None:
    """PostgreSQL learns of a death a moment later, and may finish a commit until then."""
    with connection.cursor() as cursor:
        while connection.vendor == "postgresql":
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = %s",
                [WORKERS],
            )
            if cursor.fetchone() is None:
                return


def database_url() -> str:
    """The address of the database that this test has."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    host = f"{of['HOST']}:{of['PORT']}" if of["PORT"] else of["HOST"]
    secret = f":{of['PASSWORD']}" if of["PASSWORD"] else ""
    return f"postgres://{of['USER']}{secret}@{host}/{of['NAME']}"


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    running = Nursery()
    with running.process:  # closes its input, which ends it, and waits
        yield running


@pytest.fixture
def moments() -> list[float]:
    """Seconds after which to kill, the same ones in every run."""
    chance = random.Random(30)
    return [chance.uniform(0, LONGEST) for _moment in range(MOMENTS)]


@pytest.fixture
def story(administrator: User) -> Story:
    """A story that is live, of several parts."""
    make_site()
    parts = tuple(text(f"<p>Part {number}</p>") for number in range(8))
    made = make_story(administrator, make_section(), parts=parts, bylines=(byline("Anna Bianchi"),))
    publish(made, administrator)
    return made


def assert_whole(story: Story) -> None:
    """The rows are what the newest revision says, each revision has its line, no word is torn."""
    story = Story.objects.get(pk=story.pk)
    newest = revisions.latest(story)
    assert newest is not None
    assert digest(freeze(story)) == newest.digest
    for revision in Revision.objects.filter(story=story):
        assert digest(revisions.document_of(revision)) == revision.digest
    lines = audit.lines_about(story).filter(action="write")
    numbered = sorted(line.detail["revision"] for line in lines)
    kept = Revision.objects.filter(story=story).order_by("number")
    assert numbered == list(kept.values_list("number", flat=True))


def assert_serves(story: Story) -> None:
    edition = Edition.objects.get(story=story, live_until=None)
    response = Client().get(edition.path)
    assert response.status_code == 200
    assert edition.headline in response.content.decode()


def test_30_killed_while_saving(
    nursery: Nursery, story: Story, administrator: User, moments: list[float]
) -> None:
    for moment in moments:
        done = nursery.kill_one("save", story, administrator, moment)
        told = max(int(number) for _what, number in done)
        newest = revisions.latest(story)
        assert newest is not None
        assert newest.number in {told, told + 1}  # the last may have been kept before it was told
        assert digest(freeze(Story.objects.get(pk=story.pk))) == newest.digest
    assert_whole(story)
    assert_serves(story)


def test_30_killed_while_publishing(
    nursery: Nursery, story: Story, administrator: User, moments: list[float]
) -> None:
    for moment in moments:
        nursery.kill_one("publish", story, administrator, moment)
        editions = Edition.objects.filter(story=story).order_by("live_from")
        numbers = [edition.number for edition in editions]
        assert numbers == list(range(1, len(numbers) + 1))
        assert [edition.live_until for edition in editions] == [
            *(edition.live_from for edition in editions[1:]),
            None,
        ]
    assert_whole(story)
    assert EditionAuthor.objects.filter(edition__story=story).count() == len(numbers)
    published = audit.lines_about(story).filter(action__in=["publish", "minor"])
    assert sorted(line.detail["edition"] for line in published) == numbers
    assert_serves(story)


def test_30_killed_while_typing_is_kept(
    nursery: Nursery, story: Story, administrator: User, moments: list[float]
) -> None:
    before = revisions.latest(story)
    for moment in moments:
        done = nursery.kill_one("autosave", story, administrator, moment)
        session = done[0][1]
        told = max(int(number) for _what, _session, number in done)
        row = Autosave.objects.get(session=session)
        assert row.sequence in {told, told + 1}
        headline = row.changes["fields"]["headline"]
        assert headline.endswith(f" {row.sequence}")
        assert row.changes["fields"]["standfirst"] == headline
    assert revisions.latest(story) == before
    assert_whole(story)
    assert_serves(story)
