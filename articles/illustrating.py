"""Pictures on the readers' pages: those of a document and of cards, as of an instant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from articles import embeds, languages
from articles.document import Document, DocumentPart
from articles.models import Embed
from articles.models.public import Edition
from articles.pictured import PictureUse, lead_of, thumbnail_in, use_in
from articles.shown import PageImage, PagePart
from images.models import Image
from images.showing import ShownPicture, show, still

Pictures = Mapping[UUID, Image]
_MEASURE = "37rem"  # how wide a story's text is; site.css
_SIZES = {
    "lead": "(min-width: 60rem) 60rem, 100vw",
    "inline": f"(min-width: 46rem) {_MEASURE}, 94vw",
    "wide": "(min-width: 60rem) 60rem, 100vw",
    "portrait": "(min-width: 60rem) 24rem, 47vw",
    "embed": f"(min-width: 46rem) {_MEASURE}, 94vw",
    "slide": "(min-width: 46rem) 40rem, 88vw",
    "card": "(min-width: 60rem) 24rem, (min-width: 46rem) 46vw, 94vw",
    "thumbnail": "(min-width: 60rem) 24rem, (min-width: 46rem) 11rem, 32vw",
    "portrait of": "(min-width: 46rem) 13rem, 8rem",
    "opening": "(min-width: 87rem) 52rem, (min-width: 64rem) 60vw, 94vw",
}
_SPECS = {
    "wide": "inline",
    "slide": "inline",
    "embed": "card",
}  # where a way to show has another name
_RATIOS = ("lead", "standard", "square")  # those that search engines ask for


def lead(document: Document, pictures: Pictures, at: datetime) -> ShownPicture | None:
    """The lead picture of a page; None where the document names none."""
    use = lead_of(document)
    return _shown(use, "lead", pictures, at, document.language, is_lead=True) if use else None


def for_machines(document: Document, pictures: Pictures, at: datetime) -> PageImage | None:
    """The lead picture for search engines and networks; None where it is not shown at `at`."""
    use = lead_of(document)
    image = pictures.get(use.image) if use else None
    if use is None or image is None or not image.is_available(at):
        return None
    stills = (still(image, spec, at=at, crop=use.crop) for spec in _RATIOS)
    return PageImage(
        stills=tuple(found for found in stills if found),
        share=still(image, "share", at=at, crop=use.crop),
        alt="" if use.is_decorative else use.alt or image.alt,
        caption=use.caption,
        credit=image.credit or ", ".join(image.creator_names),
        creators=image.creator_names,
        copyright_notice=image.copyright_notice,
        web_statement=image.web_statement,
        licensor_url=image.licensor_url,
    )


def parts(
    document: Document, ready: Iterable[PagePart], pictures: Pictures, at: datetime
) -> Iterator[PagePart]:
    """The parts of a page with their pictures; `ready` are those of `document`, in order.

    Neighbours in the layout of a gallery, or of portraits, become one part.
    """
    language = document.language
    for layout, pairs in groupby(zip(document.parts, ready, strict=True), key=_layout):
        if layout is None:
            yield from (_embedded(*pair, pictures, at) for pair in pairs)
            continue
        uses = [use for written, _part in pairs if (use := use_in(written))]
        if layout == "gallery":
            yield _together("gallery", "slide", uses, pictures, at, language)
        elif layout == "portrait":
            yield _together("portraits", "portrait", uses, pictures, at, language)
        else:
            kind = layout or "inline"
            for use in uses:
                values = {"shown": _shown(use, kind, pictures, at, language), "kind": kind}
                yield _part("picture", values)


def on_card(edition: Edition, at: datetime, *, is_lead: bool = False) -> ShownPicture | None:
    """The picture of a card; None where there is none to be seen at `at`. A card has no box.

    `is_lead` for that of the story that opens a list. Load the edition `with_pictures()`.
    """
    image = edition.lead_image
    if image is None or not image.is_available(at):
        return None
    return show(
        image,
        "card",
        at=at,
        sizes=_SIZES["opening" if is_lead else "card"],
        crop=edition.lead_crop,
        is_lead=is_lead,
        is_decorative=True,  # its headline is the link, and says what there is to say
    )


def portrait(image: Image | None, name: str, at: datetime) -> ShownPicture | None:
    """The portrait of somebody with this name; None where there is none to be seen at `at`."""
    if image is None or not image.is_available(at):
        return None
    return show(
        image, "square", at=at, sizes=_SIZES["portrait of"], alt=image.alt or name, is_lead=True
    )


def instead(image: Image, at: datetime, *, is_lead: bool = False) -> ShownPicture | None:
    """`image` on a card, whole, instead of the story's own; None where it is not to be seen."""
    if not image.is_available(at):
        return None
    sizes = _SIZES["opening" if is_lead else "card"]
    return show(image, "card", at=at, sizes=sizes, is_lead=is_lead, is_decorative=True)


def small(picture: ShownPicture | None) -> ShownPicture | None:
    """The picture of a card where it stands beside the words."""
    return replace(picture, sizes=_SIZES["thumbnail"]) if picture else None


def _embedded(written: DocumentPart, part: PagePart, pictures: Pictures, at: datetime) -> PagePart:
    """The part as it is; an embed with its frame, its link and its picture, where there is one."""
    if written.kind != Embed.kind:
        return part
    url, use = written.values.get("url", ""), thumbnail_in(written)
    image = pictures.get(use.image) if use else None
    frame = embeds.frame_of(url)
    more = {
        "frame": frame,
        "link": embeds.link_of(url),
        "provider": part.values["provider"] or embeds.provider_of(url),
        "shape": (part.values["ratio"] or (frame.ratio if frame else "")).replace(":", "-"),
        "shown": _shown(use, "embed", pictures, at, "")
        if use and image and image.is_available(at)
        else None,
    }
    return replace(part, values={**part.values, **more})


def _layout(pair: tuple[DocumentPart, PagePart]) -> str | None:
    use = use_in(pair[0])
    return use.layout if use else None


def _together(
    kind: str,
    way: str,
    uses: Iterable[PictureUse],
    pictures: Pictures,
    at: datetime,
    language: str,
) -> PagePart:
    shown = [_shown(use, way, pictures, at, language) for use in uses]
    return _part(kind, {"pictures": shown})


def _part(kind: str, values: dict[str, Any]) -> PagePart:
    return PagePart(kind=kind, template=f"public/parts/{kind}.html", anchor="", values=values)


def _shown(
    use: PictureUse,
    way: str,
    pictures: Pictures,
    at: datetime,
    language: str,
    *,
    is_lead: bool = False,
) -> ShownPicture:
    """The picture of a use in a story whose language is `language`."""
    return show(
        pictures.get(use.image),
        _SPECS.get(way, way),
        at=at,
        sizes=_SIZES[way],
        alt=use.alt,
        crop=use.crop,
        caption=use.caption,
        caption_in=languages.attributes(use.caption_language, language),
        is_decorative=use.is_decorative,
        is_lead=is_lead,
    )
