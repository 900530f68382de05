"""Removing words for legal reasons, in a browser."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from articles.models import Redaction, Section, Story
from articles.page import document_of
from tests.stories import byline, make_story, publish, quote, save, text

LOOKS = [(width, scheme) for width in (320, 390, 1280) for scheme in ("light", "dark")]
SAID = "Mr Grey took the money from the port, two witnesses said"


@pytest.fixture
def story(administrator: User, section: Section) -> Story:
    story = make_story(
        administrator,
        section,
        slug="grey-and-the-port",
        headline="The port and its money",
        standfirst="What two witnesses told the court about a night in May.",
        bylines=(byline("Anna Bianchi"),),
        parts=(
            text(f"<p>On Monday <em>the court</em> sat. {SAID}.</p><p>It sits again.</p>", "Court"),
            quote("Nobody saw a thing", "A clerk"),
        ),
    )
    publish(story, administrator, now=timezone.now())
    other = f"<p>{SAID.replace('took the', 'took all the')}, it is reported.</p>"
    save(story, administrator, parts=(text(other),), now=timezone.now())
    publish(story, administrator, now=timezone.now())
    return story


def select(page: Page, words: str) -> None:
    """Select words of the text as somebody does with the mouse."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(
                document.querySelector(".legal-page"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const start = walker.currentNode.data.indexOf(words);
                if (start < 0) continue;
                getSelection().setBaseAndExtent(
                    walker.currentNode, start, walker.currentNode, start + words.length);
                return;
            }
        }""",
        words,
    )


def test_selected_words_are_looked_at_and_removed(
    page: Page, signed_in: Callable[..., None], administrator: User, story: Story
) -> None:
    signed_in(administrator)
    page.goto(f"/admin/articles/story/{story.pk}/remove-words/?edition=1")
    select(page, SAID)
    expect(page.get_by_label("The words that must go")).to_have_value(SAID)

    page.get_by_role("button", name="See where they stand").click()
    expect(page.get_by_label("took all the money")).to_be_checked()
    page.get_by_label("Reason, for the desk alone").fill("Court order 12")
    page.get_by_role("button", name="Remove these words").click()

    expect(page.get_by_text("Removed from 1 edition.")).to_be_visible()
    assert Redaction.objects.count() == 2
    assert all("Grey" not in str(document_of(one).parts) for one in story.editions.all())


def test_it_works_by_keyboard(
    page: Page, signed_in: Callable[..., None], administrator: User, story: Story
) -> None:
    signed_in(administrator)
    page.goto(f"/admin/articles/story/{story.pk}/remove-words/")
    page.get_by_label("The words that must go").focus()
    page.keyboard.type("night in May")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Reason, for the desk alone").focus()
    page.keyboard.type("Court order 12")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Removed from 2 editions.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(
    new_context: Callable[..., BrowserContext],
    signed_in: Callable[..., None],
    axe: Callable[..., list[str]],
    administrator: User,
    story: Story,
    width: int,
    scheme: str,
) -> None:
    context = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    signed_in(administrator, context)
    page = context.new_page()
    page.goto(f"/admin/articles/story/{story.pk}/remove-words/")
    assert axe(page) == []
    page.get_by_label("The words that must go").fill(SAID)
    page.get_by_role("button", name="See where they stand").click()
    page.get_by_role("button", name="Remove these words").wait_for()
    assert axe(page) == []
    page.get_by_label("Reason, for the desk alone").fill("Court order 12")
    page.get_by_role("button", name="Remove these words").click()
    page.get_by_text("Put them back…").first.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
