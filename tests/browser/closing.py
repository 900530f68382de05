"""Closing pages for good, whatever they are doing."""

import time
from contextlib import suppress

from playwright.sync_api import Browser, Error

PATIENCE = 30.0  # seconds


def close_pages(browser: Browser) -> None:
    """Close every page of `browser`; fails the test if one stays open.

    Chromium says that it closes a page that is just being replaced by the next one, and does not:
    who waits for that, as Playwright does when a page or its context is closed, waits for ever. So
    it is told again until the page is gone.
    """
    session = browser.new_browser_cdp_session()
    deadline = time.monotonic() + PATIENCE
    while left := pages_of(session.send("Target.getTargets")):
        assert time.monotonic() < deadline, f"These pages cannot be closed: {left}"
        for page in left:
            with suppress(Error):  # it went meanwhile
                session.send("Target.closeTarget", {"targetId": page})
    session.detach()


def pages_of(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    """The keys of the pages among the targets of a browser."""
    return [target["targetId"] for target in answer["targetInfos"] if target["type"] == "page"]
