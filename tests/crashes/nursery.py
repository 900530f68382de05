"""Raises workers that can be killed: this process loads Django once and forks one per line read.

Run as `python -m tests.crashes.nursery` with DATABASE_URL naming the database and one story in it.
A worker writes one line for everything that has been committed and goes on until it is killed.
"""

import os
import sys
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import django

if TYPE_CHECKING:  # Django is set up later
    from accounts.models import User
    from articles.models import Story


def main() -> None:
    """Read "<work> <story> <user>" lines, fork a worker for each, answer with its process id."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    say("ready")
    for line in sys.stdin:
        work, story, user = line.split()
        child = os.fork()
        if child == 0:
            run(work, int(story), int(user))
        say(f"worker {child}")
        os.waitpid(child, 0)
        say("gone")


def say(words: str) -> None:
    """One line that the test has for sure, whatever happens next."""
    os.write(sys.stdout.fileno(), f"{words}\n".encode())


def run(work: str, story: int, user: int) -> None:
    """Do `work` again and again."""
    from accounts.models import User
    from articles.models import Story

    by, session = User.objects.get(pk=user), uuid4()
    for number in count(1):
        words = f"{work} {os.getpid()} {number}"
        if work == "autosave":
            type_in(Story.objects.get(pk=story), by, words, session, number)
        else:
            write(Story.objects.get(pk=story), by, words, publishes=work == "publish")


def type_in(story: "Story", by: "User", words: str, session: UUID, number: int) -> None:
    """Keep an autosave that says `words` in two fields."""
    from articles import autosaves, clock, revisions

    autosaves.keep(
        session=session,
        sequence=number,
        story=story,
        base=revisions.latest(story),
        changes={"fields": {"headline": words, "standfirst": words}},
        by=by,
        typed_at=clock.now(),
    )
    say(f"kept {session} {number}")


def write(story: "Story", by: "User", words: str, *, publishes: bool) -> None:
    """Save `words` in every field and part, and publish them."""
    from articles import clock, publishing, revisions

    now, newest = clock.now(), revisions.latest(story)
    assert newest is not None
    document = revisions.document_of(newest)
    parts = tuple(
        replace(part, values={**part.values, "body": f"<p>{words}</p>"}) for part in document.parts
    )
    changed = replace(document, headline=words, standfirst=words, parts=parts)
    written = revisions.write(story=story, document=changed, base=newest, by=by, now=now)
    assert written is not None
    assert written.revision is not None
    say(f"saved {written.revision.number}")
    if publishes:
        edition = publishing.minor(story=story, revision=written.revision, by=by, now=now)
        say(f"published {edition.number}")


if __name__ == "__main__":
    main()
