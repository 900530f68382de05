"""The e-mail address that somebody signs in with."""

import unicodedata
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute


def normalise_email(address: str) -> str:
    """Return the one spelling of an address that is stored and looked up.

    Compatibility forms (full-width letters, ligatures) and case are folded, so that one mailbox is
    one account on every database. Each step can make work for the others, hence the loop; it ends
    because none of them ever undoes another.
    """
    while True:
        folded = unicodedata.normalize("NFKC", address.strip()).casefold()
        if folded == address:
            return folded
        address = folded


class NormalisedAttribute(DeferredAttribute):
    """Normalises whatever is assigned to the field's attribute."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        value = normalise_email(value) if isinstance(value, str) else value
        instance.__dict__[self.field.attname] = value


class LoginEmailField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail field that normalises when it is set, saved and looked up."""

    descriptor_class = NormalisedAttribute

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normalise_email(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return normalise_email(value) if isinstance(value, str) else value
