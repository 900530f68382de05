"""Stories that readers see: lists of them, and one whole."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router
from pydantic import Field

from articles.addresses import absolute
from articles.models.public import AuthorText, Edition, EditionQuerySet, TopicText, Why
from articles.public import paging, resolving
from articles.public.api import cursors, filing, problems, telling
from articles.public.api.parameters import AUTHOR, CODES, SECTION, Instant, Language, Name
from articles.public.api.problems import ERRORS, NotThere, Refusal
from articles.public.api.schemas import Stories, Story
from articles.public.cachetags import (
    ELSEWHERE,
    Shown,
    author_tag,
    carry,
    home_tag,
    section_tag,
    series_tag,
    topic_tag,
)
from articles.public.reading import instant_of
from articles.public.views.stories import corrected
from articles.surroundings import Surroundings

router = Router(tags=["stories"])
GONE: Mapping[int, type[problems.Problem]] = {410: problems.Gone, 451: problems.Gone}


class Filters(cursors.Page):
    """Which stories: those that pass all that is given.

    Sections, topics and authors go by their slug in the language, a former slug, or their uuid.
    """

    language: Language = CODES[0]
    section: Name | None = SECTION
    topic: Name | None = Field(None, description="Of a topic, named in the same ways.")
    author: Name | None = AUTHOR
    since: Instant | None = Field(None, description="First published then or later.")
    until: Instant | None = Field(None, description="First published before then.")


@router.get("stories", response={200: Stories, **ERRORS})
def stories(
    request: HttpRequest,
    response: HttpResponse,
    filters: Query[Filters],
) -> Stories:
    """Stories of a language, newest first by first publication. A story that is updated keeps its
    place; to hear of updates follow `changes`.
    """
    at = instant_of(request)
    around = filing.around_answer(request, response, filters.language)
    found, order, tag = filtered(filters, around, at)
    shown, onward = cursors.page_of(
        found.with_pictures().with_identity(), filters.cursor, filters.limit, order
    )
    carry(response, Shown.of_list(tag, editions=shown))
    return Stories(
        stories=telling.summaries(shown, around, at), next=cursors.next_url(request, onward)
    )


def filtered(
    filters: Filters, around: Surroundings, at: datetime
) -> tuple[EditionQuerySet, paging.Order, str]:
    """The stories that pass, in which order they go along an index, and the tag of their list.

    Raises NotThere where nothing has a name that was asked for.
    """
    found, order, tag = (
        Edition.objects.in_lists(around.language, at=at),
        paging.BY_STORY,
        home_tag(around.language),
    )
    if filters.since:
        found = found.filter(first_published_at__gte=filters.since)
    if filters.until:
        found = found.filter(first_published_at__lt=filters.until)
    if filters.section:
        key = filing.section_key(around, filters.section)
        found, tag = found.filter(section=key), section_tag(key)
    if filters.author:
        key = filing.key_of(AuthorText, around.language, filters.author)
        found, order, tag = found.signed_by(key, at=at), paging.OF_AUTHOR, author_tag(key)
    if filters.topic:
        key = filing.key_of(TopicText, around.language, filters.topic)
        found, order, tag = found.about(key, at=at), paging.OF_TOPIC, topic_tag(key)
    return found, order, tag


@router.get("stories/{uuid}", response={200: Story, **ERRORS, **GONE})
def story(request: HttpRequest, response: HttpResponse, uuid: UUID) -> Story:
    """One story as readers see it now.

    410 where it was taken down or its time was up, 451 where the law ordered it, with what readers
    are told. 404 where they never saw it, or were not meant to.
    """
    at = instant_of(request)
    found = resolving.resolve_story(uuid, at)
    if isinstance(found, Edition):
        return whole(response, found, at)
    if found is None:
        raise NotThere("Readers know no story by this uuid.")
    with translation.override(found.edition.language):
        raise refusal(found)


def whole(response: HttpResponse, edition: Edition, at: datetime) -> Story:
    """A live edition, with what stands around it."""
    with translation.override(edition.language):
        told = telling.whole(edition, corrected(edition, at), at)
    response.headers["Content-Language"] = edition.language
    tags = Shown.of_story(edition, *told.translations, pictures=told.pictures)
    if told.series:
        tags.lists.add(series_tag(told.series))
    carry(response, tags)
    return told.story


def refusal(gone: resolving.Gone) -> Refusal:
    """What is said of a story that readers do not see any more."""
    is_legal = gone.withdrawal is not None and gone.withdrawal.why == Why.LEGAL
    instead = [gone.read_instead] if gone.read_instead else []
    problem = problems.said(
        451 if is_legal else 410,
        "This story was taken down." if gone.withdrawal else "This story was published until then.",
        problems.Gone,
        since=gone.since,
        notice=gone.withdrawal.notice if gone.withdrawal else "",
        read_instead=absolute(instead[0].path) if instead else None,
    )
    tags = Shown.of_story(gone.edition, *instead)
    tags.lists.add(ELSEWHERE)
    blocked = f'<{absolute("/")}>; rel="blocked-by"'  # by us, as on the page
    return Refusal(problem, tags, link=blocked if is_legal else "")
