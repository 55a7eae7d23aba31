"""Spreadsheets and documents that the goals module accepts and gives out.

The yearly decomposition table comes in as offices write it, in Excel or Word, and goes out as a sheet that imports
again without a difference. Reading is pure: no database, no clock, no guess. What a table does not say for sure
is None and a question with proposals. A fixed template that offices must fill was not taken: the table is already
issued as a document of the city government before anyone opens this software.
"""

from __future__ import annotations

from zhicheng.goals.contracts.decomposition import read_decomposition
from zhicheng.goals.contracts.results import Question, Reading, TaskRow
from zhicheng.goals.contracts.writing import write_decomposition

__all__ = ["Question", "Reading", "TaskRow", "read_decomposition", "write_decomposition"]
