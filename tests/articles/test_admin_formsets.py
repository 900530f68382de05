"""Rows of the form that are alike are rendered once: each reads as if it were rendered alone."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.forms.models import inlineformset_factory
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.admin.forms import PartForm
from articles.admin.formsets import PartFormSet
from articles.admin.opening import ROW
from articles.models import Part, Picture, Purpose, Story, TextSection
from articles.models.parts import Layout

HOSTILE = "\"><script>alert('x')</script>&amp; \ue000uid\ue001 __prefix__ </textarea>"
FIELDS: dict[type[Part], list[str]] = {
    TextSection: ["uid", "anchor", "subheading", "body", "region", "ordering"],
    Picture: ["uid", "image", "layout", "caption", "alt", "purpose", "crop", "region", "ordering"],
}
texts = st.one_of(
    st.just(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40),
)


def sections(values: list[tuple[str, str]]) -> list[TextSection]:
    return [
        TextSection(subheading=subheading, body=body, region="main", ordering=10 * place)
        for place, (subheading, body) in enumerate(values)
    ]


def pictures(values: list[tuple[str, str, str]]) -> list[Picture]:
    return [
        Picture(caption=caption, layout=layout, purpose=purpose, region="main", ordering=10 * place)
        for place, (caption, layout, purpose) in enumerate(values)
    ]


def seen(markup: str) -> list[tuple[str, dict[str, Any], str, str]]:
    """Elements with attributes and text, without the spaces between them."""
    tree: Element = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [
        (
            str(element.tag),
            {name: value for name, value in element.items() if name != "data-rich-text" and value},
            (element.text or "").strip("\n "),
            (element.tail or "").strip("\n "),
        )
        for element in tree.iter()
        if isinstance(element.tag, str)
    ]


@settings(max_examples=40, deadline=None)
@given(
    kept=st.lists(st.tuples(texts, texts), max_size=3),
    gone=st.lists(st.tuples(texts, texts), max_size=2),
)
def test_a_filled_row_reads_like_one_rendered_alone(
    kept: list[tuple[str, str]], gone: list[tuple[str, str]]
) -> None:
    filled, alone = read(TextSection, sections(kept), sections(gone))
    assert filled == alone


@settings(max_examples=20, deadline=None)
@given(
    rows=st.lists(
        st.tuples(texts, st.sampled_from(Layout.values), st.sampled_from(Purpose.values)),
        max_size=4,
    )
)
def test_a_filled_row_has_its_choices(rows: list[tuple[str, str, str]]) -> None:
    filled, alone = read(Picture, pictures(rows), pictures(rows[:1]))
    assert filled == alone


def read(model: type[Part], kept: Sequence[Part], gone: Sequence[Part]) -> tuple[Any, Any]:
    """What the rows say as they are filled in, and as each is rendered alone."""
    made = inlineformset_factory(
        Story, model, form=PartForm, formset=PartFormSet, fields=[*FIELDS[model]], extra=0
    )
    formset: Any = made(instance=Story(), rows=kept, gone=gone)
    opts = SimpleNamespace(kind=model.kind, verbose_name=model._meta.verbose_name)
    context = {"formset": formset, "opts": opts}
    filled = list(formset.shown(ROW, context))
    alone = [
        render_to_string(ROW, {**context, "form": formset._construct_form(index)})
        for index in range(len(kept) + len(gone))
    ]
    assert formset.management_form.initial["TOTAL_FORMS"] == len(alone)
    return [seen(row) for row in filled], [seen(row) for row in alone]
