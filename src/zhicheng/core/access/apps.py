"""Django's name for this room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Grants of roles to persons."""

    name = "zhicheng.core.access"
    label = "access"
