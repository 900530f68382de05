"""How much memory the server takes while five hundred pictures come in, and how long each takes.

`make bench` runs it on a fresh demo site: a script sends pictures as the desk's page does
(announced, in pieces, finished), every tenth of them damaged. README.md says what the figures are.
"""

import json
import os
import random
import re
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import APIRequestContext, sync_playwright

from tests.audit.run import PASSWORD, demo_site
from tests.images import files

COUNT = int(os.environ.get("UPLOADS", "500"))
SIZE = (800, 534)
REPORTED = (20, 100, 200, 300, 400, 500)  # uploads after which the memory is read
PIECE = 1 << 20
MOST_GROWTH = 0.10  # of the memory, from the hundredth upload to the last


def picture(number: int) -> bytes:
    """A picture that is like no other; every tenth is broken in the middle."""
    image = files.scene(size=(SIZE[0] - number % 7, SIZE[1]))
    chance = random.Random(number)
    image.paste(tuple(chance.choices(range(256), k=3)), (100, 100, 500, 400))
    mark = files.segment(0xFE, f"picture {number}".encode())
    whole = files.with_segments(files.saved(image, "JPEG", quality=92), mark)
    return whole[: len(whole) // 2] if number % 10 == 9 else whole


def sign_in(request: APIRequestContext, email: str) -> str:
    """Sign in, and return the token for posts."""
    page = request.get("/admin/login/").text()
    form = {"csrfmiddlewaretoken": token_of(page), "username": email, "password": PASSWORD}
    request.post("/admin/login/?next=/admin/", form=form)
    return token_of(request.get("/admin/images/image/upload/").text())


def token_of(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if found is None:
        sys.exit("The page has no form: the benchmark has lost its way.")
    return found[1]


def send(request: APIRequestContext, token: str, number: int) -> int:
    """Send one picture as the page does; returns the status of the last answer."""
    content, headers = picture(number), {"X-CSRFToken": token}
    asked = {"name": f"{number}.jpg", "size": len(content), "fingerprint": str(number)}
    begun = request.post("/admin/images/image/uploads/", data=json.dumps(asked), headers=headers)
    address = f"/admin/images/image/uploads/{begun.json()['id']}/"
    for at in range(0, len(content), PIECE):
        headers_of_piece = headers | {
            "Upload-Offset": str(at),
            "Content-Type": "application/octet-stream",
        }
        request.post(address, data=content[at : at + PIECE], headers=headers_of_piece)
    return request.post(f"{address}finish/", headers=headers, timeout=120_000).status


def memory() -> int:
    """The resident memory of the demo's processes, in kilobytes."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it has just ended
        pid = int(folder.name)
        parents[pid] = int(re.search(r"^PPid:\s+(\d+)", status, re.M)[1])  # type: ignore[index]
        resident = re.search(r"^VmRSS:\s+(\d+)", status, re.M)
        if resident and b"python" in command and pid != os.getpid():
            sizes[pid] = int(resident[1])
    return sum(size for pid, size in sizes.items() if is_ours(pid, parents))


def is_ours(pid: int, parents: dict[int, int]) -> bool:
    """Whether a process was started by this one, however far down."""
    while pid in parents:
        if pid == os.getpid():
            return True
        pid = parents[pid]
    return False


def main() -> int:
    """Print the figures; 1 where the memory grew, or an answer was none that was expected."""
    seen: dict[int, int] = {}
    seconds, odd = [], 0
    with demo_site() as (site, email), sync_playwright() as playwright:
        request = playwright.request.new_context(base_url=site)
        token = sign_in(request, email)
        for number in range(COUNT):
            start = time.perf_counter()
            odd += send(request, token, number) != (400 if number % 10 == 9 else 201)
            seconds.append(time.perf_counter() - start)
            if number + 1 in REPORTED:
                seen[number + 1] = memory()
                print(f"after {number + 1:4} uploads{seen[number + 1] / 1024:10.1f} MB", flush=True)
        request.dispose()
    slow = statistics.quantiles(seconds, n=20)[-1]
    print(f"an upload: median {statistics.median(seconds):.2f} s, 95 of 100 within {slow:.2f} s")
    first, last = seen.get(100, seen[min(seen)]), seen[max(seen)]
    if odd:
        print(f"{odd} answers were other than expected")
    return int(odd > 0 or last > first * (1 + MOST_GROWTH))


if __name__ == "__main__":
    sys.exit(main())
