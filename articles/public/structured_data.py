"""What machines read of a page: schema.org JSON-LD and Open Graph."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.addresses import absolute
from articles.searching import SearchPage
from articles.shown import (
    Byline,
    Correction,
    CorrectionsPage,
    Furniture,
    Link,
    ListPage,
    PageImage,
    StoryPage,
    SubjectPage,
)

# schema.org types by format; anything else is a NewsArticle.
ARTICLE_TYPES = {
    "opinion": "OpinionNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "review": "ReviewNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "sponsored": "AdvertiserContentArticle",
}
# Where a language is not spoken first in the country of its own code.
LOCALES = {"en": "en_GB", "ar": "ar_AR", "zh-hans": "zh_CN", "zh-hant": "zh_TW", "pt-br": "pt_BR"}
# Inside a script element these could end it or start a comment.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def as_script(data: Any) -> SafeString:
    """`data` as JSON that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - what could leave the element is escaped above


def of_story(page: StoryPage, site: Furniture) -> SafeString:
    """The JSON-LD of a story or a standing page: nothing that the page does not show."""
    corrections = [correction_comment(correction) for correction in page.corrections]
    if page.is_standing:
        webpage = {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": page.headline,
            "url": page.canonical_url,
            "inLanguage": page.language,
            "publisher": publisher(site),
            "correction": corrections,
        }
        return as_script({name: value for name, value in webpage.items() if value})
    article = {
        "@context": "https://schema.org",
        "@type": ARTICLE_TYPES.get(page.format_key, "NewsArticle"),
        "headline": page.headline,
        "description": page.standfirst,
        "url": page.canonical_url,
        "mainEntityOfPage": page.canonical_url,
        "inLanguage": page.language,
        "datePublished": page.published.iso if page.published else "",
        "dateModified": page.modified,
        "author": [person(line) for line in page.bylines],
        "image": image_objects(page.image) if page.image else [],
        "publisher": publisher(site),
        "articleSection": page.section.title if page.section else "",
        "keywords": [topic.title for topic in page.topics],
        "dateline": page.dateline if page.format_key == "news" else "",
        "correction": corrections,
    }
    kept = {name: value for name, value in article.items() if value}
    return as_script(
        [kept, breadcrumb([*page.breadcrumb, Link(page.headline, page.canonical_url)])]
    )


def of_list(page: ListPage, site: Furniture) -> SafeString:
    """The JSON-LD of a list: the site itself for the home page, a collection for a section."""
    listed = [page.lead, *page.stories] if page.lead else page.stories
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CollectionPage" if page.section else "WebSite",
        "name": page.title,
        "description": page.description,
        "inLanguage": page.language,
        "publisher": publisher(site),
    }
    if page.canonical_url:
        data["url"] = page.canonical_url
    if page.section is None:
        data["potentialAction"] = search_action(site)
        return as_script({name: value for name, value in data.items() if value})
    data["mainEntity"] = item_list([card.url for card in listed])
    kept = {name: value for name, value in data.items() if value}
    return as_script([kept, breadcrumb([*page.breadcrumb, page.section])])


def search_action(site: Furniture) -> dict[str, Any]:
    """That the site can be searched, and how an address asks."""
    asked = f"{absolute(site.search.url)}?q={{search_term_string}}"
    return {"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": asked}}


def of_search(page: SearchPage, site: Furniture) -> SafeString:
    """The JSON-LD of what was found."""
    found = {
        "@context": "https://schema.org",
        "@type": "SearchResultsPage",
        "name": page.title,
        "url": page.canonical_url,
        "inLanguage": page.language,
        "publisher": publisher(site),
        "mainEntity": item_list([hit.card.url for hit in page.hits]) if page.hits else None,
    }
    kept = {name: value for name, value in found.items() if value}
    return as_script([kept, breadcrumb([*page.breadcrumb, site.search])])


def person(byline: Byline) -> dict[str, str]:
    """Who signed a story."""
    told = {"@type": "Person", "name": byline.name}
    return told | {"url": absolute(byline.url)} if byline.url else told


def of_subject(page: SubjectPage, site: Furniture) -> SafeString:
    """The JSON-LD of a topic's page, a collection, or of an author's, a profile."""
    stories = item_list([card.url for card in page.stories])
    author = {
        "@type": "Person",
        "name": page.title,
        "url": absolute(page.here.url),
        "jobTitle": page.role,
        "description": page.biography,
        "email": page.email,
        "image": page.portrait_url,
        "sameAs": [link.url for link in page.links],
        "worksFor": publisher(site),
    }
    data = {
        "@context": "https://schema.org",
        "@type": "ProfilePage" if page.is_author else "CollectionPage",
        "name": page.title,
        "description": page.description,
        "url": page.canonical_url,
        "inLanguage": page.language,
        "publisher": publisher(site),
        "mainEntity": {name: value for name, value in author.items() if value}
        if page.is_author
        else stories,
        "hasPart": [
            {"@type": "Article", "headline": card.headline, "url": absolute(card.url)}
            for card in page.stories
        ]
        if page.is_author
        else [],
    }
    kept = {name: value for name, value in data.items() if value}
    return as_script([kept, breadcrumb([*page.breadcrumb, page.here])])


def of_corrections(page: CorrectionsPage, site: Furniture) -> SafeString:
    """The JSON-LD of the corrections of a month: a collection of the stories they belong to."""
    collection = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": page.title,
        "description": page.description,
        "url": page.canonical_url,
        "inLanguage": page.language,
        "publisher": publisher(site),
        "mainEntity": item_list([story.url for story in page.stories]),
    }
    kept = {name: value for name, value in collection.items() if value}
    here = page.month if page.month and not page.is_index else site.corrections
    return as_script([kept, breadcrumb([*page.breadcrumb, here])])


def correction_comment(correction: Correction) -> dict[str, str]:
    """A correction, as readers are told of it."""
    return {
        "@type": "CorrectionComment",
        "text": correction.note,
        "datePublished": correction.published.iso,
    }


def image_objects(image: PageImage) -> list[dict[str, Any]]:
    """A picture in each of its ratios, with whose it is and where its licence stands."""
    told = {
        "caption": image.caption,
        "creditText": image.credit,
        "creator": [{"@type": "Person", "name": name} for name in image.creators],
        "copyrightNotice": image.copyright_notice,
        "license": image.web_statement,
        "acquireLicensePage": image.licensor_url,
    }
    kept = {name: value for name, value in told.items() if value}
    return [
        {
            "@type": "ImageObject",
            "url": absolute(still.path),
            "contentUrl": absolute(still.path),
            "width": pixels(still.width),
            "height": pixels(still.height),
            **kept,
        }
        for still in image.stills
    ]


def pixels(count: int) -> dict[str, Any]:
    """A measure in pixels, E37 among the units of the United Nations."""
    return {"@type": "QuantitativeValue", "value": count, "unitCode": "E37"}


def image_properties(image: PageImage) -> list[tuple[str, str]]:
    """The Open Graph of a picture, in the size that networks show."""
    if image.share is None:
        return []
    return [
        ("og:image", absolute(image.share.path)),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(image.share.width)),
        ("og:image:height", str(image.share.height)),
        ("og:image:alt", image.alt),
    ]


def item_list(urls: list[str]) -> dict[str, Any]:
    """An ItemList of pages of this site."""
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": absolute(url)}
            for position, url in enumerate(urls, start=1)
        ],
    }


def publisher(site: Furniture) -> dict[str, str]:
    """The newsroom itself."""
    return {"@type": "NewsMediaOrganization", "name": site.name, "url": absolute(site.home_url)}


def breadcrumb(links: list[Link]) -> dict[str, Any]:
    """A BreadcrumbList of `links`."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.title,
                "item": link.url if link.url.startswith("http") else absolute(link.url),
            }
            for position, link in enumerate(links, start=1)
        ],
    }


def open_graph(
    page: StoryPage | ListPage | CorrectionsPage, site: Furniture
) -> list[tuple[str, str]]:
    """Open Graph properties, in order; a property may stand more than once."""
    is_story = isinstance(page, StoryPage) and not page.is_standing
    pairs = [
        # What a story is called where it is passed on; its other title is for search engines.
        ("og:title", page.headline if isinstance(page, StoryPage) else page.title),
        ("og:type", "article" if is_story else "website"),
        ("og:url", page.canonical_url),
        ("og:description", page.description),
        ("og:site_name", site.name),
        ("og:locale", LOCALES.get(page.language, f"{page.language}_{page.language.upper()}")),
    ]
    if isinstance(page, StoryPage) and page.image:
        pairs += image_properties(page.image)
    if isinstance(page, StoryPage) and is_story:
        pairs += [
            ("article:published_time", page.published.iso if page.published else ""),
            ("article:modified_time", page.updated.iso if page.updated else ""),
            *(("article:author", line.name) for line in page.bylines),
            ("article:section", page.section.title if page.section else ""),
            *(("article:tag", topic.title) for topic in page.topics),
        ]
    return [(name, value) for name, value in pairs if value]
