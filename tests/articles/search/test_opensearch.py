"""Search on an OpenSearch server: one on 127.0.0.1 that says what a test lets it say.

`OPENSEARCH_URL=http://127.0.0.1:9200/newsroom-test` names a real one for the last test.
"""

import json
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from articles import redactions
from articles.models import SearchEntry, Story
from articles.search import Query, search
from articles.search.engines import opensearch
from articles.search.rebuilding import missing
from tests.stories import NOW, make_section, published, text

pytestmark = pytest.mark.django_db(transaction=True)


class Server(ThreadingHTTPServer):
    """An index that keeps what it is sent; `found` is what it answers to any question."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, Any] = {}
        self.asked: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.found: list[str] = []
        self.status = 200


class Handler(BaseHTTPRequestHandler):
    """Answers as OpenSearch does."""

    server: Server

    def answer(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        lines = [json.loads(line) for line in raw.splitlines()]
        self.server.headers.append(dict(self.headers))
        said: dict[str, Any] = {}
        if self.path == "/stories/_bulk?refresh=true" and self.server.status == 200:
            said = {"errors": False, "items": []}
            while lines:
                ((action, about),) = lines.pop(0).items()
                if action == "index":
                    self.server.kept[about["_id"]] = lines.pop(0)
                else:
                    self.server.kept.pop(about["_id"], None)
        elif self.path == "/stories/_msearch":
            self.server.asked.append(lines)
            hits = {"hits": [{"_id": one, "_score": 1.0} for one in self.server.found]}
            said = {"responses": [{"hits": hits} for _body in lines[1::2]]}
        body = json.dumps(said).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = answer  # noqa: N815 - names of the library

    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """A server that the site searches on."""
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    settings.SEARCH_URL = f"http://desk:p%40ss@127.0.0.1:{made.server_port}/stories"
    opensearch._down_until.clear()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()
    opensearch._down_until.clear()


@pytest.fixture
def story(server: Server, administrator: User) -> Story:
    """A live story that the server has."""
    body = (text("<p>Mario Rossi was heard.</p>"),)
    edition = published(administrator, make_section(), headline="Harbours reopen", parts=body)
    return Story.objects.get(pk=edition.story_id)


def place() -> str:
    return str(SearchEntry.objects.get().place)


def headlines(words: str) -> list[str]:
    results = search(Query(words=words, language="en"), at=NOW)
    return [hit.edition.headline for hit in results.hits]


@pytest.mark.usefixtures("story")
def test_what_is_published_is_sent_as_terms(server: Server) -> None:
    (kept,) = server.kept.values()
    assert kept["headline"] == "harbour reopen"
    assert kept["text"] == "mario rossi was heard"
    assert server.headers[0]["Authorization"] == "Basic ZGVzazpwQHNz"
    assert not missing(now=NOW).exists()


@pytest.mark.usefixtures("story")
def test_what_it_finds_is_shown_and_questions_say_what_is_wanted(server: Server) -> None:
    server.found = [place(), "77"]
    assert headlines('harbour "mario rossi" -tram') == ["Harbours reopen"]
    (_header, body), elsewhere = server.asked[0], server.asked[-1]
    query = body["query"]["bool"]
    words = [one["dis_max"]["queries"][0]["multi_match"] for one in query["should"]]
    assert [(one["query"], one["type"]) for one in words] == [
        ("harbour", "phrase"), ("mario rossi", "phrase")
    ]  # fmt: skip
    assert query["minimum_should_match"] == 2
    assert query["must_not"][0]["dis_max"]["queries"][0]["multi_match"]["query"] == "tram"
    assert query["filter"][0] == {"term": {"facets": "\ue001en"}}
    assert body["sort"] == [{"place": "desc"}]
    assert elsewhere[1]["query"]["bool"]["filter"][0] == {"term": {"facets": "\ue001it"}}


@pytest.mark.usefixtures("story")
def test_it_is_not_believed_of_what_is_not_live(server: Server) -> None:
    server.found = [place()]
    SearchEntry.objects.update(live_from=NOW + timedelta(seconds=1))
    assert not headlines("harbour")


@pytest.mark.parametrize("status", [500, 401, 301])
def test_the_database_answers_when_it_fails(server: Server, story: Story, status: int) -> None:
    server.status = status
    assert headlines("harbour") == ["Harbours reopen"]
    asked = len(server.headers)
    assert headlines("harbour") == ["Harbours reopen"]
    assert len(server.headers) == asked  # for a while it is left in peace


def test_removed_words_that_it_still_has_are_not_found(
    server: Server, story: Story, administrator: User
) -> None:
    server.found, server.status = [place()], 500
    redactions.remove_words(
        story=story, passages=["Mario Rossi"], reason="A court", by=administrator, now=NOW
    )
    opensearch._down_until.clear()
    server.status = 200
    assert "rossi" in server.kept[place()]["text"]
    assert not headlines("rossi")
    assert missing(now=NOW).count() == 1
    call_command("rebuild_search")
    assert "rossi" not in server.kept[place()]["text"]
    assert not missing(now=NOW).exists()


@pytest.mark.usefixtures("story")
def test_a_rebuild_that_cannot_send_says_so(server: Server) -> None:
    server.status = 503
    with pytest.raises(CommandError, match="1 stories could not be written"):
        call_command("rebuild_search", "--all")


@pytest.mark.skipif(
    "OPENSEARCH_URL" not in os.environ, reason="OPENSEARCH_URL names no OpenSearch server"
)
def test_a_real_server_finds_what_the_database_finds(
    settings: Settings, administrator: User
) -> None:
    settings.SEARCH_URL = os.environ["OPENSEARCH_URL"]
    opensearch._down_until.clear()
    body = (text("<p>L’Italia, perché no? The pilots were waiting.</p>"),)
    published(administrator, make_section(), headline="Ferries return", parts=body)
    for words in (
        "ferry",
        "pilot waits",
        '"pilots were waiting"',
        "italia perche",
        "ferries -tram",
    ):
        assert headlines(words) == ["Ferries return"], words
    for words in ('"waiting pilots"', "ferries -pilot"):
        assert not headlines(words), words
    assert not opensearch._down_until
