"""Paths and slugs: how they are made, and which are taken."""

import re
import unicodedata
from datetime import datetime

from django.conf import settings
from django.utils.encoding import iri_to_uri

from articles.models import Address, Origin, SectionText, Story

# First pieces of a path that the project itself answers; a test compares them with the URLs.
RESERVED = frozenset(
    {
        "admin",
        "api",
        "archive",
        "author",
        "corrections",
        "demo",
        "feed",
        "healthz",
        "history",
        "manifest.webmanifest",
        "media",
        "pictures",
        "preview",
        "readyz",
        "robots",
        "search",
        "series",
        "share",
        "sitemap",
        "static",
        "topic",
        "well-known",
    }
)
# Those of them behind which readers' pages have names of their own, which can be changed.
NAMED = frozenset({"author", "series", "topic"})
# Last pieces of a path that the project itself puts behind an address: no story's slug.
HISTORY = "history"
# Below the address of a story, where it takes no story's: a form for errors.
REPORT = "report"
LONGEST_SLUG = 80
MARKDOWN = ".md"  # what the address of a story ends in as Markdown, instead of its slash

# Latin letters that do not fall apart into a base letter and a mark.
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_ENGLISH_ENDING = re.compile(r"['’](?=(?:s|t|re|ve|ll|d|m)\b)")


def make_slug(headline: str) -> str:
    """Return what stands for `headline` in an address, or "" where it has no letter or digit.

    Latin letters lose their marks; other scripts are kept as they are. At most LONGEST_SLUG
    characters, cut between words where that leaves anything.
    """
    folded = unicodedata.normalize("NFKC", headline).lower()
    folded = _ENGLISH_ENDING.sub("", folded).translate(_LATIN)
    plain = "".join(_as_ascii(c) for c in unicodedata.normalize("NFKD", folded))
    letters = sum(c.isalpha() for c in folded)
    if sum(c.isalpha() for c in plain) * 2 >= letters:
        folded = plain
    else:
        folded = unicodedata.normalize("NFKC", folded)
    slug = "-".join("".join(c if _in_word(c) else " " for c in folded).split())
    if len(slug) <= LONGEST_SLUG:
        return slug
    cut = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return cut.rstrip("-")


def _as_ascii(character: str) -> str:
    """ASCII as it is, marks of letters gone, anything else a gap between words."""
    if character.isascii():
        return character
    return "" if unicodedata.combining(character) else " "


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def site_languages() -> frozenset[str]:
    """The codes of the languages that the installation knows."""
    return frozenset(code for code, _name in settings.LANGUAGES)


def language_of(path: str) -> str:
    """The language of the address `path`: its first piece where that is one, else the default."""
    first = path.lstrip("/").partition("/")[0]
    codes = [code for code, _name in settings.LANGUAGES]
    return first if first in codes[1:] else codes[0]


def absolute(path: str) -> str:
    """The whole address of `path` on this site."""
    return settings.SITE_URL + iri_to_uri(path)


def language_prefix(language: str) -> str:
    """What addresses in `language` begin with: "/" for the default language, else "/it/"."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def section_path(language: str, section_slug: str) -> str:
    """The address of a section's page."""
    return f"{language_prefix(language)}{section_slug}/"


def story_path(language: str, section_slug: str | None, slug: str) -> str:
    """The address of a story, or of a standing page where `section_slug` is None."""
    base = language_prefix(language)
    return f"{base}{section_slug}/{slug}/" if section_slug else f"{base}{slug}/"


def history_path(path: str) -> str:
    """The address of the public history of what has the address `path`."""
    return f"{path}{HISTORY}/"


def markdown_path(path: str) -> str:
    """The address of the Markdown of what has the address `path`: /world/a-story.md."""
    return path.rstrip("/") + MARKDOWN


def report_path(path: str) -> str:
    """The address where readers report an error in the story that has the address `path`."""
    return f"{path}{REPORT}/"


def topic_path(language: str, slug: str) -> str:
    """The address of a topic's page."""
    return f"{language_prefix(language)}topic/{slug}/"


def author_path(language: str, slug: str) -> str:
    """The address of an author's page."""
    return f"{language_prefix(language)}author/{slug}/"


def series_path(language: str, slug: str) -> str:
    """The address of a series."""
    return f"{language_prefix(language)}series/{slug}/"


def feed_path(language: str, kind: str, *, of: str = "", slug: str = "") -> str:
    """The address of a feed: `kind` is atom.xml, rss.xml or feed.json.

    It is `of` a section, a topic or an author with this `slug`, of corrections, of a search, or of
    all stories.
    """
    subject = f"{of}/" + (f"{slug}/" if slug else "") if of else ""
    return f"{language_prefix(language)}feed/{subject}{kind}"


def archive_path(
    language: str,
    *,
    section: str = "",
    year: int | None = None,
    month: int | None = None,
    day: int | None = None,
) -> str:
    """The address of all stories of a language or of one section, or of those of a period."""
    where = f"section/{section}/" if section else ""
    pieces = (f"{piece:02}/" for piece in (year, month, day) if piece)
    return f"{language_prefix(language)}archive/{where}{''.join(pieces)}"


def corrections_path(language: str, year: int = 0, month: int = 0) -> str:
    """The address of all corrections in a language, or of those of one month."""
    months = f"{year:04}/{month:02}/" if year else ""
    return f"{language_prefix(language)}corrections/{months}"


def search_path(language: str, file: str = "") -> str:
    """The address of search, or of a `file` beside it."""
    return f"{language_prefix(language)}search/{file}"


def lead_on(old: str, new: str, *, language: str, now: datetime) -> None:
    """Let the address `old`, which is nobody's any more, lead to `new` in one hop, and with it
    whatever led there."""
    Address.objects.filter(path=new, story=None).delete()  # it was theirs before
    Address.objects.filter(target=old).update(target=new)
    Address.objects.create(
        path=old, language=language, target=new, origin=Origin.RENAMED, reserved_at=now
    )


def is_reserved(language: str, word: str) -> bool:
    """Whether `word` may not be the first piece of an address in `language`."""
    return (
        word in RESERVED
        or word in site_languages()
        or SectionText.objects.filter(language=language, slug=word).exists()
    )


def belongs_to_site(language: str, slug: str, *, is_page: bool) -> bool:
    """Whether a story, or a standing page, with `slug` would stand at an address of the site."""
    return slug == HISTORY or (is_page and is_reserved(language, slug))


def is_slug_taken(story: Story, slug: str) -> bool:
    """Whether the story cannot have `slug`: another one's working copy or address holds it in the
    story's language, or the site itself does."""
    return (
        belongs_to_site(story.language, slug, is_page=story.is_page)
        or Story.objects.filter(language=story.language, slug=slug).exclude(pk=story.pk).exists()
        or Address.objects.filter(language=story.language, slug=slug)
        .exclude(story_id=story.pk)
        .exists()
    )


def free_slug(story: Story) -> str:
    """A slug made from the story's headline that nobody else holds, or "" without a headline.

    A taken one gets a number behind it, then ever longer ones, so that a thousand stories of one
    headline do not cost a thousand look-ups each.
    """
    if not story.headline:
        return ""
    base = make_slug(story.headline) or "story"
    if not is_slug_taken(story, base):
        return base
    taken = set(
        Story.objects.filter(language=story.language, slug__startswith=f"{base}-")
        .exclude(pk=story.pk)
        .values_list("slug", flat=True)
    ) | set(
        Address.objects.filter(language=story.language, slug__startswith=f"{base}-")
        .exclude(story_id=story.pk)
        .values_list("slug", flat=True)
    )
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
