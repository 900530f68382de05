"""The only door for untrusted picture files: what comes out of it may be kept.

A file is recognised by its content, decoded in a child process with limits (images/decoding.py),
and made anew as a master that holds pixels and nothing else.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _

MOST_BYTES = 40 * 1000 * 1000
HEAD = 1024  # bytes by which a file shows what it is
MOST_METADATA = 1 << 20  # bytes of the child's answer
SECONDS = 10  # for a child
SECONDS_TO_WAIT = 20  # for one of the places
_places = BoundedSemaphore(2)  # children at once, for each process of ours
_ROOT = Path(__file__).resolve().parent.parent


class UnusablePicture(Exception):
    """The file cannot be used as a picture; str() is a sentence for the person who sent it."""


class TooBusy(UnusablePicture):
    """The file was not looked at, for too many others are: it may be sent again in a moment."""


@dataclass(frozen=True)
class Opened:
    """A picture that may be kept. Sizes are in pixels, as people see it (turned upright)."""

    format: str  # of the file: JPEG (also for MPO), PNG, WEBP, AVIF or GIF
    width: int
    height: int
    master: bytes  # sRGB, 8 bits, opaque, no metadata
    master_format: str  # JPEG or PNG
    master_width: int
    master_height: int
    colour: str  # the dominant one, "#rrggbb"
    metadata: dict[str, Any]  # what images.metadata.read found, as its to_json() gives it


def open_picture(path: Path) -> Opened:
    """What the file at this path is, with its master.

    Raises UnusablePicture for anything but a JPEG, PNG, WebP, AVIF or GIF picture of at most
    MOST_BYTES and 50 megapixels that can be decoded whole. It takes some seconds at most, and
    leaves nothing on disk either way.
    """
    _check(path)
    if not _places.acquire(timeout=SECONDS_TO_WAIT):
        raise TooBusy(_("Too many pictures are coming in right now. Try again in a minute."))
    try:
        with tempfile.TemporaryDirectory(prefix="picture-") as folder:
            return _developed(path.resolve(), Path(folder))
    finally:
        _places.release()


def _check(path: Path) -> None:
    """Raises UnusablePicture for what the size or the first bytes show not to be a picture."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise UnusablePicture(_("The file did not arrive. Send it again.")) from error
    if size > MOST_BYTES:
        raise UnusablePicture(_("This file is larger than 40 MB. Export the picture smaller."))
    if sentence := refusal_of(head):
        raise UnusablePicture(sentence)


def refusal_of(head: bytes) -> str:
    """Why a file that begins like this is none that we open; "" where it may be one."""
    return "" if is_picture(head) else _what_it_is(head)


def is_picture(head: bytes) -> bool:
    """Whether a file that begins like this calls itself a picture of a kind that we open."""
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or bool({b"avif", b"avis"} & _brands(head))
    )


def _brands(head: bytes) -> set[bytes]:
    """What a file of the family of MP4 and HEIC says it is; nothing for others."""
    if head[4:8] != b"ftyp":
        return set()
    box = head[8 : max(12, min(int.from_bytes(head[:4]), len(head)))]
    return {box[at : at + 4] for at in range(0, len(box), 4)}


_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
# TIFF and raw files of cameras, BMP, Photoshop
_OTHER_PICTURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM", b"8BPS", b"FUJIFILM", b"IIU\0")
_VIDEO = (b"\x1aE\xdf\xa3", b"RIFF", b"\0\0\1\xba", b"OggS", b"ID3")


def _what_it_is(head: bytes) -> str:
    """The sentence for a file that is no picture of ours, by its first bytes."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    brands = _brands(head)
    kinds = {
        _("The file is empty. Send it again."): not head,
        _(
            "This is a HEIC picture, which most browsers cannot show. Share it as JPEG, or choose"
            " Settings > Camera > Formats > Most Compatible on the iPhone and take it again."
        ): brands & _HEIC,
        _("This is an SVG drawing. Export it as PNG."): b"<svg" in text,
        _("This is a web page, not a picture. Save the picture itself as JPEG or PNG."): (
            text.startswith(b"<")
        ),
        _("This is a PDF. Export the page as JPEG or PNG."): text.startswith(b"%pdf"),
        _("Web pages cannot show pictures of this kind. Export it as JPEG or PNG."): (
            head.startswith(_OTHER_PICTURES)
        ),
        _("This is a video or a sound, not a picture. Send a JPEG or a PNG."): (
            brands or head.startswith(_VIDEO)
        ),
    }
    unknown = _("This is not a picture that can be opened. Send a JPEG, PNG, WebP, AVIF or GIF.")
    return next((sentence for sentence, is_so in kinds.items() if is_so), unknown)


def _developed(path: Path, folder: Path) -> Opened:
    answer = _answer(path, folder)
    if "refused" in answer:
        raise UnusablePicture(_SENTENCES[answer["refused"]]())
    return Opened(master=(folder / "master").read_bytes(), **answer)


def _answer(path: Path, folder: Path) -> dict[str, Any]:
    """What the child says of the picture; that it is broken where the child says nothing."""
    child = subprocess.Popen(  # noqa: S603 - our own module, and no shell
        [sys.executable, "-P", "-s", "-m", "images.decoding", str(path), str(folder)],
        cwd=folder,
        env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return {"refused": "late"}
    finally:
        child.kill()
        child.wait()
    return _read(folder / "answer.json") if child.returncode == 0 else {"refused": "broken"}


def _read(answer: Path) -> dict[str, Any]:
    """The answer; without its metadata where that is too long to be true."""
    found: dict[str, Any] = json.loads(answer.read_bytes())
    if answer.stat().st_size > MOST_METADATA:
        found["metadata"] = {}
    return found


_SENTENCES: dict[str, Callable[[], str]] = {
    "pixels": lambda: _(
        "This picture has more than 50 megapixels, or a side of more than 30,000 pixels."
        " Export it smaller."
    ),
    "memory": lambda: _(
        "This picture is too large for its format. Export it smaller, or save it as JPEG."
    ),
    "cut": lambda: _("The end of this picture is missing. Send it again, or save it anew."),
    "broken": lambda: _(
        "This picture is damaged and cannot be opened. Save it anew as JPEG or PNG and send that."
    ),
    "late": lambda: _(
        "Opening this picture took too long. Save it anew as JPEG, or export it smaller."
    ),
}
