"""The narrow waist: the content of a story as one typed value.

Revisions, editions, preview and everything that compares or carries stories speak `Document`.
References are by uuid, never by primary key, so a document means the same on every machine.
"""

from articles.document.posted import form_prefix, read_form, row_names, showable
from articles.document.rows import Rows, freeze, parts_of, rows_of, thaw
from articles.document.values import (
    STORY_FIELDS,
    UPGRADES,
    VERSION,
    BylineLine,
    Document,
    DocumentPart,
    UnreadableDocument,
    canonical_json,
    digest,
    digest_of_json,
    from_json,
    to_json,
)

__all__ = [
    "STORY_FIELDS",
    "UPGRADES",
    "VERSION",
    "BylineLine",
    "Document",
    "DocumentPart",
    "Rows",
    "UnreadableDocument",
    "canonical_json",
    "digest",
    "digest_of_json",
    "form_prefix",
    "freeze",
    "from_json",
    "parts_of",
    "read_form",
    "row_names",
    "rows_of",
    "showable",
    "thaw",
    "to_json",
]
