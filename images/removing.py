"""Removing a picture for good: its rows now, its files when nothing can bring the rows back."""

from functools import partial

from django.core.files.storage import storages
from django.db import transaction

from images import stored
from images.models import Image


def remove(image: Image) -> list[str]:
    """Delete a picture, its files and all renditions of them, those of replaced files too.

    Returns the SHA-256 of the originals, in hexadecimal.

    In a transaction of the caller: files go when it has ended well, each whatever became of the
    others. Raises ProtectedError where something in the database needs the picture.
    """
    files = list(image.files.values_list("sha256", "key", "original", "master"))
    Image.objects.filter(pk=image.pk).update(file=None)  # the file is protected while it is current
    Image.objects.filter(pk=image.pk).delete()
    storage = storages["originals"]
    for _digest, key, *names in files:
        transaction.on_commit(partial(stored.forget, key), robust=True)
        for name in names:
            transaction.on_commit(partial(storage.delete, name), robust=True)
    return [digest for digest, *_names in files]
