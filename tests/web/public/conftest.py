"""The small town at work on goals, for the public pages too."""

from tests.goals.conftest import town

__all__ = ["town"]
