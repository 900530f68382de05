"""The readers' pages of a demo site, one of each kind at least, found as a reader would."""

import sys

from playwright.sync_api import BrowserContext, Page

HEADLINES = "main h2 a, main h3 a"


def first_links(page: Page, selector: str, count: int) -> list[str]:
    """The addresses of the first links that match, each once; SystemExit if none does."""
    found = page.locator(selector).evaluate_all("links => links.map(link => link.href)")
    if not found:
        sys.exit(f"{page.url} has no link that matches {selector!r}: the audit has lost its way.")
    return list(dict.fromkeys(link.split("#")[0] for link in found))[:count]


def public_pages(context: BrowserContext, site: str) -> dict[str, str]:
    """Names and addresses of the readers' pages."""
    pages = {
        "home": f"{site}/",
        "home (it)": f"{site}/it/",
        "404": f"{site}/no/such-story/",
        "404 (it)": f"{site}/it/no/such-story/",
        "api page": f"{site}/api/",
    }
    page = context.new_page()
    page.goto(pages["home"])
    pages["section"] = first_links(page, "header nav a", 2)[-1]
    for number, link in enumerate(first_links(page, HEADLINES, 30)[::10], start=1):
        pages[f"story {number}"] = link
    pages["standing page"] = first_links(page, ".footer-links a", 1)[0]
    pages["older"] = first_links(page, ".paging a[rel=next]", 1)[0]
    page.goto(pages["home (it)"])
    pages["story (it)"] = first_links(page, HEADLINES, 1)[0]
    pages |= of_pictures(page, site) | of_record(page, site) | of_archive(page, site)
    pages |= of_search(page, site) | of_subjects(page, pages["story 1"], pages["series part"])
    page.close()
    return pages


def of_pictures(page: Page, site: str) -> dict[str, str]:
    """Stories with a gallery, with a picture that is gone, and one of a series."""
    pages = {
        "pictures": f"{site}/world/the-towns-that-are-learning-to-be-wet/",
        "picture gone": f"{site}/culture/prize-for-a-translator/",
        "series part": f"{site}/world/eighteen-years-on-the-rescue-desk/",
    }
    page.goto(pages["pictures"])
    first_links(page, ".gallery a", 6)
    page.goto(pages["picture gone"])
    first_links(page, "body:has(.picture-gone) footer a", 1)
    return pages


def of_record(page: Page, site: str) -> dict[str, str]:
    """All corrections, a story with one, its history."""
    pages = {"corrections": f"{site}/corrections/"}
    page.goto(pages["corrections"])
    pages["corrected"] = first_links(page, ".corrected-story a", 1)[0]
    return pages | {"history": f"{pages['corrected']}history/"}


def of_search(page: Page, site: str) -> dict[str, str]:
    """Search before it is asked, with what it finds, and with nothing."""
    pages = {
        "search": f"{site}/search/",
        "found": f"{site}/search/?q=the&section=world&from=2000-01-01&order=newest",
        "found (it)": f"{site}/it/search/?q=porto",
        "nothing found": f"{site}/search/?q=zzyzx&section=world&from=nonsense",
    }
    page.goto(pages["found"])
    first_links(page, "main article h2 a", 1)
    return pages


def of_archive(page: Page, site: str) -> dict[str, str]:
    """The archive, a section's, a year, a month and a day."""
    pages = {"archive": f"{site}/archive/"}
    page.goto(pages["archive"])
    pages["its section"] = first_links(page, ".calendar-sections a", 1)[0]
    for shorter, longer in (("year", "archive"), ("month", "year"), ("day", "month")):
        page.goto(pages[longer])
        pages[shorter] = first_links(page, "nav.calendar a", 1)[0]
    return pages


def of_subjects(page: Page, story: str, part: str) -> dict[str, str]:
    """A topic and an author of `story`, and the series that `part` belongs to."""
    page.goto(story)
    pages = {
        "topic": first_links(page, ".topics a", 1)[0],
        "author": first_links(page, "a.byline-name", 1)[0],
    }
    page.goto(part)
    return pages | {"series": first_links(page, ".in-series a", 1)[0]}
