"""Which pictures of the library somebody looks for: words, a state of their rights, a licence.

Pages go on by the key of the last picture, so that a page costs the same however far back it is.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.fields import one_line
from accounts.models import User
from articles.checks import MOST_DAYS
from articles.models import PictureScope
from articles.permissions import pictures_visible_to
from images.models import Image, ImageQuerySet, Licence

PAGE = 48  # pictures: rows of 2, 3, 4 and 6 come out even
MOST_WORDS = 8  # of a search; further ones are not looked for
SEARCHED = ["headline", "description", "alt", "credit", "creators", "keywords", "city"]
_KEY = re.compile(r"(?P<at>[0-9T:.+-]{20,40})~(?P<pk>[0-9]{1,18})", re.ASCII)

# By the word in the address.
SHOWS = {
    "": _("All"),
    "mine": _("Mine"),
    "usable": _("Usable now"),
    "ending": _("Rights end soon"),
    "ended": _("Rights ended"),
    "taken-down": _("Taken down"),
    "retired": _("Retired"),
    "without-alt": _("Without alternative text"),
    "without-credit": _("Without credit"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; `after` is the key of the picture before the page, "" for none."""

    words: str = ""
    show: str = ""
    licence: str = ""
    after: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Wanted":
        """What an address asks for; whatever it cannot ask for is left out."""
        show, licence, after = (asked.get(name, "") for name in ("show", "licence", "after"))
        return cls(
            words=one_line(asked.get("q", ""))[:200],
            show=show if show in SHOWS else "",
            licence=licence if licence in Licence.values else "",
            after=after if key_of(after) else "",
        )

    def showing(self, show: str) -> "Wanted":
        """The same with another word of SHOWS."""
        return replace(self, show=show)

    def query(self, **other: str) -> str:
        """The address's query for the same with `other` values, "?" included."""
        values = {"q": self.words, "show": self.show, "licence": self.licence} | other
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Found:
    """A page of pictures, the newest first; `next` is the key to go on by, "" at the end."""

    images: list[Image]
    next: str


def find(user: User, wanted: Wanted, at: datetime) -> Found:
    """The page of pictures that `user` wants and may see, with their files: one query."""
    return find_among(pictures_visible_to(user), wanted, user, at)


def find_among(images: ImageQuerySet, wanted: Wanted, user: User, at: datetime) -> Found:
    """The page that `user` wants of `images`, of which the caller knows that they may be seen."""
    images = narrowed(matching(images, wanted), wanted.show, user, at)
    if key := key_of(wanted.after):
        uploaded_at, pk = key
        images = images.filter(
            Q(uploaded_at__lt=uploaded_at) | Q(uploaded_at=uploaded_at, pk__lt=pk)
        )
    page = list(images.with_file()[: PAGE + 1])
    shown = page[:PAGE]
    return Found(shown, key_text(shown[-1]) if len(page) > PAGE else "")


def narrowed(images: ImageQuerySet, show: str, user: User, at: datetime) -> ImageQuerySet:
    """Those of `images` that a word of SHOWS means to `user` at `at`."""
    ends_soon = Q(expires_at__gt=at, expires_at__lte=at + MOST_DAYS)
    return {
        "": images,
        "mine": images.filter(uploaded_by=user.pk),
        "usable": images.offered().usable(at=at),
        "ending": images.filter(ends_soon, taken_down_at=None),
        "ended": images.filter(expires_at__lte=at),
        "taken-down": images.exclude(taken_down_at=None),
        "retired": images.exclude(retired_at=None),
        "without-alt": images.filter(alt=""),
        "without-credit": images.filter(credit=""),
    }[show]


def allowed_in(images: ImageQuerySet, section: UUID) -> ImageQuerySet:
    """Those of `images` that a story of the section may use, as far as sections are concerned."""
    limits = PictureScope.objects.filter(image=OuterRef("pk"))
    return images.filter(~Exists(limits) | Exists(limits.filter(section__uuid=section)))


def matching(images: ImageQuerySet, wanted: Wanted) -> ImageQuerySet:
    """Those that have every word somewhere in what is known of them, and the licence."""
    for word in wanted.words.split()[:MOST_WORDS]:
        images = images.filter(_has(word))
    return images.filter(licence=wanted.licence) if wanted.licence else images


def _has(word: str) -> Q:
    spellings = {word}
    if connection.vendor == "sqlite" and not word.isascii():
        # It knows only the small and large letters of English.
        spellings |= {word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for name in SEARCHED:
        for spelling in spellings:
            found |= Q(**{f"{name}__icontains": spelling})
    return found


def key_text(image: Image) -> str:
    """Where a picture stands in the library, as text for addresses."""
    return f"{image.uploaded_at.isoformat()}~{image.pk}"


def key_of(text: str) -> tuple[datetime, int] | None:
    """When and which a key says; None where it is none."""
    found = _KEY.fullmatch(text)
    try:
        at = datetime.fromisoformat(found["at"]) if found else None
    except ValueError:
        return None
    return (at, int(found["pk"])) if found and at and at.tzinfo else None
