"""The folders of pictures, empty for a test."""

from pathlib import Path
from typing import Any

import pytest

LOCAL = "django.core.files.storage.FileSystemStorage"


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder that holds all of them."""
    place = tmp_path / "media"
    settings.MEDIA_ROOT = place
    settings.STORAGES = settings.STORAGES | {
        "originals": settings.STORAGES["originals"]
        | {
            "OPTIONS": settings.STORAGES["originals"]["OPTIONS"] | {"location": place / "originals"}
        },
        "renditions": {"BACKEND": LOCAL, "OPTIONS": {"location": place / "renditions"}},
    }
    return place


def files_in(folder: Path) -> list[str]:
    """The names of all files below `folder`, but for locks."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in found if path.parent.name != "locks")
