"""Changing, retiring and deleting sections, topics, authors; changing the site's settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from articles import addresses, signals
from articles.mentions import stories_that_name
from articles.models import (
    Address,
    Author,
    FrontEdition,
    PictureScope,
    Section,
    Series,
    SiteSettings,
    Taxon,
    Topic,
)
from articles.permissions import may
from articles.verbs import Unable, verb


class UnableToDelete(Unable):
    """Raised where a section, topic or author cannot be deleted."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A topic, an author or a series got another slug in a language."""

    language: str
    old: str
    new: str


# Where the pages are whose slugs a form may change; those of sections take their stories along.
PATHS: dict[type[models.Model], Callable[[str, str], str]] = {
    Topic: addresses.topic_path,
    Author: addresses.author_path,
    Series: addresses.series_path,
}


def record_change(
    *,
    target: models.Model,
    by: User,
    now: datetime,
    changed: dict[str, Any],
    moved: Sequence[Moved] = (),
) -> None:
    """Audit a change to a taxon or to the settings that its form has just saved.

    `changed` says what: field names with their new values, as JSON. Addresses that were `moved`
    away from lead on.
    Raises PermissionDenied where `by` may not.
    """
    verb = "change_site" if isinstance(target, SiteSettings) else "change_taxonomy"
    if not may(by, verb):
        raise PermissionDenied(_("You may not do this."))
    with transaction.atomic():
        for one in moved if type(target) in PATHS else ():
            old, new = (PATHS[type(target)](one.language, slug) for slug in (one.old, one.new))
            addresses.lead_on(old, new, language=one.language, now=now)
        audit.record(actor=by, action=verb, target=target, now=now, changed=changed)
        signals.verb_done.send(verb, target=target, result=target, by=by, now=now)


def retire(*, taxon: Taxon, by: User, now: datetime, retired: bool = True) -> None:
    """Hide `taxon` from choosers, or show it again. Stories that name it keep it."""
    taxon.retired_at = now if retired else None
    taxon.save(update_fields=["retired_at"])
    record_change(target=taxon, by=by, now=now, changed={"retired": retired})


def reasons_not_to_delete(*, taxon: Taxon, now: datetime) -> list[str]:
    """Sentences that say why `taxon` cannot be deleted; none where nothing ever named it."""
    if isinstance(taxon, Series):
        has_parts = taxon.parts.exists()
        return [_("Stories are parts of it. Take them out first.")] if has_parts else []
    if stories_that_name(taxon).exists():
        return [_("Stories name it, or old versions of them do. Retire it instead.")]
    if isinstance(taxon, Section) and PictureScope.objects.filter(section=taxon).exists():
        return [_("Pictures may be used in it alone. Retire it instead.")]
    if isinstance(taxon, Section) and FrontEdition.objects.filter(front__section=taxon).exists():
        return [_("Its front was arranged. Retire it instead.")]
    return []


@verb("delete_taxon", reasons=reasons_not_to_delete, unable=UnableToDelete, on="taxon")
def delete(*, taxon: Taxon, by: User, now: datetime) -> Taxon:
    """Delete `taxon` and its texts, and return what it was.

    Only what no version of any story names goes. Raises UnableToDelete, PermissionDenied.
    """
    prefetch_related_objects([taxon], "texts")  # the audit line says the name
    type(taxon)._default_manager.filter(pk=taxon.pk).delete()
    return taxon


def reasons_not_to_name_section(*, language: str, slug: str, own_path: str = "") -> list[str]:
    """Sentences that say why a section may not have `slug` in its address.

    `own_path` is where it is now: what leads there from an older address of its own is no reason.
    """
    if slug in addresses.RESERVED or slug in addresses.site_languages():
        return [_("The site itself uses this address. Choose another one.")]
    path = addresses.section_path(language, slug)
    taken = Address.objects.filter(path=path).first()
    if taken is None or (own_path and taken.target == own_path):
        return []
    if taken.story_id is None:
        return [_("The address %s leads elsewhere already. Choose another one.") % path]
    return [_("A standing page has the address %s. Choose another one.") % path]
