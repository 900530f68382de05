"""How quick the library of pictures and its chooser are at ten thousand pictures; their queries.

Run with an empty database of its own: python benchmarks/library.py
It works in the test database that Django makes for it and removes, so nothing else is touched.
"""

import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from images.models import Image, ImageFile  # noqa: E402

PICTURES = 10_000
ROUNDS = 15
START = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = [
    "harbour",
    "market",
    "parliament",
    "storm",
    "vineyard",
    "railway",
    "museum",
    "protest",
]


def after(number: int) -> str:
    """The query that goes on after the picture of this number, counted from the oldest."""
    key = f"{(START + timedelta(seconds=number)).isoformat()}~999999"
    return "?" + urlencode({"after": key})


LIBRARY = "/admin/images/image/"
ASKED = {
    "newest": "",
    "common word": "?q=harbour",
    "two words": "?q=harbour+storm",
    "no such word": "?q=zeppelin",
    "not English": "?q=%C3%A9glise",
    "usable": "?show=usable",
    "without alt": "?show=without-alt",
    "last page": after(40),
    "word far back": f"{after(400)}&q=storm",
}
CHOSEN = {
    "chooser": "choose/",
    "chooser, common word": "choose/?q=harbour",
    "chooser, no such word": "choose/?q=zeppelin",
    "chooser, mine": "choose/?show=mine",
    "chooser, last page": "choose/" + after(40),
}


def fill() -> None:
    """Ten thousand pictures with words about as long as agencies write them."""
    chance = random.Random(4)
    images = [
        Image(
            uploaded_at=START + timedelta(seconds=number),
            headline=" ".join(chance.choices(WORDS, k=6)),
            description=" ".join(chance.choices(WORDS, k=40)),
            alt=" ".join(chance.choices(WORDS, k=15)),
            credit="Agency",
            creators="Some Body",
            keywords=", ".join(chance.choices(WORDS, k=12)),
            expires_at=START + timedelta(days=chance.randrange(900)) if number % 3 else None,
        )
        for number in range(PICTURES)
    ]
    Image.objects.bulk_create(images, batch_size=500)
    files = [
        ImageFile(
            image=image, key=f"{image.pk:020x}", sha256=f"{image.pk:064x}", original_size=1,
            original_width=3000, original_height=2000, format="JPEG", width=3000, height=2000,
            colour="#884422", created_at=START,
        )
        for image in images
    ]  # fmt: skip
    ImageFile.objects.bulk_create(files, batch_size=500)
    for image, file in zip(images, files, strict=True):
        image.file = file
    Image.objects.bulk_update(images, ["file"], batch_size=500)


def measure() -> None:
    """Print the median and the slowest of each way to ask, in milliseconds, and its queries."""
    user = User.objects.create_user("b@newsroom.example", "password", is_staff=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    print(f"{connection.vendor}, {PICTURES} pictures\n| asked | queries | median ms | slowest ms |")
    fifty = urlencode({"uuid": Image.objects.values_list("uuid", flat=True)[:50]}, doseq=True)
    for name, query in (ASKED | CHOSEN | {"fifty cards": f"cards/?{fifty}"}).items():
        queries: list[str] = []

        def note(execute: Any, sql: str, *rest: Any, queries: list[str] = queries) -> Any:
            queries.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = client.get(LIBRARY + query)
        if response.status_code != 200:
            raise SystemExit(f"{name}: {response.status_code}")
        times = [once(client, query) for _ in range(ROUNDS)]
        print(f"| {name} | {len(queries)} | {statistics.median(times):.0f} | {max(times):.0f} |")


def once(client: Client, query: str) -> float:
    """Milliseconds that one request takes."""
    began = time.perf_counter()
    client.get(LIBRARY + query)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill()
        measure()
    finally:
        connection.creation.destroy_test_db("newsroom", verbosity=0)
