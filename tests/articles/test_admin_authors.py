"""The form of an author on the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Author
from tests.articles.form import sign_in
from tests.articles.public.test_pictures import made
from tests.stories import NOW, make_author, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "media")]


def test_a_portrait_is_found_by_its_words_and_kept(administrator: User, reporter: User) -> None:
    portrait, retired = made(headline="Anna at a window"), made(headline="Anna, retired")
    retired.retired_at = NOW
    retired.save()
    author = make_author()
    client = sign_in(administrator)
    field = {"app_label": "articles", "model_name": "author", "field_name": "portrait"}

    found = client.get(reverse("admin:autocomplete"), {**field, "term": "anna"}).json()
    assert [result["id"] for result in found["results"]] == [str(portrait.pk)]

    text = author.texts.get()
    posted = {
        "portrait": portrait.pk,
        "email": "anna@lantern.example",
        "links": "https://social.example/@anna  https://anna.example/",
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 1,
        "texts-0-id": text.pk,
        "texts-0-author": author.pk,
        "texts-0-language": "en",
        "texts-0-name": "Anna Bianchi",
        "texts-0-slug": text.slug,
        "texts-0-biography": "First.\r\n\r\nSecond.\u202e",
    }
    path = reverse("admin:articles_author_change", args=[author.pk])
    assert client.post(path, posted).status_code == 302
    other = posted | {"email": "other@lantern.example"}
    assert sign_in(reporter).post(path, other).status_code == 403

    author = Author.objects.get(pk=author.pk)
    assert author.portrait == portrait
    assert author.email == "anna@lantern.example"
    assert author.links.split() == ["https://social.example/@anna", "https://anna.example/"]
    assert author.texts.get().biography == "First.\n\nSecond."


def test_a_changed_address_leads_on_and_can_be_taken_back(administrator: User) -> None:
    make_site()
    author = make_author()
    author.texts.update(slug="anna")
    client, reader = sign_in(administrator), Client()

    def rename(slug: str) -> None:
        posted = {
            "texts-TOTAL_FORMS": 1,
            "texts-INITIAL_FORMS": 1,
            "texts-0-id": author.texts.get().pk,
            "texts-0-author": author.pk,
            "texts-0-language": "en",
            "texts-0-name": "Anna Bianchi",
            "texts-0-slug": slug,
        }
        path = reverse("admin:articles_author_change", args=[author.pk])
        assert client.post(path, posted).status_code == 302

    rename("anna-bianchi")
    rename("a-bianchi")
    for old in ("anna", "anna-bianchi"):
        assert reader.get(f"/author/{old}/").headers["Location"] == "/author/a-bianchi/"
    rename("anna")

    assert reader.get("/author/anna/").status_code == 200
    assert reader.get("/author/a-bianchi/").headers["Location"] == "/author/anna/"
