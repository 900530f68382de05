"""Merging what two people made of one document. Pure functions; the desk asks what they leave."""

from articles.merging.conflicts import Conflict, Merged
from articles.merging.documents import merge

__all__ = ["Conflict", "Merged", "merge"]
