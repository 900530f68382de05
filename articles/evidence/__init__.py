"""Evidence for a lawyer: what readers were given of a story, when, and by whom, with hashes."""

from articles.evidence.archive import file_name, stream
from articles.evidence.facts import Evidence, UnableToProve, gather, reasons_for

__all__ = ["Evidence", "UnableToProve", "file_name", "gather", "reasons_for", "stream"]
