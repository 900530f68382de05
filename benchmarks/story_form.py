"""How long a story of many parts takes to open and to save, in a real browser.

`make bench` runs it on a fresh demo site. It writes a story of PARTS text sections through the
desk, opens its form ROUNDS times in Chromium with a cold cache, and saves it after a word was
typed. README.md beside this file says what the figures are.
"""

import random
import re
import statistics
import sys
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.audit.run import demo_site, sign_in
from tests.browser.chromium import ARGUMENTS, find_chromium

PARTS = 300
ROUNDS = 5
WORDS_A_PART = 180
LIMITS = {"open": 1.5, "save": 1.0}  # seconds
WORDS = ["harbour", "water", "pilot", "council", "night", "light", "market", "strait", "crew"]
# What the browser knows of how the page came: milliseconds since it was asked for.
TIMES = """() => {
  const [page] = performance.getEntriesByType("navigation")
  return { server: page.responseStart, markup: page.responseEnd, parsed: page.domInteractive }
}"""
# Resolves at the frame after the desk is ready, with the milliseconds since the page was asked for.
READY = """() => new Promise((resolve) => {
  const root = document.documentElement
  const look = () => root.dataset.desk === "ready" && resolve(performance.now())
  new MutationObserver(look).observe(root, { attributes: true })
  look()
})"""
SAVE = """() => new Promise((resolve) => {
  const form = document.getElementById("story_form")
  const start = performance.now()
  const look = () => "unsaved" in form.dataset || resolve(performance.now() - start)
  new MutationObserver(look).observe(form, { attributes: true })
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true }))
})"""


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening of the form, in milliseconds since it was asked for."""

    server: float
    markup: float
    parsed: float
    ready: float
    busy: float  # of those, spent by the page's main thread


def text(chance: random.Random) -> str:
    """A text of three paragraphs."""
    paragraphs = (
        " ".join(chance.choices(WORDS, k=WORDS_A_PART // 3)).capitalize() for _ in range(3)
    )
    return "".join(f"<p>{words}.</p>" for words in paragraphs)


def write_story(context: BrowserContext, site: str) -> str:
    """Write a story of PARTS sections through the desk; returns the address of its form."""
    page = context.new_page()
    page.goto(f"{site}/admin/articles/story/add/")
    page.get_by_role("button", name="New story").click()
    page.wait_for_selector("html[data-desk=ready]")
    form = page.url.split("#")[0]
    token = page.locator("#story_form [name=csrfmiddlewaretoken]").input_value()
    prefix = page.locator(".part textarea[name$=-body]").first.get_attribute("name") or ""
    prefix = re.sub(r"-\d+-body$", "", prefix)
    page.close()
    chance = random.Random(PARTS)
    fields = {
        "csrfmiddlewaretoken": token,
        "base_revision": "0",
        "language": "en",
        "format": "news",
        "headline": f"A story of {PARTS} parts",
        f"{prefix}-TOTAL_FORMS": str(PARTS),
    }
    for number in range(PARTS):
        row = {"uid": str(uuid4()), "ordering": str(10 * number), "body": text(chance)}
        row["subheading"] = f"Part {number + 1}"
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    headers = {"Accept": "application/json", "Referer": form}
    answer = context.request.post(form, multipart=dict(fields), headers=headers)
    if not answer.ok:
        sys.exit(f"The story was not saved: {answer.status} {answer.text()[:500]}")
    return form


def open_form(page: Page, form: str) -> Opened:
    """Open the form and wait until it can be written in."""
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(form, wait_until="commit")
    ready = page.evaluate(READY)
    metrics = browser.send("Performance.getMetrics")["metrics"]
    busy = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    return Opened(ready=ready, busy=1000 * busy, **page.evaluate(TIMES))


def save(page: Page, word: str) -> float:
    """Type a word into the first section and save; returns the milliseconds of the save."""
    page.locator(".part:not(.empty-form) [contenteditable=true]").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {word}")
    page.wait_for_selector("#story_form[data-unsaved]")
    return float(page.evaluate(SAVE))


def measure(browser: Browser, site: str, email: str) -> tuple[list[Opened], list[float]]:
    """The figures of all rounds."""
    writer = browser.new_context()
    sign_in(writer, site, email)
    form, session = write_story(writer, site), writer.storage_state()
    opened, saved = [], []
    for number in range(ROUNDS):
        context = browser.new_context(
            storage_state=session, viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        opened.append(open_form(page, form))
        saved.append(save(page, f"round{number}"))
        context.close()
    return opened, saved


def main() -> None:
    """Print the figures; the exit code is 1 where a median is over its limit."""
    with demo_site() as (site, email), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        opened, saved = measure(browser, site, email)
        browser.close()
    print(f"A story of {PARTS} parts, {WORDS_A_PART} words each; median of {ROUNDS}, in seconds")
    for name in ("server", "markup", "parsed", "ready", "busy"):
        print(
            f"  open: {name:8}{statistics.median(getattr(one, name) for one in opened) / 1000:7.2f}"
        )
    print(f"  save          {statistics.median(saved) / 1000:9.2f}")
    worst = {
        "open": statistics.median(one.ready for one in opened) / 1000,
        "save": statistics.median(saved) / 1000,
    }
    over = [name for name, seconds in worst.items() if seconds > LIMITS[name]]
    sys.exit(f"Over its limit: {', '.join(over)} ({LIMITS})" if over else 0)


if __name__ == "__main__":
    main()
