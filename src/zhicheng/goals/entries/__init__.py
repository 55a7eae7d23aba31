"""Facts of this module as the ledger keeps them: past tense, ids and codes only, a sentence in each language."""

from __future__ import annotations

from zhicheng.goals.entries import assigning, changes, imports, programmes, reporting, tasks

__all__ = ["assigning", "changes", "imports", "programmes", "reporting", "tasks"]
