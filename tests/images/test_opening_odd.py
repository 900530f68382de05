"""Hundreds of odd and damaged files: each is a picture or a refusal, and nothing else happens."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from images.decoding import develop
from images.opening import UnusablePicture, open_picture
from tests.images import files

REASONS = {"pixels", "memory", "cut", "broken"}


def answer(folder: Path, content: bytes) -> dict[str, object]:
    """What the child would say of this file; it runs here, for a child each would take long."""
    shutil.rmtree(folder / "made", ignore_errors=True)
    (folder / "made").mkdir()
    (folder / "sent").write_bytes(content)
    return develop(folder / "sent", folder / "made")


def is_fit(folder: Path, found: dict[str, object]) -> bool:
    """Whether the answer is a reason for refusal, or there is a master of plain pixels."""
    if "refused" in found:
        return found["refused"] in REASONS
    with Image.open(folder / "made" / "master") as master:
        master.load()
        return master.mode == "RGB" and master.size == (
            found["master_width"],
            found["master_height"],
        )


@pytest.fixture(autouse=True)
def limits_of_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's own settings of Pillow do not stay."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def test_every_whole_file_opens(tmp_path: Path) -> None:
    for name, content in files.whole_files().items():
        found = answer(tmp_path, content)
        assert "refused" not in found, name
        assert is_fit(tmp_path, found), name


def test_dubious_files_are_opened_or_refused_by_the_child(tmp_path: Path) -> None:
    for name, content in files.dubious_files().items():
        sent = tmp_path / "sent"
        sent.write_bytes(content)
        try:
            assert open_picture(sent).master, name
        except UnusablePicture as refused:
            assert str(refused), name


def test_turned_over_bits_are_opened_or_refused(tmp_path: Path) -> None:
    for name, whole in files.whole_files().items():
        for seed in range(12):
            found = answer(tmp_path, files.damaged(whole, seed))
            assert is_fit(tmp_path, found), (name, seed)


def test_09_a_photograph_cut_anywhere_is_refused(tmp_path: Path) -> None:
    noise = Image.effect_noise((64, 64), 90)
    for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        whole = files.saved(noise, kind)
        for end in range(12, len(whole) - 40, len(whole) // 25):
            assert "refused" in answer(tmp_path, whole[:end]), (kind, end)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_broken_exif_block_does_not_lose_the_picture(turn: int, tmp_path: Path) -> None:
    jpeg = files.with_segments(
        files.saved(files.scene(), "JPEG"),
        files.segment(0xE1, files.looping_exif()[: 12 + 3 * turn]),
    )
    assert "refused" not in answer(tmp_path, jpeg)
