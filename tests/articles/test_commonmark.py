"""Rich text as Markdown: another reader of Markdown finds the same words, and nothing runs."""

import re
from html import unescape
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from articles.richtext import as_markdown, clean, escape_markdown, markdown_heading
from tests.articles.hostile import SCRIPT_ADDRESSES, hostile_strings, violations
from tests.articles.public.hostile import HOSTILE
from tests.articles.sample import EVERY_ELEMENT

PAGE = "https://news.example/world/harbour/"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.text(alphabet="ab1 .)*_`~#+-=>|[]()<>!&;:\\/\"'é“—\xa0", max_size=12)
INLINE = st.sampled_from(["em", "strong", "a", "code", "cite", "span", "abbr"])


@st.composite
def inline(draw: st.DrawFn, depth: int = 0) -> str:
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        words = escaped(draw(SIGNS))
        if depth < 2 and draw(st.booleans()):
            name = draw(INLINE)
            href = ' href="https://x.example/a_(b)*c`?d=1&amp;copy;"' if name == "a" else ""
            words = f"<{name}{href}>{words}{draw(inline(depth=depth + 1))}</{name}>"
        pieces.append(words)
    return "".join(pieces)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    written = []
    for _ in range(draw(st.integers(1, 4))):
        shape = draw(st.sampled_from(SHAPES))
        written.append(re.sub("@", lambda _found: draw(inline()), shape))
    return "".join(written)


SHAPES = [
    "<p>@</p>",
    "<p>@<br>@</p>",
    "<h3>@</h3>",
    "<blockquote><p>@</p><p>@</p></blockquote>",
    "<ul><li>@</li><li>@<ul><li>@</li></ul></li></ul>",
    "<ul><li><p>@</p><p>@</p></li></ul>",
    "<ol><li>@</li><li>@<ol><li>@</li></ol>@</li></ol>",
    "<table><thead><tr><th>@</th><th>@</th></tr></thead><tbody><tr><td>@</td><td>@</td></tr>"
    "</tbody></table>",
]


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parsed(markdown: str) -> Element:
    return html5lib.parse(READER.render(markdown), namespaceHTMLElements=False)


def letters(element: Element) -> str:
    """The words without any space: what a reader sees in which order."""
    return re.sub(r"\s+", "", "".join(element.itertext()))


def letters_of(html: str) -> str:
    return letters(html5lib.parse(html, namespaceHTMLElements=False))


def test_every_element_is_understood() -> None:
    tree = parsed(as_markdown(EVERY_ELEMENT, PAGE))
    found = [element.tag for element in tree.iterfind("body/*")]
    assert found == ["p", "h3", "h4", "blockquote", "ul", "ol", "hr", "p", "table", "p", "ol"]
    assert tree.findtext(".//code") == "print()"
    link = tree.find(".//a")
    assert link is not None and link.get("href") == "https://example.org/a?b=1&c=2"
    assert "E=mc², H₂O" in "".join(tree.itertext())
    rows = [[cell.text or "" for cell in row] for row in tree.iterfind(".//tr")]
    assert rows == [["A", "B", ""], ["r", "1", ""], ["", "2", "x y z"]]
    nested = tree.find("body/ul/li[2]/ul/li")
    assert nested is not None and letters(nested) == "nested"


def test_a_list_of_words_is_tight_and_two_lists_stay_two() -> None:
    html = clean("<ul><li>one</li><li>two</li></ul>") + "\n" + clean("<ul><li>three</li></ul>")
    written = as_markdown(html, PAGE)
    assert written == "- one\n- two\n\n* three"
    assert len(parsed(written).findall("body/ul")) == 2


def test_links_are_whole_and_harmless() -> None:
    assert as_markdown('<p><a href="../b/#x">b</a></p>', PAGE) == (
        "[b](https://news.example/world/b/#x)"
    )
    for address in SCRIPT_ADDRESSES:
        html = f'<p>a!<a href="{address}">x</a></p>'
        written = as_markdown(html, PAGE)
        assert not violations(READER.render(written)), (address, written)
    trap = '<p>a!<a href="https://x.example/)[y](javascript:alert(1)">x</a></p>'
    tree = parsed(as_markdown(trap, PAGE))
    assert tree.find(".//img") is None
    assert [one.text for one in tree.iterfind(".//a")] == ["x"]


@pytest.mark.parametrize("write", [escape_markdown, lambda words: markdown_heading(2, words)])
def test_08_hostile_words_are_text(write: object) -> None:
    traps = ["[x](javascript:alert(1))", "![x](//evil.example)", "# x #", "1. x", "- x", "---"]
    traps += ["> x", "    x", "```x", "~~~", "[x]: javascript:alert(1)", "&#106;", "| a | b |"]
    traps += ["**x**", "<https://x.example>", "x\\", "\\[x](y)", "`x`", "=", "~~x~~", "*"]
    for words in [*HOSTILE, *traps]:
        tree = parsed(write(words))  # type: ignore[operator]
        body = tree.find("body")
        assert body is not None and len(body) == 1 and len(body[0]) == 0, words
        assert body[0].tag in {"p", "h2"}
        shown = re.sub(r"\s+", "", body[0].text or "")
        assert shown == re.sub(r"[\s\x00]+", "", words).replace("\x00", "�"), words


def test_08_hostile_markup_comes_to_nothing() -> None:
    for html in hostile_strings():
        try:
            written = as_markdown(clean(html), PAGE)
        except ValidationError:
            continue
        assert not violations(READER.render(written)), html
        assert "<script" not in unescape(written).replace("\\<", "")


@settings(max_examples=120, deadline=None)
@given(blocks())
@example('<p>a<strong><em>"b"</em></strong>c</p>')
@example("<p>!<a href='https://x.example/'>a</a></p>")
@example("<p><em>a</em><strong>b</strong></p>")
@example("<p>&amp;<span lang='it'>lt;</span></p>")
@example("<p><em><code>1</code></em><code>1</code></p>")
@example("<ol><li>a<ol><li>b</li></ol>c</li></ol>")
def test_another_reader_finds_the_same_words(html: str) -> None:
    stored = clean(html)
    assume(stored)
    written = as_markdown(stored, PAGE)
    assert letters(parsed(written)) == letters_of(stored), written
    before = [one.tag for one in html5lib.parse(stored, namespaceHTMLElements=False).iter()]
    after = [one.tag for one in parsed(written).iter()]
    for name in ("li", "blockquote", "h3", "table", "a"):
        assert after.count(name) == before.count(name), (name, written)
    assert after.count("img") == 0
