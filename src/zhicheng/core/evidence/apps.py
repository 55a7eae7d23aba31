"""Django's name for this room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence files and what they are attached to."""

    name = "zhicheng.core.evidence"
    label = "evidence"
