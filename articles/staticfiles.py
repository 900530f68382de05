"""Static files without the parts of CKEditor that nobody may load."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.storage import Storage

from articles.richtext.plugins import is_unserved


class AppDirectoriesFinder(finders.AppDirectoriesFinder):
    """Finds what Django's finder of this name finds, but nothing that is_unserved() names.

    The development server and WhiteNoise ask a finder for each file, and collectstatic for all.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield all files with their storage."""
        for path, storage in super().list(ignore_patterns):
            if not is_unserved(path):
                yield path, storage

    def find_in_app(self, app: str, path: str) -> Any:
        """The place of a file in an app, or None."""
        if is_unserved(path.replace("\\", "/")):
            return None
        return super().find_in_app(app, path)
