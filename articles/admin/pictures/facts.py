"""What the page of a picture shows besides its form: standing, uses, what its file says."""

from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from articles import clock, local_time
from articles.admin.pictures.card import large_of, standing
from articles.admin.pictures.deeds import deeds_for
from articles.admin.pictures.used import for_page
from images.models import Image

# Of the cuts that readers are shown: the ratio as it stands in class names, and in words.
CUTS = [("16-9", "16:9"), ("4-3", "4:3"), ("1-1", "1:1"), ("3-2", "3:2")]


def shown_of(request: HttpRequest, image: Image) -> dict[str, Any]:
    """What the page of a picture shows besides its form."""
    now = clock.now()
    state, status = standing(image, now)
    return for_page(request, image, now) | {
        "large": large_of(image),
        "cuts": CUTS,
        "state": state,
        "status": status,
        "why": image.taken_down_reason,
        "facts": facts_of(image),
        "metadata": metadata_of(image),
        "deeds": deeds_for(request, image),
    }


def facts_of(image: Image) -> list[tuple[str, str]]:
    """Words and values: of the original that was uploaded, and who brought it."""
    found = [(_("Added"), added_in_words(image))]
    if file := image.file:
        found += [
            (_("File"), file.original_name),
            (_("Format"), f"{file.format}, {file.original_width} × {file.original_height}"),
            (_("Size"), filesizeformat(file.original_size)),
            ("SHA-256", file.sha256),
        ]
    return [(words, value) for words, value in found if value]


def metadata_of(image: Image) -> list[tuple[str, str]]:
    """What the original says of itself, by its own names, as text."""
    metadata = image.file.metadata if image.file else {}
    return [(str(name), _text(value)) for name, value in metadata.items() if value]


def added_in_words(image: Image) -> str:
    """When a picture came into the library, and who brought it."""
    when = local_time.in_words(image.uploaded_at)
    if image.uploaded_by is None:
        return when
    return _("%(when)s by %(who)s") % {"when": when, "who": image.uploaded_by}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(one)}" for name, one in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)
