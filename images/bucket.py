"""S3-compatible storage of pictures. Only settings name it, and only where it is installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """A bucket that fails as a disk does: with OSError, whatever went wrong."""

    client_config: Config

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # A reader waits for the answer: by default it would be asked five times, a minute each.
        patience = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 2})
        self.client_config = self.client_config.merge(patience)

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _failing_as_a_disk():
            file = super()._open(name, mode)
            if mode == "rb":
                _ = file.file  # fetched now; otherwise whoever reads would meet the error
            return file

    def _save(self, name: str, content: Any) -> str:
        with _failing_as_a_disk():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Remove what has this name, if it is there."""
        with _failing_as_a_disk():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """The names of the folders and of the files in a folder."""
        with _failing_as_a_disk():
            folders, files = super().listdir(name)
        return folders, files


@contextmanager
def _failing_as_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"The bucket did not do it: {error}") from error
