"""`manage.py purge`: tell outer caches now what they have not been told."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pagecache import purging
from pagecache.models import Purge
from pagecache.outer import outer_caches


class Command(BaseCommand):
    help = (
        "Tell the caches that CACHE_PURGE_URL names what they must forget and have not been told, "
        "without waiting for the next try. Forgets what waits for caches that are no longer named. "
        "Ends with status 1 where a cache fails. May be run every minute."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        caches = outer_caches()
        former = Purge.objects.exclude(cache__in=[outer.name for outer in caches])
        dropped, _by_model = former.delete()
        if dropped:
            self.stdout.write(f"{dropped} purges of caches that are no longer named were dropped.")
        now = timezone.now()
        failing = [
            outer.name for outer in caches if not purging.deliver(outer, now=now, is_impatient=True)
        ]
        if failing:
            raise CommandError(f"Not told: {', '.join(failing)}.")
        self.stdout.write("Every cache was told." if caches else "No cache is configured.")
