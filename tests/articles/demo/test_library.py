"""The demo's pictures in the library: added once, each in its own state."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from articles.demo import content, library
from images.models import Image
from images.showing import credit_of
from tests.stories import NOW

FEW = ("almara-map", "high-water-en", "oil-prices-en", "oil-prices-it")
STATES: dict[str, dict[str, Any]] = {
    "almara-map": {"rights_end_in_days": -1},
    "high-water-en": {"rights_end_in_days": 10, "licence": "agency"},
    "oil-prices-en": {"retired": True},
    "oil-prices-it": {"taken_down": "A wrong number."},
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, db: None) -> User:
    """A catalogue of four quick pictures, and somebody who may add them."""
    settings.MEDIA_ROOT = tmp_path
    catalogue = content.pictures()
    told = {name: {**catalogue[name], **STATES[name]} for name in FEW}
    monkeypatch.setattr(content, "pictures", lambda: told)
    return User.objects.create_superuser("clare@lantern.example", "x", display_name="Clare")


def test_pictures_are_added_described_and_in_their_states(few: User) -> None:
    names = library.load_pictures(by=few, now=NOW)
    library.end_pictures(names, by=few, now=NOW)

    by_name = {name: Image.objects.get(uuid=uuid) for name, uuid in names.items()}
    chart = by_name["high-water-en"]
    assert set(by_name) == set(FEW)
    assert (chart.credit, chart.licence) == ("Newsroom graphics", "agency")
    assert chart.alt.startswith("Bar chart")
    assert credit_of(chart) == "Illustration: Newsroom graphics"
    assert chart.is_available(NOW)
    assert not chart.is_available(NOW + timedelta(days=10))
    assert not by_name["almara-map"].is_available(NOW)
    assert by_name["oil-prices-en"].retired_at == NOW
    assert by_name["oil-prices-it"].taken_down_reason == "A wrong number."


def test_loading_again_adds_no_picture(few: User) -> None:
    first = library.load_pictures(by=few, now=NOW)

    again = library.load_pictures(by=few, now=NOW + timedelta(days=1))

    assert again == first
    assert Image.objects.count() == len(FEW)
