"""Make `.venv` and install one of the compiled requirement files into it, if anything changed.

Run by the Makefile with the machine's Python, so it needs nothing but the standard library:
`python3 requirements/install.py base` (what the product runs on) or `… dev` (tests and checks too).
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent
VENV = REQUIREMENTS.parent / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
# dev.txt holds everything that base.txt holds, with the same pins.
COVERS = {"base": ["base"], "dev": ["dev", "base"]}


def works(program: Path) -> bool:
    """Whether this Python starts, is new enough and has pip."""
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        answer = subprocess.run([program, "-c", question], check=False, capture_output=True)
    except OSError:
        return False
    return answer.returncode == 0


def make_venv() -> None:
    """Make `.venv` unless a working one is there; SystemExit says what to do if it cannot."""
    if works(PYTHON):
        return
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    answer = subprocess.run(command, check=False, capture_output=True)
    if answer.returncode != 0 or not works(PYTHON):
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(
            f"This Python cannot make virtual environments: on Debian and Ubuntu run "
            f"`apt-get install {name}` (or python3-venv), then try again."
        )


def digest(name: str) -> str:
    """What is installed when this file is installed by this Python."""
    content = (REQUIREMENTS / f"{name}.txt").read_bytes()
    return (
        hashlib.sha256(content).hexdigest()
        + f" {sys.version_info.major}.{sys.version_info.minor}\n"
    )


def stamp(name: str) -> Path:
    """The file that remembers the digest of what was installed."""
    return VENV / f"{name}.installed"


def is_installed(name: str) -> bool:
    """Whether exactly this file was installed here last."""
    return stamp(name).is_file() and stamp(name).read_text() == digest(name)


def install(name: str) -> None:
    """Install `<name>.txt`; pip's own words say what went wrong."""
    print(f"Installing requirements/{name}.txt", flush=True)
    for path in VENV.glob("*.installed"):
        path.unlink()
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    file = REQUIREMENTS / f"{name}.txt"
    answer = subprocess.run([*pip, "--require-hashes", "--requirement", file], check=False)
    if answer.returncode != 0:
        sys.exit(f"requirements/{name}.txt was not installed: pip says above why.")
    for covered in COVERS[name]:
        stamp(covered).write_text(digest(covered))


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time works on `.venv`: `make demo` and `make test` may run at once."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (REQUIREMENTS / "install.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(name: str) -> None:
    """Bring `.venv` up to `<name>.txt`."""
    if sys.version_info < OLDEST:
        sys.exit(f"Newsroom needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    with alone():
        make_venv()
        if not is_installed(name):
            install(name)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COVERS:
        sys.exit("Usage: install.py base|dev")
    main(sys.argv[1])
