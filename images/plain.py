"""Text from outside, in the only form in which it is kept or embedded. No Django here."""

import re
import unicodedata

# Controls that are no white space, marks that turn the direction of what follows, halves of
# characters, and what is no character at all.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff]"
)


def plain(text: str, most: int) -> str:
    """The text in one line, composed (NFC), without what cannot be seen, cut to `most` characters.

    It is cut between words where there are several.
    """
    seen = " ".join(_UNWANTED.sub("", text[: 4 * most + 1000]).split())
    seen = unicodedata.normalize("NFC", seen)
    if len(seen) <= most:
        return seen
    whole = seen[: most + 1].rsplit(" ", 1)[0]
    return whole if len(whole) <= most else seen[:most]
