"""Django's name for this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The hash-chained record of who did what."""

    name = "zhicheng.core.ledger"
    label = "ledger"
