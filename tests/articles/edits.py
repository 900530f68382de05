"""A small nasty document, what people may make of it, and texts that are made to take long."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from articles.document import BylineLine, Document, DocumentPart
from articles.models.fields import one_line
from articles.richtext import clean

# Few words, so that they repeat; words that are markup, signs, scripts without spaces, emoji.
WORDS = [
    "the", "the", "a", "port", "harbour", "ships", "L’été", "cafe\u0301", "1,000.50", "AT&T", "<b>",
    "&amp;", "&",
    "</p>", "東京は雨", "مرحبا", "👨‍👩‍👧", "❤️", "—", ",", ".", "\u00a0", "don't", "x" * 40,
]  # fmt: skip
WRAPS = ["{}", "{}", "<strong>{}</strong>", "<em>{}</em>", '<a href="/a/">{}</a>', "<q>{}</q>"]
BLOCKS = [
    "<p>{}</p>", "<p>{}</p>", "<h3>{}</h3>", "<ul><li>{}</li><li>one</li></ul>",
    "<blockquote><p>{}</p></blockquote>", "<table><tr><td>{}</td><td>2</td></tr></table>",
    "<hr><p>{}<br>two</p>",
]  # fmt: skip
TOPICS = [UUID(int=n) for n in range(4)]
UIDS = [UUID(int=n) for n in range(100, 106)]

words = st.lists(st.sampled_from(WORDS), max_size=8)
lines = words.map(lambda found: one_line(" ".join(found)))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


wrapped = st.builds(
    lambda wrap, found: wrap.format(escaped(" ".join(found))), st.sampled_from(WRAPS), words
)
blocks = st.builds(
    lambda block, found: block.format(" ".join(found)),
    st.sampled_from(BLOCKS),
    st.lists(wrapped, max_size=3),
)
bodies = st.lists(blocks, max_size=4).map(lambda found: clean("".join(found)))


def values_of(kind: str) -> st.SearchStrategy[dict[str, str]]:
    fields: dict[str, dict[str, Any]] = {
        "text": {"subheading": lines, "anchor": st.sampled_from(["", "a", "b"]), "body": bodies},
        "quote": {"quote": lines, "attribution": lines},
        "facts": {"title": lines, "body": bodies},
        "embed": {
            "url": st.sampled_from(["", "https://vimeo.com/76979871", "javascript:alert(1)"]),
            **dict.fromkeys(("title", "author", "provider", "caption"), lines),
            "thumbnail": st.just(""),
            "ratio": st.sampled_from(["", "16:9", "1:1"]),
        },
    }
    return st.fixed_dictionaries(fields[kind])


kinds = st.sampled_from(["text", "text", "quote", "facts", "embed"])
parts = kinds.flatmap(
    lambda kind: st.builds(
        DocumentPart, kind=st.just(kind), uid=st.sampled_from(UIDS), values=values_of(kind)
    )
)
bylines = st.builds(
    BylineLine,
    uid=st.sampled_from(UIDS),
    author=st.sampled_from([None, *TOPICS]),
    name=lines,
    role=st.sampled_from(["", "photographs"]),
)


def unlike(key: Callable[[Any], Any], of: st.SearchStrategy[Any], most: int) -> Any:
    return st.lists(of, max_size=most, unique_by=key).map(tuple)


documents = st.builds(
    Document,
    language=st.just("en"),
    kicker=lines,
    headline=lines,
    standfirst=lines,
    slug=st.sampled_from(["", "harbour", "port"]),
    format=st.sampled_from(["news", "opinion"]),
    section=st.sampled_from([None, *TOPICS]),
    topics=st.lists(st.sampled_from(TOPICS)).map(tuple),
    bylines=unlike(lambda line: line.uid, bylines, 3),
    parts=unlike(lambda part: (part.kind, part.uid), parts, 5),
)


@st.composite
def edited_text(draw: Any, text: str) -> str:
    """The text with a word or a stretch changed, as somebody at a keyboard does."""
    found = text.split(" ")
    for _change in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(found)))
        end = min(len(found), start + draw(st.integers(0, 3)))
        found[start:end] = map(escaped, draw(st.lists(st.sampled_from(WORDS), max_size=2)))
    return " ".join(found)


@st.composite
def edited(draw: Any, document: Document) -> Document:
    """The document after somebody worked on it: words, moves, parts that come and go."""
    found = [_edited_part(draw, part) for part in document.parts]
    found = [part for part in found if draw(st.integers(0, 5))]
    if found and draw(st.booleans()):
        found.insert(
            draw(st.integers(0, len(found))), found.pop(draw(st.integers(0, 4)) % len(found))
        )
    for part in draw(st.lists(parts, max_size=2)):
        if (part.kind, part.uid) not in {(one.kind, one.uid) for one in found}:
            found.insert(draw(st.integers(0, len(found))), part)
    other = draw(documents)
    taken = draw(
        st.sets(st.sampled_from(["kicker", "slug", "format", "section", "topics", "bylines"]))
    )
    return replace(
        document,
        headline=one_line(draw(edited_text(document.headline))),
        parts=tuple(found),
        **{name: getattr(other, name) for name in taken},
    )


def _edited_part(draw: Any, part: DocumentPart) -> DocumentPart:
    change = draw(st.sampled_from(["none", "words", "words", "all"]))
    if change == "all":
        return replace(part, values=draw(values_of(part.kind)))
    if change == "none":
        return part
    changed = {
        name: clean(draw(edited_text(text)))
        if name == "body"
        else one_line(draw(edited_text(text)))
        for name, text in part.values.items()
        if name != "anchor"
    }
    return replace(part, values={**part.values, **changed})


@st.composite
def three(draw: Any) -> tuple[Document, Document, Document]:
    """A document and what two people made of it."""
    base = draw(documents)
    return base, draw(edited(base)), draw(edited(base))


def hostile() -> dict[str, tuple[str, str]]:
    """Texts of 100 kB that are made to take long."""
    chance = random.Random(1)
    words = [f"w{n}" for n in range(16_000)]
    shuffled = chance.sample(words, len(words))
    letters = ["".join(chance.choice("ab ") for _ in range(100_000)) for _ in range(2)]
    return {
        "one word": ("<p>" + "a " * 50_000 + "</p>", "<p>b " + "a " * 50_000 + "c</p>"),
        "no common word": (f"<p>{' '.join(words)}</p>", f"<p>{' '.join(words).upper()}</p>"),
        "another order": (f"<p>{' '.join(words)}</p>", f"<p>{' '.join(shuffled)}</p>"),
        "two letters": (f"<p>{letters[0]}</p>", f"<p>{letters[1]}</p>"),
        "one span a word": ("<p>" + "<em>a</em> b " * 1_400, "<p>" + "b <em>a</em> " * 1_400),
    }
