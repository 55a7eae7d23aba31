"""The Django application of this module."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registered under the name of the module."""

    name = "zhicheng.indicators"
    label = "indicators"
