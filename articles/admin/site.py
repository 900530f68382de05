"""The admin under the product's name."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

PLACES = ["Story", "Section", "Topic", "Author", "SiteSettings", "User", "AuditLine"]


def place_of(model: str) -> int:
    """Where a model stands in the desk's navigation."""
    return PLACES.index(model) if model in PLACES else len(PLACES)


def demo_people() -> list[Any]:
    """Whom one can continue as: in the demo its people, everywhere else nobody."""
    if not settings.DEMO:
        return []
    from articles.demo.load import LOGINS  # noqa: PLC0415  not there where real people work

    return list(LOGINS)


class DeskSite(AdminSite):
    """The desk."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("The desk")
    site_url = "/"
    enable_nav_sidebar = False  # the header has the few places that there are

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"demo_people": demo_people()}

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """What is used most comes first, not what comes first in the alphabet."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: place_of(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "articles")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The desk: a new story, and what one was writing last."""
        from articles.admin import listing  # noqa: PLC0415  models are not loaded before the site
        from articles.admin.requests import person  # noqa: PLC0415
        from articles.permissions import may  # noqa: PLC0415

        more = {
            "may_start": may(request.user, "start"),
            "my_stories": listing.latest_of(person(request)),
            "languages": settings.LANGUAGES,
        }
        return super().index(request, more | (extra_context or {}))
