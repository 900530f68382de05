"""`manage.py rebuild_search`: what readers search, made anew while the site runs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import clock
from articles.search.rebuilding import forget_all, missing, rebuild

WIDTH = 40  # characters of the bar


class Command(BaseCommand):
    help = (
        "Write what search is missing: entries of stories that have none, or one of an earlier "
        "version of Newsroom. The site may go on; a run that was cut goes on where it ended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="write every entry anew, also those in order"
        )

    def handle(self, *_args: Any, all: bool, **_options: Any) -> None:  # noqa: A002
        if all:
            forget_all()
        now = clock.now()
        total, done = missing(now=now).count(), 0
        for written in rebuild(now=now):
            done += written
            self.show(done, max(total, done))
        if left := missing(now=now).count():
            raise CommandError(f"{left} stories could not be written: the log says why.")
        self.stdout.write(f"{done} stories were written. Search has everything.")

    def show(self, done: int, total: int) -> None:
        """A bar that grows in place; a line for each batch where nobody looks."""
        bar = "#" * (WIDTH * done // total)
        is_watched = self.stdout.isatty()
        ending = "\n" if done == total or not is_watched else ""
        start = "\r" if is_watched else ""
        self.stdout.write(f"{start}[{bar:.<{WIDTH}}] {done}/{total}", ending=ending)
        self.stdout.flush()
