"""Error pages, in the language of the path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import page, surroundings
from articles.addresses import language_of, language_prefix
from articles.models.public import Edition
from articles.public import resolving
from articles.public.cachetags import ELSEWHERE, Shown, carry, home_tag
from articles.public.caching import ask_again
from articles.public.reading import instant_of
from articles.shown import Counterpart, Link, StoryCard
from articles.surroundings import Surroundings, TaxonName
from articles.wording import direction, language_name

LATEST_STORIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong, in words, and where to go on."""

    status: int
    heading: str
    explanation: str
    language: str
    direction: str
    section: Link | None
    latest: list[StoryCard]
    elsewhere: list[Counterpart]
    title: str
    description: str = ""
    canonical_url: str = ""
    robots: str = "noindex"


def error(request: HttpRequest, status: int, heading: str, explanation: str) -> HttpResponse:
    """The error page of `status`; a bare one where even the database does not answer."""
    language = language_of(request.path_info)
    at = instant_of(request)
    try:
        around = surroundings.gather(language=language, at=at)
        section = section_of(request.path_info, around)
        newest = latest(around, at, section)
        is_missing = status == 404
        alike = resolving.named_alike(request.path_info, language, at) if is_missing else []
    except DatabaseError:
        return broken(request)
    shown = ErrorPage(
        status=status,
        heading=heading,
        explanation=explanation,
        language=language,
        direction=direction(language),
        section=page.section_link(section)
        if section and newest and newest[0].section_id == section.pk
        else None,
        latest=page.cards(newest, around, at),
        elsewhere=told_of_counterparts(alike, around),
        title=heading,
    )
    context = {"page": shown, "site": page.furniture(around, at=at)}
    answer = render(request, "public/pages/error.html", context, status=status)
    if is_missing:  # the only one that caches may be given
        homes = (home_tag(code) for code in {language, *around.languages})
        tags = Shown.of_list(*homes, ELSEWHERE, editions=newest)
        tags.stories |= {edition.story_id for edition in alike}
        carry(answer, tags)
    return answer


def section_of(path: str, around: Surroundings) -> TaxonName | None:
    """The section whose address `path` begins with."""
    first = path.removeprefix(language_prefix(around.language)).strip("/").partition("/")[0]
    return next((section for section in around.sections if section.slug == first), None)


def latest(around: Surroundings, at: datetime, section: TaxonName | None = None) -> list[Edition]:
    """The newest stories as of `at`, for a reader who found nothing else: of the `section`, or
    those of the language where it has none."""
    newest = Edition.objects.in_lists(around.language, at=at).with_pictures().newest_first()
    of_section = list(newest.filter(section=section.pk)[:LATEST_STORIES]) if section else []
    return of_section or list(newest[:LATEST_STORIES])


def told_of_counterparts(editions: Sequence[Edition], around: Surroundings) -> list[Counterpart]:
    """What a reader is told who did not find a story that is live in other languages."""
    return [
        Counterpart(
            (
                _("This page exists in %s")
                if found.section_id is None
                else _("This story exists in %s")
            )
            % language_name(found.language),
            Link(found.headline, iri_to_uri(found.path), language=found.language),
        )
        for found in editions
        if found.language in around.languages
    ]


def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks nothing of the database, which may be what is broken."""
    language = language_of(request.path_info)
    with translation.override(language):
        context = {
            "language": language,
            "direction": direction(language),
            "home_url": language_prefix(language),
        }
        return render(request, "500.html", context, status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    with translation.override(language_of(request.path_info)):
        answer = error(
            request,
            404,
            _("This page does not exist"),
            _("The address may be mistyped, or what stood here is no longer published."),
        )
        return ask_again(answer)


def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """403; with a `reason` where Django's protection against forged forms refused a post."""
    with translation.override(language_of(request.path_info)):
        if reason:
            explanation = _("The form was not sent from this site, or is too old. Go back, reload.")
        else:
            explanation = _("It is not meant for everybody.")
        return error(request, 403, _("You may not see this page"), explanation)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Asks nothing of the request, which is broken, nor of the database."""
    return HttpResponse(_("Bad request"), status=400, content_type="text/plain; charset=utf-8")
