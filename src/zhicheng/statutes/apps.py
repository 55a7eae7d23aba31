"""Django's name for this module."""

from django.apps import AppConfig


class StatutesConfig(AppConfig):
    """Calendars and running clocks."""

    name = "zhicheng.statutes"
    label = "statutes"
