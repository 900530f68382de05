"""Pictures on the readers' pages: what is shown, what machines are told, what it costs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from articles.document import DocumentPart
from articles.models import Section
from images.models import Image
from tests.articles.public.pages import json_ld, tree_of, words
from tests.conftest import NOW
from tests.images.library import make_file, make_image
from tests.stories import make_section, make_site, published, text

pytestmark = [pytest.mark.usefixtures("clock", "media"), pytest.mark.django_db]


@pytest.fixture
def world() -> Section:
    make_site()
    return make_section("World")


def made(size: tuple[int, int] = (1600, 1200), **fields: Any) -> Image:
    image = make_image(**fields)
    make_file(image, size)
    return image


def picture(image: Image, layout: str = "", **values: str) -> DocumentPart:
    """A picture in the text."""
    whole = {"image": str(image.uuid), "caption": "", "alt": "", "purpose": "", "crop": ""}
    return DocumentPart(uid=uuid4(), kind="picture", values=whole | {"layout": layout} | values)


def test_the_lead_picture_stands_after_the_byline_and_before_the_text(
    client: Client, administrator: User, world: Section
) -> None:
    edition = published(
        administrator,
        world,
        standfirst="What they saw.",
        lead_image=str(made().uuid),
        lead_caption="Boats at dawn.",
        parts=(text("<p>The text begins.</p>"),),
    )
    told = words(tree_of(client, edition.path).find(".//article"))
    order = [told.index(part) for part in ("What they saw.", "Boats at dawn.", "The text begins.")]
    assert order == sorted(order)
    assert "Photo: Anna Bianchi/Agency" in told


def test_the_lead_is_fetched_first_and_the_others_wait(
    client: Client, administrator: User, world: Section
) -> None:
    parts = (text("<p>A.</p>"), picture(made()), picture(made(), "wide"))
    edition = published(administrator, world, lead_image=str(made().uuid), parts=parts)
    tree = tree_of(client, edition.path)
    lead, *others = tree.findall(".//article//img")
    assert lead.get("fetchpriority") == "high"
    assert [image.get("loading") for image in others] == ["lazy", "lazy"]
    preload = tree.find(".//head/link[@imagesrcset]")
    assert preload is not None
    source = tree.find(".//article//source")
    assert source is not None
    assert preload.get("imagesrcset") == source.get("srcset")


def test_neighbours_stand_together(client: Client, administrator: User, world: Section) -> None:
    parts = (
        *(picture(made(), "gallery") for _ in range(3)),
        text("<p>Between.</p>"),
        *(picture(made((800, 1200)), "portrait") for _ in range(2)),
    )
    edition = published(administrator, world, parts=parts)
    tree = tree_of(client, edition.path)
    assert [len(row) for row in tree.iterfind(".//ul[@class='gallery-row']")] == [3]
    rows = tree.findall(".//div[@class='part portraits']")
    assert [len(row.findall("figure")) for row in rows] == [2]


def test_where_rights_have_ended_nothing_leads_to_the_picture(
    client: Client, administrator: User, world: Section, clock: Any
) -> None:
    image = made(expires_at=NOW + timedelta(hours=1))
    edition = published(
        administrator,
        world,
        lead_image=str(image.uuid),
        lead_alt="Boats.",
        parts=(text("<p>A.</p>"), picture(image)),
    )
    address = f"/pictures/{image.file.key if image.file else ''}/"
    assert address in client.get(edition.path).content.decode()
    assert address in client.get("/").content.decode()
    clock.shift(timedelta(hours=1))
    page = client.get(edition.path).content.decode()
    assert "/pictures/" not in page
    assert "og:image" not in page
    assert "This picture is not available." in page
    assert "/pictures/" not in client.get("/").content.decode()


def test_machines_are_told_of_three_ratios_and_the_rights(
    client: Client, administrator: User, world: Section
) -> None:
    image = made(
        (2400, 1800),
        copyright_notice="© 2025 Agency",
        web_statement="https://agency.example/rights",
        licensor_url="https://agency.example/buy",
    )
    edition = published(administrator, world, lead_image=str(image.uuid), lead_alt="Boats.")
    tree = tree_of(client, edition.path)
    objects = json_ld(tree)[0]["image"]
    assert [(one["width"]["value"], one["height"]["value"]) for one in objects] == [
        (2400, 1350),
        (2400, 1800),
        (1600, 1600),
    ]
    for one in objects:
        assert one["creditText"] == "Anna Bianchi/Agency"
        assert one["creator"] == [{"@type": "Person", "name": "Anna Bianchi"}]
        assert one["copyrightNotice"] == "© 2025 Agency"
        assert one["license"] == "https://agency.example/rights"
        assert one["acquireLicensePage"] == "https://agency.example/buy"
    told = {meta.get("property"): meta.get("content") for meta in tree.iterfind(".//meta")}
    assert (told.get("og:image") or "").endswith("/share-1200.jpg")
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == "Boats."


def queries(client: Client, path: str, django_assert_max_num_queries: Any) -> int:
    with django_assert_max_num_queries(40) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_pictures_cost_a_story_one_query_and_a_list_none(
    client: Client, administrator: User, world: Section, django_assert_max_num_queries: Any
) -> None:
    plain = published(administrator, world, headline="Plain")
    before = queries(client, plain.path, django_assert_max_num_queries)
    listed = queries(client, "/", django_assert_max_num_queries)
    parts = (text(), *(picture(made(), "gallery") for _ in range(5)))
    full = published(
        administrator, world, headline="Full", lead_image=str(made().uuid), parts=parts
    )
    assert queries(client, full.path, django_assert_max_num_queries) <= before + 1
    assert queries(client, "/", django_assert_max_num_queries) == listed
    tree = tree_of(client, "/")
    assert len(tree.findall(".//div[@class='card-picture']")) == 1


def test_the_first_picture_of_a_list_comes_at_once_and_the_others_when_they_are_near(
    client: Client, administrator: User, world: Section
) -> None:
    for headline in ("Older", "Newer"):
        published(administrator, world, headline=headline, lead_image=str(made().uuid))
    tree = tree_of(client, "/")
    first, other = tree.findall(".//div[@class='card-picture']//img")
    assert first.get("fetchpriority") == "high"
    assert first.get("loading") is None
    assert other.get("loading") == "lazy"
    assert other.get("sizes", "").endswith(" 32vw")  # small on phones
    assert len(tree.findall(".//link[@as='image']")) == 1


def test_what_leads_on_from_a_story_has_pictures_too(
    client: Client, administrator: User, world: Section
) -> None:
    published(administrator, world, headline="Older", lead_image=str(made().uuid))
    story = published(administrator, world, headline="Newer")
    tree = tree_of(client, story.path)
    assert len(tree.findall(".//aside[@class='newer related']//div[@class='card-picture']")) == 1
    nowhere = client.get("/world/no-such-story/").content.decode()
    assert nowhere.count('<div class="card-picture">') == 1
