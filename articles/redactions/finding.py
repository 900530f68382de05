"""Where a passage stands in the editions of a story, and what stands in others in its place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.addresses import make_slug
from articles.comparison.contents import part_label
from articles.document import Document, freeze
from articles.models import Address, Byline, Edition, Redaction, Revision, Story, Withdrawal
from articles.removed import (
    Row,
    Text,
    Where,
    passage_words,
    remembering,
    similar_spans,
    standing,
    texts_of,
    without_removed,
)
from articles.revisions import document_of

BATCH = 50  # documents in memory at a time
TEXTS_IN_MEMORY = 1_000
MOST_SIMILAR = 50
SHORTEST_TELLING = 4  # letters of a word that says something in an address


@dataclass(slots=True)
class Standing:
    """A passage and where it stands: in how many editions, in which places, and on the desk."""

    passage: str
    editions: int = 0
    places: list[str] = field(default_factory=list)
    is_in_working_copy: bool = False
    likeness: float = 1.0

    @property
    def is_anywhere(self) -> bool:
        """Whether there is anything to remove."""
        return bool(self.editions or self.is_in_working_copy or self.places)

    def add(self, source: "_Source", wheres: set[Where]) -> None:
        """Count that it stands in these places of `source`."""
        if not wheres:
            return
        self.editions += source.editions
        self.is_in_working_copy |= source.is_working_copy
        self.places += [
            label
            for label in dict.fromkeys(source.label(where) for where in sorted(wheres, key=str))
            if label not in self.places
        ]


@dataclass(frozen=True, slots=True)
class _Source:
    """Texts that readers get, or may get, with how many editions share them."""

    texts: list[Text]
    document: Document | None = None
    editions: int = 0
    is_working_copy: bool = False

    def label(self, where: Where) -> str:
        """What the desk calls the place of a text."""
        owner, place, name = where
        if owner == "part" and self.document is not None:
            return part_label(self.document.parts[place].kind, place + 1)
        if owner in {"story", "byline"}:
            model = Story if owner == "story" else Byline
            return _label(model, name if owner == "story" else "")
        return _("Notes and notices")


def where_they_stand(story: Story, passages: Sequence[str]) -> list[Standing]:
    """Where each passage stands in the editions of `story`, public and scheduled, in its notes and
    notices, and in the working copy. Passages that were removed before are not there any more."""
    found = [Standing(passage) for passage in passages]
    wanted = [passage_words(passage) for passage in passages]
    read = remembering(TEXTS_IN_MEMORY)
    for source in _sources(story):
        for one, wheres in zip(found, standing(Row(source.texts, read), wanted), strict=True):
            one.add(source, wheres)
    return found


def similar(story: Story, passage: str) -> list[Standing]:
    """What stands in the same texts and says nearly what `passage` says, the most alike first."""
    wanted = passage_words(passage)
    found: dict[tuple[str, ...], Standing] = {}
    known: dict[str, list[tuple[str, float]]] = {}  # by text: editions share most of theirs
    for source in _sources(story):
        wheres: dict[tuple[str, ...], set[Where]] = {}
        for text in source.texts:
            said = text.words
            if said not in known:
                known[said] = [(said[a:b], like) for a, b, like in similar_spans(wanted, said)]
            for like_it, likeness in known[said]:
                key = tuple(passage_words(like_it))
                found.setdefault(key, Standing(" ".join(like_it.split()), likeness=likeness))
                wheres.setdefault(key, set()).add(text.where)
        for key, places in wheres.items():
            found[key].add(source, places)
    ordered = sorted(found.values(), key=lambda one: (-one.likeness, one.passage))
    return ordered[:MOST_SIMILAR]


def in_addresses(story: Story, passages: Sequence[str]) -> dict[str, list[str]]:
    """The addresses of `story` that have telling words of a passage, and which words."""
    telling = {
        word
        for passage in passages
        for word in make_slug(passage).split("-")
        if len(word) >= SHORTEST_TELLING
    }
    paths = list(Address.objects.filter(story=story).values_list("path", flat=True))
    if not any(path.endswith(f"/{story.slug}/") for path in paths):
        paths.append(story.slug)
    hits = {
        path: sorted(telling.intersection(path.rstrip("/").rpartition("/")[2].split("-")))
        for path in paths
    }
    return {path: words for path, words in hits.items() if words}


def _sources(story: Story) -> Iterator[_Source]:
    """Every text that readers may get, without what is removed already."""
    editions = Edition.objects.filter(story=story)
    in_force = list(Redaction.objects.in_force().filter(story=story))
    counts = Counter(editions.order_by("pk").values_list("revision", flat=True))
    pks = sorted(counts)
    for start in range(0, len(pks), BATCH):
        batch = Revision.objects.filter(pk__in=pks[start : start + BATCH]).order_by("pk")
        for revision in batch:
            document = without_removed(document_of(revision), in_force)
            yield _Source(list(texts_of(document)), document, editions=counts[revision.pk])
    notes = editions.exclude(note="").order_by("pk").values_list("pk", "note")
    yield _Source([Text("edition", pk, "note", note) for pk, note in notes])
    told = Withdrawal.objects.filter(story=story).exclude(notice="").order_by("pk")
    notices = told.values_list("pk", "notice")
    yield _Source([Text("withdrawal", pk, "notice", notice) for pk, notice in notices])
    document = freeze(story)
    yield _Source(list(texts_of(document)), document, is_working_copy=True)


def _label(model: type[Model], name: str) -> str:
    named = model._meta.get_field(name).verbose_name if name else model._meta.verbose_name  # type: ignore[union-attr]
    return capfirst(str(named))
