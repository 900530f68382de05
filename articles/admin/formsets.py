"""Rows of the story form, known by their uid: of a document, or of a post that was refused."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseInlineFormSet
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import escape, strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe

from articles.richtext import RichTextWidget

# A hole in a blank row: the name of a field between two characters that no text has, with a choice
# of it where the hole is in an option; or what Django writes for the number of the row.
BESIDE = "beside"  # of a row: markup of what stands beside it
OPEN = "open_"  # before the name of a field: the attribute that unfolds it where it is not empty
HOLE = re.compile("\ue000(\\w+(?:=[\\w-]*)?)\ue001|__prefix__")


def hole(name: str) -> str:
    """What stands in a blank row where the value of this name is to be put."""
    return f"\ue000{name}\ue001"


class UidFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """An inline form set that shows unsaved `rows`, or posted rows as they were typed.

    It saves nothing and asks no database: the form is read as a document, and that is written. So
    a primary key means nothing here, and a row that somebody else deleted is still a row. Rows that
    are `gone` are shown too, with the mark that deletes them.
    """

    def __init__(
        self,
        *args: Any,
        rows: Sequence[models.Model] = (),
        gone: Sequence[models.Model] = (),
        **kwargs: Any,
    ) -> None:
        self.rows = [*rows, *gone]
        self._kept_count = len(rows)
        super().__init__(*args, **kwargs)

    def get_queryset(self) -> Any:
        """The rows that are shown."""
        return self.rows

    def initial_form_count(self) -> int:
        """How many rows are not new; posted ones are all alike."""
        return 0 if self.is_bound else len(self.rows)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add the mark that deletes a row, and no primary key."""
        BaseFormSet.add_fields(self, form, index)
        if index is not None and self._kept_count <= index < self.initial_form_count():
            form.fields["DELETE"].initial = True

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if i < self.initial_form_count():
            kwargs["instance"] = self.rows[i]
        return BaseFormSet._construct_form(self, i, **kwargs)  # type: ignore[attr-defined]


class BlankSelect(forms.Select):
    """A choice in a blank row: each option has a hole for whether it is the chosen one."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option that is not chosen yet."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        field = name.rpartition("-")[2]
        option["attrs"][f"\ue000{field}={value}\ue001"] = True
        return option


class PartFormSet(UidFormSet):
    """The rows of a kind of part. There may be hundreds, so what is alike in them is rendered once.

    `forms` are those that nothing is known of but a post, or nothing at all; the rows of a document
    are `shown`.
    """

    @cached_property
    def forms(self) -> list[Any]:
        """Posted rows, and new ones."""
        return [
            self._construct_form(i, **self.get_form_kwargs(i))
            for i in range(self.initial_form_count(), self.total_form_count())
        ]

    def shown(self, template: str, context: Mapping[str, Any]) -> Iterator[SafeString]:
        """The rows of the document as markup, each a row of `template` with its values in it."""
        if self.is_bound:
            return
        kept, gone = self.rows[: self._kept_count], self.rows[self._kept_count :]
        number = count()
        for rows, is_gone in ((kept, False), (gone, True)):
            pieces = self._blank(template, context, is_gone) if rows else []
            for row, index in zip(rows, number, strict=False):
                filled = (
                    piece if place % 2 == 0 else _value(row, piece, index)
                    for place, piece in enumerate(pieces)
                )
                # Every value is escaped, the rest comes from our template.
                yield mark_safe("".join(filled))  # noqa: S308

    def _blank(self, template: str, context: Mapping[str, Any], is_gone: bool) -> list[str]:
        """A row without values: markup, and in every second place what is to be put there."""
        form = self.empty_form
        for name, field in form.fields.items():
            form.initial[name] = is_gone if name == "DELETE" else hole(name)
            if isinstance(field.widget, RichTextWidget):
                field.widget.settings_at = f'#{self.prefix}-empty [name$="-{name}"]'
            if isinstance(field.widget, forms.Select):
                field.widget = BlankSelect(field.widget.attrs, field.widget.choices)
        form.is_blank = True  # type: ignore[attr-defined]
        blank = render_to_string(template, {**context, "form": form, "beside": hole(BESIDE)})
        return HOLE.split(strip_spaces_between_tags(blank.strip()))


def _value(row: models.Model, name: str | None, index: int) -> str:
    """What a hole of a blank row holds: a field's value, whether it is a choice, or the number."""
    if not name:
        return str(index)
    field, is_choice, choice = name.partition("=")
    if field == BESIDE:
        return str(getattr(row, BESIDE, ""))  # markup from a template of ours
    if field.startswith(OPEN):
        return "open" if getattr(row, field.removeprefix(OPEN)) else ""
    value = getattr(row, field)
    if is_choice:
        return "selected" if value == choice else ""
    return escape(value)
