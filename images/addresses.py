"""Addresses of renditions, and the signatures in them that show that we offered them."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from images.specs import FORMATS, SPECS, Frame

FOLDER = "pictures"
KEY = "[0-9a-f]{20}"
_SIGNATURE_LENGTH = 16
_ADDRESS = re.compile(
    rf"{FOLDER}/(?P<key>{KEY})/(?P<frame>[fc][0-9x]{{3,20}})-(?P<signature>[0-9a-f]{{16}})"
    r"/(?P<spec>[a-z]{1,12})-(?P<width>[1-9][0-9]{0,3})\.(?P<fmt>[a-z]{3,4})",
    re.ASCII,
)


@dataclass(frozen=True)
class RenditionAddress:
    """The pieces of an address: each is spelt right, none is proved to have been offered."""

    key: str
    frame: Frame
    signature: str
    spec: str
    width: int
    fmt: str

    @property
    def name(self) -> str:
        """The address without its leading slash: the name in the storage "renditions"."""
        return f"{self.folder}{self.spec}-{self.width}.{self.fmt}"

    @property
    def folder(self) -> str:
        """Where all renditions of this frame and these rights are, with a slash behind."""
        return f"{FOLDER}/{self.key}/{self.frame}-{self.signature}/"


def rendition_path(
    key: str, frame: Frame, rights_digest: str, spec: str, width: int, fmt: str
) -> str:
    """The address of a rendition of the file `key`, from its leading slash on.

    `rights_digest` is any text that changes with what is embedded of credit and copyright.
    """
    signature = _sign(settings.SECRET_KEY, key, frame, rights_digest)
    return "/" + RenditionAddress(key, frame, signature, spec, width, fmt).name


def parse(path: str) -> RenditionAddress | None:
    """The pieces of an address, with or without its leading slash; None where it cannot be one."""
    found = _ADDRESS.fullmatch(path.removeprefix("/"))
    if not found or found["spec"] not in SPECS or found["fmt"] not in FORMATS:
        return None
    try:
        frame = Frame.parse(found["frame"])
    except ValueError:
        return None
    return RenditionAddress(
        found["key"], frame, found["signature"], found["spec"], int(found["width"]), found["fmt"]
    )


def is_ours(address: RenditionAddress, rights_digest: str) -> bool:
    """Whether we made the address for these rights, with this SECRET_KEY or a former one.

    How long it takes tells nothing of the right signature.
    """
    signatures = [
        _sign(secret, address.key, address.frame, rights_digest)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return any(constant_time_compare(address.signature, right) for right in signatures)


def _sign(secret: str | bytes, key: str, frame: Frame, rights_digest: str) -> str:
    value = f"{key}/{frame}/{rights_digest}"
    digest = salted_hmac("images.addresses", value, secret=secret, algorithm="sha256")
    return digest.hexdigest()[:_SIGNATURE_LENGTH]
