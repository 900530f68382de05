"""What a posted form says, for any document: all of it, and what it does not mention stays."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles.document import (
    BylineLine,
    Document,
    DocumentPart,
    form_prefix,
    read_form,
    row_names,
    showable,
)
from articles.models import PARTS, Byline
from articles.models.fields import one_line
from articles.naming import with_names
from articles.richtext import RichTextField, clean
from tests.articles.chosen import or_chosen

lines = st.text(max_size=40).map(one_line)
bodies = lines.map(lambda line: clean(f"<p>{line}</p>"))
uids = st.uuids(version=4)
DEEP = "<blockquote>" * 200 + "deep" + "</blockquote>" * 200


def parts_of_kind(kind: str) -> st.SearchStrategy[DocumentPart]:
    fields = {
        content.name: or_chosen(content, bodies if isinstance(content, RichTextField) else lines)
        for content in PARTS[kind].content_fields()
    }
    if "anchor" in fields:
        fields["anchor"] = st.sampled_from(["", "low-water", "pilots"])
    return st.builds(
        DocumentPart, kind=st.just(kind), uid=uids, values=st.fixed_dictionaries(fields)
    )


parts = st.lists(
    st.sampled_from(list(PARTS)).flatmap(parts_of_kind), max_size=6, unique_by=lambda part: part.uid
).map(tuple)
bylines = st.lists(
    st.builds(BylineLine, uid=uids, author=st.none() | uids, name=lines.filter(bool), role=lines),
    max_size=3,
    unique_by=lambda line: line.uid,
).map(tuple)
documents = st.builds(
    Document,
    language=st.sampled_from(["en", "it"]),
    headline=lines,
    standfirst=lines,
    section=st.none() | uids,
    topics=st.lists(uids, max_size=3).map(tuple),
    bylines=bylines,
    parts=parts,
)


def posted(document: Document, *, but: frozenset[UUID] = frozenset()) -> QueryDict:
    """What the form of `document` posts as a browser does, without the rows in `but`."""
    post = QueryDict(mutable=True)
    for name in ("language", "headline", "standfirst", "format"):
        post[name] = getattr(document, name)
    post["section"] = str(document.section or "")
    post.setlist("topics", [str(topic) for topic in document.topics])
    rows: dict[str, list[dict[str, str]]] = {}
    for place, line in enumerate(document.bylines):
        values = {"position": str(place), "author": str(line.author or "")}
        values |= {"uid": str(line.uid), "name": line.name, "role": line.role}
        rows.setdefault(form_prefix(Byline), []).append(values)
    for place, part in enumerate(document.parts):
        values = {name: text.replace("\n", "\r\n") for name, text in part.values.items()}
        values |= {"uid": str(part.uid), "ordering": str(10 * place)}
        rows.setdefault(form_prefix(PARTS[part.kind]), []).append(values)
    for prefix, found in rows.items():
        kept = [row for row in found if UUID(row["uid"]) not in but]
        post[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
        for index, row in enumerate(kept):
            for name, value in row.items():
                post[f"{prefix}-{index}-{name}"] = value
    return post


@given(documents, st.none() | documents)
def test_a_form_reads_as_the_document_that_it_shows(
    document: Document, base: Document | None
) -> None:
    if base is not None:
        base = replace(base, bylines=(), parts=())
    expected = document if base is None else replace(document, slug=base.slug)
    assert read_form(posted(document), base) == expected


@given(documents, st.data())
def test_rows_that_are_not_mentioned_stay_where_they_were(
    base: Document, data: st.DataObject
) -> None:
    known = [part.uid for part in base.parts] + [line.uid for line in base.bylines]
    left_out = frozenset(data.draw(st.sets(st.sampled_from(known)))) if known else frozenset()
    assert read_form(posted(base, but=left_out), base) == base


@given(documents, st.data())
def test_only_a_mark_deletes_a_row(base: Document, data: st.DataObject) -> None:
    post, names = posted(base), {}
    gone = (
        data.draw(st.sets(st.sampled_from([part.uid for part in base.parts]))) if base.parts else ()
    )
    names = row_names(post)
    for uid in gone:
        post[f"{names[uid]}-DELETE"] = "on"
    kept = tuple(part for part in base.parts if part.uid not in gone)
    assert read_form(post, base) == replace(base, parts=kept)


@given(documents)
def test_names_are_given_once_and_anchors_are_unique(document: Document) -> None:
    document = replace(
        document, bylines=tuple(replace(line, author=None) for line in document.bylines)
    )
    named = with_names(document)
    assert with_names(named) == named
    anchors = [part.values["anchor"] for part in named.parts if part.kind == "text"]
    assert len(set(filter(None, anchors))) == len(list(filter(None, anchors)))
    titled = [part for part in named.parts if part.kind == "text" and part.values["subheading"]]
    assert all(part.values["anchor"] for part in titled)


def test_a_text_that_its_field_refuses_is_read_as_it_was_typed_and_shown_as_words() -> None:
    part = DocumentPart(kind="text", uid=uuid4(), values={"body": DEEP})
    document = read_form(posted(Document(language="en", parts=(part,))))
    assert document.parts[0].values["body"] == DEEP
    shown = showable(document).parts[0].values["body"]
    assert shown.startswith("<p>&lt;blockquote&gt;")
    assert clean(shown) == shown


def test_a_reference_that_is_none_is_no_reference_at_all_but_said_to_be_unknown() -> None:
    post = posted(Document(language="en"))
    post["section"] = "nonsense"
    assert read_form(post).section == UUID(int=0)
