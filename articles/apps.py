"""Application configurations: the domain, the admin under our name, static files."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class ArticlesConfig(AppConfig):
    """The domain."""

    name = "articles"
    verbose_name = "Newsroom"
    default = True


class DeskConfig(AdminConfig):
    """The admin under our name."""

    default_site = "articles.admin.site.DeskSite"


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Static files."""
