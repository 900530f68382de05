"""Changing sections, topics, authors and the site's settings: audited, never deleting."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from articles import addresses, signals
from articles.models import Address, SiteSettings, Taxon
from articles.permissions import may


def record_change(
    *, target: models.Model, by: User, now: datetime, changed: dict[str, Any]
) -> None:
    """Audit a change to a taxon or to the settings that its form has just saved.

    `changed` says what: field names with their new values, as JSON.
    Raises PermissionDenied where `by` may not.
    """
    verb = "change_site" if isinstance(target, SiteSettings) else "change_taxonomy"
    if not may(by, verb):
        raise PermissionDenied(_("You may not do this."))
    with transaction.atomic():
        audit.record(actor=by, action=verb, target=target, now=now, changed=changed)
        signals.verb_done.send(verb, target=target, result=target, by=by, now=now)


def retire(*, taxon: Taxon, by: User, now: datetime, retired: bool = True) -> None:
    """Hide `taxon` from choosers, or show it again. Stories that name it keep it."""
    taxon.retired_at = now if retired else None
    taxon.save(update_fields=["retired_at"])
    record_change(target=taxon, by=by, now=now, changed={"retired": retired})


def reasons_not_to_name_section(*, language: str, slug: str) -> list[str]:
    """Sentences that say why a section may not have `slug` in its address."""
    if slug in addresses.RESERVED or slug in addresses.site_languages():
        return [_("The site itself uses this address. Choose another one.")]
    path = addresses.section_path(language, slug)
    if Address.objects.filter(path=path).exists():
        return [_("A standing page has the address %s. Choose another one.") % path]
    return []
