"""The evidence as one archive, written as it is sent: a few documents in memory at a time."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from django.utils import translation

from articles import page
from articles.comparison.contents import content_fields, is_written, value_in_words
from articles.document import Document, UnreadableDocument, canonical_json, from_json
from articles.evidence.facts import Evidence
from articles.models import PARTS, Revision
from articles.models.fields import PictureField
from articles.pictured import lead_of
from articles.wording import direction
from images.models import Image

BATCH = 20  # documents in memory
READABLE = 0o644 << 16  # what the archive says of its files on Unix
SUMS = "SHA256SUMS"


def stream(evidence: Evidence) -> Iterator[bytes]:
    """The archive, piece by piece: documents, pages to read them, a summary, the hashes of all.

    Its files have fixed names, whatever a story is called. The hash of a document's file is the
    one that was recorded when it was saved, unless somebody has changed it since. May be sent when
    the request is over: it speaks the language that the evidence was taken in.
    """
    sent = _Sent()
    sums: list[str] = []
    with ZipFile(sent, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(evidence):
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            archive.writestr(_entry(name, evidence), content)
            yield sent.take()
        archive.writestr(_entry(SUMS, evidence), "".join(sums))
    yield sent.take()


def file_name(evidence: Evidence) -> str:
    """What the archive is called, in letters that every machine knows."""
    at = datetime.fromisoformat(evidence.taken["at"]["utc"])
    return f"evidence-story-{evidence.story['number']}-{at:%Y%m%dT%H%M%SZ}.zip"


class _Sent(io.RawIOBase):
    """What the archive has written and nobody has taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """All of it, which is nothing the next time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _entry(name: str, evidence: Evidence) -> ZipInfo:
    at = datetime.fromisoformat(evidence.taken["at"]["utc"])
    entry = ZipInfo(name, date_time=at.timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
    return entry


def _files(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    intact: dict[int, bool] = {}  # by the number of the revision
    pictures = Image.objects.filter(mentions__story=evidence.story["number"])
    names = {image.uuid: str(image) for image in pictures}
    for revision in _revisions(evidence):
        content = canonical_json(revision.document)
        intact[revision.number] = hashlib.sha256(content).hexdigest() == revision.digest
        yield _document_name(revision.number), content
        with translation.override(evidence.language):
            text = _readable(revision, names, is_intact=intact[revision.number])
        yield _text_name(revision.number), text
    told = asdict(evidence)
    del told["revisions"], told["language"]
    for edition in told["editions"]:
        edition["document"] = _document_name(edition["revision"])
        edition["text"] = _text_name(edition["revision"])
        edition["is_intact"] = intact[edition["revision"]]
    yield "evidence.json", json.dumps(told, indent=1, ensure_ascii=False, default=str).encode()
    with translation.override(evidence.language):
        summary = render_to_string("evidence/summary.html", told)
    yield "summary.html", summary.encode()


def _revisions(evidence: Evidence) -> Iterator[Revision]:
    pks = [pk for _number, pk in sorted(evidence.revisions.items())]
    for start in range(0, len(pks), BATCH):
        yield from Revision.objects.filter(pk__in=pks[start : start + BATCH]).order_by("number")


def _readable(revision: Revision, names: Mapping[UUID, str], *, is_intact: bool) -> bytes:
    """A document as a page that needs nothing else; one that cannot be read as its JSON."""
    context: dict[str, Any] = {"revision": revision, "is_intact": is_intact}
    try:
        document = from_json(revision.document)
    except UnreadableDocument:
        context["source"] = json.dumps(revision.document, indent=1, ensure_ascii=False)
    else:
        context |= {
            "document": document,
            "direction": direction(document.language),
            "lead": _lead(document, names),
            "parts": list(_parts(document, names)),
        }
    return render_to_string("evidence/text.html", context).encode()


def _lead(document: Document, names: Mapping[UUID, str]) -> list[str]:
    """The name of the lead picture and what is said of it."""
    use = lead_of(document)
    said = [names.get(use.image, str(use.image)), use.caption, use.alt] if use else []
    return [words for words in said if words]


def _parts(document: Document, names: Mapping[UUID, str]) -> Iterator[list[tuple[str, Any]]]:
    """What is written in each part, rich text as harmless markup, and the names of pictures."""
    for part in document.parts:
        is_known = part.kind in PARTS
        values, language = part.values, document.language
        ready = page.page_part(part.kind, values, language).values if is_known else values
        fields = content_fields(part.kind, values)
        said = [
            (name, _said(fields[name], value, names))
            for name, value in ready.items()
            if name in fields
        ]
        yield [(name, words) for name, words in said if words]


def _said(field: Any, value: Any, names: Mapping[UUID, str]) -> Any:
    if isinstance(field, PictureField):
        return value_in_words(field, value, names)
    return value if is_written(field) else ""


def _document_name(number: int) -> str:
    return f"documents/revision-{number:06}.json"


def _text_name(number: int) -> str:
    return f"texts/revision-{number:06}.html"
