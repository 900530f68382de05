"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and audit lines."""

    name = "accounts"
    verbose_name = _("People")
