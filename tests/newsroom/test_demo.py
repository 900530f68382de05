"""`manage.py demo`, as `make demo` runs it: a server of its own that answers, and ends politely."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def occupant(port: int) -> Iterator[socket.socket]:
    """Something else that listens on the port."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        yield listening


@pytest.fixture
def demo(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The demo in an empty folder, on a free port."""
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DEMO": "true",
        "DEMO_PASSWORD": "a password for this test",
        "INSECURE_HTTP": "true",
        "SECRET_KEY": "of-a-demo-that-lives-for-a-minute-" * 2,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3",
        "STATIC_ROOT": f"{tmp_path}/static",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, settings.BASE_DIR / "manage.py", "demo", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield process
        process.kill()


def read_until_ready(demo: "subprocess.Popen[str]") -> str:
    """What the demo says until its site answers, or until it ends."""
    said = ""
    for line in demo.stdout or ():
        said += line
        if line.startswith("Newsroom is ready"):
            break
    return said


def test_the_demo_says_who_may_sign_in_answers_and_ends_politely(
    demo: "subprocess.Popen[str]", port: int
) -> None:
    said = read_until_ready(demo)

    assert said.endswith(f"\nNewsroom is ready: http://127.0.0.1:{port}/\n")
    assert "Password:  a password for this test" in said
    assert len(re.findall(r"^  .+@.+$", said, re.MULTILINE)) >= 3
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as response:
        page = response.read().decode()
    assert "<h1" in page
    stylesheet = re.search(r'href="(/static/css/site\.[0-9a-f]+\.css)"', page)[1]
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{stylesheet}", headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(request) as response:
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    demo.send_signal(signal.SIGTERM)
    rest, _ = demo.communicate(timeout=30)
    assert demo.returncode == 0
    assert "Newsroom has stopped" in rest
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()


def test_the_demo_says_so_where_its_port_is_taken(
    port: int, occupant: Any, demo: "subprocess.Popen[str]"
) -> None:
    said = read_until_ready(demo)
    assert said.startswith(f"CommandError: Port {port} of 127.0.0.1 cannot be used")
    assert f"make demo PORT={port + 1}" in said
    assert demo.wait(timeout=30) == 1
