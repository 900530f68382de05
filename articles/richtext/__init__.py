"""Rich text: the field, its editor, and the boundary that every text passes.

`clean` is the boundary, for forms, imports and interfaces alike; the editor is a convenience. The
rules stand in rules.py. This package imports nothing of ours.
"""

from .cleaning import clean
from .fields import RichTextField, RichTextFormField
from .reading import plain_text, render
from .widgets import RichTextWidget

__all__ = [
    "RichTextField",
    "RichTextFormField",
    "RichTextWidget",
    "clean",
    "plain_text",
    "render",
]
