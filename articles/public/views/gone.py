"""What stands where a story was: what happened, when, and where to go on. No word of the story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import page
from articles.addresses import absolute
from articles.models.public import Edition, Why
from articles.public.cachetags import ELSEWHERE, Shown, carry, home_tag
from articles.public.resolving import Gone
from articles.public.views import errors
from articles.shown import Counterpart, Link, Moment, StoryCard
from articles.surroundings import Surroundings
from articles.wording import direction, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePage:
    """What happened to a story, in words for readers."""

    language: str
    direction: str
    heading: str
    before_date: str  # what happened at `since`
    since: Moment
    notice: str
    read_instead: Link | None
    section: Link | None
    latest: list[StoryCard]
    elsewhere: list[Counterpart]
    title: str
    description: str = ""
    canonical_url: str = ""
    robots: str = "noindex"


def response(request: HttpRequest, gone: Gone, around: Surroundings, at: datetime) -> HttpResponse:
    """410 with the public notice, 451 where the law ordered it, 410 where its time was up.

    The 451 says, as RFC 7725 asks, who blocks the page: we do. Who ordered it is for the notice.
    """
    is_legal = gone.withdrawal is not None and gone.withdrawal.why == Why.LEGAL
    site = page.furniture(around, at=at, current_section=gone.edition.section_id)
    latest = around.newer or errors.latest(around, at)
    context = {"page": gone_page(gone, around, latest, at), "site": site}
    status = 451 if is_legal else 410
    answer = render(request, "public/pages/gone.html", context, status=status)
    if is_legal:
        answer.headers["Link"] = f'<{absolute(site.home_url)}>; rel="blocked-by"'
    instead = [gone.read_instead] if gone.read_instead else []
    tags = Shown.of_story(gone.edition, *instead, *elsewhere(gone, around), beside=latest)
    tags.lists |= {home_tag(around.language), ELSEWHERE}  # the latest, where its section has none
    return carry(answer, tags)


def gone_page(
    gone: Gone, around: Surroundings, latest: Sequence[Edition], at: datetime
) -> GonePage:
    """The page of `gone`, with the `latest`: the newest of its section, if there are any."""
    heading, before_date = words(gone)
    section = next((s for s in around.sections if s.pk == gone.edition.section_id), None)
    instead = gone.read_instead
    return GonePage(
        language=around.language,
        direction=direction(around.language),
        heading=heading,
        title=heading,
        before_date=before_date,
        since=moment(gone.since, around.language),
        notice=gone.withdrawal.notice if gone.withdrawal else "",
        read_instead=Link(instead.headline, iri_to_uri(instead.path), language=instead.language)
        if instead
        else None,
        section=page.section_link(section) if section and around.newer else None,
        latest=page.cards(latest, around, at),
        elsewhere=errors.told_of_counterparts(elsewhere(gone, around), around),
    )


def elsewhere(gone: Gone, around: Surroundings) -> Sequence[Edition]:
    """The story in other languages; not where the law had it removed, nor beside "Read instead"
    for the same."""
    if gone.withdrawal is not None and gone.withdrawal.why == Why.LEGAL:
        return []
    instead = gone.read_instead.pk if gone.read_instead else None
    return [found for found in around.translations if found.pk != instead]


def words(gone: Gone) -> tuple[str, str]:
    """What happened, and what to say before the date."""
    is_page = gone.edition.section_id is None
    if gone.withdrawal is None:
        heading = _("This page is no longer here") if is_page else _("This story is no longer here")
        return heading, _("It was published until")
    if gone.withdrawal.why == Why.LEGAL:
        heading = (
            _("This page was removed for legal reasons")
            if is_page
            else _("This story was removed for legal reasons")
        )
        return heading, _("Removed on")
    heading = _("This page was withdrawn") if is_page else _("This story was withdrawn")
    return heading, _("Withdrawn on")
