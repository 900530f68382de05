"""What readers find, for programs."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from articles import search
from articles.models.public import AuthorText
from articles.public.api import cursors, filing, telling
from articles.public.api.parameters import AUTHOR, CODES, SECTION, Day, Flag, Language, Name
from articles.public.api.problems import ERRORS, Unintelligible
from articles.public.api.schemas import Next, StorySummary
from articles.public.cachetags import Shown, carry, home_tag
from articles.public.reading import instant_of
from articles.surroundings import Surroundings

router = Router(tags=["search"])
Words = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description='What to look for; "a phrase" in quotes, a minus before what may not be there.',
    ),
]
# A place of the search, below 2**63, and before it a number where hits are weighed.
PATTERN = r"^([0-9]{1,4}\.)?-?([0-9]{1,18}|[0-8][0-9]{18}|9[01][0-9]{17})$"
After = Annotated[
    str | None,
    Field(
        pattern=PATTERN,
        description="Where to go on: take it from `next` of the page before.",
    ),
]


class Wanted(Schema):
    """What to look for. Days are those of the newsroom's clocks."""

    q: Words
    language: Language = CODES[0]
    section: Name | None = SECTION
    author: Name | None = AUTHOR
    since: Day | None = Field(None, description="First published on this day or later.")
    until: Day | None = Field(None, description="First published on this day or earlier.")
    newest: Flag = Field(False, description="By time alone, not by how well it answers.")
    cursor: After = None
    limit: cursors.Limit = cursors.USUAL


# What answers say as the search itself does.
SAME = ("count", "has_more_than_counted", "spelling", "is_corrected", "is_partial")


class Piece(Schema):
    """Some plain text, and whether it is what was looked for."""

    text: str
    is_match: bool


class Hit(Schema):
    """A story that was found; the pieces joined are its headline, and a passage of it."""

    story: StorySummary
    headline: list[Piece]
    snippet: list[Piece]


class Found(Schema):
    """A page of what was found, and how much there is: exactly, or `has_more_than_counted`.

    `spelling` is a query that is offered instead, "" where none is; the hits are those of it where
    `is_corrected`, and have all words but one where `is_partial`. `elsewhere` counts what other
    languages have.
    """

    hits: list[Hit]
    count: int
    has_more_than_counted: bool
    spelling: str
    is_corrected: bool
    is_partial: bool
    elsewhere: dict[str, int]
    next: Next


@router.get("search", response={200: Found, **ERRORS})
def find(
    request: HttpRequest,
    response: HttpResponse,
    wanted: Query[Wanted],
) -> Found:
    """Stories of a language that have the words, the best first. Accents do not matter."""
    at = instant_of(request)
    around = filing.around_answer(request, response, wanted.language)
    try:
        results = search.search(
            asked_for(wanted, around), at=at, after=wanted.cursor or "", size=wanted.limit
        )
    except search.BadCursor as error:
        raise Unintelligible(("cursor", "No page of ours has given it out.")) from error
    editions = telling.with_identity([hit.edition for hit in results.hits])
    stories = telling.summaries(editions, around, at)
    homes = map(home_tag, {wanted.language, *around.languages})
    carry(response, Shown.of_list(*homes, editions=editions))
    told = [
        Hit(story=story, headline=_pieces(hit.headline), snippet=_pieces(hit.snippet))
        for story, hit in zip(stories, results.hits, strict=True)
    ]
    elsewhere = {code: n for code, n in results.elsewhere.items() if code in around.languages}
    return Found(
        hits=told,
        elsewhere=elsewhere,
        next=cursors.next_url(request, results.next or None),
        **{name: getattr(results, name) for name in SAME},
    )


def asked_for(wanted: Wanted, around: Surroundings) -> search.Query:
    """The query, with the keys of what it names. Raises NotThere where nothing has the name."""
    return search.Query(
        words=wanted.q,
        language=wanted.language,
        section=filing.section_key(around, wanted.section) if wanted.section else None,
        author=filing.key_of(AuthorText, wanted.language, wanted.author) if wanted.author else None,
        since=wanted.since,
        until=wanted.until,
        newest=wanted.newest,
    )


def _pieces(pieces: search.Pieces) -> list[Piece]:
    return [Piece(text=text, is_match=is_match) for text, is_match in pieces]
