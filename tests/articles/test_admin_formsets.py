"""Rows of the form that are alike are rendered once: each reads as if it were rendered alone."""

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
from articles.models import Story, TextSection

HOSTILE = "\"><script>alert('x')</script>&amp; \ue000uid\ue001 __prefix__ </textarea>"
FIELDS = ["uid", "anchor", "subheading", "body", "region", "ordering"]
OPTS = SimpleNamespace(kind="text", verbose_name="section")
texts = st.one_of(
    st.just(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40),
)


def sections(values: list[tuple[str, str]]) -> list[TextSection]:
    return [
        TextSection(subheading=subheading, body=body, region="main", ordering=10 * place)
        for place, (subheading, body) in enumerate(values)
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
    made = inlineformset_factory(
        Story, TextSection, form=PartForm, formset=PartFormSet, fields=[*FIELDS], extra=0
    )
    formset: Any = made(instance=Story(), rows=sections(kept), gone=sections(gone))
    context = {"formset": formset, "opts": OPTS}
    filled = list(formset.shown(ROW, context))
    alone = [
        render_to_string(ROW, {**context, "form": formset._construct_form(index)})
        for index in range(len(kept) + len(gone))
    ]
    assert [seen(row) for row in filled] == [seen(row) for row in alone]
    assert formset.management_form.initial["TOTAL_FORMS"] == len(alone)
