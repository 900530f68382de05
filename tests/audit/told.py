"""What pages tell programs, read by programs that are not ours: feeds and structured data.

feedparser reads every feed that a page names, in a venv of its own. The types of schema.org, by
schema-dts, are held against every piece of JSON-LD by a strict TypeScript compiler.
"""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

FEEDPARSER = "feedparser>=6.0.14,<7"
TYPES = ["schema-dts@2", "typescript@5"]
FEED = re.compile(r'<link rel="alternate"\s+type="application/[^"]+"[^>]*?href="([^"]+)"')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# Told in JSON: what is wrong with each feed that is given by name and content.
READ = """
import json, sys
import feedparser
wanted = ("id", "title", "link", "published_parsed", "updated_parsed")
told = {}
for address, text in json.load(sys.stdin).items():
    if ".json" in address:
        items = json.loads(text)["items"]
        texts = ("content_html", "content_text")
        told[address] = [f"no text in {i['id']}" for i in items if not any(t in i for t in texts)]
        continue
    feed = feedparser.parse(text.encode())
    told[address] = [str(feed.bozo_exception)] if feed.bozo else []
    told[address] += [] if feed.entries or "/feed/search/" in address else ["no entries"]
    told[address] += [
        f"no {name} in {entry.get('title')}"
        for entry in feed.entries
        for name in wanted
        if not entry.get(name) and not (name == "updated_parsed" and "rss" in address)
    ]
json.dump(told, sys.stdout)
"""


def feeds_of(page: str) -> list[str]:
    """The addresses of the feeds that the markup of a page names."""
    return [html.unescape(found) for found in FEED.findall(page)]


def read_feeds(feeds: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """What feedparser finds wrong with each of `feeds`, which are texts by address."""
    venv = folder / "feedparser"
    if not (venv / "lib").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", FEEDPARSER], check=True)
    answer = subprocess.run(
        [venv / "bin" / "python", "-c", READ],
        input=json.dumps(feeds),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, list[str]] = json.loads(answer.stdout)
    return told


def check_types(pages: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """What the types of schema.org find wrong with the data in the markup of each of `pages`."""
    source = folder / "structured-data"
    source.mkdir(exist_ok=True)
    for old in source.glob("*.ts"):
        old.unlink()
    names = {f"page_{number}.ts": name for number, name in enumerate(pages)}
    for file, name in names.items():
        (source / file).write_text(as_typescript(pages[name]), encoding="utf-8")
    options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"]
    modules = ["--module", "nodenext", "--moduleResolution", "nodenext"]
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    answer = subprocess.run(
        ["node", compiler, *options, *modules, *names],
        cwd=source,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, list[str]] = {name: [] for name in pages}
    for line in answer.stdout.splitlines():
        file, colon, words = line.partition("(")
        if colon and file in names:
            told[names[file]].append(f"({words}")
    if answer.returncode and not any(told.values()):
        sys.exit(answer.stdout)
    return told


def as_typescript(page: str) -> str:
    """The data of a page as constants of its types."""
    lines = []
    for text in DATA.findall(page):
        data = json.loads(text)
        for number, thing in enumerate(data if isinstance(data, list) else [data]):
            kind = thing["@type"]
            told = json.dumps({"@context": "https://schema.org"} | thing, ensure_ascii=False)
            lines.append(f"export const thing{number}: import('schema-dts').WithContext<")
            lines.append(f"  import('schema-dts').{kind}> = {told};")
    return "\n".join(lines or ["export {};"])
