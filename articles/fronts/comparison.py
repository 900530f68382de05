"""What two arrangements of a front say differently, in sentences for the desk."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.fronts.document import Block, FrontDocument, Slot
from articles.local_time import in_words
from articles.models import Section, Story

KIND_NAMES = {
    "lead": gettext_lazy("Lead package"),
    "grid": gettext_lazy("Grid"),
    "list": gettext_lazy("List"),
    "latest": gettext_lazy("Latest"),
    "opinion": gettext_lazy("Opinion"),
    "corrections": gettext_lazy("Corrections"),
    "note": gettext_lazy("Note"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What stories and sections are called, by uuid."""

    stories: Mapping[UUID, str]
    sections: Mapping[UUID, str]

    def story(self, uuid: UUID) -> str:
        """The headline of a story, in quotation marks."""
        return _("“%s”") % self.stories.get(uuid, "…")

    def block(self, block: Block) -> str:
        """What a block is called on the desk: its title, else its kind and section."""
        kind = str(KIND_NAMES[block.kind])
        section = self.sections.get(block.section) if block.section else None
        if block.kind == "latest" and section:
            kind = _("Latest from %s") % section
        return f"{kind} “{block.title}”" if block.title else kind


def names_in(language: str, *documents: FrontDocument) -> Names:
    """What everything is called that `documents` name. At most three queries."""
    stories = set().union(*(document.stories for document in documents))
    sections = set().union(*(document.sections for document in documents))
    rows = Story.objects.filter(uuid__in=stories).values_list("uuid", "headline")
    untitled = _("Untitled story")
    found = Section.objects.filter(uuid__in=sections).prefetch_related("texts") if sections else ()
    return Names(
        {uuid: headline or untitled for uuid, headline in rows},
        {section.uuid: section.name_in(language) for section in found},
    )


def differences(before: FrontDocument, after: FrontDocument, names: Names) -> list[str]:
    """What `after` says that `before` did not, one sentence each, in the order of the page."""
    return [*_of_blocks(before, after, names), *_of_stories(before, after, names)]


def _of_blocks(before: FrontDocument, after: FrontDocument, names: Names) -> Iterator[str]:
    was = {block.uid: block for block in before.blocks}
    now = {block.uid: block for block in after.blocks}
    for uid, block in was.items():
        if uid not in now:
            yield _("%s: removed") % names.block(block)
    stays = _unmoved([uid for uid in was if uid in now], [uid for uid in now if uid in was])
    for place, block in enumerate(after.blocks, 1):
        if block.uid not in was:
            yield _("%(block)s: new, at %(place)d") % {"block": names.block(block), "place": place}
        else:
            if block.uid not in stays:
                what = {"block": names.block(block), "place": place}
                yield _("%(block)s: moved to %(place)d") % what
            yield from _of_block(was[block.uid], block, names)


def _of_block(was: Block, now: Block, names: Names) -> Iterator[str]:
    block = names.block(now)
    if was.kind != now.kind:
        yield _("%(block)s: was %(kind)s") % {"block": block, "kind": KIND_NAMES[was.kind]}
    if was.title != now.title:
        yield (
            _("%(block)s: title “%(title)s”") % {"block": block, "title": now.title}
            if now.title
            else _("%s: no title any more") % block
        )
    if was.section != now.section:
        yield _("%s: takes its stories from another section") % block
    if was.size != now.size:
        sizes = {"block": block, "before": was.size, "after": now.size}
        yield _("%(block)s: %(after)d stories instead of %(before)d") % sizes
    if was.text != now.text:
        yield _("%s: another text") % block


@dataclass(frozen=True, slots=True)
class _Placed:
    """A slot that holds a story, and where."""

    slot: Slot
    block: Block
    place: int


def _of_stories(before: FrontDocument, after: FrontDocument, names: Names) -> Iterator[str]:
    was, now = _placed(before), _placed(after)
    for story, old in was.items():
        if story not in now:
            what = {"story": names.story(story), "block": names.block(old.block)}
            yield _("%(story)s: taken from %(block)s") % what
    stays: set[UUID] = set()
    for block in after.blocks:
        there = [story for story, new in now.items() if new.block.uid == block.uid]
        both = [story for story in there if story in was and was[story].block.uid == block.uid]
        stays |= _unmoved([story for story in was if story in both], both)
    for story, new in now.items():
        if story not in stays:
            place: dict[str, object] = {
                "story": names.story(story),
                "place": new.place,
                "block": names.block(new.block),
            }
            yield (
                _("%(story)s: moved to place %(place)d of %(block)s") % place
                if story in was
                else _("%(story)s: put at place %(place)d of %(block)s") % place
            )
        old_slot = was[story].slot if story in was else Slot(uid=new.slot.uid, story=story)
        yield from _of_slot(old_slot, new.slot, names.story(story))


def _placed(document: FrontDocument) -> dict[UUID, _Placed]:
    """Where each story stands; the first place counts."""
    found: dict[UUID, _Placed] = {}
    for block in document.blocks:
        for place, slot in enumerate(block.slots, 1):
            if slot.story:
                found.setdefault(slot.story, _Placed(slot, block, place))
    return found


def _of_slot(was: Slot, now: Slot, story: str) -> Iterator[str]:
    if was.headline != now.headline:
        words = {"story": story, "headline": now.headline}
        yield (
            _("%(story)s: headline “%(headline)s”") % words
            if now.headline
            else _("%s: its own headline again") % story
        )
    if was.kicker != now.kicker:
        yield _("%(story)s: kicker “%(kicker)s”") % {"story": story, "kicker": now.kicker or "–"}
    if was.picture != now.picture:
        yield (_("%s: another picture") if now.picture else _("%s: its own picture again")) % story
    elif was.alt != now.alt:
        yield _("%s: another alternative text") % story
    if was.begins_at != now.begins_at:
        when = in_words(now.begins_at) if now.begins_at else _("at once")
        yield _("%(story)s: begins %(when)s") % {"story": story, "when": when}
    if was.ends_at != now.ends_at:
        when = in_words(now.ends_at) if now.ends_at else _("has no end")
        yield _("%(story)s: ends %(when)s") % {"story": story, "when": when}
    if was.is_pinned != now.is_pinned:
        yield (_("%s: pinned") if now.is_pinned else _("%s: not pinned any more")) % story


def _unmoved(before: Sequence[UUID], after: Sequence[UUID]) -> set[UUID]:
    """Of the same things in two orders, the most that need not have moved."""
    place = {one: n for n, one in enumerate(before)}
    tails: list[int] = []
    chains: list[list[UUID]] = []
    for one in after:
        n = bisect_left(tails, place[one])
        chain = [*(chains[n - 1] if n else []), one]
        tails[n : n + 1], chains[n : n + 1] = [place[one]], [chain]
    return set(chains[-1]) if chains else set()
