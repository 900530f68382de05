"""The library of pictures and the page of one, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from images.models import Image
from tests.images.library import make_file, make_image

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def picture(administrator: User) -> Image:
    image = make_image(uploaded_by=administrator)
    make_file(image)
    return image


def test_the_focal_point_is_set_by_keyboard_alone(
    page: Page, signed_in: Callable[..., None], administrator: User, picture: Image
) -> None:
    signed_in(administrator)
    page.goto(f"/admin/images/image/{picture.pk}/change/")
    point = page.get_by_role("slider", name="Focal point")
    cut = page.locator(".picture-cut.is-1-1 img")
    expect(cut).to_have_css("object-position", "50% 50%")

    point.focus()
    for _time in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")

    expect(point).to_have_attribute("aria-valuetext", "25 across, 51 down, of 100")
    expect(cut).to_have_css("object-position", "0% 50%")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("slider", name="Focal point")).to_have_attribute("aria-valuenow", "25")
    picture.refresh_from_db()
    assert (picture.focus_x, picture.focus_y) == (250, 510)


def test_the_focal_point_is_set_by_a_click(
    page: Page, signed_in: Callable[..., None], administrator: User, picture: Image
) -> None:
    signed_in(administrator)
    page.goto(f"/admin/images/image/{picture.pk}/change/")
    area = page.locator("[data-focus-area]")
    box = area.bounding_box()
    assert box is not None

    area.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.1})

    assert abs(int(page.get_by_label("focal point, across").input_value()) - 900) <= 5
    assert abs(int(page.get_by_label("focal point, down").input_value()) - 100) <= 5
