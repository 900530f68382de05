"""What people do to pictures: add, describe, replace, retire, take down, delete."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.mentions import stories_that_name
from articles.models import Author, FrontSlot, PictureScope, Section
from articles.permissions import may, pictures_visible_to
from articles.verbs import Unable, verb
from images import removing, stored, taking_in
from images.models import Image, TakenDown
from images.renditions import SECONDS
from images.taking_in import Kept, Taken

# What describe_picture() may change.
DESCRIBED = frozenset(
    field.name for field in Image._meta.fields if field.editable and not field.auto_created
)


def add_picture(
    path: Path,
    *,
    name: str,
    by: User,
    now: datetime,
    seconds: float = SECONDS,
    picture: Image | None = None,
) -> Taken:
    """Add the file at `path` to the library; `name` is what it is called where it comes from.

    `picture` is one that is not saved and has what is known of it. The same file again is
    recognised, also by others. It goes on for at most `seconds` afterwards to make the renditions
    that pages will ask for. Raises images.opening.UnusablePicture, Unable where that picture was
    taken down, PermissionDenied. Not to be called in a transaction.
    """
    _refuse_unless(by, "add_picture")
    write = partial(_add, picture=picture or Image())
    taken = taking_in.take_in(path, name=name, by=by, now=now, write=write, seconds=seconds)
    if not taken.is_new and not _may_see(by, taken.image):
        raise Unable([_("This picture was taken down. It cannot be used.")])
    return taken


def replace_picture(picture: Image, path: Path, *, name: str, by: User, now: datetime) -> Taken:
    """Give `picture` the file at `path`; whoever uses the picture uses that file then.

    Addresses of the old file go on working. Raises images.opening.UnusablePicture,
    PermissionDenied. Not to be called in a transaction.
    """
    _refuse_unless(by, "replace_picture", picture)
    write = partial(_replace, picture=picture)
    return taking_in.replace_file(picture, path, name=name, by=by, now=now, write=write)


def _file_of(picture: Image) -> dict[str, Any]:
    return {"file": picture.file.sha256 if picture.file else ""}


@verb("add_picture", on="picture", detail=_file_of)
def _add(*, picture: Image, kept: Kept, by: User, now: datetime) -> Image:
    return taking_in.add(kept=kept, by=by, now=now, image=picture)


@verb("replace_picture", on="picture", detail=_file_of)
def _replace(*, picture: Image, kept: Kept, by: User, now: datetime) -> Image:
    return taking_in.move(picture, kept=kept, by=by, now=now)


@verb("describe_picture", on="picture", detail=lambda changed: {"changed": changed})
def describe_picture(
    *, picture: Image, fields: Mapping[str, Any], by: User, now: datetime
) -> dict[str, str] | None:
    """Set what is known of a picture; returns the names and new values of what changed.

    Raises ValidationError by field, ValueError for a field that is not DESCRIBED.
    """
    if unknown := set(fields) - DESCRIBED:
        raise ValueError(f"Not to be described: {', '.join(sorted(unknown))}.")
    before = {name: getattr(picture, name) for name in fields}
    for name, value in fields.items():
        setattr(picture, name, value)
    picture.clean_fields(exclude={field.name for field in Image._meta.fields} - set(fields))
    changed = [name for name in fields if getattr(picture, name) != before[name]]
    if not changed:
        return None
    picture.save(update_fields=changed)
    return {name: str(getattr(picture, name)) for name in changed}


@verb("scope_picture", on="picture", detail=lambda names: {"sections": names})
def scope_picture(
    *, picture: Image, sections: Collection[Section], by: User, now: datetime
) -> list[str] | None:
    """Say in which sections a picture may be used, and return their names: everywhere for none.

    Stories that are live go on showing it.
    """
    known = set(picture.scopes.values_list("section", flat=True))
    wanted = {section.pk for section in sections}
    if wanted == known:
        return None
    picture.scopes.exclude(section__in=wanted).delete()
    PictureScope.objects.bulk_create(
        [PictureScope(image=picture, section_id=key) for key in sorted(wanted - known)]
    )
    return [str(section) for section in sections]


@verb("retire_picture", on="picture")
def retire_picture(*, picture: Image, by: User, now: datetime) -> Image | None:
    """Hide a picture from choosers. Stories keep it."""
    if picture.retired_at:
        return None
    picture.retired_at = now
    picture.save(update_fields=["retired_at"])
    return picture


@verb("unretire_picture", on="picture")
def unretire_picture(*, picture: Image, by: User, now: datetime) -> Image | None:
    """Show a picture in choosers again."""
    if not picture.retired_at:
        return None
    picture.retired_at = None
    picture.save(update_fields=["retired_at"])
    return picture


def reasons_not_to_take_down(
    *, picture: Image, reason: str, now: datetime, why: TakenDown
) -> list[str]:
    """Sentences that say why a picture cannot be taken down."""
    if not reason.strip():
        return [_("Say for the record why it is taken down.")]
    if picture.taken_down_at and picture.taken_down_why == why:
        return [_("This picture is taken down already.")]
    return []


def _told(picture: Image) -> dict[str, Any]:
    return {"why": picture.taken_down_why, "reason": picture.taken_down_reason}


@verb("take_down_picture", reasons=reasons_not_to_take_down, detail=_told, on="picture")
def take_down_picture(
    *, picture: Image, why: TakenDown, reason: str, by: User, now: datetime
) -> Image:
    """Let nobody see a picture from now on, wherever it stands. `reason` is for the desk alone.

    One that was withdrawn may be taken down for legal reasons after. What is stored of its
    renditions goes when the transaction ends. Raises Unable, PermissionDenied.
    """
    picture.taken_down_at, picture.taken_down_by = now, by
    picture.taken_down_why, picture.taken_down_reason = TakenDown(why), reason.strip()
    _save_taken_down(picture)
    keys = list(picture.files.values_list("key", flat=True))
    for key in keys:
        transaction.on_commit(partial(stored.forget, key), robust=True)
    return picture


def reasons_not_to_put_back(*, picture: Image, now: datetime) -> list[str]:
    """Sentences that say why a picture cannot be put back."""
    return [] if picture.taken_down_at else [_("This picture is not taken down.")]


@verb("put_back_picture", reasons=reasons_not_to_put_back, on="picture")
def put_back_picture(*, picture: Image, by: User, now: datetime) -> Image:
    """Show a picture again that was taken down. Raises Unable, PermissionDenied."""
    picture.taken_down_at = picture.taken_down_by = None
    picture.taken_down_why = picture.taken_down_reason = ""
    _save_taken_down(picture)
    return picture


def reasons_not_to_delete(*, picture: Image, now: datetime) -> list[str]:
    """Sentences that say why a picture cannot be deleted; none where no story ever named it."""
    if stories_that_name(picture).exists():
        return [_("Stories name it, or old versions of them do. Retire it instead.")]
    if FrontSlot.objects.filter(image=picture).exists():
        return [_("A front shows it, or an old version of one did. Retire it instead.")]
    sitter = Author.objects.filter(portrait=picture).first()
    return (
        [_("It is the portrait of %s. Give the author another one first.") % sitter]
        if sitter
        else []
    )


@verb(
    "delete_picture",
    reasons=reasons_not_to_delete,
    detail=lambda digests: {"files": digests},
    on="picture",
)
def delete_picture(*, picture: Image, by: User, now: datetime) -> list[str]:
    """Delete a picture that no version of any story names, with all that is stored of it.

    The files go when the transaction ends, and not where it fails. Returns the SHA-256 of the
    originals. Raises Unable, PermissionDenied.
    """
    return removing.remove(picture)


def _save_taken_down(picture: Image) -> None:
    fields = ["taken_down_at", "taken_down_by", "taken_down_why", "taken_down_reason"]
    picture.save(update_fields=fields)


def _may_see(by: User, picture: Image) -> bool:
    return pictures_visible_to(by).filter(pk=picture.pk).exists() or not picture.taken_down_at


def _refuse_unless(by: User, name: str, picture: Image | None = None) -> None:
    """Before any work on the file; the verb asks again in its transaction."""
    if not may(by, name, picture):
        raise PermissionDenied(_("You may not do this."))
