"""What the tests of unsaved text do at the screen, and where they look for it afterwards."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Dialog, Page, expect

from articles.models import Autosave, Story

PATIENCE = 10.0  # seconds for what the browser does without being waited for


def kept(page: Page) -> None:
    """Wait until the bar says that what was typed is kept, and not saved."""
    expect(page.locator(".bar-saved")).to_have_text("Kept, not saved yet")


def rest(page: Page) -> Any:
    """Wait until the server has answered the autosave of a pause: `with rest(page): …`."""
    return page.expect_response(
        lambda r: r.url.endswith("/autosave/") and r.request.method == "POST"
    )


def changes(story: Story) -> dict[str, Any]:
    """What the newest autosave of the story has."""
    row = Autosave.objects.filter(story=story).first()
    return row.changes if row else {}


def eventually(found: Callable[[], bool], page: Page) -> None:
    """Wait until `found`: for what a page sends when it is gone already."""
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline, f"It never came: {list(Autosave.objects.values())}"
        page.wait_for_timeout(50)


def leave_anyway(page: Page) -> list[str]:
    """Answer "Leave" whenever the browser asks; returns the list of what it asked."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def copies(page: Page) -> list[dict[str, Any]]:
    """What the browser keeps, read past the product's own code."""
    return page.evaluate(
        """() => new Promise((resolve, reject) => {
            setTimeout(() => reject(new Error("The browser's database does not answer.")), 15000)
            const opening = indexedDB.open("newsroom-desk", 1)
            opening.onupgradeneeded = () =>
                opening.result.createObjectStore("copies", { keyPath: "session" })
            opening.onsuccess = () => {
                const all = opening.result.transaction("copies").objectStore("copies").getAll()
                all.onsuccess = () => { opening.result.close(); resolve(all.result) }
            }
        })"""
    )
