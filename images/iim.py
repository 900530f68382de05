"""The reading of IIM, the older form of the IPTC's fields. No Django here."""

from collections import defaultdict

_UTF8 = b"\x1b%G"
_MOST_DATASETS = 2000
CHARACTER_SET = (1, 90)


def datasets(block: bytes) -> dict[tuple[int, int], list[str]]:
    """The texts of a block by record and number of the dataset, such as (2, 120), in order.

    What comes before something broken counts. Text that names no character set is in UTF-8 where
    it can be, else in Windows' Latin, as most programs wrote it.
    """
    found: defaultdict[tuple[int, int], list[bytes]] = defaultdict(list)
    at = 0
    for _count in range(_MOST_DATASETS):
        if len(block) < at + 5 or block[at] != 0x1C:
            break
        key, size = (block[at + 1], block[at + 2]), int.from_bytes(block[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # then it is the size of the size
            digits = min(size & 0x7FFF, 4)
            size = int.from_bytes(block[at : at + digits])
            at += digits
        if at + size > len(block):
            break
        found[key].append(block[at : at + size])
        at += size
    is_utf8 = _UTF8 in found.pop(CHARACTER_SET, [])
    return {key: [_decoded(text, is_utf8) for text in texts] for key, texts in found.items()}


def _decoded(text: bytes, is_utf8: bool) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode(errors="replace") if is_utf8 else text.decode("cp1252", "replace")
