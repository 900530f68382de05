"""`make audit`: outside validators on the pages of a fresh demo site.

The Nu HTML checker reads the readers' pages; axe-core looks at them and at the desk, at three
widths, light and dark. Feeds and structured data are read by programs that are not ours
(`told.py`), Schemathesis asks the JSON API. All come from npm and PyPI into `var/audit`. Prints a
table and every finding; the exit code is 1 if there is one.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.audit import told
from tests.audit.fuzzing import fuzz
from tests.audit.pages import first_links, public_pages
from tests.browser.chromium import ARGUMENTS, HOW_TO_GET_ONE, find_chromium
from tests.browser.findings import axe_findings

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "var" / "audit"
PACKAGES = ["vnu-jar@26", "axe-core@4", *told.TYPES]
PASSWORD = "audit-of-the-demo"  # of a site on 127.0.0.1 that ends with this run
WIDTHS = [320, 768, 1280]
SCHEMES = ["light", "dark"]
EDITOR = [".cke", ".cke_dialog"]  # CKEditor's own markup is not ours to judge
READY = re.compile(r"^Newsroom is ready: (\S+)/$")

Findings = dict[tuple[str, str], list[str]]  # by page and validator


def install_validators() -> None:
    """Put the npm packages into var/audit, without running anything that they bring along."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if all((FOLDER / "node_modules" / package.split("@")[0]).is_dir() for package in PACKAGES):
        return
    (FOLDER / "package.json").write_text("{}")
    options = ["--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"]
    subprocess.run(["npm", "install", "--silent", *options, *PACKAGES], cwd=FOLDER, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo_site() -> Iterator[tuple[str, str]]:
    """A demo site of its own; yields its origin and the login of its first account."""
    folder = FOLDER / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    place = folder.relative_to(HOUSE)
    values = [f"PORT={free_port()}", f"DEMO_FOLDER={place}", f"DEMO_PASSWORD={PASSWORD}"]
    command = ["make", "--no-print-directory", "demo", *values]
    server = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    logins: list[str] = []
    try:
        for line in server.stdout:
            logins += re.findall(r"\S+@\S+", line)
            if found := READY.match(line):
                yield found[1], logins[0]
                return
        raise SystemExit("The demo did not start; what it says stands above.")
    finally:
        server.terminate()
        server.wait(timeout=30)


def sign_in(
    context: BrowserContext, site: str, email: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Sign in to the desk; returns its pages and the readers' pages that it leads to."""
    page = context.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/admin/")
    gone = [link for link in first_links(page, ".try-these a", 20) if "/admin/" not in link]
    conflict = next(link for link in first_links(page, ".try-these a", 20) if "/conflict/" in link)
    stories = f"{site}/admin/articles/story/"
    page.goto(stories)
    form = first_links(page, "#result_list tbody th a", 1)[0]
    library = f"{site}/admin/images/image/"
    page.goto(library)
    picture = first_links(page, "a.picture-card", 1)[0]
    page.close()
    desk = {
        "dashboard": f"{site}/admin/",
        "story list": stories,
        "story form": form,
        "publish sheet": form.replace("/change/", "/publish/"),
        "history (desk)": form.replace("/change/", "/history/"),
        "conflict": conflict,
        "calendar": f"{stories}calendar/",
        "picture library": library,
        "picture": picture,
        "upload": f"{library}upload/",
    }
    return desk, {f"try {number}": link for number, link in enumerate(gone, start=1)}


def fetch(address: str) -> bytes:
    """The body of an answer, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        return bytes(error.read())


def nu(pages: dict[str, str], findings: Findings) -> None:
    """Let the Nu HTML checker read every page once."""
    folder = FOLDER / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = {f"{number}.html": name for number, name in enumerate(pages)}
    for file, name in names.items():
        (folder / file).write_bytes(fetch(pages[name]))
        findings[name, "nu"] = []
    jar = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--stdout", *names]
    answer = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=False)
    for message in json.loads(answer.stdout)["messages"]:
        name = names[message["url"].rsplit("/", 1)[-1]]
        where = f"line {message.get('lastLine', '?')}: {message.get('extract', '').strip()}"
        findings[name, "nu"].append(f"{message['type']}: {message['message']} ({where})")


def programs(site: str, pages: dict[str, str], findings: Findings) -> None:
    """Let programs read the feeds that the pages name, and their structured data."""
    markup = {name: fetch(address).decode() for name, address in pages.items()}
    named = {feed for page in markup.values() for feed in told.feeds_of(page)}
    feeds = {feed: fetch(site + feed).decode() for feed in sorted(named)}
    for feed, found in told.read_feeds(feeds, FOLDER).items():
        findings[feed, "read"] = found
    for name, found in told.check_types(markup, FOLDER).items():
        findings[name, "read"] = found


def axe(
    browser: Browser, pages: dict[str, str], findings: Findings, state: dict[str, object] | None
) -> None:
    """Let axe-core look at every page, at every width, light and dark; `state` holds cookies."""
    script = (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
                storage_state=state,
            )
            for name, address in pages.items():
                page = context.new_page()
                page.goto(address, wait_until="load")
                findings[name, f"{scheme} {width}"] = axe_findings(page, EDITOR, script)
                page.close()
            context.close()


def by_finding(findings: Findings) -> dict[tuple[str, str], list[str]]:
    """In which columns a page has the same finding."""
    columns: dict[tuple[str, str], list[str]] = {}
    for (name, column), found in findings.items():
        for finding in dict.fromkeys(found):
            columns.setdefault((name, finding), []).append(column)
    return columns


def report(findings: Findings) -> int:
    """Print the table and the findings; returns how many there are."""
    names = list(dict.fromkeys(name for name, _ in findings))
    columns = list(dict.fromkeys(column for _, column in findings))
    wide = max(map(len, names))
    print(f"\n{'':{wide}}" + "".join(f"{column:>12}" for column in columns))
    for name in names:
        cells = [findings.get((name, column)) for column in columns]
        counts = ["-" if cell is None else str(len(cell)) for cell in cells]
        print(f"{name:{wide}}" + "".join(f"{count:>12}" for count in counts))
    for (name, finding), where in by_finding(findings).items():
        print(f"\n{name} ({', '.join(where)}): {finding}")
    total = sum(len(found) for found in findings.values())
    print(f"\n{total or 'No'} finding{'' if total == 1 else 's'} on {len(names)} pages")
    return total


def main() -> None:
    """Run everything; SystemExit with 1 if anything was found."""
    chromium = find_chromium()
    missing = [program for program in ("npm", "java") if not shutil.which(program)]
    if missing or not chromium:
        sys.exit(f"Missing: {', '.join(missing)}" if missing else f"Chromium: {HOW_TO_GET_ONE}")
    install_validators()
    findings: Findings = {}
    with demo_site() as (site, email), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context()
        desk, gone = sign_in(context, site, email)
        pages = public_pages(browser.new_context(), site) | gone
        nu(pages, findings)
        programs(site, pages, findings)
        findings["api", "fuzzed"] = fuzz(site, FOLDER)
        axe(browser, pages | {"desk login": f"{site}/admin/login/"}, findings, None)
        axe(browser, desk, findings, context.storage_state())
        browser.close()
    sys.exit(1 if report(findings) else 0)


if __name__ == "__main__":
    main()
