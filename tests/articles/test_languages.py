"""Words in a language of their own: headline, subheadings, quotes, captions, titles of embeds."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation
from html5lib import parse

from accounts.models import User
from articles import languages, revisions, translating, typed
from articles.admin.merged import news
from articles.comparison import compare
from articles.document import DocumentPart, digest_of_json, form_prefix, freeze, to_json
from articles.models import Edition, PullQuote, Revision, Story
from tests.articles.form import JSON, address, form_of, sign_in
from tests.articles.public.test_feeds import ATOM, atom
from tests.articles.public.test_pictures import made, picture
from tests.stories import make_section, make_site, make_story, publish, quote, save, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]
QUOTES = form_prefix(PullQuote)
LATER = ("headline_language", "lead_caption_language")


def with_language(part: DocumentPart, **languages: str) -> DocumentPart:
    return replace(part, values={**part.values, **languages})


@pytest.fixture
def edition(administrator: User) -> Edition:
    """An English story that quotes in Arabic and French; one word of each is in it once."""
    make_site()
    section = make_section("World", it="Mondo")
    boats = made()
    embed = {"url": "https://example.org/a", "title": "Titel", "title_language": "de"}
    parts = [
        with_language(text("<p>One.</p>", f"Marée {n}"), subheading_language="fr") for n in range(3)
    ]
    story = make_story(
        administrator,
        section,
        headline="Habemus portum",
        headline_language="la",
        lead_image=str(boats.uuid),
        lead_caption="מעגן",
        lead_caption_language="he",
        parts=(
            *parts,
            with_language(quote("الميناء مفتوح", "Iva"), quote_language="ar"),
            with_language(quote("In English"), quote_language="en"),
            with_language(picture(boats, caption="Barche"), caption_language="it"),
            DocumentPart(kind="embed", uid=uuid4(), values=embed),
        ),
    )
    return publish(story, administrator)


def spoken(markup: str, within: str = "body") -> dict[str, set[tuple[str | None, str | None]]]:
    """Of each text of a page that says its language: the element's lang and dir."""
    found: dict[str, set[tuple[str | None, str | None]]] = {}
    for element in parse(markup, namespaceHTMLElements=False).find(within).iter():
        words = "".join(element.itertext()).strip()
        if element.get("lang") and element.get("hreflang") is None:
            found.setdefault(words, set()).add((element.get("lang"), element.get("dir")))
    return found


SAID = {
    "Marée 0": {("fr", "ltr")},
    "الميناء مفتوح": {("ar", "rtl")},
    "Barche": {("it", "ltr")},
    "Titel": {("de", "ltr")},
}


def test_pages_lists_and_feeds_say_in_which_language_words_are(
    client: Client, edition: Edition
) -> None:
    page = client.get(edition.path).content.decode()
    found = spoken(page)
    assert SAID.items() <= found.items()
    assert found["Habemus portum"] == {("la", "ltr")}, "the headline and its running head"
    assert found["מעגן"] == {("he", "rtl")}
    assert page.count('lang="fr"') == 6, "three subheadings, and three lines of contents"
    assert "In English" in page
    assert "In English" not in found
    for path in ("/", "/world/"):
        shown = spoken(client.get(path).content.decode())
        assert shown["Habemus portum"] == {("la", "ltr")}, path

    title = atom(client).find(f"{ATOM}entry/{ATOM}title")
    assert title is not None
    assert title.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "la"}
    fed = atom(client).findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert SAID.items() <= spoken(f"<body>{fed}").items()
    assert b"Habemus portum" in client.get("/feed/rss.xml").content


def test_a_document_that_says_nothing_of_languages_is_what_it_was(reporter: User) -> None:
    story = make_story(reporter, parts=(text(), quote("Two")))
    before = Revision.objects.get()
    written = str(before.document)
    assert not any(name in written for name in (*LATER, "quote_language", "subheading_language"))
    assert save(story, reporter) is None, "a save without a change is none"
    assert sign_in(reporter).post(address(story), form_of(story), headers=JSON).status_code == 200
    assert Revision.objects.count() == 1

    said = freeze(story)
    chosen = replace(said, parts=(said.parts[0], with_language(said.parts[1], quote_language="fr")))
    assert save(story, reporter, parts=chosen.parts)
    assert to_json(freeze(story))["parts"][1]["values"]["quote_language"] == "fr"
    shown = compare(said, chosen)
    assert [field.label for field in shown.changed_parts[0].fields] == ["Language of the quote"]
    assert [run.text for run in shown.changed_parts[0].fields[0].runs] == [
        "That of the story",
        "French",
    ]
    assert save(story, reporter, parts=said.parts)
    again = revisions.latest(story)
    assert again is not None
    assert again.digest == before.digest == digest_of_json(before.document)
    assert news(chosen, said)["parts"] == {str(said.parts[1].uid): {"quote_language": ""}}


def test_the_form_offers_languages_and_keeps_what_is_chosen(reporter: User) -> None:
    make_site()
    story = make_story(reporter, parts=(quote("Mare"), quote("Two")))
    client = sign_in(reporter)
    page = client.get(address(story)).content.decode()
    assert "\ue000" not in page
    assert page.count('class="own-languages" open') == 0

    post = form_of(story, headline_language="fr", **{f"{QUOTES}-0-quote_language": "zh-hans"})
    assert client.post(address(story), post, headers=JSON).status_code == 200
    kept = freeze(Story.objects.get())
    assert (kept.headline_language, kept.parts[0].values["quote_language"]) == ("fr", "zh-hans")
    page = " ".join(client.get(address(story)).content.decode().split())
    assert page.count('<details class="own-languages" open>') == 2
    assert page.count('<option value="zh-hans" selected>') == 1
    assert page.count('<option value="fr" selected>') == 1

    forged = form_of(story, **{f"{QUOTES}-1-quote_language": '"><b>'})
    answer = client.post(address(story), forged, headers=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [f"{QUOTES}-1-quote_language"]
    again = client.post(address(story), forged)
    assert "<b>" not in again.content.decode().partition("own-languages")[2]


def test_what_is_typed_before_a_save_may_be_a_language_too(reporter: User) -> None:
    base = freeze(make_story(reporter, parts=(quote("Mare"),)))
    change = {"uid": str(base.parts[0].uid), "kind": "quote", "values": {"quote_language": "la"}}
    made = typed.document({"parts": [change]}, base)
    assert made.parts[0].values == {**base.parts[0].values, "quote_language": "la"}
    change["values"] = {"quote_language": ""}
    assert typed.document({"parts": [change]}, made) == base
    change["values"] = {"quote_language": "klingon"}
    assert typed.document({"parts": [change]}, made) == made


def test_a_translation_says_anew_what_it_says_anew(
    edition: Edition, administrator: User, now: datetime
) -> None:
    italian = translating.translate(story=edition.story, language="it", by=administrator, now=now)
    made = freeze(italian)
    assert (made.headline_language, made.lead_caption_language) == ("", "he")
    subheading, quoted = made.parts[0].values, made.parts[3].values
    assert (subheading.get("subheading_language"), quoted["quote_language"]) == (None, "ar")


def test_languages_are_named_in_that_of_who_looks() -> None:
    for code in ("en", "it"):
        with translation.override(code):
            offered = languages.choices()
        assert offered[0][0] == ""
        names = [name for _code, name in offered[1:]]
        assert names == sorted(names)
        assert len({code for code, _name in offered}) == len(offered) > 80
    assert dict(offered)["ar"] == "Arabo"
    assert {code for code, _ in offered if code and languages.direction(code) == "rtl"} == {
        "ar", "ckb", "fa", "he", "ps", "ur", "yi",
    }  # fmt: skip
