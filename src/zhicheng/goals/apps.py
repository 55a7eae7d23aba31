"""Django's name for this module."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Programmes, tasks, reports."""

    name = "zhicheng.goals"
    label = "goals"
