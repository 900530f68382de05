"""`manage.py rebuild_search`."""

import io
from datetime import datetime
from itertools import islice

import pytest
from django.core.management import call_command

from accounts.models import User
from articles import clock, redactions
from articles.models import Edition, SearchEntry, Story
from articles.search import Query, search
from articles.search.engines import engine
from articles.search.rebuilding import forget_all, missing, rebuild
from tests.stories import NOW, make_section, publish_many, published, text


@pytest.fixture
def ten(administrator: User) -> None:
    """Ten stories that search knows nothing of, but for the first one."""
    publish_many(administrator, make_section(), 10)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def count(words: str = "harbour") -> int:
    return search(Query(words=words, language="en"), at=clock.now()).count


@pytest.mark.usefixtures("ten")
def test_it_writes_what_is_missing_and_says_how_much() -> None:
    assert count() == 1
    assert "9/9" in run()
    assert count() == 10
    assert "0 stories were written" in run()


@pytest.mark.usefixtures("ten")
def test_a_run_that_was_cut_goes_on_where_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.search.rebuilding.BATCH", 3)
    assert list(islice(rebuild(now=NOW), 2)) == [3, 3]
    assert missing(now=NOW).count() == 3
    assert list(rebuild(now=NOW)) == [3]
    forget_all()
    assert count() == 10
    assert list(rebuild(now=NOW)) == [3, 3, 3, 1]


def test_it_puts_right_what_is_wrong(administrator: User) -> None:
    body = (text("<p>Mario Rossi was heard.</p>"),)
    edition = published(administrator, make_section(), headline="A trial", parts=body)
    redactions.remove_words(
        story=Story.objects.get(), passages=["Rossi"], reason="A court", by=administrator, now=NOW
    )
    engine().erase([SearchEntry.objects.get().place])
    SearchEntry.objects.update(text="Something else.")
    run("--all")
    assert count("heard") == 1
    assert count("rossi") == 0
    Edition.objects.filter(pk=edition.pk).update(live_until=datetime.max.replace(tzinfo=NOW.tzinfo))
    SearchEntry.objects.update(live_until=clock.now())
    run()
    assert count("heard") == 1
