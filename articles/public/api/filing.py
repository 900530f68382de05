"""What stories are filed under and who signs them: sections, topics, authors."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from articles import surroundings
from articles.addresses import absolute, author_path, section_path, topic_path
from articles.models.public import AuthorText, Edition, TopicText
from articles.public.api import cursors
from articles.public.api.parameters import CODES, Language
from articles.public.api.problems import ERRORS, NotThere
from articles.public.api.schemas import Filing, Next
from articles.public.cachetags import Shown, carry, home_tag
from articles.public.reading import instant_of
from articles.public.redirects import made_from
from articles.surroundings import Surroundings, TaxonName

router = Router(tags=["filing"])
Path = Callable[[str, str], str]  # from a language and a slug to an address
Texts = type[TopicText] | type[AuthorText]
# How their rows name what the texts are of, and where the page of each is.
OWNERS: dict[Texts, tuple[str, Path]] = {
    TopicText: ("topic", topic_path),
    AuthorText: ("author", author_path),
}
Key = Annotated[
    str | None,
    Field(pattern="^[0-9]{1,18}$", description="Where to go on: take it from `next`."),
]


class Names(Schema):
    """Which names: a page of those in a language."""

    language: Language = CODES[0]
    cursor: Key = None
    limit: cursors.Limit = cursors.USUAL


class Described(Filing):
    """A section or a topic in one language. `uuid` is the same in all of them, and for ever."""

    language: str
    description: str


class Author(Described):
    """Who signs stories, in one language."""

    role: str
    biography: str


class Sections(Schema):
    """The sections of the site, in the order of its navigation."""

    sections: list[Described]


class Topics(Schema):
    """A page of topics, in no order that means anything."""

    topics: list[Described]
    next: Next


class Authors(Schema):
    """A page of authors, in no order that means anything."""

    authors: list[Author]
    next: Next


@router.get("sections", response={200: Sections, **ERRORS})
def sections(
    request: HttpRequest, response: HttpResponse, language: Language = CODES[0]
) -> Sections:
    """The sections of the site in a language, in the order of its navigation."""
    around = around_answer(request, response, language)
    found = [one for one in around.sections if not one.is_retired]
    carry(response, Shown())
    return Sections(
        sections=[
            Described(
                **filing(one, section_path).model_dump(),
                language=one.language,
                description=one.description,
            )
            for one in found
        ]
    )


@router.get("topics", response={200: Topics, **ERRORS})
def topics(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[Names],
) -> Topics:
    """The topics that have a story which readers see in a language."""
    found, onward = _named(request, response, TopicText, asked)
    carry(response, Shown(lists={home_tag(asked.language)}))
    return Topics(topics=[Described(**_described(one)) for one in found], next=onward)


@router.get("authors", response={200: Authors, **ERRORS})
def authors(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[Names],
) -> Authors:
    """The authors who signed a story which readers see in a language."""
    found, onward = _named(request, response, AuthorText, asked)
    carry(response, Shown(lists={home_tag(asked.language)}))
    return Authors(
        authors=[
            Author(**_described(one), role=one.role, biography=one.biography) for one in found
        ],
        next=onward,
    )


def around_answer(request: HttpRequest, response: HttpResponse, language: str) -> Surroundings:
    """The site's words and sections, for an answer that says in which language it is.

    NotThere in a language that the site does not offer.
    """
    around = surroundings.gather(language=language, at=instant_of(request), has_pages=False)
    if language not in around.languages:
        raise NotThere("The site has no stories in this language.")
    response.headers["Content-Language"] = language
    return around


def filing(name: TaxonName, path: Path) -> Filing:
    """A name as stories have it; `path` says where its page is."""
    url = absolute(path(name.language, name.slug))
    return Filing(uuid=name.uuid, name=name.name, slug=name.slug, url=url)


def section_key(around: Surroundings, word: str) -> int:
    """The key of the section with this slug, former slug or uuid. NotThere where none has it."""
    for slug in _slugs(word, section_path(around.language, word)):
        for one in around.sections:
            if slug in {one.slug, str(one.uuid)}:
                return one.pk
    raise NotThere("No section has this name in this language.")


def key_of(texts: Texts, language: str, word: str) -> int:
    """The key of the topic or author with this slug, former slug or uuid. NotThere, as above."""
    owner, path = OWNERS[texts]
    rows = texts._default_manager.values_list(f"{owner}_id", flat=True)
    if uuid := _uuid(word):
        found = rows.filter(**{f"{owner}__uuid": uuid}).first()
        if found is not None:
            return found
    for slug in _slugs(word, path(language, word)):
        found = rows.filter(language=language, slug=slug).first()
        if found is not None:
            return found
    raise NotThere(f"No {owner} has this name in this language.")


def _slugs(word: str, path: str) -> Iterator[str]:
    """The word itself; then, if somebody goes on, the slug that took its place at its `path`."""
    yield word
    address = made_from(path)
    if address and address.target:
        yield address.target.rstrip("/").rpartition("/")[2]


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _named(
    request: HttpRequest, response: HttpResponse, texts: Texts, asked: Names
) -> tuple[list[Any], str | None]:
    """A page of the names that have a story which readers see, and the address of the next one."""
    language, limit, after = asked.language, asked.limit, int(asked.cursor or 0)
    around_answer(request, response, language)
    owner, _path = OWNERS[texts]
    live = Edition.objects.in_lists(language, at=instant_of(request))
    theirs = live.filter(**{f"{owner}_rows__{owner}": OuterRef(owner)})
    rows = texts._default_manager.filter(Exists(theirs), language=language, pk__gt=after)
    found = list(rows.select_related(owner).order_by("pk")[: limit + 1])
    more = str(found[limit - 1].pk) if len(found) > limit else None
    return found[:limit], cursors.next_url(request, more)


def _described(text: Any) -> dict[str, Any]:
    """The fields that a row of texts has of a topic or an author."""
    owner, path = OWNERS[type(text)]
    return {
        "uuid": getattr(text, owner).uuid,
        "name": text.name,
        "slug": text.slug,
        "url": absolute(path(text.language, text.slug)),
        "language": text.language,
        "description": text.description,
    }
