"""Where a Chromium is that Playwright can drive, and how to start it."""

import os
import shutil
from functools import cache
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOW_TO_GET_ONE = (
    "none found: run `apt-get install chromium` or `.venv/bin/playwright install chromium`"
)


@cache
def find_chromium() -> str | None:
    """The path of a Chromium (CHROMIUM names another), or None."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found_there = Path(folder).glob("chromium-*/chrome-linux*/chrome")
    return str(max(found_there, default="")) or None
