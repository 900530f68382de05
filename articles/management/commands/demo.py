"""`make demo`: the demo site, from an empty folder to a page that answers."""

import hashlib
import http.client
import secrets
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from articles.demo.library import load_pictures
from articles.demo.load import LOGINS, Login, load_people, load_stories

HOST = "127.0.0.1"
PATIENCE = 60  # seconds that the server may take until it answers
# What cards show, and what stands in for all else until it is made.
FIRST_SEEN = ("--specs", "card", "thumbnail", "--formats", "avif", "jpg")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look like others


class Command(BaseCommand):
    help = "Migrate, load the demo site, print its logins and serve it. Run it by `make demo`."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_args: Any, port: int, **_options: Any) -> None:
        self.refuse_in_earnest()
        self.refuse_taken(port)
        password = settings.DEMO_PASSWORD or invent_password()
        self.stdout.write("Preparing the demo site")
        with static_files_collected():
            call_command("migrate", interactive=False, verbosity=0)
            load_stories_and_pictures(password)
        connections.close_all()
        self.introduce(LOGINS, password)
        self.serve(port)

    def refuse_in_earnest(self) -> None:
        """Stop where real people could work: the demo resets passwords and shows them."""
        if not settings.DEMO or settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            raise CommandError(
                "This is no demo environment: start the demo by `make demo`, which makes one."
            )

    def refuse_taken(self, port: int) -> None:
        """Stop where something else has the port, before anything is written."""
        another = f"try `make demo PORT={port + 1 if port < 65_535 else 8000}`."
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError) as error:
                reason = getattr(error, "strerror", None) or error
                raise CommandError(
                    f"Port {port} of {HOST} cannot be used ({reason}): {another}"
                ) from error

    def introduce(self, logins: Sequence[Login], password: str) -> None:
        """Say where the site is and who may sign in."""
        names = max(len(login.name) for login in logins)
        emails = max(len(login.email) for login in logins)
        self.stdout.write(f"\nThe site:  {settings.SITE_URL}/")
        self.stdout.write(f"The desk:  {settings.SITE_URL}{reverse('admin:index')}")
        self.stdout.write(f"Password:  {password}  (the same for everybody)\n\n")
        for login in logins:
            self.stdout.write(f"  {login.name:{names}}  {login.email:{emails}}  {login.role}")
        self.stdout.write("")

    def serve(self, port: int) -> None:
        """Run the server until it ends or somebody ends us (Ctrl+C, SIGTERM)."""
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, interrupt)
        server = subprocess.Popen(server_command(port))  # noqa: S603
        try:
            if not answers(server, port):
                raise CommandError("The server did not start; what it says stands above.")
            self.stdout.write(f"Newsroom is ready: {settings.SITE_URL}/")
            self.stdout.flush()
            with beside("make_renditions", "--gently"):
                code = server.wait()
            raise CommandError(f"The server ended by itself (exit code {code}).")
        except KeyboardInterrupt:
            self.stdout.write("\nNewsroom has stopped; `make demo` starts it again.")
        finally:
            stop(server)


def invent_password() -> str:
    """A new random password on every start, about 74 bits; only its hash is kept."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))
    return "-".join(groups)


def load_stories_and_pictures(password: str) -> None:
    """Load the demo; while its stories are written, what their cards show is made beside."""
    people, now = load_people(password), timezone.now()
    pictures = load_pictures(by=people[0], now=now)
    with beside("make_renditions", *FIRST_SEEN) as making:
        load_stories(people, pictures, now=now)
        making.wait()


@contextmanager
def beside(*command: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a command of ours in a process beside; it is ended with the block if it still runs."""
    line = [sys.executable, str(settings.BASE_DIR / "manage.py"), *command, "--verbosity", "0"]
    with subprocess.Popen(line) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def static_files_collected() -> Iterator[None]:
    """Collect the static files if any has changed, in a process beside what is done meanwhile."""
    stamp = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.collected")
    state = static_state()
    if stamp.is_file() and stamp.read_text() == state:
        yield
        return
    with beside("collectstatic", "--noinput", "--clear") as collecting:
        yield
        code = collecting.wait()
    if code != 0:
        raise CommandError("The static files could not be collected; why stands above.")
    stamp.write_text(state)


def static_state() -> str:
    """A digest of the names, sizes and times of all static files, and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = (path, storage.size(path), storage.get_modified_time(path))
            digest.update(repr(state).encode())
    return digest.hexdigest()


def server_command(port: int) -> list[str]:
    """The HTTP server of production, for one machine."""
    return [
        *(sys.executable, "-m", "granian", "newsroom.wsgi:application"),
        *("--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "5", "--log-level", "warning"),
    ]


def answers(server: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until the home page answers; False if the server ends or PATIENCE does."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == http.client.OK
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server politely, and after ten seconds by force."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()


def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Let the usual signals to end do what Ctrl+C does."""
    raise KeyboardInterrupt
