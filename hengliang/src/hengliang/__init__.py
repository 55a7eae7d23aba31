"""衡量: measuring quality with plain functions over arrays. No web, no database, no network, no clock.

Owns the mathematics that a city's quality work rests on and that a statistician can use without the city's system.
It refuses to know what a task, a county or a report is: those who call it turn their records into arrays first.
"""

from hengliang.errors import MeasureError

__all__ = ["MeasureError"]
