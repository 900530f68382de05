"""Pictures as pages show them: addresses, sizes, words, and what is left where rights end."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.template import Context, Template

from images.addresses import is_ours, parse
from images.models import Image, TakenDown
from images.rights import digest_of
from images.showing import ShownPicture, show, still, tone_of
from images.specs import SPECS
from tests.images.library import NOW, make_file, make_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def made(size=(1600, 1200), **fields) -> Image:
    image = make_image(**fields)
    make_file(image, size)
    return image


def shown(image, spec="lead", **how) -> ShownPicture:
    return show(image, spec, **{"at": NOW, "sizes": "100vw"} | how)


def markup(tag, **values):
    page = Template("{% load pictures %}" + tag).render(Context(values))
    return html5lib.parse(page, namespaceHTMLElements=False)


def addresses(picture):
    listed = [*(source.srcset for source in picture.sources), picture.srcset]
    return [entry.split() for srcset in listed for entry in srcset.split(", ")]


@pytest.mark.parametrize("spec", ["lead", "standard", "square", "card", "inline", "portrait"])
def test_every_address_is_one_that_we_offer_and_signed(spec):
    image = made()
    listed = addresses(shown(image, spec))
    assert listed
    for path, width in listed:
        address = parse(path)
        assert address is not None
        assert is_ours(address, digest_of(image))
        assert f"{address.width}w" == width
        assert address.spec == spec
        assert address.width in SPECS[spec].widths


def test_the_best_format_comes_first_and_nothing_is_blown_up():
    picture = shown(made())
    assert [source.media_type for source in picture.sources] == ["image/avif", "image/webp"]
    assert picture.srcset.endswith("1600w")
    assert (picture.width, picture.height) == (1600, 900)
    assert "/lead-800.jpg" in picture.src
    assert re.search(r"/full-1600\.jpg$", picture.link)


def test_a_small_picture_has_its_own_width_alone():
    picture = shown(made((120, 90)), "inline")
    assert (picture.width, picture.height) == (120, 90)
    assert picture.src.endswith("/inline-120.jpg")
    assert picture.srcset == f"{picture.src} 120w"


def test_a_crop_of_the_use_is_what_is_shown_and_what_opens_large():
    picture = shown(made(), "inline", crop="0,0,500,1000")
    assert "/c0x0x500x1000-" in picture.src
    assert "/c0x0x500x1000-" in picture.link
    assert picture.is_upright


def test_it_costs_no_query(django_assert_num_queries):
    image = Image.objects.with_file().get(pk=made().pk)
    with django_assert_num_queries(0):
        shown(image)
        still(image, "share", at=NOW)


def test_the_words_of_the_use_come_before_those_of_the_picture():
    image = made()
    assert shown(image).alt == "Two boats at a quay."
    assert shown(image, alt="The quay at night.").alt == "The quay at night."
    assert shown(image, alt="The quay at night.", is_decorative=True).alt == ""


@pytest.mark.parametrize(
    ("fields", "credit"),
    [
        ({"credit": "Reuters"}, "Photo: Reuters"),
        ({"credit": "", "creators": "Anna Bianchi"}, "Photo: Anna Bianchi"),
        ({"credit": "", "creators": "Anna Bianchi; Bo"}, "Photo: Anna Bianchi, Bo"),
        ({"credit": "", "creators": ""}, ""),
        (
            {
                "credit": "Ugo Neri",
                "digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
            },
            "Illustration: Ugo Neri",
        ),
    ],
)
def test_credit_is_printed_as_newspapers_do(fields, credit):
    assert shown(made(**fields)).credit == credit


@pytest.mark.parametrize("kind", ["none", "no file", "expired", "taken down"])
def test_what_may_not_be_shown_leaves_a_box_with_its_words(kind):
    fields = {
        "expired": {"expires_at": NOW},
        "taken down": {"taken_down_at": NOW, "taken_down_why": TakenDown.LEGAL},
    }
    image = None if kind == "none" else make_image(**fields.get(kind, {}))
    if image and kind != "no file":
        make_file(image)
    picture = shown(image, alt="Boats <here>", caption="At dawn")
    assert picture.is_gone
    assert (picture.width, picture.height) == (16, 9)
    assert (picture.src, picture.srcset, picture.sources, picture.link) == ("", "", (), "")
    assert picture.credit == ""
    assert still(image, "share", at=NOW) is None
    tree = markup("{% figure shown %}", shown=picture)
    assert tree.find(".//img") is None
    assert tree.find(".//a") is None
    box = tree.find(".//span[@class='picture-gone']")
    assert "Boats <here>" in "".join(box.itertext())
    assert box[0].get("viewBox") == "0 0 16 9"
    assert "At dawn" in "".join(tree.find(".//figcaption").itertext())
    assert markup("{% preload shown %}", shown=picture).find(".//link") is None


def test_rights_end_at_the_very_instant():
    image = made(expires_at=NOW)
    assert not shown(image, at=NOW - timedelta(microseconds=1)).is_gone
    assert shown(image, at=NOW).is_gone


def test_a_box_has_the_proportions_of_the_picture_that_was_there():
    picture = shown(made((800, 1200), expires_at=NOW), "inline")
    assert picture.is_gone
    assert picture.is_upright
    assert picture.height / picture.width == 1.5


def test_a_still_is_the_widest_or_none():
    image = made()
    found = still(image, "share", at=NOW)
    assert found is not None
    assert (found.width, found.height) == (1200, 630)
    assert found.path.endswith("/share-1200.jpg")
    assert still(made((300, 200)), "share", at=NOW) is None
    square = still(image, "square", at=NOW)
    assert square is not None
    assert (square.width, square.height) == (1200, 1200)


def test_below_the_fold_pictures_wait_and_the_lead_does_not():
    image = made()
    late = markup("{% picture shown %}", shown=shown(image)).find(".//img")
    assert (late.get("loading"), late.get("decoding")) == ("lazy", "async")
    assert late.get("fetchpriority") is None
    lead = markup("{% picture shown %}", shown=shown(image, is_lead=True)).find(".//img")
    assert lead.get("fetchpriority") == "high"
    assert lead.get("loading") is None
    assert (lead.get("width"), lead.get("height")) == ("1600", "900")


def test_the_head_asks_for_what_the_page_will_show():
    picture = shown(made(), is_lead=True)
    link = markup("{% preload shown %}", shown=picture).find(".//link")
    assert link.get("imagesrcset") == picture.sources[0].srcset
    assert link.get("imagesizes") == "100vw"
    assert (link.get("type"), link.get("as")) == ("image/avif", "image")


def test_a_picture_opens_large_and_a_decorative_one_is_no_link_without_a_name():
    image = made()
    picture = shown(image)
    link = markup("{% picture shown %}", shown=picture).find(".//a")
    assert link.get("href") == picture.link
    assert link.find(".//img").get("alt") == "Two boats at a quay."
    tree = markup("{% picture shown %}", shown=shown(image, is_decorative=True))
    assert tree.find(".//a") is None
    assert tree.find(".//img").get("alt") == ""


def test_hostile_words_stay_words():
    image = made(credit='"><script>alert(1)</script>')
    words = '"><img src=x onerror=alert(1)>'
    tree = markup("{% figure shown %}", shown=shown(image, alt=words, caption=words))
    assert len(tree.findall(".//img")) == 1
    assert tree.find(".//img").get("alt") == words
    assert tree.find(".//script") is None


def test_a_gallery_scrolls_and_links_by_itself():
    pictures = [shown(made(), "inline") for _ in range(3)]
    tree = markup("{% gallery pictures %}", pictures=pictures)
    row = tree.find(".//ul")
    assert row.get("tabindex") == "0"
    assert row.get("aria-label") == "Gallery of 3 pictures"
    assert [link.get("href") for link in row.iterfind(".//a")] == [p.link for p in pictures]
    assert not row.findall(".//button")


def test_no_page_has_a_style_of_its_own():
    picture = shown(made())
    for tag in ("{% figure shown %}", "{% gallery pictures %}"):
        tree = markup(tag, shown=picture, pictures=[picture])
        assert not tree.findall(".//style")
        assert not [element for element in tree.iter() if element.get("style")]


def test_every_tone_has_its_colour():
    css = (Path(settings.BASE_DIR) / "static/css/pictures.css").read_text()
    rules = dict(re.findall(r"\.(tone-\d{3}) \{ background-color: (#[0-9a-f]{6}); \}", css))
    levels = ("00", "55", "aa", "ff")
    assert rules == {
        f"tone-{r}{g}{b}": f"#{levels[r]}{levels[g]}{levels[b]}"
        for r, g, b in product(range(4), repeat=3)
    }
    assert all(tone_of(colour) == tone for tone, colour in rules.items())
    assert tone_of("#1c1a17") == "tone-000"
    assert tone_of("#c08040") == "tone-221"
