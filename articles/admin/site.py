"""The admin under the product's name."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

PLACES = [
    "Story",
    "Image",
    "Calendar",
    "Front",
    "Alert",
    "Section",
    "Topic",
    "Author",
    "Series",
    "Redirect",
    "SiteSettings",
    "User",
    "AuditLine",
    "Health",
]

# Beside which app's lists, what it is called, where it is, which verb asks for it.
FURTHER_PLACES = [
    ("articles", "Calendar", _("Calendar"), "admin:articles_story_calendar", "start"),
    ("articles", "Alert", _("Alert bar"), "admin:alert", "raise_alert"),
    ("accounts", "Health", _("Health"), "admin:health", "see_health"),
]


def place_of(model: str) -> int:
    """Where a model stands in the desk's navigation."""
    return PLACES.index(model) if model in PLACES else len(PLACES)


def further_places(request: HttpRequest, app_label: str) -> list[dict[str, Any]]:
    """Pages of the desk that are no lists of rows, as Django's own list of an app has them."""
    from articles.permissions import may  # noqa: PLC0415  models are not loaded before the site

    return [
        {"object_name": key, "name": name, "admin_url": reverse(url), "view_only": True}
        for label, key, name, url, verb in FURTHER_PLACES
        if label == app_label and may(request.user, verb)
    ]


def pictures_among_stories(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lists of all apps with that of the pictures among those of the stories."""
    by_label = {app["app_label"]: app for app in apps}
    if not {"articles", "images"} <= by_label.keys():
        return apps
    by_label["articles"]["models"] += by_label["images"]["models"]
    return [app for app in apps if app["app_label"] != "images"]


def mark_current(apps: list[dict[str, Any]], path: str) -> None:
    """Mark the place of the navigation that `path` is in; "page" where it is the place itself."""
    models = [model for app in apps for model in app["models"] if model.get("admin_url")]
    within = [model for model in models if path.startswith(model["admin_url"])]
    if within:
        nearest = max(within, key=lambda model: len(model["admin_url"]))
        nearest["current"] = "page" if nearest["admin_url"] == path else "true"


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

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every request of the desk sees to it that outer caches are told what they were not."""

        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            from pagecache import purging  # noqa: PLC0415  models are not loaded before the site

            purging.look_after()
            return view(request, *args, **kwargs)

        return super().admin_view(run, cacheable)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # Models are not loaded before the site.
        from articles.admin import alerts, health, kept  # noqa: PLC0415

        own = [
            path("health/", self.admin_view(health.health), {"site": self}, name="health"),
            path("alert/", self.admin_view(alerts.alert), {"site": self}, name="alert"),
            path("alert/picture/", self.admin_view(alerts.picture), name="alert_picture"),
            path("kept/", kept.page, name="kept"),
            path("service-worker.js", kept.worker, name="service_worker"),
        ]
        return [*own, *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """What is used most comes first, not what comes first in the alphabet."""
        apps = pictures_among_stories(super().get_app_list(request, app_label))
        for app in apps:
            app["models"] += further_places(request, app["app_label"])
            app["models"].sort(key=lambda model: place_of(model["object_name"]))
        mark_current(apps, request.path)
        return sorted(apps, key=lambda app: app["app_label"] != "articles")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The desk: a new story, what one was writing last, what there is to do and to know."""
        # Models are not loaded before the site.
        from articles import clock  # noqa: PLC0415
        from articles.admin import dashboard, listing  # noqa: PLC0415
        from articles.admin.requests import person  # noqa: PLC0415
        from articles.permissions import may  # noqa: PLC0415

        more = {
            "warnings": dashboard.warnings(person(request), clock.now()),
            "panels": dashboard.panels(person(request), clock.now()),
            "things_to_try": dashboard.things_to_try(person(request)),
            "may_alert": may(request.user, "raise_alert"),
            "may_start": may(request.user, "start"),
            "my_stories": listing.latest_of(person(request)),
            "languages": settings.LANGUAGES,
        }
        return super().index(request, more | (extra_context or {}))
