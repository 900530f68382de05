"""The form field of instants, on both nights when clocks are changed."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone

from articles.admin.instants import InstantField

ROME, NEW_YORK, LORD_HOWE = "Europe/Rome", "America/New_York", "Australia/Lord_Howe"


class WhenForm(forms.Form):
    when = InstantField(required=False)


def filled(zone: str, **post: str) -> WhenForm:
    """The form as posted by somebody in `zone`."""
    with timezone.override(ZoneInfo(zone)):
        form = WhenForm(post)
        form.full_clean()
    return form


def markup(zone: str, form: WhenForm) -> str:
    with timezone.override(ZoneInfo(zone)):
        return str(form["when"])


def choices(text: str) -> list[str]:
    return re.findall(r"<span>([^<]+)</span>", text)


@pytest.mark.parametrize(
    ("zone", "time", "sentence"),
    [
        (
            ROME,
            "2026-03-29T02:30",
            "On 29 March 2026 clocks go from 02:00 to 03:00 in Europe/Rome: 02:30 does not exist. "
            "Choose another time.",
        ),
        (
            NEW_YORK,
            "2026-03-08T02:30",
            "On 8 March 2026 clocks go from 02:00 to 03:00 in America/New_York: 02:30 does not "
            "exist. Choose another time.",
        ),
        (
            LORD_HOWE,
            "2026-10-04T02:15",
            "On 4 October 2026 clocks go from 02:00 to 02:30 in Australia/Lord_Howe: 02:15 does "
            "not exist. Choose another time.",
        ),
    ],
)
def test_22_a_time_that_does_not_exist_is_refused_kindly(
    zone: str, time: str, sentence: str
) -> None:
    form = filled(zone, when=time)
    assert form.errors == {"when": [sentence]}
    assert f'value="{time}"' in markup(zone, form)


@pytest.mark.parametrize(
    ("zone", "time", "words", "instants"),
    [
        (
            ROME,
            "2026-10-25T02:30",
            ["02:30 CEST, the first", "02:30 CET, an hour later"],
            ["2026-10-25T00:30", "2026-10-25T01:30"],
        ),
        (
            NEW_YORK,
            "2026-11-01T01:30",
            ["01:30 EDT, the first", "01:30 EST, an hour later"],
            ["2026-11-01T05:30", "2026-11-01T06:30"],
        ),
        (
            LORD_HOWE,
            "2026-04-05T01:45",
            ["01:45 UTC+11, the first", "01:45 UTC+10:30, 30 minutes later"],
            ["2026-04-04T14:45", "2026-04-04T15:15"],
        ),
    ],
)
def test_22_a_time_that_comes_twice_asks_which(
    zone: str, time: str, words: list[str], instants: list[str]
) -> None:
    form = filled(zone, when=time)
    assert "comes twice. Choose which one." in form.errors["when"][0]
    shown = markup(zone, form)
    assert choices(shown) == words
    assert "hidden" not in shown
    for which, instant in zip(("first", "second"), instants, strict=True):
        chosen = filled(zone, when=time, when_which=which)
        assert chosen.cleaned_data["when"] == datetime.fromisoformat(instant).replace(tzinfo=UTC)
        assert re.search(rf'value="{which}"\s+checked', markup(zone, chosen))


def test_the_choice_stays_hidden_until_it_is_needed() -> None:
    assert re.search(r'class="instant-which"[^>]+hidden', markup(ROME, WhenForm()))


def test_a_choice_that_is_not_needed_is_not_heeded() -> None:
    form = filled(ROME, when="2026-11-22T18:00", when_which="second")
    assert form.cleaned_data["when"] == datetime(2026, 11, 22, 17, tzinfo=UTC)


@pytest.mark.parametrize("which", ["first", "second"])
def test_22_an_instant_that_is_there_says_which_it_is(which: str) -> None:
    hour = {"first": 0, "second": 1}[which]
    form = WhenForm(initial={"when": datetime(2026, 10, 25, hour, 30, tzinfo=UTC)})
    shown = markup(ROME, form)
    assert 'value="2026-10-25T02:30"' in shown
    assert re.search(rf'value="{which}"\s+checked', shown)


def test_22_the_zone_is_named_beside_the_field() -> None:
    winter = WhenForm(initial={"when": datetime(2026, 11, 22, 17, tzinfo=UTC)})
    assert "Europe/Rome, CET<" in markup(ROME, winter)
    assert "Australia/Lord_Howe, UTC+11<" in markup(LORD_HOWE, winter)
    assert ">UTC<" in markup("UTC", winter)
    assert "Europe/Rome<" in markup(ROME, WhenForm())


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30T10:00", "9999-12-31T23:59", "\x00"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    assert "such as 2026-11-22 18:00" in filled(ROME, when=text).errors["when"][0]


def test_an_empty_field_is_no_instant() -> None:
    assert filled(ROME, when=" ").cleaned_data == {"when": None}
    assert filled(ROME).cleaned_data == {"when": None}


def test_what_is_left_as_it_was_has_not_changed() -> None:
    """Seconds are kept, for the field shows them; fractions of a second are nobody's choice."""
    before = datetime(2026, 11, 22, 17, 0, 30, 123, tzinfo=UTC)
    with timezone.override(ZoneInfo(ROME)):
        same = WhenForm({"when": "2026-11-22T18:00:30"}, initial={"when": before})
        other = WhenForm({"when": "2026-11-22T18:00:31"}, initial={"when": before})
        assert not same.has_changed()
        assert other.has_changed()
