"""Pictures in the library, whose files are really stored."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image as Picture

from images.models import KEY_LENGTH, Image, ImageFile
from tests.images import files

NOW = datetime(2025, 11, 22, 17, 5, tzinfo=UTC)


def make_image(**fields: object) -> Image:
    """A picture with a credit, and without a file until `make_file` gives it one."""
    return Image.objects.create(
        **{
            "headline": "Harbour",
            "alt": "Two boats at a quay.",
            "creators": "Anna Bianchi",
            "credit": "Anna Bianchi/Agency",
            "uploaded_at": NOW,
        }
        | fields
    )


def make_file(
    image: Image,
    size: tuple[int, int] = (1600, 1200),
    *,
    original: bytes | None = None,
    **fields: object,
) -> ImageFile:
    """A stored file of the picture, which becomes its current one.

    The master shows the four colours of `files.scene` in `size`; the original is the same, or what
    `original` says. Use the fixture `media`, so that files go into a folder of the test.
    """
    master = files.saved(files.scene(size=size), "JPEG", quality=95)
    mark = f"{image.uuid} {image.files.count()}".encode()  # no two files are the same
    original = original or files.with_segments(master, files.segment(0xFE, mark))
    digest = sha256(original).hexdigest()
    stored = storages["originals"]
    file = ImageFile.objects.create(
        **{
            "image": image,
            "key": digest[:KEY_LENGTH],
            "sha256": digest,
            "original": stored.save(f"{digest}/original", ContentFile(original)),
            "original_name": "harbour.jpg",
            "original_size": len(original),
            "original_width": size[0],
            "original_height": size[1],
            "format": "JPEG",
            "master": stored.save(f"{digest}/master", ContentFile(master)),
            "width": size[0],
            "height": size[1],
            "colour": "#ff0000",
            "created_at": NOW,
        }
        | fields
    )
    image.file = file
    image.save(update_fields=["file"])
    return file


def opened(rendition: bytes) -> Picture.Image:
    """A rendition as a picture, read whole."""
    picture = Picture.open(BytesIO(rendition))
    picture.load()
    return picture
