"""Cache tags: which of them an answer carries, and which a change drops.

An answer carries a tag of everything that it shows, in `Cache-Tag`, separated by commas. A change
drops the tags of what it changed, and of every list that it may enter or leave. So what carries
none of the dropped tags has not changed.

`site` is on every page, `alert-en` on those of a language; `story-12`, `picture-7` on whatever
shows them; `section-3` on the section and on the pages of its stories; `topic-4` and `author-5` on
theirs; `home-en` and `corrections-en` on these lists; `elsewhere` on what says that no page stands
at an address, or leads on from it. `stories` and `pictures` stand in for
single ones where an answer shows too many, and are dropped with any.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from articles import clock
from articles.models.public import (
    Alert,
    Edition,
    EditionAuthor,
    EditionTopic,
    FrontSlot,
    SeriesPart,
)
from images.cachetags import tag_of as picture_tag

MOST = 2_500  # characters: with all other headers it fits into the 4 kB that nginx takes by default
SITE, ELSEWHERE, STORIES, PICTURES = "site", "elsewhere", "stories", "pictures"
NOTHING = frozenset[str]()

_Response = TypeVar("_Response", bound=HttpResponse)
# From what a verb was done to and what it returned, to what caches must forget.
Drops = Callable[[Any, Any], frozenset[str]]


def story_tag(story: int) -> str:
    """The tag of every page that shows the story of this number."""
    return f"story-{story}"


def section_tag(section: int) -> str:
    """The tag of a section's list, and of every page that shows what is new there."""
    return f"section-{section}"


def topic_tag(topic: int) -> str:
    """The tag of a topic's list."""
    return f"topic-{topic}"


def author_tag(author: int) -> str:
    """The tag of an author's page."""
    return f"author-{author}"


def series_tag(series: int) -> str:
    """The tag of the page of a series, and of the pages of its parts."""
    return f"series-{series}"


def home_tag(language: str) -> str:
    """The tag of whatever shows the newest stories of a language."""
    return f"home-{language}"


def corrections_tag(language: str) -> str:
    """The tag of the lists of corrections."""
    return f"corrections-{language}"


def alert_tag(language: str) -> str:
    """The tag of every page that shows the alert of a language, or would."""
    return f"alert-{language}"


@dataclass(slots=True, kw_only=True)
class Shown:
    """What an answer shows: tags of lists, and the keys of stories and of pictures."""

    lists: set[str] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)
    pictures: set[int] = field(default_factory=set)

    @classmethod
    def of_list(cls, *lists: str, editions: Iterable[Edition] = ()) -> "Shown":
        """Of a list that shows `editions`, with their lead pictures."""
        shown = list(editions)
        return cls(
            lists={*lists},
            stories={edition.story_id for edition in shown},
            pictures={edition.lead_image_id for edition in shown if edition.lead_image_id},
        )

    @classmethod
    def of_story(
        cls,
        edition: Edition,
        *others: Edition,
        beside: Iterable[Edition] = (),
        pictures: Iterable[int] = (),
    ) -> "Shown":
        """Of a page of `edition` with `pictures`, which leads to `others` and lists those `beside`.

        Those beside are shown with their lead pictures.
        """
        section = {section_tag(edition.section_id)} if edition.section_id else set()
        shown = cls.of_list(*section, editions=beside)
        shown.stories |= {found.story_id for found in (edition, *others)}
        shown.pictures |= {*pictures}
        return shown


def carry(response: _Response, shown: Shown) -> _Response:
    """Say in the headers of an answer that anybody may be given what it shows.

    A page shows the alert of the active language, too.
    """
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if is_page and not response.has_header("Location"):
        shown.lists.add(alert_tag(get_language() or settings.LANGUAGE_CODE))
    response.headers["Cache-Tag"] = _in_header(shown)
    return response


def _in_header(shown: Shown) -> str:
    """The tags of an answer, coarser ones where they would be more than MOST characters."""
    lists = {SITE, *shown.lists}
    stories = {story_tag(key) for key in shown.stories}
    pictures = {picture_tag(key) for key in shown.pictures}
    told = ",".join(sorted(lists | stories | pictures))
    if len(told) > MOST:
        told = ",".join(sorted(lists | stories | {PICTURES}))
    return told if len(told) <= MOST else ",".join(sorted(lists | {STORIES, PICTURES}))


def dropped_by(verb: str, target: Any, result: Any) -> frozenset[str]:
    """What caches must forget after `verb` was done to `target`. Raises KeyError for a new verb."""
    return DROPS[verb](target, result)


def _nothing(_target: Any, _result: Any) -> frozenset[str]:
    """Readers see no difference."""
    return NOTHING


def _everything(_target: Any, _result: Any) -> frozenset[str]:
    """Every page has its words, or may have."""
    return frozenset({SITE})


def _addresses(_target: Any, _result: Any) -> frozenset[str]:
    """What addresses without a page lead to."""
    return frozenset({ELSEWHERE})


def _picture(picture: Any, _result: Any) -> frozenset[str]:
    """A picture, on every page and as a file."""
    return frozenset({PICTURES, picture_tag(picture.pk)})


def _front(front: Any, _result: Any) -> frozenset[str]:
    """The home page of a language, or a section's page."""
    return frozenset({_front_tag(front.language, front.section_id)})


def _series(story: Any, filed: Any) -> frozenset[str]:
    """A story, and the pages of series and of their parts; one without parts may be no page."""
    return frozenset({story_tag(story.pk), ELSEWHERE, *map(series_tag, filed.changed)})


def _alert(_site: Any, alert: Any) -> frozenset[str]:
    """Every page of a language."""
    return frozenset({alert_tag(alert.language)})


def _front_tag(language: str, section: int | None) -> str:
    return home_tag(language) if section is None else section_tag(section)


def _story(story: Any, _result: Any) -> frozenset[str]:
    """A story, its translations, and every list that it is in, was in or comes into."""
    rows = Edition.objects.filter(story=story.pk).values_list("section", "language", "format")
    tags = {STORIES, story_tag(story.pk)}
    for section, language, kind in rows.distinct().order_by():
        tags |= {home_tag(language), corrections_tag(language)}
        if section:
            tags.add(section_tag(section))
        if kind == "page":  # every page leads to it
            tags.add(SITE)
    fronts = FrontSlot.objects.filter(story=story.pk).values_list(
        "edition__front__language", "edition__front__section"
    )
    topics = EditionTopic.objects.filter(story=story.pk).values_list("topic", flat=True)
    signed = EditionAuthor.objects.filter(story=story.pk).exclude(author=None)
    authors = signed.values_list("author", flat=True)
    tags |= {_front_tag(*front) for front in fronts.distinct().order_by()}
    tags |= {topic_tag(key) for key in topics.distinct().order_by()}
    tags |= {author_tag(key) for key in authors.distinct().order_by()}
    series = SeriesPart.objects.filter(story=story.pk).values_list("series", flat=True)
    tags |= {series_tag(key) for key in series}
    alerts = Alert.objects.filter(story=story.pk).not_ended(now=clock.now())
    tags |= {alert_tag(language) for language in alerts.values_list("language", flat=True)}
    others = Edition.objects.filter(translation_group=story.translation_group)
    keys = others.exclude(story=story.pk).values_list("story", flat=True).distinct().order_by()
    return frozenset(tags | {story_tag(key) for key in keys})


_OF: dict[Drops, tuple[str, ...]] = {
    _story: (
        # With those that change only what comes: lifetimes of pages end at the next change.
        "publish", "update", "minor", "correct", "clarify", "schedule", "move_scheduled",
        "cancel_scheduled", "expire_at", "take_down", "undo", "reinstate", "readdress", "pair",
        "remove_words", "put_words_back", "place",
    ),
    _front: ("publish_front", "cancel_front", "restore_front"),
    _series: ("put_in_series",),
    _alert: ("raise_alert", "end_alert"),
    _everything: ("rename_section", "change_taxonomy", "delete_taxon", "change_site"),
    _addresses: ("redirect", "drop_redirect"),
    _picture: (
        "describe_picture", "replace_picture", "take_down_picture", "put_back_picture",
        "delete_picture",
    ),
    _nothing: (
        # The desk's own work on what readers do not see, or not yet.
        "start", "write", "fix", "assign", "set_due", "embargo", "submit", "approve", "send_back",
        "restore", "name_revision", "resolve", "copy", "translate", "still_right",
        "bin", "unbin", "note", "resolve_note", "reopen_note",
        "arrange_front", "discard_front",
        # Links to previews, which no cache keeps.
        "share", "unshare",
        # No page shows a picture that is new, or says which are retired. Where one may be used is
        # asked when a story goes out.
        "add_picture", "retire_picture", "unretire_picture", "scope_picture",
        # These only look.
        "view", "evidence", "see_removed", "see_pictures", "see_health", "read_at_another_time",
    ),
}  # fmt: skip
# What each verb drops. A new one needs its place above.
DROPS: dict[str, Drops] = {verb: drops for drops, verbs in _OF.items() for verb in verbs}
