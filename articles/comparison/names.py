"""The names of what documents refer to by uuid."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from articles.document import Document
from articles.models.public import AuthorText, SectionText, TopicText
from articles.pictured import pictures_in
from images.models import Image

NO_NAMES: Mapping[UUID, str] = {}


def names_in(*documents: Document) -> dict[UUID, str]:
    """The names of the sections, topics, authors and pictures that the documents mention.

    Each in the language of the last document that mentions it, else in any; a picture has one
    name. At most four queries.
    """
    languages: dict[str, dict[UUID, str]] = {"section": {}, "topic": {}, "author": {}}
    for document in documents:
        mentioned = {
            "section": [document.section],
            "topic": document.topics,
            "author": [line.author for line in document.bylines],
        }
        for kind, uuids in mentioned.items():
            languages[kind].update({uuid: document.language for uuid in uuids if uuid})
    names: dict[UUID, str] = {}
    for kind, model in (("section", SectionText), ("topic", TopicText), ("author", AuthorText)):
        names.update(_names(model, kind, languages[kind]))
    if pictures := pictures_in(*documents):
        names.update({image.uuid: str(image) for image in Image.objects.filter(uuid__in=pictures)})
    return names


def _names(model: type[Model], kind: str, languages: Mapping[UUID, str]) -> dict[UUID, str]:
    if not languages:
        return {}
    texts: dict[UUID, dict[str, str]] = {}
    rows = model._default_manager.filter(**{f"{kind}__uuid__in": languages})
    for uuid, language, name in rows.order_by("pk").values_list(
        f"{kind}__uuid", "language", "name"
    ):
        texts.setdefault(uuid, {})[language] = name
    return {uuid: _best(found, languages[uuid]) for uuid, found in texts.items()}


def _best(names: Mapping[str, str], language: str) -> str:
    preferred: Collection[str] = (language, settings.LANGUAGE_CODE)
    return next((names[code] for code in preferred if code in names), next(iter(names.values())))
