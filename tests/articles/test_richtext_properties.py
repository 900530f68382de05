"""Whatever goes in: the canonical form is a fixed point, and holds only what the rules list."""

import re

import html5lib
from django.core.exceptions import ValidationError
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from articles.richtext import NOTE, Footnotes, clean, passages, plain_text, render
from articles.richtext.canonical import canonical
from articles.richtext.elements import INLINE
from articles.richtext.footnotes import without_notes
from articles.richtext.rules import ATTRIBUTES
from tests.articles.hostile import MARKUP, SCRIPT_ADDRESSES, violations
from tests.articles.sample import EVERY_ELEMENT

OTHER_ELEMENTS = re.findall(
    r"\S+",
    "b i u s font div section article h1 h2 h5 h6 pre dl dt dd center figure figcaption img svg "
    "math mi mtext mglyph style script title textarea xmp noscript template iframe select option "
    "form button input tfoot colgroup col body html frameset o:p wbr nobr ruby rt menu",
)
ELEMENTS = st.sampled_from([*ATTRIBUTES, *OTHER_ELEMENTS])
ATTRIBUTE_NAMES = st.sampled_from(
    [*("href", "title", "rel", "lang", "scope", "colspan", "rowspan"), "style", "class", "onclick"]
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(SCRIPT_ADDRESSES),
    st.sampled_from(["https://x.example/", "nofollow", "it", "row", "2", "&quot;", "a&amp;b"]),
)
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from([" ", "\n", "\xa0", "\t\n ", "a", "b c", "<", ">", "&", "&lt;", "&#x202e;"]),
)


@st.composite
def start_tags(draw: st.DrawFn) -> str:
    attributes = draw(st.lists(st.tuples(ATTRIBUTE_NAMES, VALUES), max_size=3))
    quote = draw(st.sampled_from(['"', "'", ""]))
    written = "".join(f" {name}={quote}{value}{quote}" for name, value in attributes)
    return f"<{draw(ELEMENTS)}{written}{draw(st.sampled_from(['>', '>', '>', '/>', '']))}"


MARKUP_LIKE = st.lists(
    st.one_of(
        start_tags(),
        ELEMENTS.map(lambda name: f"</{name}>"),
        WORDS,
        st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<?x", "<br>", "<hr>", "</p>", "</"]),
        st.sampled_from(MARKUP),
    ),
    max_size=25,
).map("".join)
ANYTHING = st.one_of(MARKUP_LIKE, st.text(max_size=200))


def cleaned(html: str) -> str:
    """The canonical form; a text that is refused has none and tells this test nothing."""
    try:
        return clean(html)
    except ValidationError:
        assume(False)
        raise


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
@example("<table><caption><table><tr><td>a</table>")
@example("<li><hr><li><p lang=it>a</p>")
@example("<b>a<br> </b>b")
def test_02_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = cleaned(html)
    assert clean(once) == once


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_02_only_listed_elements_attributes_and_schemes_come_out(html: str) -> None:
    assert not violations(cleaned(html))


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_02_nh3_finds_nothing_to_change_in_the_canonical_form(html: str) -> None:
    assert canonical(html) == cleaned(html)


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_02_no_control_and_no_override_comes_out(html: str) -> None:
    result = cleaned(html)
    result.encode()
    assert not set(result) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))}
    assert not set(result) & set("\u202a\u202b\u202c\u202d\u202e\ufeff")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_words_that_are_no_markup_are_kept(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = "".join(plain_text(cleaned(f"<p>x{escaped}x</p>")).split())
    expected = plain_text(cleaned(f"x{escaped}x")).split()
    assert kept == "".join(expected)
    assert all(letter in kept for letter in text if letter.isalnum())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["\n", " ", "\t", "\n\n", "<!-- x -->"]), min_size=9, max_size=9))
def test_space_between_blocks_means_nothing(gaps: list[str]) -> None:
    lines = EVERY_ELEMENT.split("\n")
    spelt = "".join(line + gap for line, gap in zip(lines, [*gaps, ""], strict=False))
    assert clean(spelt) == EVERY_ELEMENT


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_rendering_and_plain_text_take_anything_that_was_cleaned(html: str) -> None:
    text = cleaned(html)
    assert plain_text(render(without_notes(text, lambda *_note: ""))) == plain_text(
        text, has_notes=False
    )
    notes = Footnotes()
    render(text, notes)
    assert len(notes.found) == text.count("<foot-note") == text.count("</foot-note>")
    lines = [plain_text(words) for words in notes.found]
    assert "\n".join(filter(None, [plain_text(text, has_notes=False), *lines])) == plain_text(text)
    assert not any("\n" in line for line in lines)


@settings(max_examples=200, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_02_a_note_stands_in_no_format_and_holds_no_block_and_no_note(
    before: str, words: str, after: str
) -> None:
    text = cleaned(f"<p>{before}<foot-note>{words}</foot-note>{after}")
    tree = html5lib.parseFragment(text, treebuilder="etree", namespaceHTMLElements=False)
    for parent in tree.iter():
        for child in parent:
            assert child.tag != NOTE or parent.tag in {"p", "h3", "h4", "li", "td", "th"}
            if child.tag == NOTE:
                assert {element.tag for element in child.iter()} - {NOTE} <= INLINE
                assert "".join(child.itertext()).strip()
    assert [passage.text for passage in passages(text) if passage.blocks[-1].name == NOTE] == [
        "".join(note.itertext()) for note in tree.iter(NOTE)
    ]
