"""Words that pages need."""

from datetime import UTC, datetime
from typing import Any

import pytest

from articles.wording import (
    date_in_words,
    excerpt,
    in_words,
    moment,
    reading_time,
    running_head,
)

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


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Short.", 6, "Short."),
        ("The harbour, at last, reopens", 20, "The harbour, at last…"),
        ("The harbour reopens", 11, "The harbour…"),
        ("Donaudampfschifffahrt", 5, "Donau…"),
        ("港口星期六重新开放，渔船出海。", 10, "港口星期六重新开放…"),
        ("NATO 声明港口重新开放了", 8, "NATO 声明港…"),
        ("ท่าเรือเปิดที่นี่", 13, "ท่าเรือเปิด…"),
        ("أُعيد فتح الميناء، اليوم", 19, "أُعيد فتح الميناء…"),
    ],
)
def test_an_excerpt_ends_where_its_script_allows(text: str, length: int, cut: str) -> None:
    assert excerpt(text, length) == cut


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("", "en", 1),
        ("harbour – " * 660, "en", 3),
        ("港" * 765 + "，" * 300, "zh-hans", 3),
        ("みなと港" * 357, "ja", 4),
        ("เรือ" * 850, "th", 3),
        ("ميناء " * 660, "ar", 3),
        ("항구 " * 440, "ko", 2),
    ],
)
def test_reading_time_counts_what_the_script_has(text: str, language: str, minutes: int) -> None:
    assert reading_time(text, language) == minutes
