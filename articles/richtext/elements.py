"""The elements of HTML by what reading them means for a text."""

# Other names for what the list of rules.py has.
SYNONYMS = {
    "acronym": "abbr",
    "b": "strong",
    "dir": "ul",
    "i": "em",
    "kbd": "code",
    "menu": "ul",
    "samp": "code",
    "tfoot": "tbody",
    "tt": "code",
}
INLINE = frozenset({"em", "strong", "a", "sup", "sub", "abbr", "code", "cite", "q", "span"})
NOTE = "foot-note"  # holds words in formats and no blocks, and stands in no format itself
REPEATABLE = frozenset({"q", "sub", "sup", "span"})  # mean something within themselves
LISTS = frozenset({"ul", "ol"})
ROW_GROUPS = frozenset({"thead", "tbody"})
CELLS = frozenset({"td", "th"})
LEAVES = frozenset({"p", "h3", "h4", "caption"})  # hold words and no blocks
# What a block that holds only certain blocks gets for words or blocks of another kind.
IMPLIED = {"ul": "li", "ol": "li", "table": "tbody", "thead": "tr", "tbody": "tr", "tr": "td"}

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "pre", "listing"})
# Not on the list, but the words in them do not run on from the words before.
BOUNDARIES = frozenset({
    "address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "frameset", "head", "header", "hgroup",
    "html", "legend", "main", "nav", "option", "search", "section", "select", "summary",
})  # fmt: skip
VOID = frozenset({
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
})  # fmt: skip
TABLE = frozenset({"table"})
OUT_OF_REACH = CELLS | TABLE | {"caption"}  # no end tag closes anything beyond these
