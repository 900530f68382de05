"""Values, for generated documents, of the fields that people choose instead of writing them."""

from typing import Any

from django.db.models import Field
from hypothesis import strategies as st

from articles.models.fields import CropField, PictureField

pictures = st.just("") | st.uuids(version=4).map(str)
crops = st.sampled_from(["", "0,0,1000,1000", "120,80,640,360"])


def or_chosen(
    field: "Field[Any, Any]", written: "st.SearchStrategy[str]"
) -> "st.SearchStrategy[str]":
    """Values of `field`: those that can be chosen, or `written` ones where it is written."""
    if isinstance(field, PictureField):
        return pictures
    if isinstance(field, CropField):
        return crops
    choices = [value for value, _label in field.flatchoices] if field.choices else []
    return st.sampled_from(choices) if choices else written
