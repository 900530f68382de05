"""How a reader passes a story on: plain links and a citation, nothing that watches."""

from urllib.parse import quote, urlencode

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles.addresses import absolute, report_path
from articles.document import Document
from articles.models.public import Edition
from articles.shown import PassingOn
from articles.wording import day, in_words


def passing_on(document: Document, edition: Edition, site_name: str) -> PassingOn | None:
    """How a live story is passed on, and cited as of the day of its first publication.

    None for a standing page.
    """
    if document.is_page:
        return None
    url, headline = absolute(edition.path), document.headline
    text = urlencode({"text": f"{headline} {url}"}, quote_via=quote)
    mail = urlencode({"subject": headline, "body": f"{headline}\n\n{url}"}, quote_via=quote)
    cited = _("%(names)s: “%(headline)s”, %(site)s, %(day)s, %(url)s") % {
        "names": in_words([line.name for line in document.bylines]) or site_name,
        "headline": headline,
        "site": site_name,
        "day": day(edition.first_published_at, document.language).words,
        "url": url,
    }
    return PassingOn(
        url=url,
        mail_url=f"mailto:?{mail}",
        whatsapp_url=f"https://wa.me/?{text}",
        mastodon_url=f"https://share.joinmastodon.org/#{text}",
        bluesky_url=f"https://bsky.app/intent/compose?{text}",
        citation=cited,
        report_url=iri_to_uri(report_path(edition.path)),
    )
