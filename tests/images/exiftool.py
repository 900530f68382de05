"""ExifTool: an independent reader and writer of what pictures say about themselves."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None,
    reason="ExifTool is not installed here (apt install libimage-exiftool-perl)",
)
_UTF8 = ("-charset", "UTF8", "-charset", "iptc=UTF8")


def told(file: Path, *options: str) -> dict[str, Any]:
    """What ExifTool reads from the file: names with their group, `XMP-dc:Creator`, to values."""
    command = ["exiftool", "-j", "-G1", "-struct", "-a", *_UTF8, *options, str(file)]
    answer = subprocess.run(command, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(answer.stdout)[0]
    return found


def fill(file: Path, *assignments: str) -> None:
    """Writes fields (`XMP-dc:Creator=Ada`) into the file."""
    command = ["exiftool", "-q", "-m", "-overwrite_original", *_UTF8]
    command += [f"-{assignment}" for assignment in assignments]
    subprocess.run([*command, str(file)], check=True, capture_output=True)
