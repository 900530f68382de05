"""Pictures on their way to the library, while the connection breaks, and what is said of them."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from accounts.models import User
from images import uploads
from images.models import Image, ImageFile, Upload
from tests.browser.complaints import Complaints
from tests.browser.keeping import leave_anyway
from tests.images import files
from tests.images.library import make_file, make_image

pytestmark = pytest.mark.usefixtures("media", "section")

# Of more than three pieces.
LARGE = files.with_segments(
    files.saved(files.scene(), "JPEG"), *(50 * [files.segment(0xE5, bytes(65000))])
)
# What the module says is kept on the page, for nothing else waits for it.
SEND = """async () => {
    const { upload } = await import("/static/js/desk/uploads.js")
    const field = document.querySelector("[type=file]")
    document.body.dataset.states = ""
    window.stop = new AbortController()
    const onProgress = ({ state }) => (document.body.dataset.states += ` ${state}`)
    window.done = upload(field.files[0], { onProgress, signal: window.stop.signal })
}"""


@pytest.fixture
def sending(
    page: Page, signed_in: Callable[..., None], reporter: User, complaints: Complaints
) -> Page:
    """The upload page of a reporter; requests may fail there."""
    complaints.forgive("ERR_FAILED|ERR_INTERNET_DISCONNECTED|status of [45]")
    signed_in(reporter)
    page.goto("/admin/images/image/upload/")
    return page


def send(page: Page, content: bytes = LARGE, name: str = "harbour.jpg") -> None:
    page.evaluate(
        """([name, text]) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
            const transfer = new DataTransfer()
            transfer.items.add(new File([bytes], name, { lastModified: 1 }))
            document.querySelector("[type=file]").files = transfer.files
        }""",
        [name, b64encode(content).decode()],
    )
    page.evaluate(SEND)


def result(page: Page) -> dict[str, Any]:
    return page.evaluate("window.done")


def offsets(page: Page) -> list[str]:
    """Collects where the pieces begin that the page sends from now on."""
    found: list[str] = []

    def look(request: Request) -> None:
        if at := request.headers.get("upload-offset"):
            found.append(at)

    page.on("request", look)
    return found


def is_piece(request: Request, at: int) -> bool:
    return request.headers.get("upload-offset") == str(at)


def test_a_file_goes_on_after_a_cut_and_after_a_reload(
    sending: Page, context: BrowserContext
) -> None:
    def cut(route: Route) -> None:
        if is_piece(route.request, 2 * uploads.PIECE):
            route.abort()
        else:
            route.continue_()

    sending.route("**/uploads/**", cut)
    send(sending)
    sending.wait_for_selector("[data-states~=waiting]")
    sending.reload()
    sending.unroute("**/uploads/**")
    sent = offsets(sending)
    send(sending)

    assert result(sending)["known"] is False
    assert sent == [str(2 * uploads.PIECE), str(3 * uploads.PIECE)]
    assert ImageFile.objects.get().original_size == len(LARGE)
    assert not Upload.objects.exists()


def test_a_file_waits_for_the_connection(sending: Page, context: BrowserContext) -> None:
    def drop(route: Route) -> None:
        context.set_offline(True)
        route.abort()

    sending.route("**/uploads/*/", drop, times=1)
    send(sending)
    sending.wait_for_selector("[data-states~=waiting]")
    context.set_offline(False)

    assert result(sending)["image"]["title"]
    assert Image.objects.count() == 1


def test_a_piece_that_came_though_its_answer_did_not_is_not_sent_twice(sending: Page) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    sending.route("**/uploads/*/", lose_the_answer, times=1)
    sent = offsets(sending)
    send(sending)

    assert result(sending)["known"] is False
    assert sent[:3] == ["0", "0", str(uploads.PIECE)]
    assert ImageFile.objects.get().original_size == len(LARGE)


def test_a_busy_server_is_asked_again(sending: Page) -> None:
    busy = json.dumps({"error": "Too many pictures are coming in right now."})
    sending.route(
        "**/finish/",
        lambda route: route.fulfill(status=503, body=busy, content_type="application/json"),
        times=1,
    )
    send(sending)

    assert result(sending)["known"] is False
    assert sending.locator("[data-states~=waiting]").count() == 1


def test_what_is_no_picture_is_not_sent(sending: Page) -> None:
    sent = offsets(sending)
    send(sending, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(5000), "IMG_1.heic")

    assert "Most Compatible" in result(sending)["error"]
    assert sent == []
    assert not Upload.objects.exists()


def test_what_was_cancelled_is_gone(sending: Page, media: Path) -> None:
    sending.route("**/uploads/*/", lambda route: route.fallback() if _is_delete(route) else None)
    send(sending)
    sending.wait_for_selector("[data-states~=sending]")
    with sending.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        sending.evaluate("window.stop.abort()")

    assert gone.value.status == 204
    assert result(sending)["isCancelled"] is True
    assert not Upload.objects.exists()
    assert not list((media / "uploads").iterdir())


def _is_delete(route: Route) -> bool:
    return route.request.method == "DELETE"


def test_an_ended_session_is_said_and_the_next_one_goes_on(
    sending: Page, context: BrowserContext, signed_in: Callable[..., None], reporter: User
) -> None:
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    send(sending)
    ended = result(sending)
    assert "no longer signed in" in ended["error"]
    assert ended["canRetry"] is True

    context.clear_cookies()  # signing in anew makes the page's token worthless
    signed_in(reporter)
    send(sending)
    assert result(sending)["known"] is False


@pytest.fixture
def chosen(sending: Page) -> Page:
    """The page with three files that were chosen: two pictures and what is none."""
    pictures = [files.saved(files.scene(size=(64, side)), "JPEG") for side in (48, 64)]
    sending.set_input_files(
        "#pictures",
        [
            {"name": "quay.jpg", "mimeType": "image/jpeg", "buffer": pictures[0]},
            {"name": "page.png", "mimeType": "image/png", "buffer": b"<!doctype html>"},
            {"name": "boats.jpg", "mimeType": "image/jpeg", "buffer": pictures[1]},
        ],
    )
    return sending


def row(page: Page, name: str) -> Locator:
    return page.locator(".upload", has=page.get_by_role("heading", name=name))


def test_several_are_sent_described_and_saved_together(
    chosen: Page, axe: Callable[..., list[str]]
) -> None:
    bar = chosen.locator(".upload-bar")
    expect(bar).to_contain_text("2 of 3 pictures are in. Refused: 1.")
    expect(row(chosen, "page.png")).to_contain_text("This is a web page")
    expect(row(chosen, "quay.jpg").locator("img")).to_be_visible()

    chosen.get_by_text("Credit and rights for all of them").click()
    shared = chosen.locator("[data-shared]")
    shared.get_by_label("Credit").fill("Anna/Agency")
    row(chosen, "boats.jpg").get_by_label("Credit").fill("Ugo/Agency")
    shared.get_by_role("button", name="Fill in where nothing stands").click()
    row(chosen, "quay.jpg").get_by_label("Alternative text").fill("A quay.")
    expect(bar).to_contain_text("what you wrote about 2")
    for width in (320, 1280):
        chosen.set_viewport_size({"width": width, "height": 800})
        assert axe(chosen) == []
        assert chosen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chosen.keyboard.press("Control+s")

    expect(bar).to_contain_text("Everything is saved.")
    saved = Image.objects.values_list("alt", "credit")
    assert sorted(saved) == [("", "Ugo/Agency"), ("A quay.", "Anna/Agency")]


def test_what_was_written_is_not_lost_by_leaving(chosen: Page) -> None:
    asked = leave_anyway(chosen)
    row(chosen, "quay.jpg").get_by_label("Title").fill("Quay")
    chosen.goto("/admin/images/image/")
    assert asked == ["beforeunload"]


def test_a_known_picture_leads_to_its_page(chosen: Page) -> None:
    expect(row(chosen, "quay.jpg").locator("form")).to_contain_text("Title")
    chosen.reload()
    picture = files.saved(files.scene(size=(64, 48)), "JPEG")
    drop(chosen, picture, "again.jpg")

    known = row(chosen, "again.jpg")
    expect(known).to_contain_text("The library has this picture already")
    known.get_by_role("link").click()
    expect(chosen).to_have_url(re.compile(r"/admin/images/image/\d+/change/$"))


def drop(page: Page, content: bytes, name: str) -> None:
    """Drop a file from outside the browser onto the page."""
    page.evaluate(
        """([name, text]) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
            const dataTransfer = new DataTransfer()
            dataTransfer.items.add(new File([bytes], name))
            const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true })
            document.body.dispatchEvent(event)
        }""",
        [name, b64encode(content).decode()],
    )


def test_one_is_cancelled_and_sent_again_by_keyboard(sending: Page) -> None:
    def hold(_route: Route) -> None:
        """Answer nothing."""

    sending.route("**/uploads/*/", hold)
    sending.set_input_files(
        "#pictures", {"name": "quay.jpg", "mimeType": "image/jpeg", "buffer": LARGE}
    )
    sending.get_by_role("button", name="Cancel: quay.jpg").press("Enter")
    expect(row(sending, "quay.jpg")).to_contain_text("Cancelled.")
    sending.unroute("**/uploads/*/")
    retry = sending.get_by_role("button", name="Try again: quay.jpg")
    expect(retry).to_be_focused()
    retry.press("Enter")
    expect(row(sending, "quay.jpg")).to_contain_text("It is in the library.")


def test_a_file_is_replaced_with_its_size_shown_before(
    sending: Page, reporter: User, axe: Callable[..., list[str]]
) -> None:
    picture = make_image(uploaded_by=reporter)
    make_file(picture)
    sending.goto(f"/admin/images/image/{picture.pk}/replace/")
    larger = files.saved(files.scene(size=(2400, 1800)), "JPEG")
    sending.set_input_files(
        "#file", {"name": "larger.jpg", "mimeType": "image/jpeg", "buffer": larger}
    )
    expect(sending.get_by_text("The file now: 1600 × 1200")).to_be_visible()
    expect(sending.get_by_text("The new file: 2400 × 1800")).to_be_visible()
    assert axe(sending) == []
    sending.get_by_role("button", name="Replace it").click()
    said = "1600 × 1200 before, 2400 × 1800 now."
    expect(sending.locator(".messagelist")).to_contain_text(said, timeout=30_000)
