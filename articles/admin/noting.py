"""The notes on a story: what readers report and what the desk says to itself."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.models import User
from articles import clock
from articles import notes as noted
from articles.admin.requests import person
from articles.admin.sheets.sheet import sheet_address
from articles.local_time import briefly
from articles.models import Note, Story
from articles.permissions import may

if TYPE_CHECKING:
    from articles.admin.stories import StoryAdmin

CLOSING: dict[str, Callable[..., Note | None]] = {"resolve": noted.resolve, "reopen": noted.reopen}


class NoteForm(forms.Form):
    """A note that somebody on the desk writes."""

    words = forms.CharField(
        label=gettext_lazy("New note"),
        help_text=gettext_lazy("Whoever may see the story reads it. Readers never do."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what the note is.")},
    )


@never_cache
def notes(request: HttpRequest, object_id: str, model_admin: "StoryAdmin") -> HttpResponse:
    """The story's notes and a form for a new one; posted, it writes, resolves or opens again."""
    story = model_admin.story_or_404(request, object_id, "view")
    form = NoteForm(label_suffix="")
    if request.method == "POST":
        by, now = person(request), clock.now()
        if said := closed(request, story, by, now):
            return to_the_notes(request, story, said)
        form = NoteForm(request.POST, label_suffix="")
        if form.is_valid():
            noted.write(story=story, words=form.cleaned_data["words"], by=by, now=now)
            return to_the_notes(request, story, _("Noted."))
    now = clock.now()
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Notes"),
        "story": story,
        "opts": Story._meta,
        "form": form if may(request.user, "note", story) else None,
        "notes": [shown(note, now) for note in noted.notes_of(story)],
        "may_close": may(request.user, "resolve_note", story),
    }
    status = 422 if form.is_bound else 200
    return render(request, "admin/articles/story/notes.html", context, status=status)


def closed(request: HttpRequest, story: Story, by: User, now: datetime) -> str:
    """Resolve the note that was posted, or open it again; "" where neither was asked for."""
    for name, do in CLOSING.items():
        key = request.POST.get(name, "")
        if key.isascii() and key.isdigit() and len(key) < 16:
            do(story=story, note=int(key), by=by, now=now)
            return _("Resolved.") if name == "resolve" else _("Open again.")
    return ""


def to_the_notes(request: HttpRequest, story: Story, said: str) -> HttpResponse:
    """Show the notes again, with a message."""
    messages.success(request, said)
    return HttpResponseRedirect(sheet_address(story, "notes"))


def shown(note: Note, now: datetime) -> dict[str, Any]:
    """What the page says of a note."""
    when = briefly(note.resolved_at, now=now) if note.resolved_at else ""
    return {
        "pk": note.pk,
        "words": note.words,
        "by": str(note.author) if note.author else note.get_source_display(),
        "address": note.address,
        "at": briefly(note.created_at, now=now),
        "is_reader": note.author is None,
        "resolved": when,
        "resolved_by": note.resolved_by,
    }
