"""The health page: what changes next, the clock, the database. For whoever runs the site."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock, local_time
from articles.permissions import may
from articles.search.rebuilding import missing
from articles.transitions import AlertChange, FrontChange, Told, What, next_changes
from pagecache import outer, purging

if TYPE_CHECKING:
    from articles.admin.site import DeskSite

WHAT = {
    What.BEGINS: lambda: _("Goes live"),
    What.CHANGES: lambda: _("Changes"),
    What.ENDS: lambda: _("Ends"),
    What.TAKEN_DOWN: lambda: _("Taken down"),
    What.RIGHTS_END: lambda: _("Rights to a picture end"),
}
TOO_FAR_OFF = 1_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Vital:
    """Something that can be well or not, in words."""

    name: str
    words: str
    is_well: bool


@never_cache
@require_safe
def health(request: HttpRequest, site: "DeskSite") -> HttpResponse:
    """The next ten transitions of the site, and whether clock and database are well."""
    if not may(request.user, "see_health"):
        raise PermissionDenied(_("You may not do this."))
    now = clock.now()
    context = site.each_context(request) | {
        "title": _("Health"),
        "now": local_time.in_full(now),
        "vitals": [of_clock(), of_database(), of_migrations(), of_search(now), *of_caches(now)],
        "changes": [in_words(change, now) for change in next_changes(now)],
    }
    return render(request, "admin/health.html", context)


def of_clock() -> Vital:
    """How far this machine's clock is from the one that the site goes by."""
    if not clock.is_of_database(connection):
        words = _("The site goes by the clock of this machine.")
        return Vital(_("Clock"), words, is_well=True)
    off = round(clock.measure(connection).total_seconds() * 1_000)
    words = _("The site goes by the database’s clock: this machine’s is off by %d ms.") % abs(off)
    return Vital(_("Clock"), words, is_well=abs(off) < TOO_FAR_OFF)


def of_database() -> Vital:
    """Which database answers, and how fast."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took = (time.perf_counter() - began) * 1_000
    version = ".".join(str(number) for number in connection.get_database_version())
    values = {"name": connection.display_name, "version": version, "took": f"{took:.1f}"}
    return Vital(
        _("Database"), _("%(name)s %(version)s answers in %(took)s ms.") % values, is_well=True
    )


def of_migrations() -> Vital:
    """Whether the database has the shape that this code expects."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    words = _("All are applied.") if not missing else _("%d are not applied.") % len(missing)
    return Vital(_("Migrations"), words, is_well=not missing)


def of_search(now: datetime) -> Vital:
    """Whether readers can find every story."""
    count = missing(now=now).count()
    words = (
        ngettext(
            "%d story cannot be found: run manage.py rebuild_search.",
            "%d stories cannot be found: run manage.py rebuild_search.",
            count,
        )
        % count
        if count
        else _("Every story can be found.")
    )
    return Vital(pgettext("noun", "Search"), words, is_well=not count)


def of_caches(now: datetime) -> list[Vital]:
    """Whether each cache in front of the site has been told what it must forget."""
    failing = {trouble.cache: trouble for trouble in purging.troubles(now)}
    return [
        in_trouble(failing[found.name], now)
        if found.name in failing
        else Vital(_("Cache"), _("%s was told of every change.") % found.name, is_well=True)
        for found in outer.outer_caches()
    ]


def in_trouble(trouble: purging.Trouble, now: datetime) -> Vital:
    """A cache that fails, and what it said."""
    words = ngettext(
        "%(cache)s has not been told of %(count)d change, since %(since)s: %(error)s",
        "%(cache)s has not been told of %(count)d changes, since %(since)s: %(error)s",
        trouble.count,
    ) % {
        "cache": trouble.cache,
        "count": trouble.count,
        "since": local_time.briefly(trouble.since, now=now),
        "error": trouble.error or _("nobody has tried."),
    }
    return Vital(_("Cache"), words, is_well=False)


def in_words(change: Told, now: datetime) -> dict[str, object]:
    """A line of the list of transitions."""
    line = {
        "when": local_time.briefly(change.at, now=now),
        "iso": change.at.isoformat(),
        "then": local_time.in_address(change.at),
    }
    if isinstance(change, FrontChange):
        return line | {"what": _("Front changes"), "front": change.front}
    if isinstance(change, AlertChange):
        begins = change.what is What.BEGINS
        said = _("Alert begins") if begins else _("Alert ends")
        return line | {"what": said, "alert": change.alert}
    return line | {"what": WHAT[change.what](), "edition": change.edition}
