"""Rich text: the field, its editor, and the boundary that every text passes.

`clean` is the boundary, for forms, imports and interfaces alike; the editor is a convenience. The
rules stand in rules.py. This package imports nothing of ours.
"""

from .cleaning import clean
from .commonmark import (
    as_markdown,
    escape_markdown,
    markdown_heading,
    markdown_link,
    markdown_picture,
)
from .cutting import BREAK, Cut, attribute_values, cut, flow
from .elements import NOTE
from .fields import RichTextField, RichTextFormField
from .footnotes import Footnotes
from .passages import Element, Passage, passages
from .reading import plain_text, render, render_elsewhere, rendered_notes
from .rules import refuse_excess
from .widgets import RichTextWidget

__all__ = [
    "BREAK",
    "NOTE",
    "Cut",
    "Element",
    "Footnotes",
    "Passage",
    "RichTextField",
    "RichTextFormField",
    "RichTextWidget",
    "as_markdown",
    "attribute_values",
    "clean",
    "cut",
    "escape_markdown",
    "flow",
    "markdown_heading",
    "markdown_link",
    "markdown_picture",
    "passages",
    "plain_text",
    "refuse_excess",
    "render",
    "render_elsewhere",
    "rendered_notes",
]
