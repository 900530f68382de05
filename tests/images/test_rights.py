"""What goes out with each rendition of a picture."""

import pytest

from images.addresses import is_ours, parse
from images.rights import address_of, digest_of, frame_of, packet_of, rights_of
from images.specs import Frame
from tests.images.library import make_file, make_image

pytestmark = pytest.mark.django_db


def test_a_use_shows_all_around_the_focal_point_or_its_own_crop() -> None:
    image = make_image(focus_x=300, focus_y=700)
    assert frame_of(image) == Frame(300, 700)
    assert frame_of(image, "120,80,640,360") == Frame(crop=(120, 80, 640, 360))
    with pytest.raises(ValueError, match="no part"):
        frame_of(image, "500,0,600,1000")


def test_each_creator_is_named() -> None:
    image = make_image(creators="Bianchi, Anna; Bo Chen;", credit="Agency", copyright_notice="© us")
    rights = rights_of(image)
    assert rights.creators == ("Bianchi, Anna", "Bo Chen")
    assert (rights.credit, rights.copyright_notice) == ("Agency", "© us")
    assert b"Bo Chen" in packet_of(image)


@pytest.mark.parametrize(
    "field", ["creators", "credit", "copyright_notice", "web_statement", "licensor_url"]
)
def test_whatever_is_embedded_changes_the_digest(field: str) -> None:
    image = make_image()
    before = digest_of(image)
    setattr(image, field, "https://news.example/other")
    assert digest_of(image) != before


def test_what_is_not_embedded_changes_nothing() -> None:
    image = make_image()
    before = digest_of(image)
    image.headline, image.alt, image.focus_x = "Other", "Other", 1
    assert digest_of(image) == before


@pytest.mark.usefixtures("media")
def test_an_address_names_the_current_file_and_is_ours() -> None:
    image = make_image()
    with pytest.raises(ValueError, match="no file"):
        address_of(image, "lead", 800, "avif")
    make_file(image)
    newer = make_file(image)
    address = parse(address_of(image, "lead", 800, "avif", crop="0,0,500,500"))
    assert address is not None
    assert (address.key, str(address.frame)) == (newer.key, "c0x0x500x500")
    assert is_ours(address, digest_of(image))
