import pytest

from images.addresses import is_ours, parse, rendition_path
from images.specs import Frame

KEY = "0123456789abcdef0123"
FRAME = Frame(500, 333)


def offered(**changed):
    pieces = {
        "key": KEY,
        "frame": FRAME,
        "rights_digest": "credit",
        "spec": "lead",
        "width": 800,
        "fmt": "avif",
    }
    return rendition_path(**pieces | changed)


def test_an_address_says_what_is_shown_of_which_file():
    address = parse(offered())
    assert address is not None
    assert (address.key, address.frame, address.spec, address.width, address.fmt) == (
        KEY,
        FRAME,
        "lead",
        800,
        "avif",
    )
    assert "/" + address.name == offered()
    assert address.name.startswith(address.folder)


def test_an_address_of_an_own_crop_is_read_as_well():
    frame = Frame(crop=(120, 80, 640, 360))
    address = parse(offered(frame=frame))
    assert address is not None
    assert address.frame == frame
    assert is_ours(address, "credit")


def test_what_we_offered_is_ours():
    address = parse(offered())
    assert address is not None
    assert is_ours(address, "credit")


def test_another_credit_gives_another_address():
    address = parse(offered())
    assert address is not None
    assert not is_ours(address, "another credit")
    assert offered(rights_digest="another credit") != offered()


@pytest.mark.parametrize(
    ("written", "forged"),
    [("f500x333", "f500x334"), (KEY, "f" + KEY[1:]), ("f500x333", "c1x1x500x500")],
)
def test_a_changed_file_or_frame_is_not_ours(written, forged):
    address = parse(offered().replace(written, forged))
    assert address is not None
    assert not is_ours(address, "credit")


def test_addresses_go_on_under_a_new_secret_key(settings):
    old = parse(offered())
    assert old is not None
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert is_ours(old, "credit")
    assert offered() != "/" + old.name
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_ours(old, "credit")


@pytest.mark.parametrize(
    ("written", "forged"),
    [
        ("lead", "poster"),
        ("avif", "gif"),
        ("-800.", "-0800."),
        ("-800.", "-."),
        ("-800.", "-80000."),
        (KEY, KEY.upper()),
        (KEY, KEY[1:]),
        (KEY, "../../etc/passwd"),
        ("f500x333", "f500x1333"),
        ("f500x333", "f0500x333"),
        (".avif", ".avif\n"),
        (".avif", ".avif/"),
        ("pictures", "originals"),
    ],
)
def test_what_is_spelt_in_another_way_is_no_address(written, forged):
    assert parse(offered().replace(written, forged)) is None
