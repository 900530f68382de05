"""Redirects made by hand: from any path of this site to a story, or to another page of it."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from articles import addresses, translations
from articles.models import Address, Edition, Origin, SectionText, Story
from articles.verbs import Unable, verb

LONGEST = 500  # characters of a path
_DOTS = frozenset({".", ".."})
# Patterns that stand for every story and section; what they answer is for their rows to say.
OPEN_PATTERNS = frozenset({"first_piece", "story"})


class UnableToRedirect(Unable):
    """Raised where a redirect cannot be made, changed or dropped."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a redirect leads: to a story, wherever it is then, or to a path."""

    story: Story | None = None
    path: str = ""


def reasons_not_to_redirect(*, address: Address, path: str, to: str, now: datetime) -> list[str]:
    """Sentences that say why `path` cannot lead to `to`; none where it can.

    `address` is the redirect that is changed, or a new one that is not saved yet.
    """
    if address.pk is not None and address.origin != Origin.HAND_MADE:
        return [_("This address was not made by hand.")]
    source, why = path_in(path)
    why = why or reasons_not_to_take(source, address)
    if why:
        return why
    if _is_same(source, path_in(to)[0]):
        return [_("It would lead to itself.")]
    return target_in(to)[1]


@verb(
    "redirect",
    reasons=reasons_not_to_redirect,
    unable=UnableToRedirect,
    detail=lambda address: {
        "path": address.path,
        "story": address.story_id,
        "to": address.target,
    },
    on="address",
)
def redirect(*, address: Address, path: str, to: str, by: User, now: datetime) -> Address:
    """Let `path` lead to `to`: a story, named by an address of its or a link to its form, or a page
    of this site. Returns the saved address. Raises UnableToRedirect, PermissionDenied.
    """
    target, _why = target_in(to)
    address.path, _why = path_in(path)
    address.language = addresses.language_of(address.path)
    address.slug = ""
    address.story, address.target = target.story, target.path
    address.origin, address.reserved_at = Origin.HAND_MADE, now
    try:
        with transaction.atomic():
            address.save()
    except IntegrityError as error:  # somebody else took it in this moment
        raise UnableToRedirect([_("The address %s is taken.") % address.path]) from error
    return address


def reasons_not_to_drop(*, address: Address, now: datetime) -> list[str]:
    """Sentences that say why `address` cannot be dropped: only what was made by hand can."""
    return [] if address.origin == Origin.HAND_MADE else [_("This address was not made by hand.")]


@verb(
    "drop_redirect",
    reasons=reasons_not_to_drop,
    unable=UnableToRedirect,
    detail=lambda address: {"path": address.path, "to": leads_to(address)},
    on="address",
)
def drop_redirect(*, address: Address, by: User, now: datetime) -> Address:
    """Let a hand-made redirect lead nowhere any more; returns what it was."""
    Address.objects.filter(pk=address.pk).delete()
    return address


def leads_to(address: Address) -> str:
    """Where a redirect leads, as one would enter it: a path."""
    if address.story_id is None:
        return address.target
    newest = Edition.objects.filter(story=address.story_id).order_by("-live_from", "-pk").first()
    return newest.path if newest else ""


def path_in(text: str) -> tuple[str, list[str]]:
    """The path of this site that somebody entered, decoded, and what is wrong with it."""
    text = text.strip().removeprefix(settings.SITE_URL)
    path = unquote(text)
    checks = (
        ("//" in text[:8] or path.startswith(("//", "/\\")), _("This is another site’s address.")),
        (not path.startswith("/"), _("Enter a path that begins with a slash: /2019/old-story/")),
        ("?" in text or "#" in text, _("Leave out ? or # and what follows: the path counts.")),
        (any(map(_is_unfit, path)), _("This path has characters that no address has.")),
        (not _DOTS.isdisjoint(path.split("/")), _("Enter the whole path, without . or .. in it.")),
        (len(path) > LONGEST, _("This path is too long: it may have %d characters.") % LONGEST),
    )
    wrong = next((sentence for is_wrong, sentence in checks if is_wrong), None)
    return ("", [wrong]) if wrong else (path, [])


def _is_unfit(character: str) -> bool:
    return character == "\\" or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def reasons_not_to_take(path: str, address: Address) -> list[str]:
    """What stands against `path` for the redirect `address`: whatever is there already.

    With and without a slash at its end a path is the same.
    """
    language = addresses.language_of(path)
    pieces = path.removeprefix(addresses.language_prefix(language)).strip("/").split("/")
    if not pieces[0] or path.rstrip("/") == addresses.language_prefix(language).rstrip("/"):
        return [_("This is the home page.")]
    if pieces[0].partition(".")[0] in addresses.RESERVED:
        return [_("The site itself uses this address.")]
    if len(pieces) == 1 and SectionText.objects.filter(language=language, slug=pieces[0]).exists():
        return [_("This is the address of a section.")]
    taken = at_path(path, besides=address)
    if taken is not None and taken.story is not None and taken.origin != Origin.HAND_MADE:
        return [_("This is the address of the story “%s”.") % taken.story]
    if taken is not None:
        return [_("%(path)s leads to %(target)s already.")
                % {"path": taken.path, "target": leads_to(taken)}]  # fmt: skip
    draft = _draft_at(path, language, pieces)
    return [_("The story “%s” gets this address when it is published.") % draft] if draft else []


def target_in(to: str) -> tuple[Target, list[str]]:
    """What somebody wants a path to lead to, and what is wrong with that."""
    path, why = path_in(to)
    if why:
        return Target(), why
    if path.startswith(reverse("admin:articles_story_changelist")):
        story = translations.find(path, Story.objects.all())
        return _to_story(story) if story else _nothing_at(path)
    known = at_path(path)
    if known is not None and known.story is not None:
        return _to_story(known.story)
    if known is not None:
        return Target(), [
            _("%(path)s leads on to %(target)s. Choose that.")
            % {"path": path, "target": known.target}
        ]
    if _is_page(path):
        return Target(path=path), []
    return _nothing_at(path)


def at_path(path: str, besides: Address | None = None) -> Address | None:
    """The address that `path` is, with or without a slash at its end, but for `besides`."""
    bare = path.rstrip("/")
    found = Address.objects.filter(path__in={path, bare, f"{bare}/"}).select_related("story")
    if besides is not None and besides.pk is not None:
        found = found.exclude(pk=besides.pk)
    return next(iter(sorted(found, key=lambda one: one.path != path)), None)


def _to_story(story: Story) -> tuple[Target, list[str]]:
    if Edition.objects.filter(story=story).exists():
        return Target(story=story), []
    return Target(), [_("Readers never saw the story “%s”. Publish it first.") % story]


def _nothing_at(path: str) -> tuple[Target, list[str]]:
    return Target(), [_("Nothing on this site has the address %s.") % path]


def _is_page(path: str) -> bool:
    """Whether the site shows a page there that is no story's."""
    language = addresses.language_of(path)
    slug = path.removeprefix(addresses.language_prefix(language)).strip("/")
    if SectionText.objects.filter(language=language, slug=slug).exists():
        return path.endswith("/")
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.namespace.startswith("public") and match.url_name not in OPEN_PATTERNS


def _draft_at(path: str, language: str, pieces: list[str]) -> Story | None:
    """A working copy that has this address without having published it."""
    draft = Story.objects.filter(language=language, slug=pieces[-1]).first()
    if draft is None:
        return None
    if draft.is_page:
        return draft if len(pieces) == 1 else None
    text = SectionText.objects.filter(section=draft.section_id, language=language).first()
    own = addresses.story_path(language, text.slug, draft.slug) if text else ""
    return draft if _is_same(own, path) else None


def _is_same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")
