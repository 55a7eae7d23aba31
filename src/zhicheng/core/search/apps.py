"""Django's name for this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index of names and titles."""

    name = "zhicheng.core.search"
    label = "search"
