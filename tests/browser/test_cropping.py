"""The part of a picture that a story shows, chosen in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.models import Section
from images.models import Image
from tests.browser.form import open_form, tab_to, three_sections
from tests.images.library import make_file, make_image

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def picture(reporter: User) -> Image:
    image = make_image(uploaded_by=reporter)
    make_file(image, (1600, 800))
    return image


@pytest.fixture
def form(page: Page, signed_in: Callable[..., None], reporter: User, section: Section) -> Page:
    signed_in(reporter)
    open_form(page, three_sections(reporter, section))
    return page


def crop(page: Page, picture: Image, before: str = "") -> Locator:
    """Open the tool for a picture that shows the part `before`."""
    page.evaluate(
        """async ([uuid, before]) => {
            const { crop } = await import("desk/cropping")
            const answer = await fetch(`/admin/images/image/cards/?uuid=${uuid}`)
            const [card] = await answer.json()
            window.answer = crop({ card, crop: before }).then((cut) => cut ?? "closed")
        }""",
        [str(picture.uuid), before],
    )
    dialog = page.get_by_role("dialog", name="Crop the picture")
    expect(dialog.get_by_role("img").first).to_have_js_property("complete", value=True)
    return dialog


def answer(page: Page) -> str:
    return page.evaluate("window.answer")


def numbers(dialog: Locator) -> list[str]:
    names = ("From the left", "From above", "Width", "Height")
    return [dialog.get_by_label(name).input_value() for name in names]


def test_a_part_is_chosen_by_keyboard_alone(form: Page, picture: Image) -> None:
    dialog = crop(form, picture, "100,100,500,500")
    expect(dialog.get_by_role("group", name="The part that is shown")).to_be_focused()

    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowLeft", "Shift+ArrowDown"):
        form.keyboard.press(key)
    assert numbers(dialog) == ["11", "12", "49", "51"]
    expect(dialog.get_by_role("status")).to_contain_text("width 49, height 51 per cent")
    for _press in range(60):
        form.keyboard.press("ArrowRight")
    assert numbers(dialog) == ["51", "12", "49", "51"]
    tab_to(form, "Use this crop")
    form.keyboard.press("Enter")

    assert answer(form) == "510,120,490,510"


def test_a_shape_is_held_and_the_cuts_show_it(form: Page, picture: Image) -> None:
    dialog = crop(form, picture)

    dialog.get_by_role("radio", name="1:1").focus()
    form.keyboard.press("Space")
    assert numbers(dialog) == ["25", "0", "50", "100"]
    dialog.get_by_label("Width").fill("30")
    dialog.get_by_label("Width").press("Enter")
    assert numbers(dialog) == ["25", "0", "30", "60"]
    expect(dialog.locator(".cropping-cut.is-1-1 img")).to_have_js_property(
        "style.left", "-83.3333%"
    )
    dialog.get_by_label("From the left").fill("90")
    dialog.get_by_role("button", name="Use this crop").click()

    assert answer(form) == "700,0,300,600"


def test_the_rectangle_is_dragged_and_resized(form: Page, picture: Image) -> None:
    dialog = crop(form, picture, "0,0,500,500")
    stage = dialog.locator(".cropping-stage").bounding_box()
    assert stage is not None

    def drag(start: tuple[float, float], end: tuple[float, float]) -> None:
        """From one place to another, both as parts of the sides."""
        for moment, (x, y) in enumerate((start, end)):
            form.mouse.move(stage["x"] + x * stage["width"], stage["y"] + y * stage["height"])
            form.mouse.down() if moment == 0 else form.mouse.up()

    drag((0.25, 0.25), (0.5, 0.5))
    assert [float(one) for one in numbers(dialog)] == pytest.approx([25, 25, 50, 50], abs=0.3)
    drag((0.745, 0.745), (0.895, 0.495))
    assert [float(one) for one in numbers(dialog)] == pytest.approx([25, 25, 65, 25], abs=0.3)
    drag((0.5, 0.4), (2, 2))
    assert [float(one) for one in numbers(dialog)] == pytest.approx([35, 75, 65, 25], abs=0.3)


def test_the_whole_picture_is_no_crop_and_escape_is_no_answer(form: Page, picture: Image) -> None:
    dialog = crop(form, picture, "100,100,500,500")
    dialog.get_by_role("button", name="Whole picture").click()
    dialog.get_by_role("button", name="Use this crop").click()
    assert answer(form) == ""

    dialog = crop(form, picture, "no crop")
    assert numbers(dialog) == ["0", "0", "100", "100"]
    form.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert answer(form) == "closed"


def test_it_fits_a_phone_and_passes_axe(
    form: Page, picture: Image, axe: Callable[..., list[str]]
) -> None:
    form.set_viewport_size({"width": 390, "height": 844})
    dialog = crop(form, picture)

    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert axe(form, ignore=[".cke"]) == []
