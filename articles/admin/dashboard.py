"""What the desk's first page shows besides one's own stories: a panel each, a few lines long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from articles import translating, uses
from articles.admin import alerts as alert_bar
from articles.admin.pictures.card import standing
from articles.checks import MOST_DAYS
from articles.local_time import briefly
from articles.models import Alert, Conflict, Front, Note, Stage, Story, Withdrawal
from articles.permissions import may, visible_to
from articles.status import statuses
from articles.transitions import What, changes_between
from pagecache import purging

MOST = 5  # lines of a panel
LOOKED_AT = 60  # of the stories that were saved last, for what is not published
AHEAD = timedelta(days=90)
AHEAD_IN_WORDS: dict[What, Callable[[], str]] = {
    What.BEGINS: lambda: _("Goes live"),
    What.CHANGES: lambda: _("Update"),
    What.ENDS: lambda: _("Ends"),
    What.RIGHTS_END: lambda: _("Rights to a picture end"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a panel: a headline that leads somewhere, and what there is to say of it.

    `at` is an instant ahead that is counted down to. `stories` are those concerned, as headlines,
    languages and addresses; `others` says how many more there are.
    """

    headline: str
    language: str
    url: str
    about: str
    at: datetime | None = None
    when: str = ""
    stories: Sequence[tuple[str, str, str]] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled list of lines."""

    key: str
    title: str
    lines: list[Line]


def panels(user: User, now: datetime) -> list[Panel]:
    """What there is to do and to know for `user`: only panels that have something to say."""
    stories = visible_to(user)
    found = [
        alerts(user, now),
        waiting(user, stories, now),
        going_out(stories, now),
        rights_ending(user, now),
        gone_pictures(user, now),
        reported(stories, now),
        conflicts(stories, now),
        not_published(stories, now),
        translations_behind(stories, now),
        taken_down(stories, now),
        fronts(user, now),
    ]
    return [panel for panel in found if panel.lines]


def warnings(user: User, now: datetime) -> list[str]:
    """What is wrong with the site itself, in sentences for whoever may take something down."""
    if not (may(user, "take_down") or may(user, "take_down_picture") or may(user, "see_health")):
        return []
    return [
        _(
            "The cache %(cache)s has not forgotten what was changed or taken down since %(since)s: "
            "readers may still get it from there. It is told again and again until it has."
        )
        % {"cache": trouble.cache, "since": briefly(trouble.since, now=now)}
        for trouble in purging.troubles(now)
    ]


def form_of(story: Story) -> str:
    """The form of `story`."""
    return reverse("admin:articles_story_change", args=[story.pk])


def line_of(story: Story, about: str, *, url: str = "") -> Line:
    """A line that leads to the form of `story`, or to another page of it."""
    return Line(
        headline=str(story), language=story.language, url=url or form_of(story), about=about
    )


def waiting(user: User, stories: "QuerySet[Story]", now: datetime) -> Panel:
    """What waits for whoever may approve it; for others, what of theirs is with the desk."""
    handed_on = stories.filter(stage__in=[Stage.SUBMITTED, Stage.CHANGES_REQUESTED])
    if may(user, "approve"):
        sent = handed_on.filter(stage=Stage.SUBMITTED).select_related("created_by")
        lines = [
            line_of(story, _("From %s") % story.created_by) for story in newest_first(sent)[:MOST]
        ]
        return Panel("waiting", _("Waiting for you"), lines)
    lines = [line_of(s, str(Stage(s.stage).label)) for s in newest_first(handed_on)[:MOST]]
    return Panel("waiting", _("With the desk"), lines)


def newest_first(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """In the order in which they were saved, the last first."""
    return stories.order_by("-saved_at", "-pk")


def going_out(stories: "QuerySet[Story]", now: datetime) -> Panel:
    """What readers see next, and what ends."""
    changes = changes_between(now, now + AHEAD, stories=stories, limit=MOST)
    told = [change for change in changes if change.what in AHEAD_IN_WORDS and change.at > now]
    lines = [
        Line(
            headline=change.edition.headline,
            language=change.edition.language,
            url=form_of(change.edition.story),
            about=AHEAD_IN_WORDS[change.what](),
            at=change.at,
            when=briefly(change.at, now=now),
        )
        for change in told[:MOST]
    ]
    return Panel("going-out", _("Going out next"), lines)


def rights_ending(user: User, now: datetime) -> Panel:
    """Pictures in use whose rights end soon, the soonest first."""
    found = uses.rights_ending(user, now, now + MOST_DAYS, most=MOST)
    lines = [picture_line(one, _("Rights end"), now, ends=one.image.expires_at) for one in found]
    return Panel("rights-ending", _("Rights to pictures end soon"), lines)


def gone_pictures(user: User, now: datetime) -> Panel:
    """Pictures that live stories show a box for since a short while, the latest first."""
    found = uses.gone_from_live(user, now, now - MOST_DAYS, most=MOST)
    lines = [picture_line(one, standing(one.image, now)[1], now) for one in found]
    return Panel("gone-pictures", _("Pictures missing from live stories"), lines)


def picture_line(
    one: uses.Concern, about: str, now: datetime, *, ends: datetime | None = None
) -> Line:
    """A line that leads to a picture, or to a story for those who may not see the picture."""
    stories = [(str(story), story.language, form_of(story)) for story in one.stories]
    page = reverse("admin:images_image_change", args=[one.image.pk])
    return Line(
        headline=str(one.image),
        language="",
        url=page if one.is_open else stories[0][-1],
        about=about,
        at=ends,
        when=briefly(ends, now=now) if ends else "",
        stories=stories,
        others=one.total - len(stories),
    )


def conflicts(stories: "QuerySet[Story]", now: datetime) -> Panel:
    """Where two people changed the same words and nobody has decided."""
    found = Conflict.objects.filter(resolved_at=None, story__in=stories)
    met = found.select_related("story", "met_by").order_by("-met_at", "-pk")[:MOST]
    lines = [
        line_of(
            conflict.story,
            _("Met by %s") % conflict.met_by,
            url=reverse("admin:articles_story_conflict", args=[conflict.story_id, conflict.pk]),
        )
        for conflict in met
    ]
    return Panel("conflicts", _("Open conflicts"), lines)


def reported(stories: "QuerySet[Story]", now: datetime) -> Panel:
    """Errors that readers report and nobody has resolved, the newest first."""
    found = Note.objects.open().from_readers().filter(story__in=stories)
    lines = [
        line_of(
            note.story,
            f"“{Truncator(note.words).chars(80)}”, {briefly(note.created_at, now=now)}",
            url=reverse("admin:articles_story_notes", args=[note.story_id]),
        )
        for note in found.select_related("story").newest_first()[:MOST]
    ]
    return Panel("reported", _("Readers report errors"), lines)


def not_published(stories: "QuerySet[Story]", now: datetime) -> Panel:
    """Which of the stories that were saved last say more than readers see."""
    latest = list(newest_first(stories)[:LOOKED_AT])
    standing = statuses(latest, at=now)
    ahead = [story for story in latest if standing[story.pk].key == "live-changed"]
    lines = [line_of(story, standing[story.pk].words) for story in ahead[:MOST]]
    return Panel("not-published", _("Live now, changes not published"), lines)


def taken_down(stories: "QuerySet[Story]", now: datetime) -> Panel:
    """What was taken down last and is still down."""
    down = Withdrawal.objects.filter(live_until=None, story__in=stories)
    lines = [
        line_of(
            withdrawal.story,
            f"{withdrawal.get_why_display()}, {briefly(withdrawal.live_from, now=now)}",
        )
        for withdrawal in down.select_related("story").order_by("-live_from", "-pk")[:MOST]
    ]
    return Panel("taken-down", _("Recently taken down"), lines)


def translations_behind(stories: "QuerySet[Story]", now: datetime) -> Panel:
    """Translations whose source says something else since, those saved last first."""
    found = translating.behind(stories, now, most=MOST)
    lines = [line_of(story, _("Source changed")) for story in found]
    return Panel("translations-behind", _("Translations behind"), lines)


def fronts(user: User, now: datetime) -> Panel:
    """Which fronts somebody is arranging: readers do not see that yet."""
    title = _("Fronts being arranged")
    if not may(user, "arrange_front"):
        return Panel("fronts", title, [])
    found = Front.objects.exclude(draft=None).select_related("section", "drafted_by")
    with_names = found.prefetch_related("section__texts").order_by("-drafted_at", "-pk")[:MOST]
    lines = [
        Line(
            headline=str(front),
            language="",
            url=reverse("admin:articles_front_change", args=[front.pk]),
            about=f"{front.drafted_by}, {briefly(front.drafted_at, now=now)}"
            if front.drafted_at
            else "",
        )
        for front in with_names
    ]
    return Panel("fronts", title, lines)


def alerts(user: User, now: datetime) -> Panel:
    """The lines that readers see over every page, and until when."""
    title = _("Alert bar")
    if not may(user, "raise_alert"):
        return Panel("alerts", title, [])
    running = Alert.objects.live(at=now).select_related("raised_by").order_by("language")
    lines = [
        Line(
            headline=one.text,
            language=one.language,
            url=alert_bar.url_of(one.language),
            about=_("%(language)s, raised by %(who)s, ends")
            % {"language": dict(settings.LANGUAGES)[one.language], "who": one.raised_by},
            at=one.live_until,
            when=briefly(one.live_until, now=now) if one.live_until else "",
        )
        for one in running
    ]
    return Panel("alerts", title, lines)


def things_to_try(user: User) -> list[tuple[str, str]]:
    """In the demo, what is worth a look, as words and addresses; everywhere else nothing."""
    if not settings.DEMO:
        return []
    from articles.demo import tries  # noqa: PLC0415  not there where real people work

    return tries.links(visible_to(user))
