"""Files that people send: spreadsheets and Word documents in, marked copies and safe exports out.

Owns the reading of strangers' files (always in a child process with limits on memory, time and size), the plain
model of what a file holds, the marked copy that goes back to its sender, and exports that no spreadsheet program
takes for a formula. It knows no task and no roster: what the cells mean is decided by the contracts of each module.
Macros, embedded objects and links are never followed; a file is told by its content, not by its extension. Reading
in the web process with a size check only was not taken: one crafted sheet of 50 kB can ask for gigabytes.
"""

from __future__ import annotations

from zhicheng.core.intake.export import read_back, safe_csv, safe_text, write_sheet
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.model import Block, Book, Cell, Document, Sheet, column_letter, json_safe
from zhicheng.core.intake.reading import (
    PlainSheet,
    look_over,
    read_any,
    read_document,
    read_grid,
    read_plain,
    read_rows,
)
from zhicheng.core.intake.returned import returned_copy

__all__ = [
    "Block",
    "Book",
    "Cell",
    "Document",
    "Limits",
    "PlainSheet",
    "Sheet",
    "column_letter",
    "json_safe",
    "look_over",
    "read_any",
    "read_back",
    "read_document",
    "read_grid",
    "read_plain",
    "read_rows",
    "returned_copy",
    "safe_csv",
    "safe_text",
    "write_sheet",
]
