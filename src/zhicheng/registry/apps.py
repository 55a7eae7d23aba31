"""Django's name for this module."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Regions, organisations, people and posts."""

    name = "zhicheng.registry"
    label = "registry"
