"""Django's name for this room."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Limits that all workers share."""

    name = "zhicheng.core.limits"
    label = "limits"
