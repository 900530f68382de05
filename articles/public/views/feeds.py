"""Feeds of the site, a section, a topic, an author, and of corrections."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import page, syndicating
from articles.addresses import absolute, author_path, topic_path
from articles.models.public import AuthorText, EditionQuerySet, TopicText
from articles.public import feeds, paging
from articles.public.cachetags import Shown, author_tag, carry, corrections_tag, topic_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import corrections, lists, subjects
from articles.surroundings import Named, Surroundings

# What has a feed beside the sections: where its names are.
SUBJECTS: dict[str, type[TopicText] | type[AuthorText]] = {"topic": TopicText, "author": AuthorText}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The list that a feed follows: its page, its name ("" for the site's), its order, its tag.

    `asked` is what stands behind the question mark of both addresses.
    """

    path: str
    asked: str = ""
    title: str = ""
    order: paging.Order = paging.BY_STORY
    tag: str


@require_safe
@fresh
def of_site(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest stories of a language."""
    at = instant_of(request)
    around = around_feed(request, at)
    listed = Listed(path=lists.path_of(around, None), tag=lists.tag_of(around, None))
    return response(request, kind, around, at, subjects.listed(around, at), listed)


@require_safe
@fresh
def of_section(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The newest stories of a section."""
    at = instant_of(request)
    around = around_feed(request, at)
    section = next((one for one in around.sections if one.slug == slug), None)
    if section is None:
        raise Http404("There is no such section.")
    editions = subjects.listed(around, at).filter(section=section.pk)
    path, tag = lists.path_of(around, section), lists.tag_of(around, section)
    listed = Listed(path=path, title=section.name, tag=tag)
    return response(request, kind, around, at, editions, listed)


@require_safe
@fresh
def of_subject(request: HttpRequest, of: str, slug: str, kind: str) -> HttpResponse:
    """The newest stories on a topic, or by an author."""
    at = instant_of(request)
    around = around_feed(request, at, Named(SUBJECTS[of], slug))
    name = next(iter(around.here), None)
    if name is None or name.language != around.language:
        raise Http404("Nothing has this name.")
    editions = subjects.listed(around, at)
    if of == "topic":
        path, order, tag = topic_path(around.language, slug), paging.OF_TOPIC, topic_tag(name.pk)
        editions = editions.about(name.pk, at=at)
    else:
        path, order, tag = author_path(around.language, slug), paging.OF_AUTHOR, author_tag(name.pk)
        editions = editions.signed_by(name.pk, at=at)
    listed = Listed(path=path, title=name.name, order=order, tag=tag)
    return response(request, kind, around, at, editions, listed)


@require_safe
@fresh
def of_corrections(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest corrections of a language."""
    at = instant_of(request)
    around = around_feed(request, at)
    told = corrections.told(around.language, at).with_identity().latest_first()
    shown = list(told[: settings.LIST_LENGTH])
    link = page.corrections_link(around.language)
    listed = Listed(path=link.url, title=link.title, tag=corrections_tag(around.language))
    answer = written(request, kind, around, at, syndicating.corrections_of(shown), listed)
    return carry(answer, Shown.of_list(listed.tag, editions=shown))


def around_feed(request: HttpRequest, at: datetime, whose: Named | None = None) -> Surroundings:
    """What a feed says of the site; Http404 in a language that the site does not offer."""
    return lists.gather_or_404(request, at, whose=whose, has_pages=False)


def response(
    request: HttpRequest,
    kind: str,
    around: Surroundings,
    at: datetime,
    editions: EditionQuerySet,
    listed: Listed,
) -> HttpResponse:
    """The feed of the newest of `editions`, those of the list."""
    shown, _more = lists.page_of(editions.with_document().with_identity(), None, listed.order)
    has_text = around.feeds_have_text
    entries = syndicating.entries_of(shown, around, at, has_text=has_text)
    answer = written(request, kind, around, at, entries, listed)
    tags = Shown.of_list(listed.tag, editions=shown)
    tags.pictures |= {pk for entry in entries for pk in entry.pictures}
    return carry(answer, tags)


def written(
    request: HttpRequest,
    kind: str,
    around: Surroundings,
    at: datetime,
    entries: list[syndicating.Entry],
    listed: Listed,
) -> HttpResponse:
    """`entries` as a feed of this kind, called by its list where it is not the site's own."""
    name = around.site_name
    called = _("%(site)s: %(list)s") % {"site": name, "list": listed.title}
    feed = feeds.Feed(
        language=around.language,
        title=called if listed.title else name,
        description=around.site_description or around.tagline,
        url=absolute(request.path_info) + listed.asked,
        page_url=absolute(listed.path) + listed.asked,
        publisher=name,
        hub=around.feed_hub,
        updated=at,
        entries=entries,
    )
    text = feeds.WRITERS[kind](feed)
    return HttpResponse(text, content_type=f"{page.FEED_TYPES[kind]}; charset=utf-8")
