"""What the pages of topics and of authors show."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles.addresses import absolute, author_path, language_prefix, topic_path
from articles.illustrating import portrait
from articles.models.public import Author, Edition
from articles.page import cards, translation_links
from articles.shown import Link, SubjectPage
from articles.surroundings import Surroundings, TaxonName
from articles.wording import direction
from images.showing import still


def subject_page(
    editions: Sequence[Edition],
    *,
    around: Surroundings,
    at: datetime,
    author: Author | None,
    is_first: bool,
    older_url: str,
) -> SubjectPage:
    """A list of `editions`, newest first, of whose page it is: a topic's, else that of `author`."""
    name = around.here[0]
    path = path_of(name, author)
    image = author.portrait if author and is_first else None
    still_image = still(image, "square", at=at) if image else None
    return SubjectPage(
        language=around.language,
        direction=direction(around.language),
        title=name.name,
        description=name.description or _description(name, author),
        canonical_url=absolute(path) if is_first else "",
        robots="" if is_first else "noindex",
        section=None,
        breadcrumb=[Link(_("Home"), language_prefix(around.language))],
        lead=None,
        stories=cards(editions, around, at),
        older_url=older_url,
        newest_url=iri_to_uri(path),
        is_first=is_first,
        translations=translation_links(counterparts_of(around, author), around) if is_first else [],
        here=Link(name.name, iri_to_uri(path)),
        is_author=author is not None,
        role=name.role,
        biography=name.biography or name.description,
        portrait=portrait(image, name.name, at),
        portrait_url=absolute(still_image.path) if still_image else "",
        email=author.email if author else "",
        links=[Link(urlsplit(url).hostname or url, url) for url in author.links.split()]
        if author
        else [],
    )


def path_of(name: TaxonName, author: Author | None) -> str:
    """The address of a topic's page, or of that of `author`."""
    path = author_path if author else topic_path
    return path(name.language, name.slug)


def counterparts_of(around: Surroundings, author: Author | None) -> dict[str, str]:
    """The paths of the same page by language; its own included."""
    return {name.language: path_of(name, author) for name in around.here}


def _description(name: TaxonName, author: Author | None) -> str:
    if author is None:
        return _("Everything on %s, with the newest first.") % name.name
    if name.role:
        return _("%(role)s. All stories by %(name)s.") % {"role": name.role, "name": name.name}
    return _("All stories by %s.") % name.name
