"""A copy of a text with somebody's remarks beside its words: the original as Word keeps it, or a new document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhicheng.core.prose.model import Prose
from zhicheng.core.prose.new_document import new_document
from zhicheng.core.prose.reading import Reader, Remark


def commented_copy(
    source_path: str | Path, prose: Prose, remarks: Sequence[Remark], *, reader: Reader | None = None
) -> bytes:
    """A docx with the remarks, each (start, end, author, words), as Word's own comments.

    A docx comes back as it was, formatting, older comments and tracked changes kept, with the comments added; it is
    opened in the reading child. Of any other kind a new docx is made of the text, tables as tables. Raises
    Unreadable where the file is no longer the one that was read.
    """
    if prose.kind != "docx":
        return new_document(prose, remarks)
    if reader is not None:
        return reader.comment(source_path, prose, remarks)
    with Reader() as own:
        return own.comment(source_path, prose, remarks)
