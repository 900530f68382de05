"""The JSON API asked whatever its OpenAPI document allows, and much that it does not.

Schemathesis makes the questions and checks the answers: no 5xx, every status and body as the
document says, nothing refused that it allows. It lives in a venv of its own.
"""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

TOOL = "schemathesis>=4.32,<5"
QUESTIONS = 60  # for each address


def schemathesis(folder: Path) -> Path:
    """The program, installed into `folder` where it is not there yet."""
    venv = folder / "schemathesis"
    program = venv / "bin" / "schemathesis"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", TOOL], check=True)
    return program


def fuzz(site: str, folder: Path) -> list[str]:
    """What is wrong with the API of `site`: a line each, with the request that shows it."""
    told = folder / "schemathesis.xml"
    told.unlink(missing_ok=True)
    options = ["--checks", "all", "--max-examples", str(QUESTIONS), "--continue-on-failure"]
    report = ["--report", "junit", "--report-junit-path", str(told)]
    address = f"{site}/api/v1/openapi.json"
    answer = subprocess.run(
        [schemathesis(folder), "run", address, *options, *report],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if not told.exists():
        return [answer.stdout]
    found = ElementTree.parse(told).iter()
    failed = [one for one in found if one.tag in {"failure", "error"}]
    return [" ".join(f"{one.get('message', '')}: {one.text}".split()) for one in failed]
