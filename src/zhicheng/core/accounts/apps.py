"""Django's name for this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts with which people sign in."""

    name = "zhicheng.core.accounts"
    label = "accounts"
