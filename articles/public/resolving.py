"""What an address leads to as of an instant: the one place that says so.

A page costs the one query for the live edition; whatever else may stand at an address is asked for
only where no page does.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from articles.addresses import site_languages
from articles.models.public import Address, Edition, EditionQuerySet, Origin, Why, Withdrawal

MOST_NAMED = 100  # stories that are looked at for them
MOST_ALIKE = 5
LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Moved:
    """What stood at the address, `story`, is at another `path` of this site now."""

    path: str
    story: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Readers saw a story at the address, and do not any more.

    `edition` is what they saw last. `withdrawal` is None where its time was up. `read_instead` is
    live.
    """

    edition: Edition
    since: datetime
    withdrawal: Withdrawal | None = None
    read_instead: Edition | None = None


def resolve(path: str, at: datetime) -> Edition | Moved | Gone | None:
    """What the address `path` leads to at `at`: the live edition with its document, or what else.

    None where readers know nothing of it: where there is no such address, where its first edition
    lies ahead, or where the story was published by mistake.
    """
    live = Edition.objects.live(at=at).filter(story__addresses__path=path)
    # Without an order: there is at most one, and it is found by its address, not by its instant.
    edition = next(iter(live.with_document().with_history().with_series().order_by()[:1]), None)
    if edition is not None and edition.path == path:
        return edition
    address = Address.objects.filter(path=path).first()
    if address is None or not is_known(address, at):
        return None
    if edition is not None:
        return Moved(edition.path, edition.story_id)
    return what_became_of(Edition.objects.filter(story=address.story_id), at)


def resolve_story(uuid: UUID, at: datetime) -> Edition | Gone | None:
    """What readers see at `at` of the story that this names: its live edition with its document,
    or what became of it. None where they know nothing of it."""
    editions = Edition.objects.filter(story__uuid=uuid)
    live = editions.live(at=at).with_document().with_history().with_series()
    return live.with_identity().first() or what_became_of(editions, at)


def named_alike(path: str, language: str, at: datetime) -> list[Edition]:
    """What is live in other languages than `language` under the last piece of `path`.

    For a reader who changed the language in an address. At most MOST_ALIKE.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    if not slug or "\0" in slug or len(slug) > LONGEST_NAME:
        return []
    others = sorted(site_languages() - {language})
    named = Address.objects.filter(language__in=others, slug=slug).order_by()
    stories = list(named.values_list("story", flat=True)[:MOST_NAMED])
    if not stories:
        return []
    live = Edition.objects.live(at=at).filter(story__in=stories, path__endswith=f"/{slug}/")
    found = live.order_by("language", "pk")
    return [edition for edition in found[:MOST_ALIKE] if edition.language != language]


def is_known(address: Address, at: datetime) -> bool:
    """Whether readers may know of the address at `at`.

    It is reserved as soon as something is scheduled for it, but tells nobody so before its instant.
    """
    if address.origin == Origin.HAND_MADE:
        return True
    begun = Edition.objects.filter(story=address.story_id, live_from__lte=at)
    return begun.filter(path=address.path).exists()


def what_became_of(editions: EditionQuerySet, at: datetime) -> Gone | None:
    """What readers are told of a story that they saw and that is not live at `at`; `editions` are
    all of the story."""
    last = editions.filter(live_from__lte=at).order_by("-live_from", "-pk").first()
    if last is None:
        return None
    withdrawal = Withdrawal.objects.live(at=at).filter(story=last.story_id).first()
    if withdrawal is None:
        return Gone(edition=last, since=last.live_until or at)
    if withdrawal.why == Why.MISTAKE:
        return None
    instead = None
    if withdrawal.read_instead_id:
        instead = Edition.objects.live(at=at).filter(story=withdrawal.read_instead_id).first()
    return Gone(
        edition=last, since=withdrawal.live_from, withdrawal=withdrawal, read_instead=instead
    )
