"""Documents: what a story says, as one value that survives every way it can travel."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from articles.document import (
    BylineLine,
    Document,
    DocumentPart,
    UnreadableDocument,
    digest,
    form_prefix,
    freeze,
    from_json,
    read_form,
    thaw,
    to_json,
)
from articles.models import PARTS, Byline, Purpose, Story, TextSection
from articles.models.fields import one_line
from articles.richtext import RichTextField, clean
from tests.articles.chosen import crops, or_chosen, pictures
from tests.stories import byline, make_author, make_section, make_story, make_topic, quote, text

lines = st.text(max_size=60).map(one_line)
bodies = st.lists(lines, max_size=3).map(lambda texts: clean("".join(f"<p>{t}</p>" for t in texts)))
uids = st.uuids(version=4)


def part_strategy(kind: str) -> st.SearchStrategy[DocumentPart]:
    fields = {
        content.name: or_chosen(content, bodies if isinstance(content, RichTextField) else lines)
        for content in PARTS[kind].content_fields()
        if content.name != "anchor"
    }
    if kind == "text":
        fields["anchor"] = st.just("")
    values = st.fixed_dictionaries(fields)
    return st.builds(DocumentPart, kind=st.just(kind), uid=uids, values=values)


def documents(sections: list[UUID], topics: list[UUID], authors: list[UUID]) -> Any:
    return st.builds(
        Document,
        language=st.sampled_from(["en", "it"]),
        kicker=lines,
        headline=lines,
        headline_language=st.sampled_from(["", "ar", "zh-hans"]),
        standfirst=lines,
        slug=uids.map(str),
        format=st.sampled_from(["news", "opinion", "page", "sponsored"]),
        sponsor=lines,
        dateline=lines,
        seo_title=lines,
        seo_description=lines,
        lead_image=pictures,
        lead_caption=lines,
        lead_caption_language=st.sampled_from(["", "la"]),
        lead_alt=lines,
        lead_purpose=st.sampled_from(Purpose.values),
        lead_crop=crops,
        section=st.sampled_from([None, *sections]),
        topics=st.lists(st.sampled_from(topics), unique=True).map(tuple),
        bylines=st.lists(
            st.builds(
                BylineLine,
                uid=uids,
                author=st.sampled_from([None, *authors]),
                name=lines,
                role=lines,
            ),
            max_size=3,
        ).map(tuple),
        parts=st.lists(st.sampled_from(list(PARTS)).flatmap(part_strategy), max_size=5).map(tuple),
    )


class RoundTrips(TestCase):
    """Properties over any document."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_a_thawed_document_freezes_to_itself(self, data: st.DataObject) -> None:
        user = User.objects.create_user(email="anna@example.org", display_name="Anna")
        known = documents(
            [make_section("World").uuid, make_section("Culture").uuid],
            [make_topic("Ports").uuid, make_topic("Law").uuid],
            [make_author().uuid],
        )
        story = Story.objects.create(language="en", created_by=user)

        for document in (data.draw(known), data.draw(known)):
            thaw(document, story)
            self.assertEqual(freeze(Story.objects.get(pk=story.pk)), document)
            self.assertEqual(from_json(to_json(document)), document)


def test_thawing_keeps_the_rows_of_parts_that_stay(reporter: User) -> None:
    first, second = text(subheading="First"), text(subheading="Second")
    story = make_story(reporter, parts=(first, second))
    before = {row.uid: row.pk for row in TextSection.objects.filter(parent=story)}

    thaw(replace(freeze(story), parts=tuple(reversed(freeze(story).parts))), story)

    assert {row.uid: row.pk for row in TextSection.objects.filter(parent=story)} == before
    assert [part.uid for part in freeze(story).parts] == [second.uid, first.uid]


def test_a_document_that_names_what_is_not_there_is_refused(reporter: User) -> None:
    story = make_story(reporter)

    with pytest.raises(UnreadableDocument):
        thaw(replace(freeze(story), section=uuid4()), story)


@pytest.mark.parametrize("data", [{}, {"version": 99}, {"version": 1}, {"version": "x"}])
def test_what_is_no_document_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(UnreadableDocument):
        from_json(data)


def test_the_digest_changes_with_every_word() -> None:
    document = Document(language="en", headline="Harbour reopens")

    assert digest(document) == digest(Document(language="en", headline="Harbour reopens"))
    assert digest(document) != digest(replace(document, headline="Harbour reopened"))


def posted(story: Story) -> QueryDict:
    """What the story's form posts when nothing was changed."""
    document = freeze(story)
    post = QueryDict(mutable=True)
    for name in ("language", "kicker", "headline", "standfirst", "slug", "format", "dateline"):
        post[name] = getattr(document, name)
    post["section"] = str(document.section or "")
    post.setlist("topics", [str(topic) for topic in document.topics])
    rows: dict[str, list[dict[str, str]]] = {}
    for place, line in enumerate(document.bylines):
        rows.setdefault(form_prefix(Byline), []).append(
            {
                "uid": str(line.uid),
                "position": str(place),
                "author": str(line.author or ""),
                "name": line.name,
                "role": line.role,
            }
        )
    for place, part in enumerate(document.parts):
        rows.setdefault(form_prefix(PARTS[part.kind]), []).append(
            {"uid": str(part.uid), "ordering": str(place * 10), **part.values}
        )
    for prefix, fields in rows.items():
        post[f"{prefix}-TOTAL_FORMS"] = str(len(fields))
        for index, row in enumerate(fields):
            for name, value in row.items():
                post[f"{prefix}-{index}-{name}"] = value
    return post


@pytest.fixture
def story(reporter: User) -> Story:
    """A story with everything."""
    return make_story(
        reporter,
        make_section(),
        topics=(make_topic().uuid,),
        bylines=(byline("Anna Bianchi", author=make_author()), byline("Ugo Neri", "photographs")),
        parts=(text(subheading="One"), quote("Open at last"), text(subheading="Two")),
    )


def test_the_form_reads_as_the_document_that_it_shows(story: Story) -> None:
    assert read_form(posted(story)) == freeze(story)


def test_the_form_is_read_without_the_database(
    story: Story, django_assert_num_queries: Any
) -> None:
    post = posted(story)

    with django_assert_num_queries(0):
        document = read_form(post)

    assert document.headline == "Harbour reopens"


def test_a_row_marked_for_deletion_is_not_in_the_document(story: Story) -> None:
    post = posted(story)
    post[f"{form_prefix(TextSection)}-0-DELETE"] = "on"

    kinds = [(part.kind, part.values.get("subheading")) for part in read_form(post).parts]

    assert kinds == [("quote", None), ("text", "Two")]


@pytest.mark.parametrize("total", ["-1", "99999999999999999999", "x", ""])
def test_a_forged_number_of_rows_does_no_harm(story: Story, total: str) -> None:
    post = posted(story)
    post[f"{form_prefix(TextSection)}-TOTAL_FORMS"] = total

    assert [part.kind for part in read_form(post).parts] == ["quote"]


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=5))
def test_any_post_reads_as_some_document(fields: dict[str, str]) -> None:
    post = QueryDict(mutable=True)
    for name, value in fields.items():
        post[name] = value

    assert isinstance(read_form(post), Document)
