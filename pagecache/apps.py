"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    """What caches keep of the readers' pages, and how they are made to forget it."""

    name = "pagecache"
    verbose_name = _("Caches")
