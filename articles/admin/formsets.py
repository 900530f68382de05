"""Rows of the story form are known by their uid, not by their place in the form."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import models
from django.forms.models import BaseInlineFormSet


class UidFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """An inline form set whose rows are matched by `uid`.

    A row that somebody else deleted is simply made again from what is on the screen, a row that
    was saved in the background needs no primary key sent back, and a forged primary key means
    nothing: only rows of this form's own parent are ever found. Rows that are not posted are left
    alone; only a row's own DELETE mark deletes it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._rows: dict[UUID, models.Model] | None = None
        super().__init__(*args, **kwargs)

    def initial_form_count(self) -> int:
        """None when posted: every row is looked up by uid."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Keep the primary key's hidden field for the admin's template, without a meaning."""
        super().add_fields(form, index)
        form.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if self.is_bound:
            posted = self.data.get(f"{self.add_prefix(i)}-uid", "")
            row = self._take_row(posted)
            if row is not None:
                kwargs["instance"] = row
        return super()._construct_form(i, **kwargs)  # type: ignore[misc]

    def _take_row(self, posted: str) -> models.Model | None:
        if self._rows is None:
            saved = self.instance.pk is not None
            self._rows = {row.uid: row for row in self.get_queryset()} if saved else {}
        try:
            return self._rows.pop(UUID(posted), None)
        except ValueError:
            return None

    def save(self, commit: bool = True) -> list[Any]:
        """Save every row that is filled, delete every row that is marked; return what was saved."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        uids: set[UUID] = set()
        for form in self.forms:
            row = form.instance
            is_new = row._state.adding
            if self._should_delete_form(form):  # type: ignore[attr-defined]
                if not is_new:
                    self.deleted_objects.append(row)
                    row.delete()
                continue
            if is_new and not form.has_changed():
                continue
            if row.uid in uids or not row.uid:
                row.uid = uuid4()
            uids.add(row.uid)
            setattr(row, self.fk.name, self.instance)
            row.save()
            if is_new:
                self.new_objects.append(row)
            elif form.has_changed():
                self.changed_objects.append((row, form.changed_data))
        return [*self.new_objects, *(row for row, _fields in self.changed_objects)]
