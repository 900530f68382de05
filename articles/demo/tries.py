"""“Try these”: what the demo has to show, as links from the desk's first page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import translations
from articles.demo.content import identity
from articles.models import Story


def _form(story: Story) -> str:
    return reverse("admin:articles_story_change", args=[story.pk])


def _sheet(story: Story) -> str:
    return reverse("admin:articles_story_publish", args=[story.pk])


def _page(story: Story) -> str:
    addresses = sorted(story.addresses.all(), key=lambda address: address.pk)
    return addresses[0].path if addresses else ""


def _conflict(story: Story) -> str:
    met = [conflict for conflict in story.conflicts.all() if conflict.resolved_at is None]
    return reverse("admin:articles_story_conflict", args=[story.pk, met[0].pk]) if met else ""


def _other_language(story: Story) -> str:
    other = translations.counterparts(story).first()
    return _form(other) if other else ""


@dataclass(frozen=True, slots=True)
class Try:
    """Something to try: a sentence, and which page of which story it is about."""

    words: Promise
    key: str
    address: Callable[[Story], str]


TRIES = (
    Try(_("Watch a story go out two minutes after the start"), "lightship-aurelia", _form),
    Try(_("Read a story with a correction"), "desalination-plant", _page),
    Try(_("Open one that was withdrawn"), "eel-river", _page),
    Try(_("Open one that a court ordered down"), "court-order-heirs", _page),
    Try(_("Try to publish one before its embargo ends"), "fleet-review", _sheet),
    Try(_("Change one that has an update scheduled"), "harbour-dues", _form),
    Try(_("See one that ends by itself"), "tram-weekend", _form),
    Try(_("Approve a story, or send it back"), "mussel-licences", _form),
    Try(_("See what was sent back, and why"), "pilot-school", _form),
    Try(_("Decide between two versions of a headline"), "school-boats", _conflict),
    Try(_("See a translation whose source has changed"), "lighthouse-birds", _other_language),
)


def links(stories: "QuerySet[Story]") -> list[tuple[str, str]]:
    """What there is to try with `stories`, as words and addresses."""
    uuids = {identity("en", one.key): one for one in TRIES}
    found = stories.filter(uuid__in=uuids).prefetch_related("addresses", "conflicts")
    by_key = {uuids[story.uuid].key: story for story in found}
    shown = [(str(one.words), one.address(by_key[one.key])) for one in TRIES if one.key in by_key]
    return [(words, address) for words, address in shown if address]
