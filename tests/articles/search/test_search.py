"""What readers find, on whatever database the tests run."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles import publishing, redactions, revisions
from articles.models import Edition, SearchEntry, Section, Story
from articles.search import BadCursor, Query, headlines, search
from tests.stories import (
    NOW,
    byline,
    make_author,
    make_section,
    make_story,
    publish,
    published,
    save,
    take_down,
    text,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + DAY


def found(words: str, language: str = "en", *, at: datetime = LATER, **asked: object) -> list[str]:
    """The headlines of what is found, in order."""
    results = search(Query(words=words, language=language, **asked), at=at)
    return [hit.edition.headline for hit in results.hits]


def write(
    by: User, headline: str, body: str = "Nothing else.", *, language: str = "en", **content: object
) -> Edition:
    """A live story of a section of its own."""
    name = f"S {Section.objects.count()}"
    section = content.pop("section", None) or make_section(name, **{language: name})
    content.setdefault("slug", f"story-{section.pk}")
    parts = (text(f"<p>{body}</p>"),)
    return published(by, section, headline=headline, parts=parts, language=language, **content)


def test_words_are_found_in_any_order_and_form(administrator: User) -> None:
    write(administrator, "Ferries return to the harbour", "The pilots were waiting.")
    write(administrator, "Council votes")
    assert found("harbours ferry") == ["Ferries return to the harbour"]
    assert found("PILOT waits") == ["Ferries return to the harbour"]
    assert found('"return to the harbour"') == ["Ferries return to the harbour"]
    assert not found('"harbour to the return"')
    assert not found("ferries -harbour")
    assert not found("ferries -“return to”")


@pytest.mark.parametrize(
    "words", ["perche italia", "PERCHÉ L’ITALIA", "perché l'italia", "citta", "universita'"]
)
def test_accents_and_apostrophes_do_not_matter(administrator: User, words: str) -> None:
    write(administrator, "Perché l’Italia", "Nella città dell’Università.", language="it")
    assert found(words, "it") == ["Perché l’Italia"]


@pytest.mark.parametrize("words", ["U.S.", "us", "usa cooperation", "O'Brien", "obrien", "japan's"])
def test_words_with_signs_inside_are_found_however_they_are_typed(
    administrator: User, words: str
) -> None:
    write(
        administrator, "U.S. talks", "O’Brien praised the U.S.A. for its co-operation with Japan."
    )
    assert found(words) == ["U.S. talks"]


@pytest.mark.parametrize(
    ("language", "headline", "words"),
    [
        ("ja", "東京都知事が辞任した", ["都知事", "東京", "東", "辞任 東京", '"都知事が"']),
        ("th", "ประเทศไทยมีการเลือกตั้ง", ["เลือกตั้ง", "ไทย"]),
        ("ar", "أخبار العالم العربي", ["اخبار", "العربي"]),
        ("ru", "Ёлки в Москве", ["елки", "москва"]),
    ],
)  # fmt: skip
def test_other_scripts_are_found(
    administrator: User, language: str, headline: str, words: list[str]
) -> None:
    write(administrator, headline, language=language)
    for each in words:
        assert found(each, language) == [headline], each
    assert not found("大阪", language)


def test_headlines_count_more_than_standfirsts_and_those_more_than_texts(
    administrator: User,
) -> None:
    write(administrator, "Nothing new", "The lighthouse and the lighthouse.")
    write(administrator, "Birds", standfirst="They nest at the lighthouse.")
    write(administrator, "The lighthouse is sold")
    assert found("lighthouse") == ["The lighthouse is sold", "Birds", "Nothing new"]


def test_a_headline_counts_more_than_many_words_in_a_newer_text(administrator: User) -> None:
    write(administrator, "The lighthouse is sold", "Some words. " * 50, now=NOW - 300 * DAY)
    write(administrator, "Nothing new", "The lighthouse shone. " * 20)
    assert found("lighthouse") == ["The lighthouse is sold", "Nothing new"]


def test_what_is_newer_comes_first_among_equals_and_always_where_that_is_asked(
    administrator: User,
) -> None:
    write(administrator, "Harbour reopens", now=NOW - 400 * DAY)
    write(administrator, "Harbour closes", now=NOW)
    write(administrator, "Tides", "The harbour.", now=NOW + HOUR)
    assert found("harbour") == ["Harbour closes", "Harbour reopens", "Tides"]
    assert found("harbour", newest=True) == ["Tides", "Harbour closes", "Harbour reopens"]


def test_filters_narrow_what_is_found(administrator: User) -> None:
    world, anna = make_section("World"), make_author()
    write(administrator, "Harbour one", section=world, now=NOW - 2 * DAY)
    write(administrator, "Harbour two", bylines=(byline("Anna Bianchi", author=anna),), now=NOW)
    assert found("harbour", section=world.pk) == ["Harbour one"]
    assert found("harbour", author=anna.pk) == ["Harbour two"]
    assert found("anna bianchi") == ["Harbour two"]
    assert found("harbour", until=(NOW - DAY).date()) == ["Harbour one"]
    assert found("harbour", since=NOW.date(), until=NOW.date()) == ["Harbour two"]
    assert not found("harbour", since=date.max)
    assert not found("harbour", since=date.min, until=date.min)
    assert len(found("harbour", since=date.min, until=date.max)) == 2
    assert not found("harbour", section=world.pk, author=anna.pk)


def test_a_story_is_found_from_its_instant_until_its_end(administrator: User) -> None:
    story = make_story(administrator, make_section(), headline="The embargoed harbour")
    publish(story, administrator, verb="schedule", at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
    for at, is_found in [(59, False), (60, True), (119, True), (120, False)]:
        assert bool(found("harbour", at=NOW + at * HOUR / 60)) is is_found
        assert bool(headlines("harb", "en", at=NOW + at * HOUR / 60)) is is_found
        assert search(Query(words="harbor", language="en"), at=NOW + at * HOUR / 60).spelling == (
            "harbour" if is_found else ""
        )


def test_an_update_takes_the_place_of_what_was_there(administrator: User) -> None:
    edition = write(administrator, "Harbour closes", "It was the pilots.")
    story = Story.objects.get(pk=edition.story_id)
    save(story, administrator, headline="Harbour reopens")
    publish(story, administrator, verb="schedule", at=NOW + 2 * HOUR, now=NOW + HOUR)
    assert found("harbour", at=NOW + HOUR) == ["Harbour closes"]
    assert found("harbour", at=NOW + 2 * HOUR) == ["Harbour reopens"]
    publishing.cancel_scheduled(story=story, by=administrator, now=NOW + HOUR)
    assert found("harbour", at=NOW + 2 * HOUR) == ["Harbour closes"]
    publish(story, administrator, now=NOW + HOUR)
    assert found("harbour pilots", at=NOW + 1.5 * HOUR) == ["Harbour reopens"]
    assert SearchEntry.objects.count() == 1
    take_down(story, administrator, now=NOW + 2 * HOUR)
    assert not found("harbour", at=NOW + 2 * HOUR)
    assert not SearchEntry.objects.exists()
    publishing.reinstate(story=story, keeps_date=True, by=administrator, now=NOW + 3 * HOUR)
    assert found("harbour", at=NOW + 3 * HOUR) == ["Harbour reopens"]


def test_removed_words_are_not_found(administrator: User) -> None:
    edition = write(administrator, "A trial", "Mario Rossi was there. The judge spoke.")
    story = Story.objects.get(pk=edition.story_id)
    (removal,) = redactions.remove_words(
        story=story, passages=["Mario Rossi"], reason="A court", by=administrator, now=NOW + HOUR
    )
    assert not found("rossi")
    assert not found("trial mario rossi")[1:]
    assert "Rossi" not in SearchEntry.objects.get().text
    assert found("judge") == ["A trial"]
    redactions.put_words_back(story=story, removal=removal, by=administrator, now=NOW + 2 * HOUR)
    assert found("rossi") == ["A trial"]


def test_standing_pages_are_not_found(administrator: User) -> None:
    published(administrator, None, headline="About the harbour", format="page", slug="about")
    assert not found("harbour")


def test_what_was_found_is_marked_in_headline_and_passage(administrator: User) -> None:
    body = "Word " * 200 + "then the pilots’ harbour was full. " + "Word " * 200
    write(administrator, "Città & <b>Harbour</b>", body)
    (hit,) = search(Query(words="citta harbours", language="en"), at=LATER).hits
    assert hit.headline == [
        ("Città", True), (" & <b>", False), ("Harbour", True), ("</b>", False)
    ]  # fmt: skip
    (hit,) = search(Query(words="pilot harbour", language="en"), at=LATER).hits
    passage = "".join(piece for piece, _is_match in hit.snippet)
    assert [piece for piece, is_match in hit.snippet if is_match] == ["pilots", "harbour"]
    assert passage.startswith("…") and passage.endswith("…") and len(passage) < 230


def test_a_mistyped_word_is_corrected_and_said_to_be(administrator: User) -> None:
    write(administrator, "Perché la coalizione tace", language="it")
    write(administrator, "Government falls", "The harbour.")
    results = search(Query(words="la goverment “harbour”", language="en"), at=LATER)
    assert results.is_partial and not results.spelling
    results = search(Query(words="Goverment “harbour”", language="en"), at=LATER)
    assert results.is_corrected and results.spelling == "government “harbour”"
    assert [hit.edition.headline for hit in results.hits] == ["Government falls"]
    assert search(Query(words="perhcé", language="it"), at=LATER).spelling == "perché"


def test_where_nothing_has_all_words_one_may_be_missing(administrator: User) -> None:
    write(administrator, "Tram strike ends")
    write(administrator, "Tram drivers talk")
    results = search(Query(words="tram strike zzzz", language="en"), at=LATER)
    assert results.is_partial and not results.is_corrected
    assert [hit.edition.headline for hit in results.hits] == ["Tram strike ends"]
    assert not search(Query(words="zzzz", language="en"), at=LATER).hits


def test_the_other_language_is_counted(administrator: User) -> None:
    write(administrator, "Euro rises")
    write(administrator, "Euro sale", language="it")
    results = search(Query(words="euro", language="en"), at=LATER)
    assert (results.count, results.elsewhere) == (1, {"it": 1})


@pytest.mark.parametrize("newest", [True, False])
def test_pages_go_on_by_key(
    administrator: User, newest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search.finding.MOST_COUNTED", 5)
    for number in range(8):
        write(administrator, f"Harbour {number}", now=NOW - number * HOUR)
    query, seen, after = Query(words="harbour", language="en", newest=newest), [], ""
    while True:
        results = search(query, at=LATER, after=after, size=3)
        assert (results.count, results.has_more_than_counted) == (5, True)
        seen += [hit.edition.headline for hit in results.hits]
        after = results.next
        if not after:
            break
        write(administrator, f"Harbour new {len(seen)}", now=NOW + len(seen) * HOUR)
    assert [one for one in seen if "new" not in one] == [f"Harbour {number}" for number in range(8)]


@pytest.mark.parametrize("after", ["x", "1", "-", "1.", "9" * 19, "1.-" + "9" * 19, "٣", "1.2.3"])
def test_a_forged_cursor_is_refused_or_harmless(administrator: User, after: str) -> None:
    write(administrator, "Harbour")
    try:
        assert not search(Query(words="harbour", language="en"), at=LATER, after=after).hits[1:]
    except BadCursor:
        assert after != "1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "", " ", '"', '""', "-", "--", "-a", "- -", '-"', "'", "a'b'c", "*", "a*", "(", "NOT",
        "AND OR", "NEAR(a b)", "headline:a", "a:b", "{a}:b", "\x00", "a\x00b", "\ud800", "\ue000a",
        "&|!", "a & !b", "<->", ":*", "\\", "'; DROP TABLE x; --", "%s %%", "a" * 100_000,
        "a " * 100_000, '"' * 999, "東" * 10_000, "\u0301" * 500, "e\u0301" * 500, "ﬀ ﷺ", "٣ ² Ⅷ",
        "🇮🇹 👩\u200d👧", "\u200b\u200d", "ß İ ŉ", "0" * 300, "-" * 300, "a-b" * 100, "'" * 300,
    ],
)  # fmt: skip
def test_any_text_may_be_asked_for(words: str) -> None:
    for language in ("en", "it", "ja", "xx", ""):
        assert search(Query(words=words, language=language), at=LATER).count == 0
        assert headlines(words, language, at=LATER) == []


@pytest.mark.django_db
@given(words=st.text(max_size=40))
def test_no_text_is_an_error(words: str) -> None:
    assert search(Query(words=words, language="it"), at=LATER).count == 0


def test_headlines_are_found_while_they_are_typed(administrator: User) -> None:
    write(administrator, "Perché i traghetti tornano", language="it", now=NOW)
    write(administrator, "Traghetti fermi", language="it", now=NOW + HOUR)
    write(administrator, "東京都知事", language="ja")
    for typed in ("traghet", "Traghetti", "TRA"):
        assert [one.headline for one in headlines(typed, "it", at=LATER)] == [
            "Traghetti fermi", "Perché i traghetti tornano"
        ]  # fmt: skip
    assert [one.path for one in headlines("perche trag", "it", at=LATER)]
    assert not headlines("t", "it", at=LATER)
    assert [one.headline for one in headlines("都知", "ja", at=LATER)] == ["東京都知事"]


def test_a_page_of_results_costs_a_fixed_number_of_queries(
    administrator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        write(administrator, f"Harbour {number}", bylines=(byline("Anna"),))
    query = Query(words="harbour", language="en")
    with django_assert_num_queries(4):
        assert len(search(query, at=LATER, size=3).hits) == 3
    with django_assert_num_queries(4):
        assert len(search(query, at=LATER).hits) == 20
    with django_assert_num_queries(9):
        assert search(replace_words(query, "habour"), at=LATER).is_corrected
    with django_assert_num_queries(2):
        assert len(headlines("har", "en", at=LATER)) == 8


def replace_words(query: Query, words: str) -> Query:
    return Query(words=words, language=query.language)


def test_a_story_of_any_length_is_published(administrator: User) -> None:
    body = " ".join(f"w{number}ord" for number in range(45_000))
    write(administrator, "Everything at once", body)
    assert found("w17ord") == ["Everything at once"]
    assert revisions.latest(Story.objects.get()) is not None
