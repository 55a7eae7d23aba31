"""`python -m hengliang composite`: an index from three files, for people who write no Python.

Owns the reading of a plan file with its study, the folder of results, the report in prose and what stands on the
screen. It computes nothing itself: everything it writes comes from `Plan`, `Index`, the study and their tables.
"""

from hengliang.composite.command.running import add_arguments, run

__all__ = ["add_arguments", "run"]
