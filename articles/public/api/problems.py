"""Errors of the API: one shape for all of them (RFC 9457)."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core import signals
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.log import log_response
from ninja import Schema
from ninja.errors import HttpError, ValidationError

from articles.public.cachetags import Shown, carry
from articles.public.caching import ask_again

MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """Why there is no answer. `title` says what the status means, `detail` what happened here."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Refused(Schema):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class BadRequest(Problem):
    """What is asked for cannot be understood; every parameter that is wrong is named."""

    errors: list[Refused]


class Gone(Problem):
    """Readers saw the story and do not any more: take it down where you have it.

    `notice` is what readers are told, "" where they are told nothing more; `read_instead` is the
    address of the story that stands in for it.
    """

    since: datetime
    notice: str
    read_instead: str | None


_KINDS: tuple[type[Problem], ...] = (Problem, *Problem.__subclasses__())
NAMES = frozenset(kind.__name__ for kind in _KINDS)
# What operations may answer beside what they are asked for: `response={200: …, **ERRORS}`.
ERRORS: Mapping[int, type[Problem]] = {400: BadRequest, 404: Problem}


class Refusal(Exception):
    """Raised to answer with `problem`; caches may be given what is `shown`, if that is said.

    `link` is a header of that name.
    """

    def __init__(self, problem: Problem, shown: Shown | None = None, link: str = "") -> None:
        super().__init__(problem.detail)
        self.problem, self.shown, self.link = problem, shown, link


class NotThere(Refusal):
    """Raised where nothing is what was asked for; says so in one sentence."""

    def __init__(self, detail: str) -> None:
        super().__init__(said(404, detail))


class Unintelligible(Refusal):
    """Raised where parameters cannot be understood: their names, and what is wrong with each."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        told = [Refused(parameter=name, detail=detail) for name, detail in errors]
        names = ", ".join(dict.fromkeys(one.parameter for one in told))
        super().__init__(said(400, f"This cannot be understood: {names}.", BadRequest, errors=told))


def said(status: int, detail: str, kind: type[Problem] = Problem, **more: Any) -> Problem:
    """A problem of `status`, with what its `kind` has beside."""
    return kind(title=HTTPStatus(status).phrase, status=status, detail=detail, **more)


def refusal_of(error: Exception) -> Refusal:
    """What is answered where `error` was raised."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        places = [(one["loc"], str(one["msg"])) for one in error.errors]
        if any(place[0] == "path" for place, _detail in places):
            return NotThere("Nothing has this address.")
        return Unintelligible(*((str(place[-1]), detail) for place, detail in places))
    if isinstance(error, Http404):
        return NotThere(str(error))
    if isinstance(error, HttpError):
        return Refusal(said(error.status_code, error.message))
    return Refusal(said(500, "Something is broken here. Try again later."))


def respond(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer where `error` was raised while `request` was answered.

    No cache keeps it, for what is not there may be soon, unless it says what it shows.
    """
    refusal = refusal_of(error)
    problem = refusal.problem
    answer = HttpResponse(problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # as Django does with what it catches
        signals.got_request_exception.send(sender=None, request=request)
        log_response(
            "%s: %s",
            problem.title,
            request.path,
            response=answer,
            request=request,
            exception=error,
        )
    if refusal.link:
        answer.headers["Link"] = refusal.link
    if refusal.shown:
        carry(answer, refusal.shown)
    return ask_again(answer)
