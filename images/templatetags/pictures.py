"""Tags for pictures in templates."""

from collections.abc import Sequence
from typing import Any

from django import template

from images.showing import ShownPicture

register = template.Library()


@register.inclusion_tag("images/picture.html")
def picture(shown: ShownPicture, link: bool = True) -> dict[str, Any]:
    """The picture itself, without its words; a link to the large file around it where `link`."""
    # A link around a picture that says nothing would have no name.
    return {"shown": shown, "is_link": link and bool(shown.alt)}


@register.inclusion_tag("images/figure.html")
def figure(shown: ShownPicture, kind: str = "") -> dict[str, Any]:
    """The picture with its caption and credit, in a figure of the class `figure-{kind}`."""
    return {"shown": shown, "kind": kind}


@register.inclusion_tag("images/gallery.html")
def gallery(pictures: Sequence[ShownPicture]) -> dict[str, Any]:
    """Pictures in a row that scrolls sideways."""
    return {"pictures": pictures}


@register.inclusion_tag("images/preload.html")
def preload(shown: ShownPicture | None) -> dict[str, Any]:
    """Let browsers fetch a picture before they come to it; nothing for one that is not shown."""
    return {"shown": shown, "source": next(iter(shown.sources), None) if shown else None}
