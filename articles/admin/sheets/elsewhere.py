"""What sheets ask about the same story in other languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import User
from articles import publishing, translations
from articles.models import Edition, Story
from articles.permissions import may, visible_to


@dataclass(frozen=True, slots=True)
class Also:
    """A story in another language that can be taken down too, with the fields that ask."""

    story: Story
    live: Edition
    tick: forms.BoundField
    notice: forms.BoundField


def name_of(language: str) -> str:
    """The name of a language, in the desk's."""
    return str(get_language_info(language)["name_translated"])


def ask_to_take_down(sheet: forms.Form, story: Story, user: User, now: datetime) -> list[Also]:
    """Add a tick and a notice to `sheet` for each language that readers see the story in."""
    found = []
    for other in translations.counterparts(story) & visible_to(user):
        live = publishing.live_edition(other, now)
        if live is None or not may(user, "take_down", other):
            continue
        tick, notice, name = f"also_{other.pk}", f"notice_{other.pk}", name_of(other.language)
        sheet.fields[tick] = forms.BooleanField(
            required=False, label=_("Also take down the story in %s") % name
        )
        sheet.fields[notice] = forms.CharField(
            required=False,
            label=_("Notice for readers of %s") % name,
            widget=forms.Textarea(attrs={"rows": 2, "lang": other.language}),
        )
        found.append(Also(other, live, sheet[tick], sheet[notice]))
    return found


def take_down_also(sheet: forms.Form, asked: list[Also], how: dict[str, Any]) -> None:
    """Take down what was ticked in `sheet`, as `how` says; in the caller's transaction.

    Raises Unable, PermissionDenied.
    """
    for also in asked:
        if sheet.cleaned_data[also.tick.name]:
            notice = sheet.cleaned_data[also.notice.name]
            publishing.take_down(**how | {"story": also.story, "notice": notice})


def to_open_next(story: Story, user: User) -> list[tuple[str, str]]:
    """The other languages that somebody may go on to once this one is published, as choices."""
    others = translations.counterparts(story) & visible_to(user)
    return [
        (str(other.pk), name_of(other.language)) for other in others if may(user, "write", other)
    ]
