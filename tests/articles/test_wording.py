"""Words that pages need."""

from datetime import UTC, datetime
from typing import Any

import pytest

from articles.wording import date_in_words, in_words, moment, running_head

EVENING = datetime(2025, 11, 22, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "22 November 2025, 18:05 CET"), ("it", "22 novembre 2025, 18:05 CET")],
)
def test_an_instant_is_said_in_the_newsrooms_zone(settings: Any, language: str, words: str) -> None:
    settings.TIME_ZONE = "Europe/Rome"

    assert moment(EVENING, language).words == words
    assert moment(EVENING, language).iso == "2025-11-22T18:05:00+01:00"


def test_summer_time_is_said_so(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Rome"

    assert moment(EVENING.replace(month=7), "en").words == "22 July 2025, 19:05 CEST"


def test_a_day_is_that_of_the_newsroom(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"

    assert date_in_words(EVENING, "en") == "Sunday 23 November 2025"
    assert date_in_words(EVENING, "it") == "Domenica 23 novembre 2025"


@pytest.mark.parametrize(
    ("headline", "head"),
    [
        ("the talks in Rome", "The Talks In Rome"),
        ("McGurk and the US", "McGurk And The US"),
        ("‘we don't know’, says e-mail", "‘We Don't Know’, Says E-mail"),
        ("iPhone of the élite", "iPhone Of The Élite"),
        ("7th day — at last", "7th Day — At Last"),
        ("", ""),
    ],
)
def test_the_running_head_raises_first_letters_and_lowers_none(headline: str, head: str) -> None:
    assert running_head(headline, "en") == head
    assert running_head(headline, "it") == headline


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_joined_as_in_a_sentence(names: list[str], words: str) -> None:
    assert in_words(names) == words
