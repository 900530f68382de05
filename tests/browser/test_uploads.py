"""A picture on its way to the library, while its connection breaks."""

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Request, Route

from accounts.models import User
from images import uploads
from images.models import Image, ImageFile, Upload
from tests.browser.complaints import Complaints
from tests.images import files

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
