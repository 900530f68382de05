"""Search on an OpenSearch server, for sites that outgrow the search of their database.

The server gets the terms that our own code makes, so it finds what a database would. It is never
believed: what it answers is looked up among the entries, with their times. An entry that the server
has not got as it is now is left out until it has (`SENDING`), so words that were removed are not
found there. The database goes on keeping its own search, which answers when the server does not.
"""

import base64
import http.client
import json
import logging
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction

from articles.models.public import SearchEntry
from articles.models.search import ANALYSIS, SENDING
from articles.search.analysis import IN_HEADLINE
from articles.search.asking import Asked, Phrase, Wanted
from articles.search.engines.values import Engine, Match, Row, Scope, facets_of

PATIENCE = 2.0  # seconds for a connection and each piece of an answer
PAUSE = 30.0  # seconds for which a server that failed is not asked
MARGIN = 100  # matches more than wanted are asked for: some may not be live
FIELDS = ("headline", "standfirst", "text")
WEIGHTED = ["headline^10", "standfirst^4", "text"]
MAPPING = {
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **{field: {"type": "text", "analyzer": "whitespace"} for field in FIELDS},
            "facets": {"type": "keyword"},
            "place": {"type": "long"},
        },
    }
}
_down_until: dict[str, float] = {}  # by server, on this process's own clock

logger = logging.getLogger(__name__)


class UnableToReach(Exception):
    """Raised where the server does not answer as it should."""


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """The index at an address such as `https://user:password@host:9200/newsroom`."""

    address: str
    database: Engine

    def write(self, rows: Sequence[Row]) -> None:
        """Let the database find these entries, and the server once the transaction is done."""
        self.database.write(rows)
        ticket = random.randrange(SENDING, 2 * SENDING)  # noqa: S311 - tells this write from others
        places = [row.place for row in rows]
        SearchEntry.objects.filter(place__in=places).update(analysis=ticket)
        transaction.on_commit(partial(self._send, list(rows), ticket), robust=True)

    def erase(self, places: Sequence[int]) -> None:
        """Let nothing be found at these places, on the server once the transaction is done."""
        self.database.erase(places)
        if places:
            actions = [{"delete": {"_id": str(place)}} for place in places]
            transaction.on_commit(partial(self._try_bulk, actions), robust=True)

    def newest(self, asked: Asked, scope: Scope, limit: int) -> list[Match]:
        """The newest entries that have what is asked, newest first."""
        try:
            return self._search([(asked, scope)], limit)[0]
        except UnableToReach:
            return self.database.newest(asked, scope, limit)

    def count(self, questions: Sequence[tuple[Asked, Scope]], limit: int) -> list[int]:
        """How many entries each question finds, up to `limit` for each."""
        try:
            return [len(found) for found in self._search(questions, limit)]
        except UnableToReach:
            return self.database.count(questions, limit)

    def _search(self, questions: Sequence[tuple[Asked, Scope]], limit: int) -> list[list[Match]]:
        """What the server finds and the entries confirm."""
        if not questions:
            return []
        bodies = [body_of(asked, scope, limit) for asked, scope in questions]
        answer = self._ask("POST", "/_msearch", [one for body in bodies for one in ({}, body)])
        found = [_matches(one) for one in answer.get("responses", [])]
        if len(found) != len(questions):
            raise self._failed("it answered something else than was asked")
        at = questions[0][1].at
        places = {match.place for matches in found for match in matches}
        live = SearchEntry.objects.live(at=at).filter(place__in=places, analysis__lt=SENDING)
        known = set(live.values_list("place", flat=True))
        return [[one for one in matches if one.place in known][:limit] for matches in found]

    def _send(self, rows: Sequence[Row], ticket: int) -> None:
        """Give the server these rows; their entries count as sent unless written again since."""
        actions: list[dict[str, Any]] = []
        for row in rows:
            texts = {field: " ".join(getattr(row, field)) for field in FIELDS}
            document = {**texts, "facets": list(row.facets), "place": row.place}
            actions += [{"index": {"_id": str(row.place)}}, document]
        if self._try_bulk(actions):
            sent = SearchEntry.objects.filter(place__in=[row.place for row in rows])
            sent.filter(analysis=ticket).update(analysis=ANALYSIS)

    def _try_bulk(self, actions: Sequence[dict[str, Any]]) -> bool:
        try:
            self._ask("PUT", "", [MAPPING], expected={200, 400})  # 400: it is there already
            answer = self._ask("POST", "/_bulk?refresh=true", actions)
        except UnableToReach:
            return False
        failed = [
            one for item in answer.get("items", []) for one in item.values() if "error" in one
        ]
        if failed:
            logger.error("OpenSearch refuses %d entries: %s", len(failed), failed[0]["error"])
        return not failed

    def _ask(
        self,
        method: str,
        path: str,
        lines: Sequence[dict[str, Any]],
        expected: frozenset[int] | set[int] = frozenset({200}),
    ) -> dict[str, Any]:
        """The server's answer. Raises UnableToReach, for a while without asking once it failed."""
        if _down_until.get(self.address, 0) > time.monotonic():
            raise UnableToReach
        pieces = urlsplit(self.address)
        kind = (
            http.client.HTTPSConnection if pieces.scheme == "https" else http.client.HTTPConnection
        )
        connection = kind(pieces.hostname or "", pieces.port, timeout=PATIENCE)
        body = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        many = path.startswith("/_")
        headers = {"Content-Type": "application/x-ndjson" if many else "application/json"}
        if pieces.username:
            pair = f"{unquote(pieces.username)}:{unquote(pieces.password or '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        try:
            connection.request(method, pieces.path.rstrip("/") + path, body, headers)
            response = connection.getresponse()
            if response.status not in expected:
                raise self._failed(f"HTTP {response.status}")
            answer: dict[str, Any] = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._failed(str(error) or type(error).__name__) from error
        finally:
            connection.close()
        return answer

    def _failed(self, why: str) -> UnableToReach:
        logger.error("OpenSearch does not answer, the database searches instead: %s", why)
        _down_until[self.address] = time.monotonic() + PAUSE
        return UnableToReach(why)


def body_of(asked: Asked, scope: Scope, limit: int) -> dict[str, Any]:
    """What is asked in the language of OpenSearch, the newest first."""
    places = {"gte": scope.lowest, "lte": scope.highest}
    wanted = [_any(one) for one in asked.wanted]
    return {
        "size": limit + MARGIN,
        "sort": [{"place": "desc"}],
        "track_scores": True,
        "track_total_hits": False,
        "_source": False,
        "query": {
            "bool": {
                "should": wanted,
                "minimum_should_match": len(wanted) - asked.lacks_one,
                "must_not": [_any(one) for one in asked.unwanted],
                "filter": [
                    *({"term": {"facets": facet}} for facet in facets_of(scope)),
                    {"range": {"place": places}},
                ],
            }
        },
    }


def _any(wanted: Wanted) -> dict[str, Any]:
    found: Iterable[dict[str, Any]] = (one for phrase in wanted.phrases for one in _phrase(phrase))
    return {"dis_max": {"queries": list(found)}}


def _phrase(phrase: Phrase) -> list[dict[str, Any]]:
    if not phrase.is_open:
        words = {"query": " ".join(phrase.terms), "type": "phrase", "fields": WEIGHTED}
        return [{"multi_match": words}]
    (term,) = phrase.terms
    fields = ("facets",) if term.startswith(IN_HEADLINE) else FIELDS
    return [{"prefix": {field: {"value": term}}} for field in fields]


def _matches(response: dict[str, Any]) -> list[Match]:
    """The matches of one question; none where the index is not there yet."""
    hits = response.get("hits", {}).get("hits", [])
    return [Match(int(hit["_id"]), float(hit["_score"] or 0)) for hit in hits]
