"""The pages of topics and of authors."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import page, subjects
from articles.models.public import Author, AuthorText, Edition, EditionQuerySet, TopicText
from articles.public import paging, structured_data
from articles.public.cachetags import Shown, author_tag, carry, topic_tag
from articles.public.caching import fresh
from articles.public.reading import instant_of
from articles.public.views import lists
from articles.surroundings import Named, Surroundings


@require_safe
@fresh
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories on a topic, newest first."""
    at = instant_of(request)
    around = around_subject(request, at, Named(TopicText, slug))
    key = around.here[0].pk
    editions = listed(around, at).about(key, at=at).prefetch_related("author_rows")
    return response(request, around, at, editions, paging.OF_TOPIC, topic_tag(key), None)


@require_safe
@fresh
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an author is, and the author's stories, newest first."""
    at = instant_of(request)
    around = around_subject(request, at, Named(AuthorText, slug))
    key = around.here[0].pk
    found = Author.objects.select_related("portrait__file").get(pk=key)
    editions = listed(around, at).signed_by(key, at=at)
    return response(request, around, at, editions, paging.OF_AUTHOR, author_tag(key), found)


def around_subject(request: HttpRequest, at: datetime, whose: Named) -> Surroundings:
    """What stands around the page; Http404 where nothing has this name in its address."""
    around = lists.gather_or_404(request, at, whose=whose)
    if not around.here or around.here[0].language != around.language:
        raise Http404("Nothing has this name.")
    return around


def listed(around: Surroundings, at: datetime) -> EditionQuerySet:
    """The editions that lists of a language show at `at`, with their pictures."""
    return Edition.objects.in_lists(around.language, at=at).with_pictures()


def response(
    request: HttpRequest,
    around: Surroundings,
    at: datetime,
    editions: EditionQuerySet,
    order: paging.Order,
    tag: str,
    author: Author | None,
) -> HttpResponse:
    """One page of the list. Http404 for a key that no page of ours has, and for what was retired
    and has no story any more."""
    key = request.GET.get(paging.PARAMETER)
    shown, next_key = lists.page_of(editions, key, order)
    if not shown and around.here[0].is_retired:
        raise Http404("It was retired.")
    listed = subjects.subject_page(
        shown,
        around=around,
        at=at,
        author=author,
        is_first=key is None,
        older_url=f"?{paging.PARAMETER}={next_key}" if next_key else "",
    )
    counterparts = subjects.counterparts_of(around, author)
    name, of = around.here[0], "author" if author else "topic"
    site = page.furniture(
        around,
        at=at,
        path=listed.here.url,
        counterparts=counterparts,
        feeds=page.feed_links(name.language, name.name, of=of, slug=name.slug),
    )
    answer = lists.rendered(
        request, "subject", listed, site, structured_data.of_subject(listed, site)
    )
    tags = Shown.of_list(tag, editions=shown)
    if author and author.portrait_id:
        tags.pictures.add(author.portrait_id)
    return carry(answer, tags)
