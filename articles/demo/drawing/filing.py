"""Files of the demo's pictures. Processes beside load this without Django, so it names no model."""

from pathlib import Path
from typing import Any

from articles.demo.drawing import draw
from images.metadata import Rights, packet

QUALITY = 88


def draw_file(name: str, picture: dict[str, Any], path: Path) -> Path:
    """Draw a picture into a JPEG file at `path` that says itself whose it is."""
    rights = Rights(
        creators=(picture["credit"],),
        credit=picture["credit"],
        copyright_notice=f"© {picture['credit']}",
    )
    draw(name, picture).save(path, quality=QUALITY, xmp=packet(rights))
    return path
