"""axe-core on a page, in words."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What runs by the clock ends; what goes along with scrolling never does, and is not waited for.
AT_REST = """() => Promise.allSettled(
  document.getAnimations()
    .filter((one) => one.timeline === document.timeline && one.playState === "running")
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished)
)"""
RUN = "([ignore, tags]) => axe.run({exclude: ignore}, {runOnly: {type: 'tag', values: tags}})"


@cache
def bundled_axe() -> str:
    """The axe.min.js that the Python package carries."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def axe_findings(page: Page, ignore: Sequence[str] = (), script: str = "") -> list[str]:
    """Every violation as one line: rule, help, and where; once nothing moves or changes colour.

    `ignore` holds CSS selectors of what is not judged; `script` is another axe.min.js. It is
    evaluated by the debugger, so the page's Content-Security-Policy does not stop it.
    """
    page.evaluate(script or bundled_axe())
    page.evaluate(AT_REST)
    answer = page.evaluate(RUN, [[[selector] for selector in ignore], TAGS])
    return [
        f"{violation['id']}: {violation['help']}: {json.dumps(node['target'])}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
