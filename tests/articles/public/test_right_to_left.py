"""Pages of languages that run from right to left."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from accounts.models import User
from tests.articles.public import arabic_urls  # read now, with the languages of all tests
from tests.articles.public.pages import tree_of, words
from tests.stories import make_section, make_site, published, quote, text

PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|"
    r"(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_arabic_pages_run_from_right_to_left(
    client: Client, administrator: User, settings: Any
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربيّة")]
    settings.ROOT_URLCONF = arabic_urls.__name__
    make_site(en="The Lantern", ar="الفانوس")
    section = make_section(ar="العالم")
    edition = published(
        administrator,
        section,
        language="ar",
        headline="إعادة فتح الميناء",
        slug="ميناء",
        parts=(text("<p>في السادسة.</p>"), quote("انتظرنا", "القبطان"), quote("«نعم»", "")),
    )

    for path in ("/ar/", edition.path, f"{edition.path.rsplit('/', 2)[0]}/"):
        html = tree_of(client, path)
        assert (html.get("lang"), html.get("dir")) == ("ar", "rtl"), path
    story = tree_of(client, edition.path)
    assert words(story.find(".//h1")) == "إعادة فتح الميناء"
    assert "22 نوفمبر 2025" in words(story.find(".//time"))
    marks = [p.get("class") for p in story.findall(".//blockquote/p")]
    assert marks == ["unmarked", None]
    assert tree_of(client, "/").get("dir") == "ltr"


def test_no_style_of_readers_names_a_side_that_does_not_turn() -> None:
    folder = Path(configured.BASE_DIR) / "static" / "css"
    names = [path for path in folder.glob("*.css") if not path.name.startswith(("desk", "editor"))]

    found = {path.name: PHYSICAL.findall(path.read_text("utf-8")) for path in names}

    assert "site.css" in found
    assert {name: sides for name, sides in found.items() if sides} == {}
