"""The source beside a translation on its form: what to read, what changed, what is new."""

from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import User
from articles import translating
from articles.comparison import texts_in
from articles.document import Rows
from articles.models import Story
from articles.translating import Piece, Source

TEMPLATE = "admin/articles/story/source.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`pieces` are markup, by the name of a column or the uid of a part; `missing` are parts of the
    source that the translation lacks; `words` say how it stands, above the form."""

    story: Story
    url: str
    words: str
    pieces: dict[str, SafeString] = field(default_factory=dict)
    missing: list[SafeString] = field(default_factory=list)


def beside(story: Story, rows: Rows, user: User, now: datetime) -> Beside | None:
    """What stands beside the form of `story` that shows `rows`; None where it is no translation."""
    source = translating.source_of(story, user, now)
    if source is None:
        return None
    here = {str(row.uid) for found in rows.parts.values() for row in found}
    shown = {key: _markup(story, source, piece) for key, piece in source.pieces.items()}
    missing = [
        shown[key]
        for key, piece in source.pieces.items()
        if piece.part and key not in here and piece.state == "added"
    ]
    for found in rows.parts.values():
        for row in found:
            row.beside = shown.get(str(row.uid), "")
    count = len(source.behind)
    return Beside(
        story=source.story,
        url=reverse("admin:articles_story_change", args=[source.story.pk]),
        words=_("Changed in the source since it was translated: %d") % count if count else "",
        pieces=shown,
        missing=missing,
    )


def _markup(story: Story, source: Source, piece: Piece) -> SafeString:
    info = get_language_info(source.language)
    said = texts_in(piece.part) if piece.part else [piece.text]
    context = {
        "story": story,
        "source": source,
        "language_name": info["name_translated"],
        "direction": "rtl" if info["bidi"] else "ltr",
        "piece": piece,
        "texts": [text for text in said if text],
    }
    return render_to_string(TEMPLATE, context)
