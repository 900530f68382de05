"""The sections of the site."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from articles import surroundings
from articles.addresses import absolute, section_path
from articles.public.api.parameters import CODES, Language
from articles.public.api.problems import ERRORS, NotThere
from articles.public.cachetags import Shown, carry
from articles.public.reading import instant_of
from articles.surroundings import Surroundings, TaxonName

router = Router(tags=["filing"])


class Section(Schema):
    """A section in one language. `uuid` is the same in all of them, and for ever."""

    uuid: UUID
    language: str
    name: str
    slug: str
    description: str
    url: str


class Sections(Schema):
    """The sections of the site, in the order of its navigation."""

    sections: list[Section]


@router.get("sections", response={200: Sections, **ERRORS})
def sections(
    request: HttpRequest, response: HttpResponse, language: Language = CODES[0]
) -> Sections:
    """The sections of the site in a language, in the order of its navigation."""
    around = around_answer(request, language)
    found = [one for one in around.sections if not one.is_retired]
    carry(response, Shown())
    return Sections(sections=[section_of(one) for one in found])


def around_answer(request: HttpRequest, language: str) -> Surroundings:
    """The site's words and sections. NotThere in a language that the site does not offer."""
    around = surroundings.gather(language=language, at=instant_of(request), has_pages=False)
    if language not in around.languages:
        raise NotThere("The site has no stories in this language.")
    return around


def section_of(name: TaxonName) -> Section:
    """A section as partners get it."""
    return Section(
        uuid=name.uuid,
        language=name.language,
        name=name.name,
        slug=name.slug,
        description=name.description,
        url=absolute(section_path(name.language, name.slug)),
    )
