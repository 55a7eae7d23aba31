"""The Django application of this module."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Registered under the name of the module."""

    name = "zhicheng.publications"
    label = "publications"
