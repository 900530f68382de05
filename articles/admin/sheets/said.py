"""What is said at the top of the form once a verb is done."""

from collections.abc import Callable
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.local_time import briefly
from articles.models import Change, Edition, Why

PUBLISHED: dict[str, Callable[[], str]] = {
    Change.FIRST: lambda: _("Published. Readers see it now."),
    Change.MINOR: lambda: _("Published. Readers see the fix now."),
    Change.UPDATE: lambda: _("Published. Readers see the update now."),
    Change.CORRECTION: lambda: _("Published. Readers see the correction and its note now."),
    Change.CLARIFICATION: lambda: _("Published. Readers see the clarification and its note now."),
}
TAKEN_DOWN: dict[str, Callable[[], str]] = {
    Why.MISTAKE: lambda: _("Taken down. Its address answers as if it had never been there."),
    Why.WITHDRAWN: lambda: _("Taken down. Readers get your notice instead."),
    Why.LEGAL: lambda: _("Taken down. Readers get your notice of the order instead."),
}


def told(sentence: str, *links: tuple[str, str]) -> SafeString:
    """A sentence and links after it, given as (address, words)."""
    shown = format_html_join("", ' <a href="{}">{}</a>', links)
    return format_html("{}{}", sentence, shown)


def scheduled(edition: Edition, *, now: datetime) -> str:
    """What is said of something that waits for its instant."""
    when = briefly(edition.live_from, now=now)
    return _("Scheduled for %s. Readers see nothing of it until then.") % when


def became_of(waiting: Edition, *, is_kept: bool, now: datetime) -> str:
    """What became of a scheduled edition when readers were given another one before it."""
    when = briefly(waiting.live_from, now=now)
    if is_kept:
        return _("The update scheduled for %s has the change in it.") % when
    return _("What was scheduled for %s is cancelled.") % when
