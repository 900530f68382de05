"""The model field and the form field of rich text."""

from typing import Any

from django import forms
from django.db import models

from .cleaning import clean
from .widgets import RichTextWidget


class RichTextFormField(forms.CharField):
    """Takes markup of any kind, gives the canonical form.

    A form knows by it that a text which was opened in the editor and left alone has not changed.
    """

    widget = RichTextWidget

    def to_python(self, value: Any) -> str:
        """The canonical form. Raises a ValidationError for a text that is too much."""
        return clean(super().to_python(value) or "")


class RichTextField(models.TextField):  # type: ignore[type-arg]
    """A text with structure, stored as harmless canonical HTML whoever sets it.

    Forms and `full_clean` show the sentences of its ValidationErrors; a save without them cleans
    all the same, and raises them.
    """

    description = "Rich text"

    def to_python(self, value: Any) -> Any:
        """The canonical form of a value; None stays None."""
        value = super().to_python(value)
        return value if value is None else clean(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean what was set without validation, and leave the clean text on the instance."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """What a query sends: `update()` and `bulk_create()` pass here and nowhere else."""
        value = models.Field.get_prep_value(self, value)
        return clean(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        """A field with the editor, also in the admin, which proposes a bare text area."""
        kwargs["form_class"] = RichTextFormField
        if not isinstance(kwargs.get("widget"), RichTextWidget):
            kwargs["widget"] = RichTextWidget()
        return super().formfield(**kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Migrations name the package, so that its inside may change."""
        name, _, args, kwargs = super().deconstruct()
        return name, "articles.richtext.RichTextField", args, kwargs
