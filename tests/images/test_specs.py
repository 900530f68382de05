import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.specs import FORMATS, SPECS, Box, Frame, crop_box, height_for, offered_widths

MIDDLE = Frame()
sides = st.integers(1, 5000)
per_mille = st.integers(0, 1000)
specs = st.sampled_from(sorted(SPECS.values(), key=lambda spec: spec.name))


@st.composite
def frames(draw):
    if draw(st.booleans()):
        return Frame(draw(per_mille), draw(per_mille))
    left, top = draw(st.integers(0, 999)), draw(st.integers(0, 999))
    wide, high = draw(st.integers(1, 1000 - left)), draw(st.integers(1, 1000 - top))
    return Frame(crop=(left, top, wide, high))


def test_a_crop_has_its_focal_point_in_the_middle_where_there_is_room():
    assert crop_box(4000, 3000, Frame(500, 400), (16, 9)) == Box(0, 75, 4000, 2250)


def test_a_crop_goes_no_further_than_the_edge():
    assert crop_box(4000, 3000, Frame(500, 0), (16, 9)) == Box(0, 0, 4000, 2250)
    assert crop_box(4000, 3000, Frame(1000, 500), (1, 1)) == Box(1000, 0, 3000, 3000)


def test_a_ratio_is_cut_inside_an_own_crop():
    frame = Frame(crop=(120, 80, 640, 360))
    assert crop_box(1000, 1000, frame, None) == Box(120, 80, 640, 360)
    assert crop_box(1000, 1000, frame, (1, 1)) == Box(260, 80, 360, 360)


@given(sides, sides, frames(), specs)
def test_every_crop_lies_in_the_picture_and_has_its_ratio(width, height, frame, spec):
    box = crop_box(width, height, frame, spec.ratio)
    assert 0 <= box.left < box.right <= width
    assert 0 <= box.top < box.bottom <= height
    if spec.ratio and min(box.width, box.height) > 200:
        assert box.width / box.height == pytest.approx(spec.ratio[0] / spec.ratio[1], rel=0.01)


@given(sides, sides, per_mille, per_mille, specs)
def test_every_crop_shows_the_subject(width, height, x, y, spec):
    box = crop_box(width, height, Frame(x, y), spec.ratio)
    assert box.left - 1 <= x * width / 1000 <= box.right + 1
    assert box.top - 1 <= y * height / 1000 <= box.bottom + 1


@given(sides, sides, frames(), specs)
def test_nothing_is_blown_up_further_than_its_spec_says(width, height, frame, spec):
    box = crop_box(width, height, frame, spec.ratio)
    offered = offered_widths(spec, width, height, frame)
    assert list(offered) == sorted(set(offered))
    assert all(0 < offer <= box.width * spec.enlarged for offer in offered)
    assert offered or spec.name == "share"


def test_a_picture_of_24_megapixels_is_offered_in_all_widths_of_a_lead():
    assert offered_widths(SPECS["lead"], 4096, 2731, MIDDLE) == SPECS["lead"].widths


def test_a_small_picture_is_offered_in_its_own_width():
    assert offered_widths(SPECS["lead"], 200, 200, MIDDLE) == (200,)


def test_a_share_card_is_blown_up_to_twice_at_most():
    assert offered_widths(SPECS["share"], 600, 400, MIDDLE) == (1200,)
    assert offered_widths(SPECS["share"], 599, 400, MIDDLE) == ()
    assert height_for(SPECS["share"], 1200, 600, 400, MIDDLE) == 630


def test_there_is_a_picture_for_search_engines_in_three_ratios():
    ratios = {
        SPECS[name].ratio
        for name in ("lead", "standard", "square")
        if max(offered_widths(SPECS[name], 4096, 2731, MIDDLE)) >= 1200
    }
    assert ratios == {(16, 9), (4, 3), (1, 1)}


def test_heights_are_those_of_the_ratio_or_of_the_picture():
    assert height_for(SPECS["lead"], 800, 4096, 2731, MIDDLE) == 450
    assert height_for(SPECS["inline"], 800, 4000, 3000, MIDDLE) == 600
    assert height_for(SPECS["inline"], 800, 4000, 3000, Frame(crop=(0, 0, 500, 1000))) == 1200


def test_what_is_made_on_upload_is_listed():
    for spec in SPECS.values():
        assert {*spec.common} <= {*spec.widths}
        assert {*spec.formats} <= {*FORMATS}


@given(frames())
def test_a_frame_is_spelt_in_one_way(frame):
    assert Frame.parse(str(frame)) == frame


@pytest.mark.parametrize(
    "text",
    [
        "",
        "f500",
        "f0500x333",
        "f1001x0",
        "f٣x٣",
        "f5x5 ",
        "f5x5\n",
        "c0x0x0x100",
        "c600x0x401x100",
        "c1x2x3",
        "F5x5",
        "f-1x5",
    ],
)
def test_anything_else_is_no_frame(text):
    with pytest.raises(ValueError, match="This is no"):
        Frame.parse(text)


def test_a_use_gives_its_frame_as_documents_spell_it():
    assert str(Frame.of(500, 333)) == "f500x333"
    assert str(Frame.of(500, 333, "120,80,640,360")) == "c120x80x640x360"
