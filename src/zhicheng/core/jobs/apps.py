"""Django's name for this room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work in the background."""

    name = "zhicheng.core.jobs"
    label = "jobs"
