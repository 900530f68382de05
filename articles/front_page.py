"""Fronts as pages: an arrangement filled for an instant, turned into what the templates need.

The readers' views and the desk's picture of the page both call `front_page`.
"""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from articles import corrections, illustrating, page
from articles.addresses import corrections_path
from articles.fronts.document import WITH_SLOTS, FrontDocument, default_document, from_json
from articles.fronts.filling import FilledBlock, FilledFront, FilledSlot, filled
from articles.models.public import FrontEdition
from articles.shown import FrontBlock, FrontPlace, ListPage, StoryCard
from articles.surroundings import Surroundings, TaxonName
from images.showing import PLAIN


def live_arrangement(
    around: Surroundings, section: TaxonName | None, at: datetime
) -> FrontDocument:
    """How the front of a section, or the home page, is arranged for readers at `at`. One query."""
    key = section.pk if section else None
    live = FrontEdition.objects.of(language=around.language, section=key).live(at=at).first()
    if live is not None:
        return from_json(live.document)
    if section is not None:
        return default_document(section.uuid)
    return default_document(None, [one.uuid for one in around.sections if not one.is_retired])


def fill(
    document: FrontDocument, around: Surroundings, section: TaxonName | None, at: datetime
) -> FilledFront:
    """What the front shows at `at`, arranged as `document`. At most four queries."""
    key = section.pk if section else None
    keys = {one.uuid: one.pk for one in (*around.sections, *around.sections_elsewhere)}
    return filled(document, language=around.language, section=key, at=at, sections=keys)


def front_page(
    shown: FilledFront,
    *,
    around: Surroundings,
    section: TaxonName | None,
    path: str,
    at: datetime,
    older_url: str = "",
) -> ListPage:
    """The page of a front; its stories are also listed in order, for machines."""
    blocks = [_block(one, around, at, of_section=section is not None) for one in shown.blocks]
    places = [place for block in blocks for place in block.places]
    cards = [place.story for place in places if place.story]
    listed = page.list_page(
        [], around=around, at=at, section=section, path=path, is_first=True, older_url=older_url
    )
    lead = cards[0] if cards else None
    return replace(listed, blocks=blocks, lead=lead, stories=cards[1:])


def _block(one: FilledBlock, around: Surroundings, at: datetime, *, of_section: bool) -> FrontBlock:
    block = one.block
    section = next((s for s in around.sections if s.uuid == block.section), None)
    title, url = _title(one, section, around)
    is_lead = block.kind == "lead"
    places = [
        FrontPlace(n, _card(slot, around, at, is_lead=is_lead and n == 0))
        for n, slot in enumerate(one.slots)
    ]
    return FrontBlock(
        uid=str(block.uid),
        kind=block.kind,
        template=f"public/blocks/{block.kind}.html",
        title=title,
        url=url,
        text=block.text,
        level=3 if title else 2,
        names_sections=not of_section and section is None,
        holds_stories=block.kind in WITH_SLOTS,
        places=places,
        corrections=corrections.corrected_stories([c for c in one.corrections if c.live_path]),
        colour=section.colour if section else "",
    )


def _title(one: FilledBlock, section: TaxonName | None, around: Surroundings) -> tuple[str, str]:
    """The words above a block, and where they lead."""
    block = one.block
    if block.kind == "corrections":
        return block.title or _("Corrections"), corrections_path(around.language)
    if block.kind == "latest":
        name = section.name if section else _("Latest stories")
        return block.title or name, page.section_link(section).url if section else ""
    return block.title or (_("Opinion") if block.kind == "opinion" else ""), ""


def _card(
    slot: FilledSlot, around: Surroundings, at: datetime, *, is_lead: bool
) -> StoryCard | None:
    """What stands in a place, in the words and with the picture of the front; None for nothing.

    A picture of the front's own that may not be shown gives way to the story's.
    """
    if slot.edition is None:
        return None
    card = page.card(slot.edition, around, at, is_lead=is_lead)
    if slot.picture is not None and slot.picture.is_available(at):
        picture = illustrating.instead(slot.picture, at, is_lead=is_lead)
        card = replace(card, picture=picture, thumbnail=illustrating.small(picture))
    if slot.headline != card.headline:
        card = replace(card, headline=slot.headline, headline_in=PLAIN)
    return replace(card, kicker=slot.kicker)
