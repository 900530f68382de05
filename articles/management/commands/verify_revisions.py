"""`manage.py verify_revisions`: whether every version of every story is what was recorded."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import sealing
from articles.models import Revision, Story


class Command(BaseCommand):
    help = (
        "Compute the SHA-256 of every stored version anew and compare it with the one that was "
        "recorded. Changes nothing; ends with status 1 where anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--story", type=int, help="the number of one story; all without it")

    def handle(self, *_args: Any, story: int | None, **_options: Any) -> None:
        found = Story.objects.filter(pk=story).first() if story is not None else None
        if story is not None and found is None:
            raise CommandError(f"There is no story {story}.")
        count = 0
        for count, fault in enumerate(sealing.faults(story=found), start=1):  # noqa: B007
            self.stderr.write(fault)
        if count:
            raise CommandError(f"{count} faults found.")
        looked_at = Revision.objects.filter(story=found) if found else Revision.objects.all()
        self.stdout.write(f"{looked_at.count()} versions are what was recorded.")
