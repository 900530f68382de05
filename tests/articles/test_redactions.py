"""Words removed for legal reasons: from everything that readers get, of whatever time."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import AuditLine, User
from articles import publishing, redactions, revisions, versions
from articles.copying import copy
from articles.document import freeze
from articles.models import Edition, EditionAuthor, Kind, Redaction, Section, Story
from articles.page import document_of
from articles.redactions import UnableToRemove
from articles.removed import passage_words
from articles.richtext import flow
from tests.stories import (
    NOW,
    byline,
    make_section,
    make_site,
    make_story,
    publish,
    quote,
    save,
    take_down,
    text,
)

PASSAGE = "Mr Grey took the money"
MARK = "[removed for legal reasons, 22 November 2025]"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> Section:
    make_site()
    return make_section("World")


@pytest.fixture
def story(administrator: User, world: Section) -> Story:
    """A live story with the passage in its headline and text, formatted, and a correction."""
    story = make_story(
        administrator,
        world,
        slug="harbour",
        headline=f"{PASSAGE}, says port",
        standfirst="The port says so.",
        bylines=(byline("Anna Bianchi"),),
        parts=(text("<p>First, <em>Mr&nbsp;Grey</em> took the <strong>mon</strong>ey. Then.</p>"),),
    )
    publish(story, administrator)
    save(story, administrator, standfirst="The port says that it is so.")
    note = f"We said that {PASSAGE.upper()} in May."
    publish(story, administrator, now=NOW + HOUR, verb="correct", note=note)
    story.refresh_from_db()
    return story


def remove(story: Story, by: User, *passages: str) -> list[Redaction]:
    return redactions.remove_words(
        story=story,
        passages=passages or (PASSAGE,),
        reason="A court order.",
        by=by,
        now=NOW + 2 * HOUR,
    )


def test_every_edition_is_read_without_the_words(story: Story, administrator: User) -> None:
    before = [document_of(edition) for edition in Edition.objects.order_by("number")]

    remove(story, administrator)

    for edition, old in zip(Edition.objects.order_by("number"), before, strict=True):
        new = document_of(edition)
        assert new.headline == edition.headline == f"{MARK}, says port"
        assert new.parts[0].values["body"] == f"<p>First, {MARK}. Then.</p>"
        assert new.standfirst == old.standfirst
    assert Edition.objects.get(number=2).note == f"We said that {MARK} in May."


def test_names_in_lists_go_too(story: Story, administrator: User) -> None:
    remove(story, administrator, "Anna Bianchi")

    assert set(EditionAuthor.objects.values_list("name", flat=True)) == {MARK}


def test_the_working_copy_gets_a_revision_without_them(story: Story, administrator: User) -> None:
    remove(story, administrator)

    newest = revisions.latest(story)
    assert newest is not None
    assert newest.kind == Kind.LEGAL
    assert PASSAGE not in str(revisions.document_of(newest))
    assert freeze(Story.objects.get()) == revisions.document_of(newest)


def test_a_working_copy_without_them_gets_no_revision(story: Story, administrator: User) -> None:
    save(story, administrator, headline="Another one", parts=(text(),))

    remove(story, administrator)

    newest = revisions.latest(story)
    assert newest is not None
    assert newest.kind == Kind.SAVE


def test_what_is_scheduled_is_covered(story: Story, administrator: User) -> None:
    revision = save(story, administrator, kicker=f"{PASSAGE}!")
    waiting = publishing.schedule(
        story=story, revision=revision, at=NOW + 9 * HOUR, by=administrator, now=NOW + HOUR
    )

    remove(story, administrator)

    waiting.refresh_from_db()
    assert waiting.kicker == f"{MARK}!"
    assert PASSAGE not in str(document_of(waiting))


def test_a_later_publication_of_an_old_version_is_covered(
    story: Story, administrator: User
) -> None:
    old = story.revisions.get(number=1)
    remove(story, administrator)

    edition = publishing.publish(story=story, revision=old, by=administrator, now=NOW + 3 * HOUR)

    assert edition.headline == f"{MARK}, says port"
    assert PASSAGE not in str(document_of(edition))


def test_notices_are_covered(story: Story, administrator: User) -> None:
    withdrawal = take_down(
        story, administrator, now=NOW + HOUR, notice=f"We do not know that {PASSAGE}."
    )

    remove(story, administrator)

    withdrawal.refresh_from_db()
    assert withdrawal.notice == f"We do not know that {MARK}."


def test_no_new_note_or_notice_may_have_them(story: Story, administrator: User) -> None:
    remove(story, administrator)
    revision = save(story, administrator, kicker="New")
    sentence = "This has words that were removed from the story for legal reasons."

    assert sentence in publishing.reasons_not_to_tell(
        story=story, revision=revision, note=f"{PASSAGE}.", now=NOW + 3 * HOUR
    )
    assert sentence in publishing.reasons_not_to_take_down(
        story=story, why="legal", notice=f"{PASSAGE}.", reason="x", now=NOW + 3 * HOUR
    )


def test_the_desk_reads_them_by_a_right_of_its_own(
    story: Story, administrator: User, reporter: User
) -> None:
    remove(story, administrator)
    old = story.revisions.get(number=1)

    assert PASSAGE in revisions.document_for(old, administrator).headline
    for somebody in (reporter, AnonymousUser()):
        assert revisions.document_for(old, somebody).headline == f"{MARK}, says port"


def test_restoring_and_copying_do_not_bring_them_back(story: Story, administrator: User) -> None:
    old = story.revisions.get(number=1)
    remove(story, administrator)

    versions.restore(story=story, revision=old, by=administrator, now=NOW + 3 * HOUR)
    made = copy(story=story, by=administrator, now=NOW + 3 * HOUR)

    assert Story.objects.get(pk=story.pk).headline == f"{MARK}, says port"
    assert PASSAGE not in str(freeze(made))


def test_a_removal_can_be_lifted(story: Story, administrator: User) -> None:
    said = list(Edition.objects.order_by("pk").values("headline", "note"))
    (removal,) = remove(story, administrator)

    redactions.put_words_back(story=story, removal=removal, by=administrator, now=NOW + 3 * HOUR)

    assert list(Edition.objects.order_by("pk").values("headline", "note")) == said
    assert all(PASSAGE in str(document_of(edition)) for edition in Edition.objects.all())
    assert PASSAGE not in Story.objects.get(pk=story.pk).headline
    assert AuditLine.objects.filter(action="put_words_back").count() == 1


def test_lifting_one_removal_leaves_another(story: Story, administrator: User) -> None:
    (money,) = remove(story, administrator)
    (year,) = remove(story, administrator, "in May")

    redactions.put_words_back(story=story, removal=money, by=administrator, now=NOW + 3 * HOUR)
    assert Edition.objects.get(number=2).note == f"We said that {PASSAGE.upper()} {MARK}."

    redactions.put_words_back(story=story, removal=year, by=administrator, now=NOW + 3 * HOUR)
    assert Edition.objects.get(number=2).note == f"We said that {PASSAGE.upper()} in May."


def test_a_removal_is_lifted_once(story: Story, administrator: User) -> None:
    (removal,) = remove(story, administrator)
    redactions.put_words_back(story=story, removal=removal, by=administrator, now=NOW)

    with pytest.raises(redactions.UnableToPutWordsBack, match="back already"):
        redactions.put_words_back(story=story, removal=removal, by=administrator, now=NOW)


@pytest.mark.parametrize(
    ("passages", "reason", "why"),
    [
        ([], "x", "Mark the words"),
        (["…"], "x", "Mark the words"),
        (["Nobody said this"], "x", "stands nowhere"),
        ([PASSAGE, "Nobody said this"], "x", "“Nobody said this” stands nowhere"),
        ([PASSAGE], " ", "what the reason is"),
        (["x " * 20_000], "x", "too long"),
    ],
)
def test_there_are_reasons_not_to(
    story: Story, administrator: User, passages: list[str], reason: str, why: str
) -> None:
    with pytest.raises(UnableToRemove, match=why):
        redactions.remove_words(
            story=story, passages=passages, reason=reason, by=administrator, now=NOW
        )
    assert not Redaction.objects.exists()


def test_it_takes_a_right(story: Story, reporter: User) -> None:
    with pytest.raises(PermissionDenied):
        remove(story, reporter)


def test_the_audit_line_does_not_repeat_the_words(story: Story, administrator: User) -> None:
    remove(story, administrator)

    line = AuditLine.objects.get(action="remove_words")
    assert line.detail["reason"] == "A court order."
    assert "Grey" not in f"{line.detail} {line.target_text}"


# Where a passage stands


def test_it_says_where_a_passage_stands(story: Story, administrator: User) -> None:
    save(story, administrator, parts=(text("<p>Nothing.</p>"),))

    (found,) = redactions.where_they_stand(story, [PASSAGE])

    assert found.editions == 2
    assert found.is_in_working_copy
    assert found.places == ["Section 1", "Headline", "Notes and notices"]


def test_passages_that_were_edited_are_found_by_their_words(
    story: Story, administrator: User
) -> None:
    parts = (
        quote(f"We know that {PASSAGE}"),
        text("<p>Mr Grey took all the money, it is said.</p>"),
    )
    save(story, administrator, parts=parts)
    publish(story, administrator, now=NOW + HOUR * 1.5)

    (found,) = redactions.similar(story, PASSAGE)

    assert found.passage == "Mr Grey took all the money"
    assert (found.editions, found.places) == (1, ["Section 2"])
    assert found.is_in_working_copy


def test_telling_words_in_an_address_are_named(story: Story, administrator: User) -> None:
    Story.objects.filter(pk=story.pk).update(slug="grey-took-it")
    story.refresh_from_db()

    assert redactions.in_addresses(story, [PASSAGE]) == {"grey-took-it": ["grey", "took"]}


def test_a_story_of_a_thousand_editions_is_rewritten_in_few_queries_each(
    story: Story, administrator: User, django_assert_max_num_queries: object
) -> None:
    for number in range(3, 12):
        save(story, administrator, kicker=f"Kicker {number}")
        publish(story, administrator, now=NOW + HOUR + timedelta(minutes=number))

    with django_assert_max_num_queries(80):  # type: ignore[operator]
        remove(story, administrator)


# What readers get


@pytest.fixture
def ten_editions(administrator: User, world: Section) -> Story:
    """Ten editions around one passage, each with other words around it and in another place."""
    sentence = "the <em>minister</em> kept a second passport"
    around = [
        f"<p>It is said that {sentence}.</p>",
        f"<p>{sentence.capitalize()}, and more.</p><p>So.</p>",
        f"<ul><li>One</li><li>That {sentence}</li></ul>",
        f"<table><tr><td>That {sentence}</td><td>x</td></tr></table>",
        "<p>That the minister</p><p>kept a second passport.</p>",
        '<p><a href="/x/the-minister-kept-a-second-passport/">Read</a> that.</p>',
        f'<p>Yes, <a href="/y/" title="The minister kept a second passport">{sentence}</a>.</p>',
        "<p>THE MINISTER KEPT A&nbsp;SECOND PASS<strong>PORT</strong>!</p>",
        "<blockquote><p>“The minister kept a second passport”</p></blockquote>",
        "<p>The minister kept a</p><h3>Second passport</h3><p>So.</p>",
    ]
    whole = "The minister kept a second passport"
    story = make_story(administrator, world, slug="passports", headline="A story of passports")
    for number, body in enumerate(around):
        save(
            story,
            administrator,
            kicker=whole if number == 1 else f"Kicker {number}",
            headline=f"{whole}, we hear" if number in {2, 9} else f"Passports {number}",
            standfirst=f"We hear that {whole.lower()}." if number in {3, 9} else "",
            seo_title=whole if number in {4, 9} else "",
            seo_description=whole if number in {5, 9} else "",
            dateline=whole if number in {6, 9} else "",
            bylines=(byline(whole),) if number in {7, 9} else (),
            parts=(text(body, subheading=whole if number in {8, 9} else ""), quote(whole)),
        )
        verb = {"verb": "correct", "note": f"Not yet: {whole}."} if number == 8 else {}
        publish(story, administrator, now=NOW + timedelta(minutes=number), **verb)
    story.refresh_from_db()
    return story


def anonymous_answers(story: Story) -> dict[str, str]:
    """Everything that a reader gets of the site, by address."""
    path = story.editions.order_by("number").last().path  # type: ignore[union-attr]
    client = Client()
    paths = ["/", "/it/", "/world/", path, f"{path}history/", "/corrections/", "/no-such/", "/x/y/"]
    return {path: client.get(path).content.decode() for path in paths}


def normalised(answer: str) -> str:
    """The words of an answer, as readers read them and as they stand in its source."""
    return " ".join([*passage_words(flow(answer)), "|", *passage_words(answer)])


def test_ten_editions_around_a_passage_leave_no_trace_of_it(
    ten_editions: Story, administrator: User
) -> None:
    passage = "The minister kept a second passport"
    wanted = " ".join(passage.lower().split())
    before = anonymous_answers(ten_editions)
    assert wanted in normalised(before["/world/passports/"])

    remove(ten_editions, administrator, passage)

    for path, answer in anonymous_answers(ten_editions).items():
        assert wanted not in normalised(answer), path
        assert "minister-kept" not in answer
    for edition in ten_editions.editions.order_by("number"):
        shown = document_of(edition)
        assert wanted not in normalised(str(shown))
        assert MARK in str(shown)
    assert MARK in anonymous_answers(ten_editions)["/world/passports/"]


def test_a_story_without_removals_costs_no_query_more(
    story: Story, client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get("/world/harbour/")


def test_a_story_with_removals_costs_one_query_more(
    story: Story, administrator: User, client: Client, django_assert_num_queries: object
) -> None:
    remove(story, administrator)

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get("/world/harbour/")
