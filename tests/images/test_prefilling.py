import pytest

from images.models import Image
from images.prefilling import prefill

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def test_what_a_picture_says_fills_the_fields_that_the_desk_confirms():
    filled = prefill(
        {
            "headline": "The harbour",
            "alt": "Ships at a quay",
            "creators": ["Lovelace, Ada", "佐藤; 花子"],
            "credit": "Ada/Agency",
            "web_statement": "https://example.org/rights",
            "keywords": ["harbour", "ships"],
            "created_date": "2026-11-22T18:05:00+01:00",
            "digital_source_type": TRAINED,
        }
    )
    assert filled == {
        "headline": "The harbour",
        "alt": "Ships at a quay",
        "creators": "Lovelace, Ada; 佐藤 花子",
        "credit": "Ada/Agency",
        "web_statement": "https://example.org/rights",
        "keywords": "harbour, ships",
        "created_date": "2026-11-22T18:05:00+01:00",
        "digital_source_type": TRAINED,
    }
    Image(**filled).clean_fields(exclude=["uploaded_at"])


def test_what_is_too_long_is_cut_between_words_and_between_names():
    filled = prefill({"headline": "harbour " * 100, "creators": ["Ada Lovelace"] * 100})
    assert filled["headline"] == " ".join(["harbour"] * 37)
    assert filled["creators"] == "; ".join(["Ada Lovelace"] * 35)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "www.example.org",
        "https://",
        "https://example.org/" + "a" * 500,
        "https://example.org/ <script>",
    ],
)
def test_an_address_that_is_none_of_the_web_is_left_out(address):
    assert prefill({"web_statement": address, "licensor_url": address}) == {}


@pytest.mark.parametrize("odd", [None, 7, True, [], {}, [[]], [None, 3], {"a": "b"}, "\0\u202e"])
def test_what_is_of_another_type_is_left_out(odd):
    names = [field.name for field in Image._meta.fields if not field.is_relation]
    assert prefill(dict.fromkeys([*names, "unknown"], odd)) == {}


def test_other_spellings_of_dates_and_of_kinds_of_source_are_left_out():
    assert prefill({"created_date": "yesterday", "digital_source_type": "camera"}) == {}
    assert prefill({"digital_source_type": TRAINED + "\nand more"}) == {}
