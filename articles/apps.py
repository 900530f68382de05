"""Application configurations: the domain, the admin under our name, static files."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.staticfiles import apps as staticfiles_apps
from django.core import checks

from articles.richtext.plugins import UNSERVED


class ArticlesConfig(AppConfig):
    """The domain."""

    name = "articles"
    verbose_name = "Newsroom"
    default = True

    def ready(self) -> None:
        """Register the checks that stand in for the editor's own, and who hears of verbs."""
        from articles import announcing, signals  # noqa: PLC0415 - needs the models
        from articles.public import forgetting  # noqa: PLC0415 - needs the models
        from articles.richtext_checks import CHECKS  # noqa: PLC0415 - needs the models

        signals.verb_done.connect(announcing.after_verb)
        signals.verb_done.connect(forgetting.after_verb)
        for check in CHECKS:
            checks.register(check, checks.Tags.security)


class DeskConfig(admin_apps.AdminConfig):
    """The admin under our name."""

    default = False
    default_site = "articles.admin.site.DeskSite"

    def ready(self) -> None:
        """Register the desk's pages once the site itself, which stands beside them, is there."""
        super().ready()
        from articles.admin import fronts, pictures, redirects, stories, taxonomy  # noqa: F401, PLC0415


class StaticFilesConfig(staticfiles_apps.StaticFilesConfig):
    """Static files; `collectstatic` leaves out what articles/staticfiles.py does not serve."""

    default = False
    ignore_patterns = [*staticfiles_apps.StaticFilesConfig.ignore_patterns, *UNSERVED]
