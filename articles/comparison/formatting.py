"""Changes of formatting, in words: a link that points elsewhere must not pass unseen."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from articles.richtext import NOTE, Element

LONGEST_QUOTE = 60  # characters of the words that a sentence is about


def format_change(words: str, old: frozenset[Element], new: frozenset[Element]) -> str:
    """What changed about `words`, which both texts have: “harbour”: now a link to /ports/."""
    said = []
    links = _links(old), _links(new)
    if all(links):
        old, new = old - links[0], new - links[1]
        (before, after) = _target(links[0]), _target(links[1])
        if before != after:
            said.append(
                _("the link to %(old)s now goes to %(new)s") % {"old": before, "new": after}
            )
        elif links[0] != links[1]:
            said.append(_("details of the link changed"))
    said += [_("no longer %s") % _name(element) for element in sorted(old - new)]
    said += [_("now %s") % _name(element) for element in sorted(new - old)]
    return _("“%(words)s”: %(changes)s") % {
        "words": _cut(words.strip()),
        "changes": "; ".join(said),
    }


def block_change(words: str, old: Iterable[Element], new: Iterable[Element]) -> str:
    """What changed about the paragraph that begins with `words`: “Ports”: now a heading."""
    before, after = _block(tuple(old)), _block(tuple(new))
    change = _("formatting changed")
    if before != after:
        change = _("now %(new)s, was %(old)s") % {"new": after, "old": before}
    return _("“%(words)s”: %(changes)s") % {"words": _cut(words.strip()), "changes": change}


def _links(formats: frozenset[Element]) -> frozenset[Element]:
    return frozenset(element for element in formats if element.name == "a")


def _target(links: frozenset[Element]) -> str:
    return min(links).get("href")


def _name(element: Element) -> str:
    if element.name == "a":
        return _("a link to %s") % element.get("href")
    if element.name == "abbr":
        return _("an abbreviation of “%s”") % element.get("title")
    if language := element.get("lang"):
        return _("marked as language “%s”") % language
    names = {
        "strong": _("bold"),
        "em": _("italic"),
        "sup": _("raised"),
        "sub": _("lowered"),
        "code": _("code"),
        "cite": _("the title of a work"),
        "q": _("in quotation marks"),
    }
    return names.get(element.name, element.name)


def _block(blocks: tuple[Element, ...]) -> str:
    """The innermost of the blocks that says what a paragraph is."""
    names = {
        "h3": _("a heading"),
        "h4": _("a smaller heading"),
        "ul": _("an item with a bullet"),
        "ol": _("an item with a number"),
        "caption": _("a caption"),
        "th": _("a heading of a table"),
        "td": _("a cell of a table"),
        "blockquote": _("a quotation"),
        NOTE: _("a footnote"),
    }
    said = (names[block.name] for block in reversed(blocks) if block.name in names)
    return next(said, _("a paragraph"))


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()}…"
