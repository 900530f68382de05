"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and audit lines."""

    name = "accounts"
    verbose_name = "People"
