"""Alerts: what people do with the one line over all pages of a language, and where it leads."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from articles import redirecting
from articles.models import Alert, Edition, SiteSettings
from articles.models.alert import LONGEST_ALERT
from articles.models.fields import one_line, validate_web_address
from articles.models.interval import Interval, instant_for_next, lay_out
from articles.redirecting import Target
from articles.verbs import Unable, verb

LIFE = timedelta(hours=2)  # unless somebody says otherwise
LONGEST_ADDRESS = 500  # characters
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class UnableToAlert(Unable):
    """Raised where an alert cannot be raised or ended."""


class StaleAlert(UnableToAlert):
    """Raised where another alert runs than the one that was looked at; nothing was written.

    `running` is what runs now, None for nothing.
    """

    def __init__(self, running: Alert | None) -> None:
        if running is None:
            said = _("The alert has ended in the meantime.")
        else:
            who = running.raised_by or _("Somebody")
            said = _("%s raised another alert in the meantime. Look at it again.") % who
        super().__init__([said])
        self.running = running


def the_site() -> SiteSettings:
    """The row that alerts belong to, which is there from the first one on."""
    return SiteSettings.objects.get_or_create(pk=1)[0]


def running_alert(language: str, at: datetime) -> Alert | None:
    """The alert of a language at `at`. Readers see it unless it leads to a story that is gone."""
    return Alert.objects.filter(language=language).live(at=at).select_related("raised_by").first()


def target_in(link: str, now: datetime) -> tuple[Target, list[str]]:
    """What the `link` that somebody entered leads to at `now`, and what is wrong with it.

    A story that readers see, another page of this site, or an address elsewhere: https alone.
    """
    link = link.strip()
    if not link:
        return Target(), [_("Say where the line leads.")]
    if not link.startswith(f"{settings.SITE_URL}/") and _SCHEME.match(link):
        return _elsewhere(link)
    found, why = redirecting.target_in(link)
    if found.story and not Edition.objects.live(at=now).filter(story=found.story).exists():
        return Target(), [_("Readers do not see the story “%s” now.") % found.story]
    return found, why


def _elsewhere(link: str) -> tuple[Target, list[str]]:
    if not link.startswith("https://"):
        return Target(), [_("Give an address of this site, or one that begins with https://")]
    if len(link) > LONGEST_ADDRESS:
        return Target(), [_("This address is too long.")]
    try:
        validate_web_address(link)
    except ValidationError as error:
        return Target(), error.messages
    return Target(path=link), []


def leads_to(alert: Alert) -> str:
    """Where an alert leads, as one would enter it."""
    if alert.story_id is None:
        return alert.url
    newest = Edition.objects.filter(story=alert.story_id).order_by("-live_from", "-pk").first()
    return newest.path if newest else ""


def reasons_not_to_raise(
    *,
    site: SiteSettings,
    language: str,
    text: str,
    link: str,
    seen: int | None,
    now: datetime,
    until: datetime | None = None,
) -> list[str]:
    """Sentences that say why the alert cannot be raised."""
    why = [] if language in site.languages else [_("Readers are not offered this language.")]
    line = one_line(text)
    if not line:
        why.append(_("Say what happened, in one line."))
    if len(line) > LONGEST_ALERT:
        why.append(_("The line is too long: it may have %d characters.") % LONGEST_ALERT)
    if until is not None and until <= _instant_of(language, now):
        why.append(_("This time has passed. Choose a later one."))
    return [*why, *target_in(link, now)[1]]


def _told(alert: Alert) -> dict[str, object]:
    return {
        "alert": alert.pk,
        "language": alert.language,
        "text": alert.text,
        "to": alert.url or alert.story_id,
        "until": alert.live_until,
    }


@verb(
    "raise_alert",
    reasons=reasons_not_to_raise,
    unable=UnableToAlert,
    detail=_told,
    on="site",
)
def raise_alert(
    *,
    site: SiteSettings,
    language: str,
    text: str,
    link: str,
    seen: int | None,
    by: User,
    now: datetime,
    until: datetime | None = None,
) -> Alert | None:
    """Show the line `text` over all pages of `language` from now on, and return it.

    It ends by itself at `until`, after LIFE where that is not said; what runs already ends where it
    begins. None where the same runs already. `seen` is the key of the alert that was looked at,
    None where none ran: raises StaleAlert where it is another by now. Raises UnableToAlert,
    PermissionDenied.
    """
    begins = _instant_of(language, now)
    running = _must_be_fresh(language, seen, begins)
    target, _why = target_in(link, now)
    alert = Alert(
        site=site,
        language=language,
        text=one_line(text),
        story=target.story,
        url=target.path,
        raised_by=by,
        live_from=begins,
        live_until=until or begins + LIFE,
    )
    if running and _says(running) == _says(alert) and until in {None, running.live_until}:
        return None
    ahead: list[Interval] = [running, alert] if running else [alert]
    for ended in lay_out(ahead, now=begins, ends_at=alert.live_until):
        ended.save()  # what ends is written before what begins
    alert.save()
    return alert


def reasons_not_to_end(
    *, site: SiteSettings, language: str, seen: int | None, now: datetime
) -> list[str]:
    """Sentences that say why there is nothing to end."""
    is_there = seen is not None or running_alert(language, now)
    return [] if is_there else [_("No alert runs.")]


@verb(
    "end_alert",
    reasons=reasons_not_to_end,
    unable=UnableToAlert,
    detail=_told,
    on="site",
)
def end_alert(
    *, site: SiteSettings, language: str, seen: int | None, by: User, now: datetime
) -> Alert:
    """Take the line away at once, and return it with its end.

    Raises StaleAlert where another one than `seen` runs, or none; PermissionDenied.
    """
    ends = _instant_of(language, now)
    running = _must_be_fresh(language, seen, ends)
    if running is None:
        raise StaleAlert(None)
    running.live_until = ends
    running.save(update_fields=["live_until"])
    return running


def _instant_of(language: str, now: datetime) -> datetime:
    """The instant of a verb: `now`, or just after the last alert of the language began."""
    last = Alert.objects.filter(language=language).aggregate(last=Max("live_from"))["last"]
    return instant_for_next(last, now)


def _must_be_fresh(language: str, seen: int | None, now: datetime) -> Alert | None:
    running = running_alert(language, now)
    if (running.pk if running else None) != seen:
        raise StaleAlert(running)
    return running


def _says(alert: Alert) -> tuple[str, int | None, str]:
    return alert.text, alert.story_id, alert.url


def past_alerts(language: str, now: datetime, *, most: int) -> list[Alert]:
    """The alerts of a language that have ended, the last one first."""
    ended = Alert.objects.filter(language=language, live_until__lte=now)
    return list(ended.select_related("raised_by").order_by("-live_from", "-pk")[:most])
